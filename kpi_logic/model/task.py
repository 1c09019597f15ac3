"""M6: who does what by when so that the scheme can begin."""

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

TaskStep = Literal["brief", "cards", "workbooks", "data", "bi", "score", "objections", "review"]


class Task(BaseModel):
    """One duty of the roll-out: ``owner`` is a person's id, ``due`` a day (YYYY-MM-DD; "" while nobody said)."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    step: TaskStep
    owner: str = ""
    due: str = Field(default="", pattern=r"^(\d{4}-\d{2}-\d{2})?$")
    done: bool = False
