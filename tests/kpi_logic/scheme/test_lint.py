"""Each rule on a scheme it is content with, and on the same scheme with one thing broken."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any

import pytest

from kpi_logic.facts import MonthlyFacts
from kpi_logic.model import (
    Cascade,
    Engagement,
    Extra,
    Feedback,
    Gate,
    Line,
    Organisation,
    Payout,
    Person,
    PersonalLevels,
    Profile,
    RollOut,
    Scheme,
    SchemeException,
    Scorecard,
    Share,
    Target,
)
from kpi_logic.scheme import RULES, Finding, Severity, lint, lint_engagement, lint_settings
from kpi_logic.scheme.legal import NOTICE, legal_checklist, legal_settings
from kpi_logic.text import catalog


@dataclass(frozen=True)
class Client:
    """Everything the lint reads."""

    scheme: Scheme
    organisation: Organisation
    facts: MonthlyFacts
    targets: tuple[Target, ...]
    cascades: tuple[Cascade, ...] = ()
    profile: Profile = field(default_factory=lambda: Profile(team_size=30))
    exceptions: tuple[SchemeException, ...] = ()
    feedback: tuple[Feedback, ...] = ()

    def lint(self) -> tuple[Finding, ...]:
        return lint(
            self.scheme,
            self.organisation,
            self.facts,
            self.targets,
            self.cascades,
            self.profile,
            exceptions=self.exceptions,
            feedback=self.feedback,
        )


@pytest.fixture
def good(scheme: Scheme, organisation: Organisation, facts: MonthlyFacts, targets: tuple[Target, ...]) -> Client:
    return Client(scheme, organisation, facts, targets)


Breaking = Callable[[Client], Client]


def with_scheme(**update: Any) -> Breaking:
    return lambda client: replace(client, scheme=client.scheme.model_copy(update=update))


def with_card(role: str, change: Callable[[Scorecard], Scorecard]) -> Breaking:
    def broken(client: Client) -> Client:
        cards = tuple(change(card) if card.role == role else card for card in client.scheme.scorecards)
        return replace(client, scheme=client.scheme.model_copy(update={"scorecards": cards}))

    return broken


def with_lines(role: str, *lines: Line) -> Breaking:
    return with_card(role, lambda card: card.model_copy(update={"lines": lines}))


def with_line(role: str, kpi: str, /, **update: Any) -> Breaking:
    def change(card: Scorecard) -> Scorecard:
        lines = tuple(line.model_copy(update=update) if line.kpi == kpi else line for line in card.lines)
        return card.model_copy(update={"lines": lines})

    return with_card(role, change)


def with_more(role: str, *lines: Line) -> Breaking:
    return with_card(role, lambda card: card.model_copy(update={"lines": (*card.lines, *lines)}))


def with_gates(role: str, *gates: Gate) -> Breaking:
    return with_card(role, lambda card: card.model_copy(update={"gates": gates}))


def with_person(who: str, **update: Any) -> Breaking:
    def broken(client: Client) -> Client:
        people = tuple(p.model_copy(update=update) if p.id == who else p for p in client.organisation.people)
        return replace(client, organisation=client.organisation.model_copy(update={"people": people}))

    return broken


def with_extra_person(**fields: Any) -> Breaking:
    def broken(client: Client) -> Client:
        people = (*client.organisation.people, Person(**fields))
        return replace(client, organisation=client.organisation.model_copy(update={"people": people}))

    return broken


def with_client(**update: Any) -> Breaking:
    return lambda client: replace(client, **update)


def with_column(**columns: Any) -> Breaking:
    return lambda client: replace(client, facts=MonthlyFacts.of(client.facts.table.assign(**columns)))


def both(*breakings: Breaking) -> Breaking:
    def broken(client: Client) -> Client:
        for one in breakings:
            client = one(client)
        return client

    return broken


def event(**update: Any) -> SchemeException:
    start = SchemeException(id="e", kind="stock_out", rule="exclude_month", first="2025-01", last="2025-01")
    return start.model_copy(update=update)


LEVELS = {"threshold": 0.7, "target": 0.82, "stretch": 0.95}
HALF = (Share(to="p2", amount=400_000), Share(to="p3", amount=400_000))
COSTS = dict.fromkeys(("refund_amt", "promo_amt", "freight_in", "platform_fee", "fulfil_fee", "storage_fee"), 0.0)

BROKEN: dict[str, Breaking] = {
    "P1.big_company": both(
        with_more("lead", Line(kpi="cm3_head", weight=5)), with_client(profile=Profile(team_size=8))
    ),
    "P2.too_many": with_more("operations", Line(kpi="aov", weight=0), Line(kpi="sessions", weight=0)),
    "P2.too_few": with_lines("ads", Line(kpi="acos", weight=50), Line(kpi="kw_task", weight=50)),
    "P2.weights_sum": with_line("ads", "kw_task", weight=20),
    "P2.weight_high": with_line("ads", "kw_task", weight=60),
    "P2.weight_low": with_line("ads", "kw_task", weight=4),
    "P2.twins": with_more("ads", Line(kpi="roas", weight=10, threshold=2, target=3, stretch=4)),
    "P2.duplicate": with_more("ads", Line(kpi="acos", weight=10)),
    "P3.sales_only": with_lines("lead", Line(kpi="gmv", weight=60), Line(kpi="task_rate", weight=40)),
    "P3.no_profit": both(
        with_lines("lead", Line(kpi="gmv", weight=50), Line(kpi="stock_sales_days", weight=50)),
        with_lines("operations", Line(kpi="cvr", weight=100)),
    ),
    "P3.no_inventory": both(
        with_line("lead", "stock_sales_days", kpi="aov"), with_line("operations", "stock_sales_days", kpi="aov")
    ),
    "P4.no_process": with_line("ads", "kw_task", kpi="organic_share"),
    "P5.no_review": with_scheme(review_every_months=6),
    "P5.season": lambda client: replace(
        client,
        facts=MonthlyFacts.of(
            client.facts.table.assign(
                sales=client.facts.table["sales"].where(client.facts.table["month"].dt.month != 11, 400_000.0)
            )
        ),
    ),
    "P6.unknown_kpi": with_more("lead", Line(kpi="be_gap", weight=10)),
    "P6.unmeasurable": with_more("lead", Line(kpi="instock", weight=10)),
    "P6.one_shop_only": both(
        with_more("lead", Line(kpi="star", weight=10, threshold=4, target=4.5, stretch=5)), with_column(star=4.4)
    ),
    "P6.patchy": lambda client: replace(
        client,
        facts=MonthlyFacts.of(
            client.facts.table.assign(
                tasks_done=client.facts.table["tasks_done"].where(client.facts.table["month"].dt.month < 10)
            )
        ),
    ),
    "P6.red": lambda client: replace(client, facts=replace(client.facts, doubted=frozenset({"tasks_done"}))),
    "P6.gate_untold": with_gates("ads", Gate(kpi="odr", limit=0.01)),
    "P7.no_targets": with_client(targets=()),
    "P7.target_reaches_nobody": with_client(
        targets=(Target(id="t3", kpi="net_sales", first="2026-01", last="2026-03", value=10.0),)
    ),
    "P7.kpi_serves_no_target": with_client(
        targets=(Target(id="t4", kpi="stock_sales_days", first="2026-01", last="2026-03", value=40.0),)
    ),
    "P7.sums": with_client(
        cascades=(Cascade(target="t1", departments=(Share(to="Sales", amount=800_000),), people=HALF),)
    ),
    "P8.penalties_only": with_scheme(rewards_and_penalties="penalties"),
    "P8.no_reward": with_scheme(payout=Payout(points=((60, 0), (100, 1)))),
    "P8.minus_only": with_card("ads", lambda card: card.model_copy(update={"extras": (Extra(id="x", kind="minus"),)})),
    "P8.legal_open": with_scheme(roll_out=RollOut(feedback="answered")),
    "P9.no_trial": with_scheme(trial_months=0),
    "P9.veto": with_gates("ads", Gate(kpi="tacos", limit=0.15, multiplier=0)),
    "P10.no_exception_rule": with_scheme(exception_rule="  "),
    "P10.unapproved": with_client(exceptions=(event(),)),
    "P10.often": with_client(exceptions=(event(approver="Lin", last="2025-09"),)),
    "P11.no_counter": with_line("ads", "acos", kpi="ad_cvr"),
    "P11.cliff": with_line("ads", "kw_task", cliff=True),
    "P11.uncapped": with_line("ads", "acos", cap=None),
    "P11.steep_payout": with_scheme(payout=Payout(points=((60, 0), (95, 0), (95, 1), (120, 1.2)))),
    "P12.levels": with_line("ads", "acos", threshold=0.2, stretch=0.3),
    "P12.no_target": with_line("ads", "acos", threshold=None, target=None, stretch=None),
    "P12.no_history": lambda client: replace(
        client, facts=MonthlyFacts.of(client.facts.table[client.facts.table["month"].dt.month <= 4])
    ),
    "P12.out_of_reach": with_line("ads", "kw_task", target=0.995, stretch=0.999),
    "P12.too_easy": with_line("ads", "kw_task", threshold=0.1, target=0.2),
    "P12.odds": with_client(
        targets=(Target(id="t5", kpi="gmv", first="2026-01", last="2026-03", value=2e6, probability=0.05),)
    ),
    "P13.two_profits": with_column(cogs=50_000.0, **COSTS),
    "P14.no_leader": with_person("p1", leads=False),
    "P14.leader_without_kpis": with_extra_person(id="p9", name="Boss", role="owner", leads=True),
    "P15.no_feedback": with_scheme(roll_out=RollOut(legal=legal_settings().points)),
    "P15.few_heard": with_client(feedback=(Feedback(id="f1", person="p1", fair=4),)),
    "P15.unanswered": with_scheme(roll_out=RollOut(feedback="collected", legal=legal_settings().points)),
    "S3.no_scorecard": with_extra_person(id="p9", name="Sun", role="service"),
    "S3.not_owner": with_line("ads", "kw_task", kpi="task_rate"),
    "S5.single_owner": with_extra_person(id="p9", name="Sun", role="purchasing"),
}


def test_the_good_scheme_has_no_finding(good: Client) -> None:
    assert good.lint() == ()


def test_every_rule_has_a_failing_example_a_severity_and_words() -> None:
    ids = [rule for rule, _ in RULES]
    assert list(BROKEN) == ids == list(lint_settings().rule)


@pytest.mark.parametrize("rule", list(BROKEN))
def test_the_broken_scheme_is_found(rule: str, good: Client) -> None:
    found = [finding for finding in BROKEN[rule](good).lint() if finding.rule == rule]
    assert found, rule
    assert {finding.severity for finding in found} == {lint_settings().rule[rule]}
    assert re.match(r"[PS]\d+\.", rule)


@pytest.mark.parametrize("rule", list(BROKEN))
def test_every_finding_is_said_with_its_mend(rule: str, good: Client) -> None:
    for finding in BROKEN[rule](good).lint():
        for message in (finding.message, finding.fix):
            for language in ("zh", "en"):
                sentence = catalog(language).say(message)
                assert sentence and "{" not in sentence and "—" not in sentence, finding


def test_a_finding_has_its_numbers(good: Client) -> None:
    finding = next(f for f in BROKEN["P12.out_of_reach"](good).lint() if f.rule == "P12.out_of_reach")
    assert (finding.severity, finding.role, finding.person, finding.kpi) == (Severity.MEDIUM, "ads", "Zhao", "kw_task")
    assert finding.plain_facts == {
        "role": "ads",
        "person": "Zhao",
        "kpi": "kw_task",
        "value": 0.995,
        "months": 12,
        "best": pytest.approx(finding.facts["best"].value),
    }
    words = catalog("en")
    assert words.say(finding.message) == (
        f"Zhao: the target of {words.say('kpi.kw_task.name')} (99.5%) was reached in none of the last 12 months; "
        f"the best was {words.ratio(finding.facts['best'].value)}."
    )


def test_the_gravest_come_first(good: Client) -> None:
    found = both(BROKEN["P10.no_exception_rule"], BROKEN["P9.no_trial"], BROKEN["S3.not_owner"])(good).lint()
    assert [(f.rule, f.severity.value) for f in found] == [
        ("P9.no_trial", "high"),
        ("P10.no_exception_rule", "medium"),
        ("S3.not_owner", "low"),
    ]


def test_personal_targets_that_do_not_make_the_companys(good: Client) -> None:
    low = (
        PersonalLevels(person="p2", threshold=30_000, target=40_000, stretch=50_000),
        PersonalLevels(person="p3", threshold=15_000, target=20_000, stretch=25_000),
    )
    found = [f for f in with_line("operations", "gross_profit", personal=low)(good).lint() if f.rule == "P7.sums"]
    assert [(f.role, f.plain_facts["expected"], f.plain_facts["got"]) for f in found] == [
        ("operations", 70_000, 60_000)
    ]


def test_an_empty_scheme_is_no_crash(good: Client) -> None:
    found = replace(good, scheme=Scheme()).lint()
    assert {f.rule for f in found} == {"P7.target_reaches_nobody", "P14.leader_without_kpis", "S3.no_scorecard"}


def test_without_any_data_the_lint_still_speaks(good: Client) -> None:
    empty = MonthlyFacts(good.facts.table.iloc[:0])
    assert {f.rule for f in replace(good, facts=empty).lint()} == {"P6.unmeasurable", "P6.gate_untold"}


def test_an_engagement_is_read_on_its_new_scheme_first(good: Client) -> None:
    engagement = Engagement(
        name="Acme",
        organisation=good.organisation,
        targets=good.targets,
        present_scheme=Scheme(),
        scheme=good.scheme,
        profile=good.profile,
    )
    assert lint_engagement(engagement, good.facts) == ()
    assert lint_engagement(engagement.model_copy(update={"scheme": None}), good.facts) != ()
    assert lint_engagement(Engagement(name="Acme"), good.facts) == ()


def test_the_legal_checklist_has_words_and_a_notice() -> None:
    points = legal_checklist(Scheme(roll_out=RollOut(legal=("wages",)), rewards_and_penalties="penalties"))
    assert [p.state for p in points] == ["confirmed", *["open"] * 7, "at_odds"]
    for language in ("zh", "en"):
        words = catalog(language)
        for message in (NOTICE, *(point.message for point in points)):
            assert "{" not in words.say(message)
    assert catalog("en").say(NOTICE).startswith("This is not legal advice.")
    assert catalog("en").say(points[-1].message) == (
        "Nobody is fined. What the scheme pays less is a bonus not earned, not a deduction from wages."
    )


def test_collected_forms_go_before_what_somebody_says_of_them(good: Client) -> None:
    open_one = Feedback(id="f1", person="p1", fair=2, words="why so low?")
    rules = {finding.rule for finding in replace(good, feedback=(open_one,)).lint()}
    assert rules == {"P15.few_heard", "P15.unanswered"}
    everybody = tuple(Feedback(id=person.id, person=person.id, fair=4) for person in good.organisation.people)
    not_said = with_scheme(roll_out=RollOut(legal=legal_settings().points))(good)
    assert replace(not_said, feedback=everybody).lint() == ()
