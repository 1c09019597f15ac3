"""P5, M6: a monthly check or a quarterly review, and what was decided in it."""

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

ReviewKind = Literal["monthly", "quarterly"]
KpiDecision = Literal["keep", "retire", "reweight", "rebase", "add"]


class ReviewAction(BaseModel):
    """What somebody does until a day (YYYY-MM-DD; "" while nobody said)."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: str
    what: str = ""
    owner: str = ""
    due: str = Field(default="", pattern=r"^(\d{4}-\d{2}-\d{2})?$")
    done: bool = False


class KpiVerdict(BaseModel):
    """What a review decided about one KPI of a role, and why."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    role: str
    kpi: str
    decision: KpiDecision = "keep"
    reason: str = ""


class Review(BaseModel):
    """One check or review of the months up to ``month`` (YYYY-MM); ``held`` is the day it took place, "" before.

    ``happened``, ``why``, ``following`` are the minutes in the client's words; ``attended`` are person ids.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: str
    kind: ReviewKind
    month: str
    held: str = Field(default="", pattern=r"^(\d{4}-\d{2}-\d{2})?$")
    attended: tuple[str, ...] = ()
    happened: str = ""
    why: str = ""
    following: str = ""
    verdicts: tuple[KpiVerdict, ...] = ()
    actions: tuple[ReviewAction, ...] = ()
