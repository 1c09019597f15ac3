"""The proposal as a value: what it says, what it leaves out, and that its numbers are the engine's."""

import dataclasses
from functools import lru_cache

import numpy as np
import pytest

from kpi_logic.library import kpi_library
from kpi_logic.model import Amount, KpiRef, Message, Raw
from kpi_logic.proposal import Align, Figure, Proposal, Section, SignOff, Table, canonical, fingerprint
from kpi_logic.proposal.assemble import assemble
from kpi_logic.proposal.assemble.example import examples
from kpi_logic.proposal.assemble.formulas import formula
from kpi_logic.proposal.assemble.levels import level_cells
from kpi_logic.proposal.outline import Bullets, Paragraph
from kpi_logic.scheme import payout_share, to_cents
from kpi_logic.text import catalog
from tests.kpi_logic.proposal import cases

EN, ZH = catalog("en"), catalog("zh")
NOT_OF_NOBODY = ("targets", "personal", "trust", "fees", "levels", "past")
NAMES = ("empty", "half", "no_bonus", "nobody", "hostile", "complete")


@lru_cache(maxsize=len(NAMES))
def made(name: str) -> Proposal:
    return assemble(getattr(cases, name)())


def section(name: str, key: str) -> Section:
    return next(part for part in made(name).sections if part.key == key)


def told(part: Section, words) -> list[str]:
    """Every sentence of a section, without its tables."""
    lines = []
    for block in part.blocks:
        if isinstance(block, Paragraph):
            lines.append(words.word(cases.uncited(block.text)))
        if isinstance(block, Bullets):
            lines += [words.word(cases.uncited(item)) for item in block.items]
    return lines


def everything(said):
    """Every message and amount in a value."""
    if isinstance(said, Message):
        yield said
        for fact in said.facts.values():
            yield from everything(fact)
    elif dataclasses.is_dataclass(said):
        for field in dataclasses.fields(said):
            yield from everything(getattr(said, field.name))
    elif isinstance(said, tuple):
        for part in said:
            yield from everything(part)


def test_sections_follow_what_has_been_decided():
    keys = {name: [part.key for part in made(name).sections] for name in NAMES}
    whole = [
        "summary",
        "background",
        "diagnosis",
        "targets",
        "framework",
        "cards",
        "pay",
        "pilot",
        "risks",
        "fees",
        "sign",
        "levels",
    ]
    whole += ["definitions", "data", "basis", "checks", "past", "personal", "trust", "evidence", "ledger", "origins"]
    half = ["summary", "background", "diagnosis", "targets", "pilot", "sign", "definitions", "basis", "trust"]
    half += ["evidence", "origins"]
    assert keys == {
        "empty": ["summary", "basis"],
        "half": half,
        "no_bonus": whole,
        "nobody": [key for key in whole if key not in NOT_OF_NOBODY],
        "hostile": whole,
        "complete": whole,
    }


@pytest.mark.parametrize("name", NAMES)
def test_everything_said_has_words_in_both_languages(name):
    for message in everything(made(name)):
        for words in (ZH, EN):
            assert words.say(cases.uncited(message))


@pytest.mark.parametrize("name", NAMES)
def test_equal_input_gives_an_equal_proposal(name):
    again = assemble(getattr(cases, name)())
    assert (canonical(again), fingerprint(again)) == (canonical(made(name)), fingerprint(made(name)))


def test_an_empty_engagement_says_what_would_unlock_it():
    assert told(section("empty", "summary"), EN) == [
        "There are no data to diagnose yet.",
        "What cannot be told yet",
        "There are no monthly data to work with. Upload monthly data with at least the month and the sales.",
        "Targets: none is set. Choose a KPI, a period and a value, and the odds can be told.",
        "People: none are named. With departments, roles and shops, people can be scored and targets handed down.",
        "Role scorecards: none is set. Choose three to five KPIs for each role on the weights page, and past scores and "
        "bonuses can be replayed.",
    ]
    assert told(section("empty", "basis"), EN) == [
        "There are no figures yet. Once a monthly table is uploaded, every conclusion here is computed anew."
    ]


def test_half_an_engagement_says_what_it_can():
    assert told(section("half", "summary"), EN) == [
        " ".join(EN.say(message) for message in cases.half().diagnosis.answer[:2]),
        "Company targets (1)",
        "What we ask you to decide",
        "Do you approve the targets for Aug 2026 (Sales; 1 in all), with the middle level as the line of appraisal?",
        "What cannot be told yet",
        "The data hold neither gross profit nor costs, so money is counted in sales. Add gross profit, or goods, "
        "platform, fulfilment and advertising costs, and it is counted in profit.",
        "With 7 months a lasting change cannot be told from a one-off. From 9 months on the bottlenecks can be named.",
        "People: none are named. With departments, roles and shops, people can be scored and targets handed down.",
        "Role scorecards: none is set. Choose three to five KPIs for each role on the weights page, and past scores and "
        "bonuses can be replayed.",
    ]


def test_a_complete_engagement_asks_for_its_decisions():
    case = cases.complete()
    lines = told(section("complete", "summary"), EN)
    first = case.diagnosis.bottlenecks[0]
    gain = EN.money(case.diagnosis.joint_gain, "CNY")
    assert lines[0].startswith(EN.say(first.sentence)) and gain in lines[0]
    asked = lines[lines.index("What we ask you to decide") + 1 : lines.index("What cannot be told yet")]
    money, monthly = EN.money(first.money_per_month, "CNY"), EN.money(case.replay.total_cost / 12, "CNY")
    share = EN.ratio(case.replay.cost_share_of_profit)
    assert asked == [
        "Do you agree to mend this first, and who answers for it: Amazon · US · Nestwell US: Conversion rate "
        f"(about {money} a month)?",
        "Do you approve the targets for Nov 2026 to Jan 2027 (Sales, Contribution profit, ACoS; 3 in all), with the middle "
        "level as the line of appraisal?",
        f"Do you adopt the role scorecards (roles: 7, people: 9)? Replayed on history they cost about {monthly} a month "
        f"in bonuses, {share} of profit.",
        "Do you agree to a pilot in Team A from Dec 2026 over 2 months, with scores published but not paid?",
    ]
    assert lines[lines.index("What cannot be told yet") + 1 :] == [
        "Success rule of the pilot: not agreed yet; the proposal suggests one."
    ]


def test_the_summary_holds_three_bottlenecks_and_three_targets():
    bottlenecks, targets = (block for block in section("complete", "summary").blocks if isinstance(block, Table))
    found = cases.complete().diagnosis.bottlenecks
    assert [row[4].value for row in bottlenecks.rows] == [b.money_per_month for b in found[:3]]
    assert [row[2].value for row in targets.rows] == [12_000_000.0, 1_670_000.0, 0.32]


def test_figures_are_drawn_in_both_languages_without_their_own_title():
    figures = [b for part in made("complete").sections for b in part.blocks if isinstance(b, Figure)]
    assert len(figures) == 11
    for figure in figures:
        assert set(figure.specs) == {"zh", "en"}
        assert all("title" not in spec and "datasets" in spec for spec in figure.specs.values())
        assert figure.specs["zh"] != figure.specs["en"]


def test_the_cascade_closes_to_the_cent():
    table = next(
        b for b in section("complete", "targets").blocks if isinstance(b, Table) and "cascade" in b.columns[0].head.key
    )
    company, department, *people = table.rows
    for column in (1, 2):
        total = round(sum(row[column].value for row in people), 2)
        assert company[column].value == department[column].value == total
        assert all(row[column].full for row in table.rows)


def test_cascades_that_do_not_close_say_so():
    case = cases.complete()
    plan = case.engagement.cascades[0]
    wrong = plan.model_copy(update={"people": (plan.people[0].model_copy(update={"amount": 1.0}), *plan.people[1:])})
    broken = dataclasses.replace(case, engagement=case.engagement.model_copy(update={"cascades": (wrong,)}))
    targets = next(part for part in assemble(broken).sections if part.key == "targets")
    assert any(getattr(block, "title", None) == Message("proposal.cascade.off") for block in targets.blocks)


def test_each_scorecard_sums_to_100_and_names_its_holders():
    part = section("complete", "cards")
    tables = [block for block in part.blocks if isinstance(block, Table)]
    assert len(tables) == 7
    for table in tables:
        assert sum(int(row[2]) for row in table.rows if row[2]) == int(table.total[2])
    heads = [EN.word(cases.uncited(b.text)) for b in part.blocks if isinstance(b, Paragraph) and b.role == "heading"]
    names = {person.role: person.name for person in cases.complete().engagement.organisation.people}
    assert heads[0] == f"Shop lead: {names['lead']}"


def test_levels_of_a_target_stand_beside_the_standing_ones():
    """The operations' contribution profit is cascaded: each person has levels of his own and those of the target's months."""
    tables = [block for block in section("complete", "levels").blocks if isinstance(block, Table)]
    rows = tables[1].rows[:7]
    share = cases.complete().engagement.cascades[1].people[0].amount
    assert [row[0] for row in rows[:1]] == [KpiRef("cm3")]
    assert EN.word(rows[2][0]).endswith(", 2026-11–2027-01")
    assert rows[2][4] == Amount(pytest.approx(share / 3), rows[2][4].unit, "CNY", full=True)


def test_the_payslips_are_the_replays_own_months():
    case = cases.complete()
    shown = examples(case.replay)
    assert [one.kind for one in shown] == ["good", "average", "bad"]
    assert len({one.person.id for one in shown}) == 3
    for one in shown:
        row, month = case.replay.people.index(one.person), case.replay.months.index(one.month)
        assert one.payout == case.replay.payouts[row, month]
        share = payout_share(round(one.score, one.score_digits), one.rule)
        assert float(to_cents(one.person.bonus * share * one.multiplier)) == one.payout
        rounded = round(one.share * 100, one.share_digits) / 100
        assert float(to_cents(one.person.bonus * rounded * one.multiplier)) == one.payout
        assert round(sum(one.parts) + one.extra, 2) == round(one.score, 2)
        assert one.not_earned == round(max(one.person.bonus - one.payout, 0), 2)
    sentences = [line for line in told(section("complete", "pay"), EN) if " points: " in line]
    assert [EN.money(one.payout, "CNY", full=True) in said for one, said in zip(shown, sentences, strict=True)] == [
        True
    ] * 3


def test_history_adds_up_to_its_total():
    table = next(
        b for b in section("complete", "past").blocks if isinstance(b, Table) and len(b.columns) == 5 and b.total
    )
    paid = [row[4].value for row in table.rows]
    assert round(sum(paid), 2) == table.total[4].value == cases.complete().replay.total_cost


def test_without_bonuses_money_cannot_be_told():
    lines = told(section("no_bonus", "pay"), EN)
    assert "Cannot tell: no month has both a score and a payout. With bonuses stated and the KPIs' data added, history " \
           "can be replayed." in lines  # fmt: skip
    assert (
        "No month can be paid yet, so there is no worked example: state the bonuses, or add the data that the KPIs need."
        in lines
    )


def test_findings_stand_gravest_first_with_their_mends():
    table = next(b for b in section("complete", "checks").blocks if isinstance(b, Table))
    ranks = {"lint.severity.high": 0, "lint.severity.medium": 1, "lint.severity.low": 2}
    order = [ranks[row[0].key] for row in table.rows]
    assert order == sorted(order)
    assert [row[1:] for row in table.rows] == [(f.message, f.fix) for f in cases.complete().findings[: len(table.rows)]]


def test_the_sign_off_page_lists_sections_and_signers():
    block = next(b for b in section("complete", "sign").blocks if isinstance(b, SignOff))
    assert [EN.word(item) for item in block.items] == [
        "Diagnosis: where the money goes", "Targets and their odds", "KPI framework: company, departments, people",
        "Role scorecards", "Scoring and payout", "Pilot and reviews", "Appendix 5: Check of the scheme",
    ]  # fmt: skip
    assert [EN.word(person.role).split(" of ")[0] for person in block.people] == [
        "Owner / general manager", "Head", *["Head"] * 5, "Consultant",
    ]  # fmt: skip
    assert block.people[-1].name == Raw("Lianxing Consulting")


def test_every_kpi_in_use_is_defined():
    case = cases.complete()
    table = next(b for b in section("complete", "definitions").blocks if isinstance(b, Table))
    scheme = case.engagement.scheme
    used = {line.kpi for card in scheme.scorecards for line in card.lines} | {t.kpi for t in case.engagement.targets}
    used |= {gate.kpi for card in scheme.scorecards for gate in card.gates}
    assert used <= {row[0].code for row in table.rows}


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("cvr", "Units ordered ÷ Sessions"),
        ("organic_share", "(Sales − Ad sales) ÷ Sales"),
        ("inv_days", "Average stock value ÷ Cost of goods sold × days in the period"),
    ],
)
def test_formulas_in_words(code, words):
    assert EN.word(formula(kpi_library()[code])) == words


def test_levels_that_would_look_alike_get_more_digits():
    kpis = kpi_library()
    assert level_cells(kpis["cvr"], (0.1064, 0.1044, None), None) == ("10.64%", "10.44%", "—")
    assert level_cells(kpis["cvr"], (0.029126211, 0.029126216, 0.0291), None) == ("2.9126%", "2.9126%", "2.9100%")
    assert level_cells(kpis["gmv"], (1.0,), "USD")[0].full


def test_numbers_of_people_are_aligned_as_numbers():
    for part in made("complete").sections:
        for block in part.blocks:
            if isinstance(block, Table):
                for column, cells in zip(block.columns, zip(*block.rows, strict=True), strict=True):
                    if any(isinstance(cell, Amount) for cell in cells):
                        assert column.align is Align.NUMBER


def test_ranks_and_scores_are_finite_numbers():
    for said in everything(made("complete")):
        for fact in said.facts.values():
            if isinstance(fact, Amount) and fact.value is not None:
                assert np.isfinite(fact.value)
