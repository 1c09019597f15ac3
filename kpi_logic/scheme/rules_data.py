"""Rules about numbers: P6 what can be pulled, P12 what history supports, P13 one source for one metric."""

from collections.abc import Iterator
from functools import lru_cache
from typing import Any

import numpy as np

from kpi_logic.facts import MonthlyFacts
from kpi_logic.metrics import Colour, measurability
from kpi_logic.metrics.evidence import Evidence, contradicted
from kpi_logic.model import Amount, Kpi, Line, MeasureRef, OverShops, Person, Scorecard, Term, Unit
from kpi_logic.scheme.actuals import shops_of
from kpi_logic.scheme.case import Case
from kpi_logic.scheme.curve import LevelFault, Levels
from kpi_logic.scheme.finding import Finding

Facts = dict[str, Any]


def unknown_kpi(case: Case) -> Iterator[Finding]:
    """P6: a KPI without a definition in the catalogue."""
    for card, line in case.weighted:
        if line.kpi not in case.library.kpis:
            yield case.finding("P6.unknown_kpi", card, kpi=line.kpi, weight=line.weight)


def unmeasurable(case: Case) -> Iterator[Finding]:
    """P6: a KPI with weight that the client's data cannot tell in any month."""
    for card, line in case.known:
        if _never_told(case, card, line.kpi) and not _of_one_shop(case, line.kpi):
            lacking = sorted(case.library[line.kpi].measures - case.measures)
            measures = tuple(MeasureRef(code) for code in lacking or sorted(case.library[line.kpi].measures))
            yield case.finding("P6.unmeasurable", card, kpi=line.kpi, weight=line.weight, measures=measures)


def one_shop_only(case: Case) -> Iterator[Finding]:
    """P6: a KPI that exists for a single shop, given to people who answer for several."""
    for card, line in case.known:
        if _never_told(case, card, line.kpi) and _of_one_shop(case, line.kpi):
            shops = max(len(shops_of(person, case.actuals.shops)) for person in case.people_of(card))
            yield case.finding("P6.one_shop_only", card, kpi=line.kpi, weight=line.weight, shops=shops)


def _never_told(case: Case, card: Scorecard, code: str) -> bool:
    """Whether nobody of a staffed scorecard has the KPI in any month."""
    return bool(case.people_of(card)) and not any(np.isfinite(told).any() for _, told in case.history(card, code))


def _of_one_shop(case: Case, code: str) -> bool:
    """Whether the data are there but no sum makes them whole (scores, averages)."""
    measures = case.library[code].measures
    single = any(case.library.measures[name].over_shops is OverShops.NONE for name in measures)
    return single and measures <= case.measures


def patchy(case: Case) -> Iterator[Finding]:
    """P6: a KPI whose recent months have gaps."""
    for card, line in case.known:
        known, months = _recent(case, card, line)
        if known is not None:
            yield case.finding("P6.patchy", card, kpi=line.kpi, known=known, months=months)


def _recent(case: Case, card: Scorecard, line: Line) -> tuple[int | None, int]:
    """How many of the recent months everybody has the KPI in, None where that is enough or nothing is told at all."""
    limits = case.settings.threshold
    recent = [told[-limits.recent_months :] for _, told in case.history(card, line.kpi)]
    there = np.isfinite(np.array(recent)) if recent else np.zeros((0, 0))
    is_patchy = bool(there.size) and 0 < there.mean() < limits.steady_share
    return (int(there.min(axis=0).sum()) if is_patchy else None), there.shape[1]


@lru_cache(maxsize=4)
def _evidence(facts: MonthlyFacts) -> Evidence:
    """What the facts say against themselves; kept, for a scheme is read again at every change of a weight."""
    return Evidence(contradicted=contradicted(facts))


def red(case: Case) -> Iterator[Finding]:
    """P6: a KPI with weight that the measurability gate shows red, for a reason that no other rule tells."""
    lines = [(card, line) for card, line in case.known if case.people_of(card)]
    graded = measurability(case.facts, {x.kpi: case.library[x.kpi] for _, x in lines}.values(), _evidence(case.facts))
    why = {one.kpi: one.reasons[0] for one in graded if one.colour is Colour.RED}
    for card, line in lines:
        told = not _never_told(case, card, line.kpi) and _recent(case, card, line)[0] is None
        if line.kpi in why and told:
            yield case.finding("P6.red", card, kpi=line.kpi, weight=line.weight, reason=why[line.kpi])


def gate_untold(case: Case) -> Iterator[Finding]:
    """P6: a gate that the client's data cannot tell."""
    for card in case.scheme.scorecards:
        for gate in card.gates:
            if gate.kpi in case.library.kpis and _never_told(case, card, gate.kpi):
                measures = tuple(MeasureRef(code) for code in sorted(case.library[gate.kpi].measures))
                yield case.finding("P6.gate_untold", card, kpi=gate.kpi, measures=measures)


def levels(case: Case) -> Iterator[Finding]:
    """P12: threshold, target and stretch that make no curve."""
    for card, line, person, fault in _faults(case):
        if fault is not LevelFault.NO_TARGET:
            own = next((own for own in line.personal if person and own.person == person.id), line)
            given = [case.amount(line.kpi, level) for level in (own.threshold, own.target, own.stretch)]
            facts: Facts = dict(zip(("threshold", "target", "stretch"), given, strict=True))
            yield case.finding("P12.levels", card, person, line.kpi, **facts)


def no_target(case: Case) -> Iterator[Finding]:
    """P12: KPIs with weight and no target at all, together for each scorecard."""
    for card in case.scheme.scorecards:
        lines = [line for mine, line, _, fault in _faults(case) if mine is card and fault is LevelFault.NO_TARGET]
        if lines:
            names = tuple(case.name(line.kpi) for line in lines)
            weight = sum(line.weight for line in lines)
            yield case.finding("P12.no_target", card, kpi=lines[0].kpi, kpis=names, weight=weight)


def _faults(case: Case) -> Iterator[tuple[Scorecard, Line, Person | None, LevelFault]]:
    """Lines without a curve: once for the role where nobody has levels of their own, else by person."""
    for card, line in case.known:
        kpi = case.library[line.kpi]
        people = case.people_of(card)
        seen = set()
        for person in people:
            found, source = case.book.standing(line, kpi, person)
            owner = person if source == "person" else None
            if isinstance(found, LevelFault) and (owner, found) not in seen and not case.book.dated(kpi, person):
                seen.add((owner, found))
                yield card, line, owner, found


def no_history(case: Case) -> Iterator[Finding]:
    """P12: a target on fewer months than a judgement needs."""
    least = case.settings.threshold.history_months
    for card, line in case.known:
        counts = [int(np.isfinite(told).sum()) for _, told in case.history(card, line.kpi)]
        if counts and 0 < max(counts) < least:
            yield case.finding("P12.no_history", card, kpi=line.kpi, months=max(counts), least=least)


def out_of_reach(case: Case) -> Iterator[Finding]:
    """P12: a target that was reached in no month so far."""
    for card, line, person, reached, target in _reach(case):
        if not reached.any():
            value = case.amount(line.kpi, target)
            best = case.amount(line.kpi, _best(case.library[line.kpi], case.told(person, line.kpi)))
            facts: Facts = {"value": value, "months": len(reached), "best": best}
            yield case.finding("P12.out_of_reach", card, person, line.kpi, **facts)


def too_easy(case: Case) -> Iterator[Finding]:
    """P12: a target that was reached nearly always."""
    for card, line, person, reached, target in _reach(case):
        if reached.mean() >= case.settings.threshold.easy_share:
            facts: Facts = {
                "value": case.amount(line.kpi, target),
                "months": len(reached),
                "reached": int(reached.sum()),
            }
            yield case.finding("P12.too_easy", card, person, line.kpi, **facts)


def _reach(case: Case) -> Iterator[tuple[Scorecard, Line, Person, np.ndarray, float]]:
    """Each person's line that has levels and history enough: in which of the last months its target was reached."""
    least = case.settings.threshold.history_months
    for card, line in case.known:
        kpi = case.library[line.kpi]
        for person, told in case.history(card, line.kpi):
            found, _ = case.book.standing(line, kpi, person)
            actual = told[np.isfinite(told)][-12:]
            if isinstance(found, Levels) and len(actual) >= least:
                yield card, line, person, kpi.direction.sign * (actual - found.target) >= 0, found.target


def _best(kpi: Kpi, told: np.ndarray) -> float:
    actual = told[np.isfinite(told)][-12:]
    return float(actual.max() if kpi.direction.sign > 0 else actual.min())


def odds(case: Case) -> Iterator[Finding]:
    """P12: a target that is nearly certain, or nearly hopeless."""
    limits = case.settings.threshold
    for target in case.targets:
        chance = target.probability
        if chance is not None and target.kpi in case.library.kpis and not limits.odds_low <= chance <= limits.odds_high:
            facts: Facts = {
                "value": case.amount(target.kpi, target.value),
                "odds": Amount(round(chance, 2), Unit.RATIO),
            }
            bounds: Facts = {"low": Amount(limits.odds_low, Unit.RATIO), "high": Amount(limits.odds_high, Unit.RATIO)}
            yield case.finding("P12.odds", kpi=target.kpi, **facts, **bounds)


def two_profits(case: Case) -> Iterator[Finding]:
    """P13: the profit as the client gives it, and no way of computing one that agrees."""
    given = _sum(case, (Term(measure="gross_profit"),))
    computed = [total for name in ("cm1", "cm2", "cm3") if (total := _subtotal(case, name)) is not None]
    if given is None or not computed or not given:
        return
    nearest = min(computed, key=lambda total: abs(total - given))
    gap = abs(nearest - given) / abs(given)
    if gap > case.settings.threshold.profit_gap:
        pair = (("given", given), ("computed", nearest))
        money: Facts = {name: Amount(value, Unit.MONEY, case.facts.currency or None) for name, value in pair}
        yield case.finding("P13.two_profits", kpi="gross_profit", gap=Amount(gap, Unit.RATIO), **money)


def _subtotal(case: Case, name: str) -> float | None:
    return _sum(case, case.library.subtotals[name]) if name in case.library.subtotals else None


def _sum(case: Case, terms: tuple[Term, ...]) -> float | None:
    """A linear combination over the rows that have all of it; None without such a row or with several currencies."""
    names = [term.measure for term in terms]
    if case.facts.currency is None or not set(names) <= case.measures:
        return None
    rows = case.facts.table[[*dict.fromkeys((*names, "gross_profit"))]].dropna() if _has_given(case) else None
    if rows is None or rows.empty:
        return None
    return float(sum(term.factor * rows[term.measure].sum() for term in terms))


def _has_given(case: Case) -> bool:
    return "gross_profit" in case.measures
