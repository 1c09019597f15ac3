"""First aid: every check with its state and its numbers, faults first, and whom to go to."""

import datetime
from pathlib import Path

import pandas as pd
import pytest

from kpi_logic.facts import MonthlyFacts
from kpi_logic.library import kpi_library
from kpi_logic.library.read import TEMPLATES, TemplateError
from kpi_logic.metrics import measurability
from kpi_logic.model import (
    Engagement,
    Feedback,
    Line,
    Month,
    Organisation,
    Person,
    Pilot,
    Review,
    Scheme,
    Scorecard,
    Target,
)
from kpi_logic.review import Check, Examined, first_aid_checks, first_aid_steps, likely_symptom, pulse
from kpi_logic.review.calendar import review_calendar
from kpi_logic.review.first_aid_book import first_aid_book, read_first_aid
from kpi_logic.scheme import lint_engagement
from kpi_logic.targets.outlook import outlook
from kpi_logic.text import catalog

MONTHS = 24
TEAM = Organisation(
    departments=("Ads",),
    people=(
        Person(id="p1", name="Li", department="Ads", role="ads", leads=True),
        *(Person(id=f"p{n}", name=f"Wu{n}", department="Ads", role="ads") for n in range(2, 6)),
    ),
)
TABLE = pd.DataFrame(
    {
        "month": [str(Month(2025, 1) + n) for n in range(MONTHS)],
        "currency": "CNY",
        "sales": [1000.0 + 5 * (n % 7) for n in range(MONTHS)],
        "sessions": [2000.0] * MONTHS,
        "units": [100.0 + n % 3 for n in range(MONTHS)],
        "ad_spend": [100.0] * MONTHS,
        "ad_sales": [500.0] * 2 + [None] * (MONTHS - 2),
    }
)
FACTS = MonthlyFacts.of(TABLE)
TODAY = datetime.date(2027, 6, 1)


def client(**more: object) -> Engagement:
    lines = (Line(kpi="cvr", weight=60, target=0.05), Line(kpi="acos", weight=40, target=0.2))
    scheme = Scheme(scorecards=(Scorecard(role="ads", lines=lines),), trial_months=1)
    engagement = Engagement(name="Acme", organisation=TEAM, scheme=scheme, pilot=Pilot(first="2026-12", months=1))
    return engagement.model_copy(update=more)


def examined(engagement: Engagement, today: datetime.date = TODAY) -> Examined:
    judged = [
        (one, outlook(FACTS, kpi_library()[one.kpi], one.segment, Month.parse(one.first), Month.parse(one.last)).judged(one.value))
        for one in engagement.targets
    ]  # fmt: skip
    kpis = [kpi_library()[code] for code in ("cvr", "acos")]
    return Examined(
        engagement,
        judged,
        measurability(FACTS, kpis, organisation=engagement.organisation),
        lint_engagement(engagement, FACTS),
        review_calendar(engagement, FACTS.months[-1], today),
        pulse(engagement.feedback, engagement.organisation),
    )


def by_code(engagement: Engagement, today: datetime.date = TODAY) -> dict[str, Check]:
    return {one.code: one for one in first_aid_checks(examined(engagement, today))}


def goal(value: float, first: str = "2027-01", last: str = "2027-03") -> Target:
    return Target(id=f"t{value}", kpi="gmv", first=first, last=last, value=value)


def said(message: object, language: str = "en") -> str:
    return catalog(language).word(message)


def test_a_target_out_of_reach_and_one_that_was_missed_are_at_fault() -> None:
    assert by_code(client())["t1"].state == "cannot_tell"
    assert by_code(client(targets=(goal(2900.0),)))["t1"].state == "ok"
    off = by_code(client(targets=(goal(2900.0), goal(90_000.0))))["t1"]
    assert (off.state, off.message.facts["off"], len(off.details)) == ("at_fault", 1, 1)
    assert "mid-term" in said(off.go)
    missed = by_code(client(targets=(goal(4000.0, "2026-10", "2026-12"),)))["t1"]
    assert (missed.state, missed.details[0].key) == ("at_fault", "first_aid.t1.missed")
    assert "CN¥4" in said(missed.details[0])


def test_numbers_that_cannot_be_pulled_go_to_their_owner_by_name() -> None:
    found = by_code(client())["t2"]
    assert (found.state, found.message.facts["red"], found.people) == ("at_fault", 1, ("p1",))
    assert "Li (ACoS)" in said(found.go)
    only_cvr = client(scheme=Scheme(scorecards=(Scorecard(role="ads", lines=(Line(kpi="cvr", weight=100),)),)))
    assert by_code(only_cvr)["t2"].state == "ok"
    assert by_code(client(scheme=None))["t2"].state == "cannot_tell"


def test_leaders_carry_kpis_or_are_at_fault() -> None:
    assert by_code(client())["t3_carry"].state == "ok"
    boss = Person(id="p9", name="Boss", role="owner", leads=True)
    idle = client(organisation=TEAM.model_copy(update={"people": (*TEAM.people, boss)}))
    assert by_code(idle)["t3_carry"].state == "at_fault"
    assert by_code(client(organisation=Organisation()))["t3_carry"].state == "cannot_tell"


def test_reviews_that_were_due_and_not_held_are_at_fault() -> None:
    assert by_code(client(), datetime.date(2026, 12, 1))["t3_reviews"].state == "cannot_tell"
    late = by_code(client())["t3_reviews"]
    assert (late.state, late.message.facts["late"]) == ("at_fault", 5)
    assert "Li" in said(late.go)
    due = [one for one in review_calendar(client(), FACTS.months[-1], TODAY) if one.state == "overdue"]
    held = tuple(
        Review(id=str(one.month), kind=one.kind, month=str(one.month), held=one.due.isoformat()) for one in due
    )
    assert by_code(client(reviews=held))["t3_reviews"].state == "ok"


def test_what_people_say_and_with_whom_to_meet() -> None:
    assert by_code(client())["t4_pulse"].state == "cannot_tell"
    voices = tuple(Feedback(id=f"f{n}", person=f"p{n}", fair=2, words="no" if n == 1 else "") for n in range(1, 5))
    found = by_code(client(feedback=voices))
    assert (found["t4_pulse"].state, found["t4_answers"].state) == ("at_fault", "at_fault")
    assert "Ads" in said(found["t4_pulse"].go)
    unnamed = tuple(one.model_copy(update={"person": ""}) for one in voices)
    assert by_code(client(feedback=unnamed))["t4_pulse"].go.key == "first_aid.go.everybody"  # type: ignore[union-attr]
    content = tuple(Feedback(id=f"f{n}", person=f"p{n}", fair=4) for n in range(1, 5))
    fine = by_code(client(feedback=content))
    assert (fine["t4_pulse"].state, fine["t4_answers"].state) == ("ok", "ok")


def test_faults_come_first_and_name_the_symptom() -> None:
    found = first_aid_checks(examined(client(targets=(goal(90_000.0),))))
    states = [one.state for one in found]
    assert states == sorted(states, key=["at_fault", "cannot_tell", "ok"].index)
    assert likely_symptom(found) == "target"
    assert likely_symptom([one for one in found if one.state == "ok"]) == "numbers"


def test_steps_keep_the_order_of_the_book_and_name_who_takes_them() -> None:
    seen = examined(client())
    found = first_aid_checks(seen)
    taken = first_aid_steps("numbers", found, seen)
    assert [one.book.code for one in taken] == ["find_numbers", "ask_deliverer", "one_definition", "watch_only"]
    assert (taken[1].people, taken[1].needed) == (("p1",), True)
    leaders = first_aid_steps("leaders", found, seen)
    assert [one.needed for one in leaders] == [False, True, True]
    assert leaders[1].people == ("p1",)


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_check_and_step_has_its_words(language: str) -> None:
    words = catalog(language)
    voices = tuple(Feedback(id=f"f{n}", person=f"p{n}", fair=2, words="no") for n in range(1, 5))
    busy = client(targets=(goal(90_000.0), goal(4000.0, "2026-10", "2026-12")), feedback=voices)
    for engagement in (client(), busy, client(scheme=None, organisation=Organisation())):
        for one in first_aid_checks(examined(engagement)):
            told = [words.say(message) for message in (one.message, *one.details, *filter(None, [one.go]))]
            told += [words.say(f"first_aid.check.{one.code}"), words.say(f"first_aid.state.{one.state}")]
            assert all(line and "{" not in line for line in told)
    for symptom, several in first_aid_book().items():
        assert words.has(f"first_aid.symptom.{symptom}")
        for step in several:
            assert all(words.has(f"first_aid.step.{step.code}.{part}") for part in ("do", "stop"))
            assert words.has(f"first_aid.who.{step.who}")


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ('code = "resistance"', 'code = "weather"', "symptom"),
        ('code = "resistance"', 'code = "numbers"', "each of"),
        ('code = "answer_all"', 'code = "read_pulse"', "got twice: read_pulse"),
        ('check = "t1"', 'check = "t9"', "check"),
        ('who = "owner"', 'who = "cleaner"', "who"),
        ('who = "owner"', 'who = "owner", when = "now"', "when"),
    ],
)
def test_a_wrong_file_is_refused_by_its_place(tmp_path: Path, old: str, new: str, fault: str) -> None:
    path = tmp_path / "first_aid.toml"
    path.write_text((TEMPLATES / "first_aid.toml").read_text(encoding="utf-8").replace(old, new, 1), encoding="utf-8")
    with pytest.raises(TemplateError, match=fault):
        read_first_aid(path)


def test_a_symptom_without_steps_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "first_aid.toml"
    path.write_text('[[symptom]]\ncode = "numbers"\nsteps = []\n', encoding="utf-8")
    with pytest.raises(TemplateError, match="one step at least"):
        read_first_aid(path)
