"""A second role of one person."""

from pydantic import BaseModel, ConfigDict, Field


class Duty(BaseModel):
    """A role that a person has beside the main one, and the share (0-1) of the person's work it takes."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    role: str
    share: float = Field(gt=0, lt=1)
