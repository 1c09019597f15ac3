"""A success rule that this history can carry: a heavy KPI of those who try the scheme whose change can be seen."""

from collections import Counter
from dataclasses import dataclass

from kpi_logic.facts import MonthlyFacts
from kpi_logic.library import kpi_library
from kpi_logic.metrics import red_kpis
from kpi_logic.model import Engagement, KpiRef, Message, Pilot, Scheme, SuccessRule
from kpi_logic.review.comparison import sides
from kpi_logic.review.percent import percent
from kpi_logic.review.pilot_design import PilotDesign, pilot_design

TRIED = 8
"""KPIs looked at, the heaviest first."""
GUARDS = 2
USUAL_MONTHS = 2  # a pilot takes one or two months (M5)
USUAL, STEEP = 0.05, 0.15
"""What is asked for by default; only "better at all" where the history cannot show less than STEEP."""


@dataclass(frozen=True)
class PilotSuggestion:
    """A rule, the months it needs, and why."""

    rule: SuccessRule
    months: int
    why: tuple[Message, ...]


def suggested_rule(engagement: Engagement, facts: MonthlyFacts) -> PilotSuggestion | None:
    """The rule; None where no KPI of the scheme can be told with these shops."""
    pilot, found = engagement.pilot, []
    for code, weight in _weights(engagement, facts)[:TRIED]:
        design = pilot_design(_asking(pilot, code), engagement.organisation, facts)
        if design.smallest is not None:
            found.append(
                (design.smallest > STEEP, design.smallest if design.smallest > STEEP else -weight, design, weight)
            )
    if not found:
        return None
    *_, design, weight = min(found, key=lambda one: one[:2])
    return _suggested(engagement, facts, design, weight)


def _suggested(engagement: Engagement, facts: MonthlyFacts, design: PilotDesign, weight: int) -> PilotSuggestion:
    assert design.smallest is not None
    code, pilot = design.pilot.rule.kpi, engagement.pilot
    at_least = USUAL if design.smallest <= STEEP else 0.0
    guards = _guards(engagement, facts, code)
    told = {n: least for n, least in enumerate(design.by_months[:USUAL_MONTHS], start=1) if least is not None}
    months = min(told, key=lambda n: told[n]) if told else pilot.months
    shown = {"smallest": percent(round(design.smallest, 2)), "at_least": percent(at_least)}
    why = [
        Message("pilot.suggest.weight", {"kpi": KpiRef(code), "weight": weight}),
        Message("pilot.suggest.some" if at_least else "pilot.suggest.any", shown),
    ]
    if guards:
        why.append(Message("pilot.suggest.guards", {"guards": tuple(map(KpiRef, guards)), "kpi": KpiRef(code)}))
    rule = pilot.rule.model_copy(update={"kpi": code, "at_least": at_least, "guards": guards})
    return PilotSuggestion(rule, months, tuple(why))


def measurable_kpis(engagement: Engagement, facts: MonthlyFacts) -> tuple[str, ...]:
    """The KPIs of the scheme that may be judged (P6), the heaviest for those who try it first."""
    return tuple(code for code, _ in _weights(engagement, facts))


def _weights(engagement: Engagement, facts: MonthlyFacts) -> list[tuple[str, int]]:
    scheme = engagement.scheme or Scheme()
    treated = set(sides(engagement.pilot, engagement.organisation, facts).treated)
    people = [one for one in engagement.organisation.people if treated & set(one.shops)]
    roles = Counter(one.role for one in people) or Counter(card.role for card in scheme.scorecards)
    weights: Counter[str] = Counter()
    for card in scheme.scorecards:
        for line in card.lines:
            if roles[card.role] and line.kpi in kpi_library().kpis:
                weights[line.kpi] += line.weight * roles[card.role]
    red = red_kpis(facts, [kpi_library()[code] for code in weights])
    return [(code, weight) for code, weight in weights.most_common() if code not in red]


def _guards(engagement: Engagement, facts: MonthlyFacts, code: str) -> tuple[str, ...]:
    """The counter-metrics (P11) whose change these shops can show."""
    found = []
    for guard in kpi_library()[code].counters:
        design = pilot_design(_asking(engagement.pilot, guard), engagement.organisation, facts)
        if design.smallest is not None:
            found.append(guard)
    return tuple(found[:GUARDS])


def _asking(pilot: Pilot, kpi: str) -> Pilot:
    return pilot.model_copy(update={"rule": pilot.rule.model_copy(update={"kpi": kpi})})
