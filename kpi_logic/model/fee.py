"""What the consultant decides about the price of the project; everything else of it is computed."""

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

Driver = Literal["C1", "C2", "C3", "C4", "C5", "C6", "C7", "C8"]
Link = Literal["erp", "bi", "hr"]


class FeeLine(BaseModel):
    """A driver whose range the consultant sets; without a ``reason`` it has no effect."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    driver: Driver
    low: float | None = Field(default=None, ge=0)
    high: float | None = Field(default=None, ge=0)
    reason: str = Field(default="", max_length=300)


class Fee(BaseModel):
    """C4, C5, C8 as answered, and the lines set by hand; ``shown`` says whether the paper states a fee.

    ``links`` None: not asked yet.  ``depth`` "": as the service form suggests.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    shown: bool = True
    links: tuple[Link, ...] | None = None
    depth: Literal["", "templates", "scheme", "coaching"] = ""
    local: Literal["unknown", "none", "warehouse", "team"] = "unknown"
    lines: tuple[FeeLine, ...] = ()
