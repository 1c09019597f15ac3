"""T1-T5: what was tried when the scheme did not work, and what came of it."""

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

Symptom = Literal["numbers", "resistance", "target", "leaders"]


class Attempt(BaseModel):
    """One step of first aid that somebody took on a day (YYYY-MM-DD); ``step`` names it in ``templates/first_aid.toml``.

    ``helped``: yes, no, or None while nobody can tell.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: str
    symptom: Symptom
    step: str
    who: str = ""
    day: str = Field(default="", pattern=r"^(\d{4}-\d{2}-\d{2})?$")
    outcome: str = ""
    helped: bool | None = None
