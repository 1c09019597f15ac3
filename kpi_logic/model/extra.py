"""Plus and minus points beside the weighted KPIs: what kinds there are, and which were given."""

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field


class Extra(BaseModel):
    """One kind of plus or minus points of a scorecard, agreed beforehand.

    ``points`` (of 100) each time it happens, ``most`` in one month; ``name`` in the client's own words.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: str
    kind: Literal["plus", "minus"]
    name: str = ""
    points: float = Field(default=2.0, gt=0, le=20)
    most: float = Field(default=5.0, gt=0, le=20)


class Award(BaseModel):
    """Plus or minus points that a person got in a month (YYYY-MM): which kind, how many times, why, from whom."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    person: str
    month: str
    extra: str
    times: int = Field(default=1, ge=1, le=31)
    reason: str = ""
    approver: str = ""
