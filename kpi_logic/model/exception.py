"""P10: something happened that a person could not help; for a time it changes what that person is measured by."""

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

ExceptionKind = Literal["stock_out", "infringement", "platform_failure", "promotion", "exchange_rate", "leave", "other"]
ExceptionRule = Literal["exclude_days", "exclude_month", "pro_rata_target", "hold_harmless"]


class SchemeException(BaseModel):
    """One recorded exception; without an approver, or after ``expires``, it has no effect.

    ``requester`` is who asked for it, ``approver`` who stands for it: an id or a name, and never the same person nor the
    one it is for (``scheme.in_force`` is the rule of what counts for whom).  It holds for ``person`` (an id; "" for
    everybody) and ``kpi`` ("" for all) from ``first`` to ``last`` month (YYYY-MM), and in no month after ``expires`` ("" for
    never).

    exclude_days     ``days`` of each month do not count: targets that add up are lowered in proportion, others weigh less
    exclude_month    the KPI is not scored, the others count in proportion
    pro_rata_target  ``share`` (0-1) of the target is asked for; where less is better it is divided by it
    hold_harmless    the KPI counts as if its target were reached, or as it is where that is better
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: str
    kind: ExceptionKind
    rule: ExceptionRule
    first: str
    last: str
    person: str = ""
    kpi: str = ""
    days: int = Field(default=0, ge=0, le=31)
    share: float = Field(default=1.0, gt=0, le=1)
    reason: str = ""
    evidence: str = ""
    approver: str = ""
    expires: str = ""
    requester: str = ""

    @property
    def approved(self) -> bool:
        """Whether somebody stands for it.

        >>> SchemeException(id="e", kind="other", rule="exclude_month", first="2026-01", last="2026-01").approved
        False
        """
        return bool(self.approver.strip())

    def holds(self, month: str) -> bool:
        """Whether it is in force in a month (YYYY-MM).

        >>> event = SchemeException(id="e", kind="other", rule="exclude_month", first="2026-01", last="2026-03",
        ...                         approver="Lin", expires="2026-02")
        >>> [event.holds(month) for month in ("2025-12", "2026-01", "2026-02", "2026-03")]
        [False, True, True, False]
        """
        last = min(self.last, self.expires) if self.expires else self.last
        return self.approved and self.first <= month <= last
