"""Every conclusion at once: what a proposal is made of."""

import datetime

from kpi_logic.diagnosis import Diagnosis, diagnose, leads, ledger_of, output
from kpi_logic.facts import MonthlyFacts
from kpi_logic.intake import Intake
from kpi_logic.model import Engagement
from kpi_logic.proposal.assemble import Case
from kpi_logic.review import pilot_told
from kpi_logic.scheme import (
    compare,
    filled,
    kpis_of,
    lint_engagement,
    organisation_findings,
    replay,
    replay_engagement,
)
from kpi_logic.scheme.actuals import actuals_table
from kpi_logic.walk.defaults import outlook_of
from kpi_logic.walk.fit import fit

MONTHS = 12  # of history that a scheme is replayed over


def case_of(
    engagement: Engagement,
    facts: MonthlyFacts,
    date: datetime.date,
    diagnosis: Diagnosis | None = None,
    intake: Intake | None = None,
) -> Case:
    """Everything that the proposal says, computed from the decisions and the facts.

    Args:
        date: the day that stands on the cover; the caller has the clock.
        diagnosis: if it is known already.
        intake: what the files said, so that the paper can name the file and sheet of a number.
    """
    outlooks = []
    for target in engagement.targets:
        view = outlook_of(target, facts)
        outlooks.append((target, view, view.judged(target.value)))
    new, comparison = None, None
    if engagement.scheme is not None and engagement.organisation.people:
        months = facts.months[-MONTHS:]
        kpis = kpis_of(engagement.scheme, engagement.present_scheme)
        actuals = actuals_table(engagement.organisation, facts, kpis, months)
        new = replay_engagement(engagement, facts, months=months, actuals=actuals)
        if engagement.present_scheme is not None:
            # A scheme in use has levels that its sheet often leaves out; history stands in for them.
            present = filled(engagement.present_scheme, engagement.organisation, facts)
            old = replay(present, engagement.organisation, facts, months, actuals=actuals)
            comparison = compare(old, new)
    found = diagnosis or diagnose(facts, benchmarks=ledger_of(agreed=engagement.limits))
    holding = engagement.present_scheme or engagement.scheme
    return Case(
        engagement=engagement,
        facts=facts,
        diagnosis=found,
        outlooks=tuple(outlooks),
        replay=new,
        comparison=comparison,
        findings=lint_engagement(engagement, facts),
        date=date,
        output=output(facts, engagement.organisation),
        leads=leads(facts),
        organisation=organisation_findings(engagement.organisation, holding, facts, found.bottlenecks or ()),
        intake=intake,
        fit=tuple((advice.met, advice.message) for advice in fit(engagement.profile)),
        pilot_told=pilot_told(engagement, facts),
    )
