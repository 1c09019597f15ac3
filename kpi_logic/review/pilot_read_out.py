"""The read-out of a pilot: what changed against the comparison, how sure that is, and the verdict by the sealed rule."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from kpi_logic.facts import MonthlyFacts
from kpi_logic.library import kpi_library
from kpi_logic.metrics import adds_over_months
from kpi_logic.model import Kpi, KpiRef, Message, Month, Raw
from kpi_logic.review.pilot_plan import PilotPlan
from kpi_logic.review.pilot_verdict import PilotVerdict, effect_facts, judged, known_guards, reasons
from kpi_logic.review.shop_windows import ShopWindows, whole_months
from kpi_logic.review.trial_change import TrialChange, baseline_starts, trial_change

SHOWN = 12
"""Months before the pilot in the drawing."""


@dataclass(frozen=True)
class ShopRow:
    """One shop before and in the pilot; money and other sums a month.  ``change`` is relative, None where untold."""

    shop: str
    treated: bool
    before: float | None
    after: float | None

    @property
    def change(self) -> float | None:
        """Relative change of the shop by itself."""
        return self.after / self.before - 1 if self.before and self.after is not None else None


@dataclass(frozen=True)
class TrialLines:
    """Both sides month by month, 100 in the months compared with (geometric mean of the shops), NaN where untold.

    ``low`` and ``high``: where the treated would lie in the pilot without it, at the rule's confidence; NaN elsewhere.
    """

    months: tuple[Month, ...]
    treated: tuple[float, ...]
    compared: tuple[float, ...]
    low: tuple[float, ...]
    high: tuple[float, ...]


@dataclass(frozen=True)
class ReadOut:
    """Everything that is told of a pilot.

    ``answer`` is the verdict in a sentence, ``reasons`` follow it.  ``delivered``: how many of the pilot's months are
    there in full.  ``sealed``: the plan was sealed before any number of the pilot was known; only then it binds.
    """

    plan: PilotPlan
    kpi: Kpi | None
    verdict: PilotVerdict
    answer: Message
    reasons: tuple[Message, ...]
    change: TrialChange | None
    guards: tuple[TrialChange, ...]
    rows: tuple[ShopRow, ...]
    lines: TrialLines | None
    first: Month | None
    last: Month | None
    before: tuple[Month, Month] | None
    delivered: int
    sealed: bool

    @property
    def complete(self) -> bool:
        """Whether all months of the pilot are there."""
        return self.change is not None


def read_out(plan: PilotPlan, facts: MonthlyFacts, sealed: bool = True) -> ReadOut:
    """The pilot as *plan* has it; nothing is told of the effect before its last month is there.

    Args:
        sealed: whether the plan stands in the trail (``release.pilot_freeze``); the plan of today's decisions does not.
    """
    kpi = kpi_library().kpis.get(plan.pilot.rule.kpi)
    if kpi is None or not plan.pilot.first or not plan.treated or not plan.compared:
        return _nothing(plan, kpi, Message("pilot.verdict.no_plan"), sealed)
    first = Month.parse(plan.pilot.first)
    whole = whole_months(facts)
    delivered = sum(first <= month < first + plan.pilot.months for month in whole.months)
    if delivered < plan.pilot.months:
        said = {"delivered": delivered, "months": plan.pilot.months, "last": first + (plan.pilot.months - 1)}
        return _nothing(plan, kpi, Message("pilot.verdict.pending", said), sealed, delivered)
    return _told(plan, kpi, whole, first, sealed)


def _told(plan: PilotPlan, kpi: Kpi, facts: MonthlyFacts, first: Month, sealed: bool) -> ReadOut:
    shops, rule, months = (*plan.treated, *plan.compared), plan.pilot.rule, plan.pilot.months
    windows = ShopWindows.of(facts, kpi, shops)
    change = trial_change(windows, plan.treated, first, months, plan.baseline, rule.confidence)
    guards = tuple(
        trial_change(
            ShopWindows.of(facts, guard, shops), plan.treated, first, months, plan.baseline, rule.confidence
        )
        for guard in known_guards(rule)
    )  # fmt: skip
    by_rule = judged(change, guards, rule, kpi)
    binding = sealed and plan.in_time
    verdict = by_rule if binding else PilotVerdict.CANNOT_TELL
    start, length = baseline_starts(np.array([windows.place(first)]), months, plan.baseline)
    from_month = windows.months[0] + int(start[0])
    return ReadOut(
        plan=plan,
        kpi=kpi,
        verdict=verdict,
        answer=_answer(plan, by_rule, change, guards) if binding else _unbound(plan, sealed, change),
        reasons=reasons(by_rule, change, guards, rule, kpi),
        change=change,
        guards=guards,
        rows=_rows(windows, plan, first, int(start[0]), length),
        lines=_lines(windows, plan, first, int(start[0]), length, change),
        first=first,
        last=first + (months - 1),
        before=(from_month, from_month + (length - 1)),
        delivered=months,
        sealed=binding,
    )


def _nothing(plan: PilotPlan, kpi: Kpi | None, answer: Message, sealed: bool, delivered: int = 0) -> ReadOut:
    first = Month.parse(plan.pilot.first) if plan.pilot.first else None
    last = first + (plan.pilot.months - 1) if first else None
    return ReadOut(
        plan, kpi, PilotVerdict.CANNOT_TELL, answer, (), None, (), (), None, first, last, None, delivered, sealed
    )


def _answer(plan: PilotPlan, verdict: PilotVerdict, change: TrialChange, guards: Sequence[TrialChange]) -> Message:
    facts = {**effect_facts(change, plan.pilot.rule), "treated": tuple(map(Raw, plan.treated))}
    worse = tuple(KpiRef(guard.kpi) for guard in guards if guard.surely_worse)
    if change.interval is None:
        return Message("pilot.verdict.untold", {"why": change.reason or Message("pilot.untold.history")})
    if verdict is PilotVerdict.ADJUST and worse:
        return Message("pilot.verdict.adjust_guard", {**facts, "guards": worse})
    return Message(f"pilot.verdict.{verdict}", facts)


def _unbound(plan: PilotPlan, sealed: bool, change: TrialChange) -> Message:
    """No verdict: the rule was not written down in time."""
    key = "late" if sealed else "unsealed"
    known = Month.parse(plan.known_until) if plan.known_until else Message("pilot.nothing")
    return Message(f"pilot.verdict.{key}", {**effect_facts(change, plan.pilot.rule), "known_until": known})


def _rows(windows: ShopWindows, plan: PilotPlan, first: Month, start: int, length: int) -> tuple[ShopRow, ...]:
    before, after = _levels(windows, start, length), _levels(windows, windows.place(first), plan.pilot.months)
    return tuple(
        ShopRow(shop, shop in plan.treated, _maybe(was), _maybe(now))
        for shop, was, now in zip(windows.shops, before, after, strict=True)
    )


def _levels(windows: ShopWindows, start: int, length: int) -> np.ndarray:
    """(shops,) the KPI over a window, a month where it adds up; NaN where it lies outside or is missing."""
    if start < 0 or start + length > len(windows.months):
        return np.full(len(windows.shops), np.nan)
    found = windows.values(np.array([start]), length)[:, 0]
    return found / length if adds_over_months(windows.kpi) else found


def _maybe(value: float) -> float | None:
    return float(value) if np.isfinite(value) else None


def _lines(
    windows: ShopWindows, plan: PilotPlan, first: Month, start: int, length: int, change: TrialChange
) -> TrialLines | None:
    base = _levels(windows, start, length)
    if not (np.isfinite(base) & (base > 0)).all():
        return None
    begin, end = windows.place(first), windows.place(first) + plan.pilot.months
    shown = slice(max(0, min(start, begin - SHOWN)), end)
    index = windows.monthly()[:, shown] / base[:, None]
    logs = np.log(index, out=np.full(index.shape, np.nan), where=index > 0)
    ours = np.array([shop in plan.treated for shop in windows.shops])
    treated, compared = logs[ours].mean(axis=0), logs[~ours].mean(axis=0)
    inside = np.arange(len(windows.months))[shown] >= begin
    low = high = np.full(len(treated), np.nan)
    if change.better is not None and change.half is not None and change.raw is not None:
        usual = compared + change.raw - change.sign * change.better
        low, high = (np.where(inside, usual + reach, np.nan) for reach in (-change.half, change.half))
    told = (tuple((100 * np.exp(line)).tolist()) for line in (treated, compared, low, high))
    return TrialLines(windows.months[shown], *told)
