"""The pilot's rule and what it can show, as sentences: for the page, and for the proposal that is signed."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from kpi_logic.facts import MonthlyFacts
from kpi_logic.library import kpi_library
from kpi_logic.model import Engagement, KpiRef, Message, Pilot, Raw
from kpi_logic.review.percent import percent
from kpi_logic.review.pilot_design import PilotDesign, pilot_design
from kpi_logic.review.pilot_plan import PilotPlan
from kpi_logic.review.pilot_verdict import known_guards
from kpi_logic.review.trial_change import Baseline


@dataclass(frozen=True)
class PilotTold:
    """What a proposal says of the pilot: ``rules`` line by line, the first one when it is rolled out; ``reach`` is what
    the history can show."""

    rules: tuple[Message, ...] = ()
    reach: tuple[Message, ...] = ()


def pilot_told(engagement: Engagement, facts: MonthlyFacts) -> PilotTold:
    """The computed rule and the smallest effect; nothing where no KPI was chosen."""
    if not engagement.pilot.rule.kpi:
        return PilotTold()
    design = pilot_design(engagement.pilot, engagement.organisation, facts)
    return PilotTold(rule_told(design), shown_told(design))


def rule_told(design: PilotDesign) -> tuple[Message, ...]:
    """When the scheme is rolled out, adjusted or stopped, line by line; empty where no KPI was chosen."""
    return tuple(_rule(design.pilot, design.sides.treated, design.sides.compared, design.baseline))


def sealed_rule_told(plan: PilotPlan) -> tuple[Message, ...]:
    """The same of a plan that was sealed, as it was then."""
    return tuple(_rule(plan.pilot, plan.treated, plan.compared, plan.baseline))


def shown_told(design: PilotDesign) -> tuple[Message, ...]:
    """What the pilot can show, and what that means for the rule."""
    return tuple(one for one in (design.answer, design.meaning) if one is not None)


def _rule(pilot: Pilot, treated: Sequence[str], compared: Sequence[str], baseline: Baseline) -> Iterator[Message]:
    rule, kpi = pilot.rule, kpi_library().kpis.get(pilot.rule.kpi)
    if kpi is None or not treated or not compared:
        return
    facts = {
        "kpi": KpiRef(kpi.code),
        "at_least": percent(rule.at_least),
        "confidence": percent(rule.confidence),
        "error": percent((1 - rule.confidence) / 2),
        "months": pilot.months,
        "treated": tuple(map(Raw, treated)),
        "compared": tuple(map(Raw, compared)),
    }
    better = f"{kpi.direction.value}_{'more' if rule.at_least else 'any'}"
    yield Message(f"pilot.rule.roll_out_{better}", facts)
    guards = tuple(KpiRef(guard.code) for guard in known_guards(rule))
    if guards:
        yield Message("pilot.rule.guards", {"guards": guards})
    yield Message("pilot.rule.adjust", facts)
    yield Message("pilot.rule.stop", facts)
    yield Message("pilot.rule.cannot_tell", facts)
    yield Message(f"pilot.rule.against_{baseline}", facts)
