"""Every widget changed twice and revisited: both answers arrive, both are revisions, the last one survives the walk."""

import datetime
from collections.abc import Callable
from typing import Any

import pytest
from streamlit.testing.v1.element_tree import TESTING_KEY

from kpi_logic.store import Saved, Store
from tests.pages.conftest import engagement_in
from tests.pages.visitor import LATER, Visitor

KINDS = (
    "text_input",
    "text_area",
    "number_input",
    "selectbox",
    "multiselect",
    "slider",
    "select_slider",
    "toggle",
    "button_group",
    "date_input",
)
FOLDED = {"targets": ("target_settings",), "proposal": ("fold_pilot", "fold_fee", "words_of_summary")}
# What a visitor looks at, and no decision: kept while walking, never saved.
VIEWS = (
    "form_tablet",
    "form_open",
    "remark_open",
    "change_shown",
    "aid_symptom",
    "fee_driver",
    "kit_language",
    "kit_person",
    "measured_kpi",
    "corrected_",
    "target",
    "role",
    "scored_month",
    "board_kpi",
    "board_all",
    "diagnosis.segment",
    "evidence.",
    "compared.",
    "ledger.platform",
    "link.",
    "scheme_subject",
    "elicit_method",
    "voter",
    "scenario_left",
    "scenario_right",
    "slip_person",
    "exception_shown",
    "review_shown",
    "review_kind",
    "health_kpi",
    "running_person",
    "review_month",
    "review_target",
    "review_person",
)


def shown(widget: Any) -> Any:
    """What the widget shows, in its own words where it offers options."""
    if widget.type == "selectbox":
        return None if widget.index is None else widget.options[widget.index]
    if widget.type == "multiselect":
        return list(widget.values)
    if widget.type == "button_group":
        return list(widget.formatted_values)
    if widget.type in ("select_slider", "selectbox"):
        return widget.value if widget.value in widget.options else widget.format_func(widget.value)
    return widget.value


def give(widget: Any, value: Any) -> None:
    """Answer as the browser does: a choice among words sends the words, which AppTest would put into words once more."""
    if widget.type in ("select_slider", "selectbox"):
        say = widget.format_func
        widget.root.session_state[TESTING_KEY][widget.id] = lambda one: one if one in widget.options else say(one)
    widget.set_value(value).run()


def another(widget: Any, turn: int) -> Any:
    """A sensible new value, different from what is shown; None where there is nothing else to choose."""
    now = shown(widget)
    match widget.type:
        case "text_input" | "text_area":
            return f"answer {turn} with *stars* and {{braces}}"
        case "number_input":
            return _another_number(widget, now, turn)
        case "selectbox":
            rest = [option for option in widget.options if option != now]
            return rest[(turn * 7) % len(rest)] if rest else None
        case "multiselect":
            return _another_choice(widget, now, turn)
        case "button_group":
            rest = [option for option in widget.options if option not in now]
            if widget._is_single_select:
                return rest[0] if rest else None
            return [*now, rest[0]] if rest else now[:1]
        case "select_slider":
            return _another_place(widget, now, turn)
        case "slider":
            return now + 3 if now + 3 <= widget.max else now - 3
        case "toggle":
            return not now
    return now + datetime.timedelta(days=turn)


def _another_number(widget: Any, now: float | None, turn: int) -> float:
    if now is None:
        return float(turn + 1)
    step = widget.step or 1
    if widget.max is not None and now + step > widget.max:
        return now - step
    return now + step


def _another_place(widget: Any, now: str, turn: int) -> str | None:
    """Some steps along a slider of words: up where there is room, else down."""
    places = list(widget.options)
    at = places.index(now)
    return next((places[at + step] for step in (turn + 1, -turn - 1, 1, -1) if 0 <= at + step < len(places)), None)


def _another_choice(widget: Any, now: list[str], turn: int) -> list[str] | None:
    if not widget.options:
        return [f"something new {turn}"] if widget.proto.accept_new_options else None
    rest = [option for option in widget.options if option not in now]
    return now[:-1] if len(now) > 1 and (turn == 1 or not rest) else ([*now, rest[0]] if rest else None)


Leaf = tuple[str, int]  # a group of tabs and the place of the open one


def names(visitor: Visitor, saved: Saved) -> list[tuple[Leaf, str, str]]:
    """Every widget of the page that belongs to the engagement, with the tab where it lies.

    The one that changes what others are there comes last.
    """
    found: dict[str, tuple[Leaf, str, str]] = {}
    for leaf in visitor.leaves():
        for kind in KINDS:
            for widget in getattr(visitor.app, kind):
                if (widget.key or "").startswith(f"{saved.id}.") and not widget.disabled:
                    found.setdefault(widget.key, (leaf, kind, widget.key))
    return sorted(
        found.values(), key=lambda one: one[2].endswith(("diagnosis.segment", "measured_kpi", "review_month"))
    )


def come(visitor: Visitor, page: str) -> Visitor:
    """Walk to a page and open what it keeps folded until somebody asks."""
    visitor.go(page)
    for fold in FOLDED.get(page, ()):
        visitor.unfold(fold)
    return visitor


@pytest.mark.parametrize("page", ["intake", "diagnosis", "targets", "weights", "proposal", *LATER])
@pytest.mark.parametrize(("state", "language"), [("complete", "zh"), ("real", "en")])
def test_every_widget_keeps_both_answers(
    page: str,
    state: str,
    language: str,
    enter: Callable[..., Visitor],
    plant: Callable[..., Saved],
    store: Store,
) -> None:
    saved = plant(engagement_in(state))
    visitor = come(enter(language, saved, page), page)
    found = names(visitor, saved)
    assert found, "the page has no widget at all"
    lost = []
    for (group, place), kind, key in found:
        if group:
            visitor.turn(group, place)
        lost += _tried(visitor, saved, store, page, kind, key)
        head = store.open(saved.id)
        store.restore(saved.id, 1, head.revision, "", datetime.datetime.now(datetime.UTC))
        come(visitor, page)
        assert visitor.alerts() == [], key
    assert lost == []


def _tried(visitor: Visitor, saved: Saved, store: Store, page: str, kind: str, key: str) -> list[str]:
    """What went wrong with one widget."""
    wrong, is_view = [], key.removeprefix(f"{saved.id}.").startswith(VIEWS)
    value = None
    for turn in (1, 2):
        widget = visitor.widget(kind, key)
        value = another(widget, turn)
        if value is None:
            return wrong
        before = store.open(saved.id).revision
        give(widget, value)
        made = store.open(saved.id).revision - before
        if visitor.alerts():
            return [f"{key}: {visitor.alerts()} after {value!r}"]
        if made != (0 if is_view else 1):
            wrong.append(f"{key}: answer {turn} made {made} revisions")
        if not _same(shown(visitor.widget(kind, key)), value):
            wrong.append(f"{key}: answer {turn} was {value!r} and shows {shown(visitor.widget(kind, key))!r}")
    come(visitor.go("home"), page)
    if not _same(shown(visitor.widget(kind, key)), value):
        wrong.append(f"{key}: {value!r} after coming back is {shown(visitor.widget(kind, key))!r}")
    return wrong


def _same(now: Any, given: Any) -> bool:
    """Choices of several are a set, whatever their order; a number may have lost what floating point added."""
    if isinstance(now, list):
        return set(now) == set(given if isinstance(given, list) else [given])
    return now == (pytest.approx(given) if isinstance(given, float) else given)
