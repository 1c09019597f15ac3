"""What a pilot can show at best, told before it starts: the smallest effect that would stand out from chance."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from kpi_logic.facts import MonthlyFacts
from kpi_logic.library import kpi_library
from kpi_logic.model import Engagement, Kpi, KpiRef, Message, Month, Organisation, Pilot, Raw
from kpi_logic.review.comparison import Sides, sides
from kpi_logic.review.percent import percent
from kpi_logic.review.pilot_plan import PilotPlan, scheme_digest
from kpi_logic.review.placebo import POWER, Placebos, fewest_windows
from kpi_logic.review.shop_windows import ShopWindows, shop_names, whole_months
from kpi_logic.review.trial_change import BASELINES, BEFORE, YEAR, Baseline, asked, good, history_of

LONGEST = 6
"""Months that a pilot may have (``Pilot.months``)."""
CLEARLY = 0.6
"""Share of the usual smallest effect below which last year's months are taken to compare with."""


@dataclass(frozen=True, eq=False)
class PilotDesign:
    """What the history can show of the rule's KPI, for the length agreed and for others.

    ``smallest``: the least effect for the better (0.18 for 18 %) whose interval leaves out "no change" in four pilots of
    five; ``needed``: the least for which the rule says "roll out" in four of five.  Both None where ``reason`` says why
    nothing can be told.  ``by_months``: ``smallest`` for pilots of 1 to 6 months.  ``suggested``: the fewest months that
    can show the effect asked for; None where no length can.
    """

    pilot: Pilot
    sides: Sides
    kpi: Kpi | None
    baseline: Baseline = "before"
    smallest: float | None = None
    needed: float | None = None
    by_months: tuple[float | None, ...] = ()
    history: int = 0
    placebos: int = 0
    windows: int = 0
    reason: Message | None = None

    @property
    def suggested(self) -> int | None:
        """The fewest months that can show what the rule asks for."""
        wished = self.pilot.rule.at_least
        fit = (n for n, least in enumerate(self.by_months, start=1) if least is not None and least <= wished)
        return next(fit, None)

    @cached_property
    def answer(self) -> Message:
        """The one sentence: what this pilot can show."""
        if self.reason is not None or self.kpi is None or self.smallest is None:
            return self.reason or Message("pilot.design.no_kpi")
        facts = {
            "kpi": KpiRef(self.kpi.code),
            "months": self.pilot.months,
            "history": self.history,
            "smallest": percent(round(self.smallest, 2)),
            "treated": tuple(map(Raw, self.sides.treated)),
            "compared": tuple(map(Raw, self.sides.compared)),
        }
        return Message("pilot.design.answer", facts)

    @property
    def meaning(self) -> Message | None:
        """What that means for the rule: the true effect with which it would be passed."""
        if self.needed is None or self.smallest is None:
            return None
        rule = self.pilot.rule
        facts = {
            "needed": percent(round(self.needed, 2)),
            "at_least": percent(rule.at_least),
            "confidence": percent(rule.confidence),
            "error": percent((1 - rule.confidence) / 2),
        }
        return Message("pilot.design.meaning", facts)


def pilot_design(pilot: Pilot, organisation: Organisation, facts: MonthlyFacts) -> PilotDesign:
    """What the months before the pilot can show; months of the pilot itself are never looked at."""
    kpi = kpi_library().kpis.get(pilot.rule.kpi)
    groups = sides(pilot, organisation, facts)
    reason = _obstacle(kpi, groups, len(shop_names(facts)))
    if reason is not None or kpi is None:
        return PilotDesign(pilot, groups, kpi, reason=reason)
    windows = ShopWindows.of(whole_months(facts), kpi, groups.shops)
    until = _until(pilot, windows)
    lengths = range(1, LONGEST + 1)
    every = [_best(windows, groups.treated, until, months, pilot.rule.confidence) for months in lengths]
    baseline, chosen, least = every[pilot.months - 1]
    told = [None if one is None else good(one, kpi.direction) for _, _, one in every]
    if chosen is None or least is None:
        why = _too_short(windows, groups, pilot, until)
        return PilotDesign(pilot, groups, kpi, by_months=tuple(told), history=until, reason=why)
    needed = good(least + asked(pilot.rule.at_least, kpi), kpi.direction)
    return PilotDesign(
        pilot, groups, kpi, baseline, told[pilot.months - 1], needed, tuple(told), until, len(chosen.sizes),
        chosen.windows,
    )  # fmt: skip


def pilot_plan(engagement: Engagement, facts: MonthlyFacts) -> PilotPlan:
    """The plan that is sealed: the decisions, what follows from them, and what it rests on."""
    design = pilot_design(engagement.pilot, engagement.organisation, facts)
    return PilotPlan(
        pilot=engagement.pilot,
        treated=design.sides.treated,
        compared=design.sides.compared,
        baseline=design.baseline,
        smallest=design.smallest,
        scheme=scheme_digest(engagement),
        facts=facts.fingerprint,
        known_until=str(facts.months[-1]) if facts.months else "",
    )


def _best(
    windows: ShopWindows, treated: tuple[str, ...], until: int, months: int, confidence: float
) -> tuple[Baseline, Placebos | None, float | None]:
    """The months just before, or the same months a year ago where these show a clearly smaller effect.

    Clearly, because the smaller of two estimates is too small on average: choosing the least of both at any distance
    lowered the share of intervals that hold the truth by four points (simulated null pilots).
    """
    found: dict[Baseline, tuple[Placebos, float]] = {}
    for baseline in BASELINES:
        past = history_of(windows, treated, until, months, baseline)
        least = past.smallest(confidence) if past is not None else None
        if past is not None and least is not None and least > 0 and np.isfinite(least):
            found[baseline] = (past, least)
    if not found:
        return BASELINES[0], None, None
    usual = found["before"][1] if "before" in found else np.inf
    chosen: Baseline = "year" if "year" in found and found["year"][1] < CLEARLY * usual else "before"
    return chosen, *found[chosen]


def _obstacle(kpi: Kpi | None, groups: Sides, shops: int) -> Message | None:
    """What stands in the way before any number is looked at."""
    if not groups.treated:
        return Message("pilot.design.no_treated")
    if len(groups.treated) == shops:
        return Message("pilot.design.all_treated", {"treated": tuple(map(Raw, groups.treated))})
    if not groups.compared:
        return Message("pilot.design.no_compared")
    if kpi is None:
        return Message("pilot.design.no_kpi")
    return None


def _until(pilot: Pilot, windows: ShopWindows) -> int:
    """How many months lie before the pilot: all of them while it has not begun."""
    if not pilot.first:
        return len(windows.months)
    return max(0, min(len(windows.months), windows.place(Month.parse(pilot.first))))


def _too_short(windows: ShopWindows, groups: Sides, pilot: Pilot, until: int) -> Message:
    """Why no effect can be told: the KPI is not there in both, or the history is too short."""
    logs = windows.logs(np.arange(until), 1) if until else np.full((len(windows.shops), 1), np.nan)
    there = np.isfinite(logs)
    name = KpiRef(windows.kpi.code)
    for shop, months in zip(windows.shops, there.sum(axis=1), strict=True):
        if not months:
            return Message("pilot.design.not_measured", {"kpi": name, "shop": Raw(shop)})
    usable = int(there.all(axis=0).sum())
    needed = fewest_months(len(groups.shops), pilot.months, pilot.rule.confidence)
    facts = {"kpi": name, "usable": usable, "needed": needed, "months": pilot.months}
    facts["confidence"] = percent(pilot.rule.confidence)
    return Message("pilot.design.too_short", facts)


def fewest_months(shops: int, length: int, confidence: float) -> int:
    """Months of history before a pilot of *length* months among that many shops can be told.

    >>> fewest_months(3, 2, 0.8), fewest_months(2, 1, 0.8), fewest_months(2, 3, 0.9)
    (10, 7, 30)
    """
    held = fewest_windows(shops, length, confidence)
    return min(BEFORE, YEAR) + length - 1 + held


__all__ = ["LONGEST", "POWER", "PilotDesign", "fewest_months", "pilot_design", "pilot_plan"]
