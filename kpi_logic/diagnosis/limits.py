"""The limits that hold for one client: published ones, behind what his own account says and what was agreed with him."""

import datetime
from collections.abc import Sequence
from typing import TYPE_CHECKING

from kpi_logic.library import Benchmark, Ledger, kpi_library, ledger
from kpi_logic.library.ledger import Bound, published
from kpi_logic.model import AgreedLimit, Amount, Message, Segment, Unit

if TYPE_CHECKING:
    from kpi_logic.intake import Limit as OwnLimit

# How an account health report words its conditions, and what they mean here: bound, and whether the value itself is fine.
_CONDITIONS: dict[str, tuple[Bound, bool]] = {
    "below": ("below", False),
    "at_least": ("above", True),
    "none": ("below", True),
}


def ledger_of(own: "Sequence[OwnLimit]" = (), agreed: Sequence[AgreedLimit] = ()) -> Ledger:
    """The ledger of one client: limits agreed with a reason, then those of the client's own files, then the published.

    Args:
        own: ``Intake.limits``.
        agreed: ``Engagement.limits``; one without a reason is not used.

    >>> agreed = AgreedLimit(metric="lsr", platform="Shopee", value=0.1, reason="seller centre")
    >>> ledger_of(agreed=[agreed]).in_force("lsr", Segment(platform="Shopee")).value
    0.1
    """
    return ledger((*(_agreed(one) for one in agreed if one.reason.strip()), *map(_own, own)))


def limits() -> tuple[Benchmark, ...]:
    """Every published limit with a number."""
    return tuple(line for line in published() if line.is_limit)


def limits_of(kpi: str, segment: Segment) -> tuple[Benchmark, ...]:
    """Every published limit known for a KPI where the segment trades, those in use first."""
    return ledger().known(kpi, segment)


def limit_of(kpi: str, segment: Segment) -> Benchmark | None:
    """The published limit in use for a KPI where the segment trades; None where none is known for sure."""
    return ledger().in_force(kpi, segment)


def bound_of(line: Benchmark, unit: Unit | None = None) -> Message:
    """A line in words: below, at most, above, at least its value; from, to; about; or that no number is published."""
    value, top = (Amount(number, unit or line.measured_in, line.currency or None) for number in (line.value, line.top))
    reached = "_reached" * (line.reached and line.bound in ("below", "above"))
    return Message(f"diagnosis.bound.{line.bound}{reached}", {"value": value, "top": top})


def bound_for(agreed: AgreedLimit) -> tuple[Bound, bool]:
    """On which side of an agreed value one must stay: as the published rule has it, else as the KPI is better."""
    same = [line for line in published() if line.metric == agreed.metric and line.is_limit]
    if same:
        nearest = next((line for line in same if line.platform == agreed.platform), same[0])
        return nearest.bound, nearest.reached
    kpi = kpi_library().kpis.get(agreed.metric)
    return ("above" if kpi is not None and kpi.direction.sign > 0 else "below"), True


def _agreed(one: AgreedLimit) -> Benchmark:
    bound, reached = bound_for(one)
    unit = next((line.unit for line in published() if line.metric == one.metric), None)
    return Benchmark(
        metric=one.metric, unit=unit, kind="rule", platform=one.platform, market=one.market, bound=bound, value=one.value,
        reached=reached, days=(), source=one.reason, grade="A", read=None, used=True, origin="agreed", reason=one.reason,
    )  # fmt: skip


def _own(one: "OwnLimit") -> Benchmark:
    bound, reached = _CONDITIONS[one.bound]
    return Benchmark(
        metric=one.kpi or one.metric, kind="rule", platform=one.platform, market=one.site, bound=bound, value=one.value,
        reached=reached, days=(), source=one.file, grade="A", read=_day(one.last_day), used=True, origin="client",
    )  # fmt: skip


def _day(written: str) -> datetime.date | None:
    """The last day a report covers; None where it names none."""
    try:
        return datetime.date.fromisoformat(written)
    except ValueError:
        return None
