"""What somebody answered when asked how much the KPIs of a role matter."""

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

Method = Literal["direct", "swing", "ahp", "bwm"]


class Judgement(BaseModel):
    """One role's answers by one method; the weights are computed from them, never stored.

    ``answers`` of direct and swing: points by KPI.  Of AHP: by "one:other", how many times as important the one is
    (1/9 to 9).  Of BWM: by "best:kpi" and "kpi:worst" with the KPIs' codes, 1 to 9; ``best`` and ``worst`` name them.

    >>> Judgement(role="ads", method="swing", answers={"acos": 100, "ad_sales": 60}).voter
    ''
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    role: str
    method: Method
    voter: str = ""
    answers: dict[str, float] = Field(default_factory=dict)
    best: str = ""
    worst: str = ""
