"""Months and filled scorecards come in on the pilot page: what differs is chosen, points are confirmed, months are scored."""

import datetime
import hashlib
import io
from collections.abc import Callable
from functools import cache

import openpyxl
import pytest

from kpi_logic.model import FACTS, Engagement, Extra, FileRef, Message, Pilot, SchemeException, SuccessRule
from kpi_logic.proposal.workbook import scorecard_workbook
from kpi_logic.release import freeze_pilot
from kpi_logic.release.record import RELEASED, Release
from kpi_logic.store import Saved, Store
from kpi_logic.walk.conclusions import case_of
from pages.shared import samples
from tests.pages.conftest import engagement_in, sample_facts
from tests.pages.test_every_page import _speaks_one_language
from tests.pages.test_every_widget import _tried, names
from tests.pages.visitor import Visitor, unmarked

NEXT = "simulated_next_months.csv"
KEY_COLUMN = "V"  # of a scorecard sheet
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@cache
def tried() -> Engagement:
    """The simulated client after the pilot: four more months of data, the scheme tried from December on."""
    engagement = with_extras(engagement_in("complete"))
    content = (samples.FOLDER / NEXT).read_bytes()
    ref = FileRef(name=NEXT, digest=hashlib.sha256(content).hexdigest(), size=len(content))
    data = engagement.data.model_copy(update={"files": (*engagement.data.files, ref)})
    return engagement.model_copy(update={"data": data})


def with_extras(engagement: Engagement) -> Engagement:
    """Everybody may earn plus points for one thing."""
    assert engagement.scheme is not None
    extra = Extra(id="idea", kind="plus", name="Idea")
    cards = tuple(card.model_copy(update={"extras": (extra,)}) for card in engagement.scheme.scorecards)
    return engagement.model_copy(update={"scheme": engagement.scheme.model_copy(update={"scorecards": cards})})


@cache
def blank() -> bytes:
    """The scorecards that were handed out."""
    engagement = with_extras(engagement_in("complete"))
    return scorecard_workbook(case_of(engagement, sample_facts("simulated"), datetime.date(2026, 11, 24)), "en")


def filled(typed: dict[tuple[str, str], float]) -> bytes:
    """The same with December's numbers typed in, by person's id and the row's key."""
    book = openpyxl.load_workbook(io.BytesIO(blank()))
    for sheet in book.worksheets:
        for row in range(1, 120):
            value = typed.get((str(sheet[f"{KEY_COLUMN}3"].value), str(sheet[f"{KEY_COLUMN}{row}"].value)))
            if value is not None:
                sheet[f"P{row}"] = value
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def kept(store: Store, plant: Callable[[Engagement], Saved], *books: bytes) -> Saved:
    """The client with filled workbooks handed in."""
    refs = tuple(store.put_file(content, f"back{n}.xlsx") for n, content in enumerate(books))
    engagement = tried()
    data = engagement.data.model_copy(update={"filled": refs})
    return plant(engagement.model_copy(update={"data": data}))


def said(visitor: Visitor) -> list[str]:
    """Everything on the screen as people read it."""
    return [unmarked(text) for text in visitor.reads()]


def turned(visitor: Visitor, page: str, tab: str) -> Visitor:
    visitor.app.session_state[f"tabs.{page}"] = visitor.say(f"page_{page}.tab.{tab}")
    visitor.app.run()
    return visitor


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize(("page", "tab"), [("pilot", "actuals"), ("review", "month"), ("review", "exceptions")])
@pytest.mark.parametrize("state", ["complete", "real", "tried"])
def test_the_tab_answers_in_one_language(
    state: str, page: str, tab: str, language: str, enter: Callable[..., Visitor], plant: Callable[[Engagement], Saved]
) -> None:
    saved = plant(tried() if state == "tried" else engagement_in(state))
    visitor = turned(enter(language, saved, page), page, tab)
    assert visitor.alerts() == []
    _speaks_one_language(visitor, "complete" if state == "tried" else state, saved)


def test_before_any_month_has_come_it_says_what_it_waits_for(
    enter: Callable[..., Visitor], plant: Callable[[Engagement], Saved]
) -> None:
    visitor = turned(enter("en", plant(engagement_in("complete")), "pilot"), "pilot", "actuals")
    assert any("no data of that time have come in yet" in text for text in said(visitor))


def test_months_are_scored_and_the_trial_is_never_added_to_pay(
    enter: Callable[..., Visitor], plant: Callable[[Engagement], Saved]
) -> None:
    visitor = turned(enter("en", plant(tried()), "pilot"), "pilot", "actuals")
    told = " ".join(said(visitor))
    assert "Data have come in from Dec 2026 to Feb 2027" in told
    assert "nothing is paid before the pilot's verdict is to roll out" in told
    assert "scored, not paid" in told and "1% better" in told


def test_a_verdict_to_roll_out_pays_the_months_after_the_pilot(
    enter: Callable[..., Visitor], plant: Callable[[Engagement], Saved], store: Store
) -> None:
    """The sealed rule is met in the simulated months; before that February only would count."""
    rule = SuccessRule(kpi="cvr", at_least=0.05)
    pilot = Pilot(
        shops=("Nestwell US",), compared_shops=("Nestwell MY", "Nestwell TT US"), first="2026-12", months=2, rule=rule
    )
    now = datetime.datetime(2026, 11, 24, tzinfo=datetime.UTC)
    saved = plant(tried().model_copy(update={"pilot": pilot}))
    notes = [notes_of(turned(enter("en", saved, "pilot"), "pilot", "actuals"))]
    freeze_pilot(store, saved, sample_facts("simulated"), "Lin", now)
    notes.append(notes_of(turned(enter("en", saved, "pilot"), "pilot", "actuals")))
    assert notes == [
        ["scored, not paid", "scored, not paid", "would count if rolled out"],
        ["scored, not paid", "scored, not paid", "paid"],
    ]


def notes_of(visitor: Visitor) -> list[str]:
    """The last column of the running scorecard, month by month."""
    tables = [one.value for one in visitor.app.dataframe if "so_far" in one.value.columns]
    return list(tables[0]["note"])[:3]


def test_the_released_scheme_scores_and_the_draft_is_told(
    enter: Callable[..., Visitor], plant: Callable[[Engagement], Saved], store: Store
) -> None:
    saved = plant(tried())
    now = datetime.datetime(2026, 11, 24, tzinfo=datetime.UTC)
    frozen = Release(
        version="0.1", revision=1, document="d", facts="f", content="c", method="m", by="Ann", files=()
    ).model_dump_json()
    store.record(saved.id, RELEASED, frozen, [], now)
    visitor = turned(enter("en", saved, "pilot"), "pilot", "actuals")
    caption = visitor.say("page_actuals.by_release", version="0.1")
    assert caption not in said(visitor)
    before = scores_of(visitor)
    assert saved.engagement.scheme is not None
    cards = tuple(
        card.model_copy(update={"lines": card.lines[:1]}) for card in saved.engagement.scheme.scorecards
    )  # a draft that would score quite otherwise
    draft = saved.engagement.model_copy(
        update={"scheme": saved.engagement.scheme.model_copy(update={"scorecards": cards})}
    )
    saved = store.save(saved.id, draft, saved.revision, what=Message("page_exceptions.add"), author="", now=now)
    visitor = turned(enter("en", saved, "pilot"), "pilot", "actuals")
    assert visitor.alerts() == []
    assert caption in said(visitor)
    assert scores_of(visitor) == before


def scores_of(visitor: Visitor) -> list[str]:
    """The scores of the running scorecard, month by month."""
    tables = [one.value for one in visitor.app.dataframe if "so_far" in one.value.columns]
    return list(tables[0]["score"])


def test_two_sources_stand_side_by_side_and_one_is_chosen(
    enter: Callable[..., Visitor], plant: Callable[[Engagement], Saved], store: Store
) -> None:
    saved = kept(store, plant, filled({("p2", "actual cvr"): 0.5, ("p2", "extra idea"): 2}))
    visitor = turned(enter("en", saved, "pilot"), "pilot", "actuals")
    assert visitor.alerts() == []
    assert any("wait for your choice: 1" in text for text in said(visitor))
    box = visitor.widget("selectbox", "gap.p2.cvr.2026-12")
    assert len(box.options) == 3 and "back0.xlsx" in box.options[2] and "50.0%" in box.options[2]
    box.set_value(saved.engagement.data.filled[0].digest).run()
    [choice] = store.open(saved.id).engagement.reported
    assert (choice.person, choice.kpi, choice.month, choice.value) == ("p2", "cvr", "2026-12", 0.5)
    assert not any("wait for your choice" in text for text in said(visitor))


def test_points_are_confirmed_by_somebody_else_only(
    enter: Callable[..., Visitor], plant: Callable[[Engagement], Saved], store: Store
) -> None:
    saved = kept(store, plant, filled({("p2", "extra idea"): 2}))
    visitor = turned(enter("en", saved, "pilot"), "pilot", "actuals")
    own = next(person.name for person in saved.engagement.organisation.people if person.id == "p2")
    label = visitor.say("page_actuals.awards.by")

    def confirm(name: str) -> None:
        next(box for box in visitor.app.text_input if box.label == label).set_value(name)
        next(b for b in visitor.app.button if b.label == visitor.say("page_actuals.awards.confirm")).click().run()

    confirm(own)
    assert store.open(saved.id).engagement.awards == ()
    confirm("The owner")
    [award] = store.open(saved.id).engagement.awards
    assert (award.person, award.month, award.extra, award.times, award.approver) == (
        "p2",
        "2026-12",
        "idea",
        2,
        "The owner",
    )


def test_all_that_differ_are_settled_with_one_press(
    enter: Callable[..., Visitor], plant: Callable[[Engagement], Saved], store: Store
) -> None:
    saved = kept(store, plant, filled({("p2", "actual cvr"): 0.5, ("p3", "actual cvr"): 0.4}))
    visitor = turned(enter("zh", saved, "pilot"), "pilot", "actuals")
    visitor.press("gaps.all_filled")
    digest = saved.engagement.data.filled[0].digest
    told = [(one.person, one.source) for one in store.open(saved.id).engagement.reported]
    assert sorted(told) == [("p2", digest), ("p3", digest)]
    visitor.press("gaps.all_files")
    assert {one.source for one in store.open(saved.id).engagement.reported} == {FACTS}


def test_months_and_scorecards_are_handed_in_on_this_tab(
    enter: Callable[..., Visitor], plant: Callable[[Engagement], Saved], store: Store
) -> None:
    saved = plant(with_extras(engagement_in("complete")))
    visitor = turned(enter("en", saved, "pilot"), "pilot", "actuals")
    visitor.app.file_uploader[0].set_value([(NEXT, (samples.FOLDER / NEXT).read_bytes(), "text/csv")]).run()
    assert visitor.alerts() == []
    assert [ref.name for ref in store.open(saved.id).engagement.data.files][-1] == NEXT
    content = filled({("p2", "actual cvr"): 0.5})
    for turn, kept_files in enumerate((1, 1), start=1):
        visitor.app.file_uploader[1].set_value([(f"back{turn}.xlsx", content, XLSX)]).run()
        assert visitor.alerts() == []
        assert len(store.open(saved.id).engagement.data.filled) == kept_files, "the same workbook counts once"
    assert any("wait for your choice: 1" in text for text in said(visitor))
    visitor.press(f"filled.remove.{hashlib.sha256(content).hexdigest()}")
    assert store.open(saved.id).engagement.data.filled == ()


def test_a_scorecard_of_another_version_is_refused_and_of_a_released_one_told(
    enter: Callable[..., Visitor], plant: Callable[[Engagement], Saved], store: Store
) -> None:
    signed = tried()
    assert signed.scheme is not None
    content = filled({("p2", "actual cvr"): 0.5})
    changed = signed.model_copy(update={"scheme": signed.scheme.model_copy(update={"trial_months": 3})})
    visitor = turned(enter("en", plant(changed), "pilot"), "pilot", "actuals")
    visitor.app.file_uploader[1].set_value([("old.xlsx", content, XLSX)]).run()
    assert visitor.say("page_actuals.filled.refused") in visitor.reads()
    assert all(store.open(one.id).engagement.data.filled == () for one in store.list())

    saved = kept(store, plant, content)
    now = datetime.datetime(2026, 11, 24, tzinfo=datetime.UTC)
    frozen = Release(
        version="1.0", revision=1, document="d", facts="f", content="c", method="m", by="Ann", files=()
    ).model_dump_json()
    store.record(saved.id, RELEASED, frozen, [], now)
    later = saved.engagement.model_copy(update={"scheme": changed.scheme})
    saved = store.save(saved.id, later, saved.revision, what=Message("page_exceptions.add"), author="", now=now)
    visitor = turned(enter("en", saved, "pilot"), "pilot", "actuals")
    assert any("was filled in for version 1.0" in text for text in said(visitor))
    assert any("wait for your choice: 1" in text for text in said(visitor))


@pytest.mark.parametrize(
    ("page", "tab", "place"), [("pilot", "actuals", 1), ("review", "month", 0), ("review", "exceptions", 1)]
)
def test_every_widget_of_the_tab_keeps_both_answers(
    page: str, tab: str, place: int, enter: Callable[..., Visitor], plant: Callable[[Engagement], Saved], store: Store
) -> None:
    saved = kept(store, plant, filled({("p2", "actual cvr"): 0.5, ("p3", "actual cvr"): 0.4}))
    event = SchemeException(
        id="e1", kind="stock_out", rule="exclude_days", first="2026-12", last="2026-12", days=10, approver="Ann"
    )
    saved = store.save(
        saved.id, saved.engagement.model_copy(update={"exceptions": (event,)}), saved.revision,
        what=Message("page_exceptions.add"), author="",
        now=datetime.datetime.now(datetime.UTC),
    )  # fmt: skip
    visitor = turned(enter("en", saved, page), page, tab)
    lost = []
    mine = [one for one in names(visitor, saved) if one[0] == (page, place)]
    assert mine
    for (group, at), kind, key in mine:
        visitor.turn(group, at)
        lost += _tried(visitor, saved, store, page, kind, key)
        head = store.open(saved.id)
        store.restore(saved.id, saved.revision, head.revision, "", datetime.datetime.now(datetime.UTC))
        visitor.go(page)
        assert visitor.alerts() == [], key
    assert lost == []
