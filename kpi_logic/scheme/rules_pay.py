"""Rules about how it pays and stays alive: P5 review, P8 rewards, P9 trial, P10 exceptions, P11 no winning by harm."""

from collections.abc import Iterator
from itertools import pairwise
from typing import Any

from kpi_logic.model import Amount, Kind, Line, Scorecard, Unit
from kpi_logic.scheme.case import Case
from kpi_logic.scheme.curve import PASS
from kpi_logic.scheme.finding import Finding


def no_review(case: Case) -> Iterator[Finding]:
    """P5: no review, or not within a quarter."""
    every, most = case.scheme.review_every_months, case.settings.threshold.review_months
    if case.weighted and not 0 < every <= most:
        yield case.finding("P5.no_review", months=every, most=most)


def penalties_only(case: Case) -> Iterator[Finding]:
    """P8: penalties without rewards."""
    if case.weighted and case.scheme.rewards_and_penalties == "penalties":
        yield case.finding("P8.penalties_only", roles=len(case.scheme.scorecards))


def no_reward(case: Case) -> Iterator[Finding]:
    """P8: a payout that ends at the target: falling short costs, going beyond earns nothing."""
    best = max((part for _, part in case.scheme.payout.points), default=0.0)
    if case.weighted and best <= 1:
        yield case.finding("P8.no_reward", best=Amount(best, Unit.RATIO))


def no_trial(case: Case) -> Iterator[Finding]:
    """P9: it counts for pay from the first month."""
    least = case.settings.threshold.trial_months
    if case.weighted and case.scheme.trial_months < least:
        yield case.finding("P9.no_trial", months=case.scheme.trial_months, least=least)


def veto(case: Case) -> Iterator[Finding]:
    """P9: a gate that takes the whole payout."""
    for card in case.scheme.scorecards:
        for gate in card.gates:
            if gate.multiplier == 0 and gate.kpi in case.library.kpis:
                yield case.finding("P9.veto", card, kpi=gate.kpi, limit=case.amount(gate.kpi, gate.limit))


def no_exception_rule(case: Case) -> Iterator[Finding]:
    """P10: no rule for what nobody could help."""
    if case.weighted and not case.scheme.exception_rule.strip():
        yield case.finding("P10.no_exception_rule", people=len(case.organisation.people))


def no_counter(case: Case) -> Iterator[Finding]:
    """P11: nothing holds a KPI in balance, neither in the scorecard, nor with another role, nor as a gate.

    What one does is held by any result beside it.
    """
    for card, line in case.known:
        counters = case.library[line.kpi].counters
        held = any(_held(case, counter, line.kpi) for counter in counters) or _beside_a_result(case, card, line)
        if counters and not held:
            names = tuple(case.name(code) for code in counters)
            yield case.finding("P11.no_counter", card, kpi=line.kpi, weight=line.weight, counters=names)


def _beside_a_result(case: Case, card: Scorecard, line: Line) -> bool:
    kinds = {case.library[other.kpi].kind for mine, other in case.known if mine is card}
    return case.library[line.kpi].kind is Kind.PROCESS and Kind.RESULT in kinds


def _held(case: Case, counter: str, kpi: str) -> bool:
    """Whether a counter-metric is in use, or one that does its work: its twin, or one of the same family."""
    does = {counter}
    groups = [frozenset(twins.kpis) for twins in case.settings.twins]
    for group in (*groups, case.settings.family.sales, case.settings.family.profit, case.settings.family.inventory):
        if counter in group:
            does |= group
    return bool((does - {kpi}) & case.used)


def cliff(case: Case) -> Iterator[Finding]:
    """P11: a hair below the threshold costs all points at once."""
    for card, line in case.known:
        if line.cliff:
            points = Amount(PASS, Unit.SCORE)
            yield case.finding("P11.cliff", card, kpi=line.kpi, weight=line.weight, points=points)


def uncapped(case: Case) -> Iterator[Finding]:
    """P11: a KPI that can be driven to any height at the cost of others."""
    for card, line in case.known:
        if line.cap is None:
            yield case.finding("P11.uncapped", card, kpi=line.kpi, weight=line.weight)


def steep_payout(case: Case) -> Iterator[Finding]:
    """P11: one point of score decides over too much money."""
    points = sorted(case.scheme.payout.points)
    most = case.settings.threshold.steep_payout
    for (low, less), (high, more) in pairwise(points):
        steep = (more - less) / max(high - low, 1.0)
        if case.weighted and steep > most + 1e-9:
            facts: dict[str, Any] = {"low": Amount(low, Unit.SCORE), "high": Amount(high, Unit.SCORE)}
            yield case.finding("P11.steep_payout", jump=Amount(steep, Unit.RATIO), **facts)
