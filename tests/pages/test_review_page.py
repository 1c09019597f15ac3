"""Reviews on their page: the calendar opens them, the agenda is made, minutes are kept, advice is taken, targets follow."""

import datetime
import hashlib
from collections.abc import Callable, Sequence
from functools import cache

import pytest

from kpi_logic.model import Data, Engagement, FileRef, KpiVerdict, Message, Review, Target
from kpi_logic.proposal.edition import Edition
from kpi_logic.release import Papers, release
from kpi_logic.store import Saved, Store
from pages.shared import agenda_caching, samples
from pages.shared.review import review_changes
from tests.pages.conftest import NOW, engagement_in, read_sample
from tests.pages.test_every_page import _speaks_one_language
from tests.pages.test_every_widget import _tried, names
from tests.pages.visitor import Visitor

REASONS, HEALTH, ODDS, CALENDAR = 2, 3, 4, 5
LEAVES = (REASONS, HEALTH, ODDS, CALENDAR)
DAY = datetime.date(2027, 3, 12)
NEXT = "simulated_next_months.csv"


@pytest.fixture(autouse=True)
def march(monkeypatch: pytest.MonkeyPatch) -> None:
    """The day on which the pages are looked at."""
    monkeypatch.setattr(agenda_caching, "today", lambda: DAY)


@cache
def later() -> Engagement:
    """The simulated client four months on: everything decided, the scheme scored from December."""
    content = (samples.FOLDER / NEXT).read_bytes()
    more = FileRef(name=NEXT, digest=hashlib.sha256(content).hexdigest(), size=len(content))
    engagement = engagement_in("complete")
    files = (*read_sample("simulated")[0].data.files, more)
    return engagement.model_copy(update={"data": Data(files=files)})


def reviewed() -> Engagement:
    return later().model_copy(update={"reviews": (Review(id="r1", kind="monthly", month="2027-01"),)})


def at(enter: Callable[..., Visitor], saved: Saved, leaf: int, language: str = "en") -> Visitor:
    return enter(language, saved, "review").turn("review", leaf)


def said(visitor: Visitor) -> str:
    return " ".join(visitor.reads()).replace("\\", "")


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("leaf", LEAVES)
@pytest.mark.parametrize("state", ["complete", "real", "later", "reviewed"])
def test_each_tab_in_each_state(
    state: str, leaf: int, language: str, enter: Callable[..., Visitor], plant: Callable[..., Saved]
) -> None:
    engagement = {"later": later, "reviewed": reviewed}.get(state, lambda: engagement_in(state))()
    saved = plant(engagement)
    visitor = at(enter, saved, leaf, language)
    assert visitor.alerts() == []
    _speaks_one_language(visitor, "real" if state == "real" else "complete", saved)


def test_the_calendar_names_what_was_left_out_and_opens_it(
    enter: Callable[..., Visitor], plant: Callable[..., Saved], store: Store
) -> None:
    saved = plant(later())
    visitor = at(enter, saved, CALENDAR)
    assert "3 overdue, the earliest is Monthly check, Dec 2026" in said(visitor)
    visitor.press("calendar.monthly.2026-12")
    assert [(one.kind, one.month) for one in store.open(saved.id).engagement.reviews] == [("monthly", "2026-12")]
    assert visitor.alerts() == []


@pytest.mark.parametrize(
    ("language", "title"), [("zh", "SUMMARY:2026 年 12 月月度检查"), ("en", "SUMMARY:Monthly check\\, Dec 2026")]
)
def test_the_calendar_file_speaks_the_screens_language(
    language: str,
    title: str,
    enter: Callable[..., Visitor],
    plant: Callable[..., Saved],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    from pages.shared.review import calendar_view

    made: list[str] = []
    whole = calendar_view.calendar_file
    monkeypatch.setattr(calendar_view, "calendar_file", lambda *args: made.append(whole(*args)) or made[-1])
    at(enter, plant(later()), CALENDAR, language)
    assert title in made[-1]
    assert f"DTSTAMP:{NOW:%Y%m%dT%H%M%SZ}" in made[-1]


def test_a_review_is_opened_with_its_agenda(
    enter: Callable[..., Visitor], plant: Callable[..., Saved], store: Store
) -> None:
    saved = plant(later())
    visitor = at(enter, saved, REASONS)
    visitor.press("review.open")
    assert [one.month for one in store.open(saved.id).engagement.reviews] == ["2027-02"]
    text = said(visitor)
    for part in ("happened", "why", "following", "todo"):
        assert visitor.say(f"page_reviews.part.{part}") in text
    assert "is over: set the next one" in text
    assert visitor.alerts() == []


def test_minutes_and_attendance_are_kept(
    enter: Callable[..., Visitor], plant: Callable[..., Saved], store: Store
) -> None:
    saved = plant(reviewed())
    visitor = at(enter, saved, REASONS)
    visitor.widget("text_area", "review.r1.why").set_value("Fewer visits").run()
    visitor.widget("toggle", "review.r1.held").set_value(True).run()
    person = saved.engagement.organisation.people[0]
    visitor.widget("multiselect", "review.r1.attended").set_value([person.id]).run()
    kept = store.open(saved.id).engagement.reviews[0]
    assert (kept.why, kept.held, kept.attended) == ("Fewer visits", str(DAY), (person.id,))
    visitor.widget("date_input", "review.r1.day").set_value(datetime.date(2027, 3, 10)).run()
    assert store.open(saved.id).engagement.reviews[0].held == "2027-03-10"


def test_actions_are_typed_into_a_table(
    enter: Callable[..., Visitor], plant: Callable[..., Saved], store: Store
) -> None:
    saved = plant(reviewed())
    visitor = at(enter, saved, REASONS)
    visitor.type_into_table(edited_rows={0: {"what": "Check listings", "due": "2027-03-20"}})
    [action] = store.open(saved.id).engagement.reviews[0].actions
    assert (action.what, action.owner, action.due, action.done) == ("Check listings", "", "2027-03-20", False)
    visitor.type_into_table(edited_rows={0: {"what": "Check listings", "due": "soon"}})
    assert store.open(saved.id).engagement.reviews[0].actions[0].due == ""


def test_advice_is_taken_by_a_click_and_stands_in_the_minutes(
    enter: Callable[..., Visitor], plant: Callable[..., Saved], store: Store
) -> None:
    saved = plant(reviewed())
    visitor = at(enter, saved, HEALTH)
    visitor.press("health.retire.purchasing.ppv")
    assert visitor.alerts() == []
    after = store.open(saved.id).engagement
    assert after.scheme is not None
    [card] = [card for card in after.scheme.scorecards if card.role == "purchasing"]
    assert "ppv" not in [line.kpi for line in card.lines]
    assert sum(line.weight for line in card.lines) == 100
    [verdict] = after.reviews[0].verdicts
    assert verdict == KpiVerdict(role="purchasing", kpi="ppv", decision="retire", reason=verdict.reason)
    assert verdict.reason.startswith("Reason: points hardly moved")


def test_advice_that_is_put_aside_is_not_given_again(
    enter: Callable[..., Visitor], plant: Callable[..., Saved], store: Store
) -> None:
    saved = plant(reviewed())
    visitor = at(enter, saved, HEALTH)
    assert visitor.say("page_reviews.health.advice", count=2) in said(visitor)
    visitor.press("health.keep.retire.purchasing.ppv")
    after = store.open(saved.id).engagement
    assert after.scheme == saved.engagement.scheme
    assert [(one.kpi, one.decision) for one in after.reviews[0].verdicts] == [("ppv", "keep")]
    assert visitor.say("page_reviews.health.advice", count=1) in said(visitor)


def test_odds_of_released_versions_count_though_the_targets_are_gone(
    enter: Callable[..., Visitor], plant: Callable[..., Saved], store: Store
) -> None:
    saved = plant(later())
    made = Papers({"proposal-zh.pdf": b"%PDF"}, "a" * 64, ())
    release(store, saved, made, Edition("1.0", draft=False), "f" * 64, "Chen", NOW)
    bare = later().model_copy(update={"targets": (), "cascades": ()})
    store.save(saved.id, bare, saved.revision, Message("page_targets.drop"), "", NOW)
    visitor = at(enter, saved, ODDS)
    assert "Targets that have ended: 3" in said(visitor)
    assert visitor.say("page_reviews.next.none") in said(visitor)


def test_next_targets_are_taken_together_and_the_old_ones_stay(
    enter: Callable[..., Visitor], plant: Callable[..., Saved], store: Store
) -> None:
    saved = plant(later())
    visitor = at(enter, saved, ODDS)
    visitor.press("next.all")
    assert visitor.alerts() == []
    after = store.open(saved.id).engagement
    old = saved.engagement.targets
    assert after.targets[: len(old)] == old
    assert [_months(target) for target in after.targets[len(old) :]] == [("2027-02", "2027-04")] * len(old)
    assert visitor.say("page_reviews.next.none") in said(visitor)


def test_ended_targets_are_too_few_to_judge(enter: Callable[..., Visitor], plant: Callable[..., Saved]) -> None:
    visitor = at(enter, plant(later()), ODDS)
    assert "Targets that have ended: 3 (at least 5 are needed to judge)" in said(visitor)


def test_reasons_stand_under_changes_of_a_released_version() -> None:
    from kpi_logic.facts import MonthlyFacts
    from kpi_logic.review import KpiAdvice

    engagement = later()
    facts: MonthlyFacts = read_sample("simulated")[1].facts  # type: ignore[assignment]
    chosen = KpiAdvice("purchasing", "ppv", "retire", review_changes_reason())
    after = review_changes.taken(chosen, facts, "", "1.0", "it never moves")(engagement)
    assert {(one.base, one.source, one.reason) for one in after.reasons} == {("1.0", "review", "it never moves")}


def review_changes_reason() -> object:
    from kpi_logic.model import Message

    return Message("kpi_health.because", {"sign": "x"})


def test_other_clients_are_shown_from_five_on(
    enter: Callable[..., Visitor], plant: Callable[..., Saved], store: Store
) -> None:
    saved = plant(later())
    rows = [
        {"month": f"2026-{n:02d}", "level": "business", "kpi": "cvr", "unit": "ratio", "value": 0.05}
        for n in range(1, 7)
    ]
    store.publish(saved.id, {"v_monthly_kpi": rows}, NOW)
    fold = f"{saved.id}.peers"
    for count in range(5):
        other = store.create(Engagement(name=f"Secret {count}"), author="", now=NOW)
        store.publish(other.id, {"v_monthly_kpi": [row | {"value": 0.02 * (count + 1)} for row in rows]}, NOW)
        visitor = at(enter, saved, HEALTH)
        visitor.unfold(fold)
        assert visitor.alerts() == []
        text = said(visitor)
        assert ("of 5 other clients" in text) == (count == 4)
        assert "Secret" not in text


@pytest.mark.parametrize("leaf", [REASONS, HEALTH])
def test_every_widget_keeps_both_answers(
    leaf: int, enter: Callable[..., Visitor], plant: Callable[..., Saved], store: Store
) -> None:
    saved = plant(reviewed())
    visitor = at(enter, saved, leaf)
    lost: list[str] = []
    for _, kind, key in _of_leaf(visitor, saved, leaf):
        visitor.turn("review", leaf)
        lost += _tried(visitor, saved, store, "review", kind, key)
        store.restore(saved.id, 1, store.open(saved.id).revision, "", NOW)
        visitor.go("review").turn("review", leaf)
    assert lost == []


def _of_leaf(visitor: Visitor, saved: Saved, leaf: int) -> Sequence[tuple[tuple[str, int], str, str]]:
    return [one for one in names(visitor, saved) if one[0] == ("review", leaf)]


def _months(target: Target) -> tuple[str, str]:
    return target.first, target.last
