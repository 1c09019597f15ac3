"""The KPI lint: a scheme read against METHOD's pitfalls, with evidence and a way to mend each finding."""

from collections.abc import Callable, Iterator, Sequence

from kpi_logic.facts import MonthlyFacts
from kpi_logic.library import KpiLibrary, kpi_library
from kpi_logic.model import (
    Agreement,
    Cascade,
    Engagement,
    Feedback,
    Organisation,
    Profile,
    Scheme,
    SchemeException,
    Target,
)
from kpi_logic.scheme import rules_balance, rules_data, rules_link, rules_pay, rules_people
from kpi_logic.scheme.actuals import Actuals, actuals_table, kpis_of
from kpi_logic.scheme.case import Case
from kpi_logic.scheme.finding import Finding
from kpi_logic.scheme.lint_settings import LintSettings, Severity, lint_settings

Rule = Callable[[Case], Iterator[Finding]]

RULES: tuple[tuple[str, Rule], ...] = (
    ("P1.big_company", rules_balance.big_company),
    ("P2.too_many", rules_balance.too_many),
    ("P2.too_few", rules_balance.too_few),
    ("P2.weights_sum", rules_balance.weights_sum),
    ("P2.weight_high", rules_balance.weight_high),
    ("P2.weight_low", rules_balance.weight_low),
    ("P2.twins", rules_balance.twins),
    ("P2.duplicate", rules_balance.duplicate),
    ("P3.sales_only", rules_balance.sales_only),
    ("P3.no_profit", rules_balance.no_profit),
    ("P3.no_inventory", rules_balance.no_inventory),
    ("P4.no_process", rules_balance.no_process),
    ("P5.no_review", rules_pay.no_review),
    ("P5.season", rules_people.season),
    ("P6.unknown_kpi", rules_data.unknown_kpi),
    ("P6.unmeasurable", rules_data.unmeasurable),
    ("P6.one_shop_only", rules_data.one_shop_only),
    ("P6.patchy", rules_data.patchy),
    ("P6.red", rules_data.red),
    ("P6.gate_untold", rules_data.gate_untold),
    ("P7.no_targets", rules_link.no_targets),
    ("P7.target_reaches_nobody", rules_link.target_reaches_nobody),
    ("P7.kpi_serves_no_target", rules_link.kpi_serves_no_target),
    ("P7.sums", rules_link.sums),
    ("P8.penalties_only", rules_pay.penalties_only),
    ("P8.no_reward", rules_pay.no_reward),
    ("P8.minus_only", rules_people.minus_only),
    ("P8.legal_open", rules_people.legal_open),
    ("P9.no_trial", rules_pay.no_trial),
    ("P9.veto", rules_pay.veto),
    ("P10.no_exception_rule", rules_pay.no_exception_rule),
    ("P10.unapproved", rules_people.unapproved),
    ("P10.often", rules_people.often),
    ("P11.no_counter", rules_pay.no_counter),
    ("P11.cliff", rules_pay.cliff),
    ("P11.uncapped", rules_pay.uncapped),
    ("P11.steep_payout", rules_pay.steep_payout),
    ("P12.levels", rules_data.levels),
    ("P12.no_target", rules_data.no_target),
    ("P12.no_history", rules_data.no_history),
    ("P12.out_of_reach", rules_data.out_of_reach),
    ("P12.too_easy", rules_data.too_easy),
    ("P12.odds", rules_data.odds),
    ("P13.two_profits", rules_data.two_profits),
    ("P14.no_leader", rules_link.no_leader),
    ("P14.leader_without_kpis", rules_link.leader_without_kpis),
    ("P15.no_feedback", rules_people.no_feedback),
    ("P15.few_heard", rules_people.few_heard),
    ("P15.unanswered", rules_people.unanswered),
    ("S3.no_scorecard", rules_link.no_scorecard),
    ("S3.not_owner", rules_link.not_owner),
    ("S5.single_owner", rules_balance.single_owner),
)
"""Every rule with the id of its findings."""

_ORDER = {severity: place for place, severity in enumerate(Severity)}


def lint(
    scheme: Scheme,
    organisation: Organisation,
    facts: MonthlyFacts,
    targets: Sequence[Target] = (),
    cascades: Sequence[Cascade] = (),
    profile: Profile | None = None,
    actuals: Actuals | None = None,
    settings: LintSettings | None = None,
    library: KpiLibrary | None = None,
    exceptions: Sequence[SchemeException] = (),
    agreements: Sequence[Agreement] = (),
    feedback: Sequence[Feedback] = (),
) -> tuple[Finding, ...]:
    """Every finding, the gravest first, then in the order of the rules.

    Args:
        actuals: a table of all months that holds the scheme's KPIs and these people, to save building it.
    """
    library = library or kpi_library()
    if actuals is None:
        actuals = actuals_table(organisation, facts, kpis_of(scheme), library=library)
    case = Case(
        scheme=scheme,
        organisation=organisation,
        facts=facts,
        targets=tuple(targets),
        cascades=tuple(cascades),
        profile=profile,
        actuals=actuals,
        settings=settings or lint_settings(),
        library=library,
        exceptions=tuple(exceptions),
        agreements=tuple(agreements),
        feedback=tuple(feedback),
    )
    found = [finding for _, rule in RULES for finding in rule(case)]
    return tuple(sorted(found, key=lambda finding: _ORDER[finding.severity]))


def lint_engagement(engagement: Engagement, facts: MonthlyFacts, scheme: Scheme | None = None) -> tuple[Finding, ...]:
    """The lint on an engagement's new scheme, or on its present one where there is no new one yet, or on *scheme*."""
    subject = scheme or engagement.scheme or engagement.present_scheme
    if subject is None:
        return ()
    return lint(
        subject,
        engagement.organisation,
        facts,
        engagement.targets,
        engagement.cascades,
        profile=engagement.profile,
        exceptions=engagement.exceptions,
        agreements=engagement.agreements,
        feedback=engagement.feedback,
    )
