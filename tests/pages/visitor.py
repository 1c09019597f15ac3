"""A visitor at the screen: Streamlit's AppTest, let in through the front door, and what there is to read."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from streamlit.testing.v1 import AppTest

from kpi_logic.model import Message
from kpi_logic.store import Saved
from kpi_logic.text import Catalog, Language, catalog
from pages.shared import session

FRONT_DOOR = Path(__file__).with_name("front_door.py")
STEPS = ("intake", "diagnosis", "targets", "weights", "proposal")
LATER = ("pilot", "roll_out", "review", "first_aid")
PAGES = ("home", *STEPS, *LATER, "verify")
SIMPLE = ("label", "body", "help", "placeholder", "alt", "text")  # fields of an element that people read
TITLES = {
    "home": "home.title",
    "intake": "page_intake.title",
    "diagnosis": "page_diagnosis.title",
    "targets": "page_targets.title",
    "weights": "page_weights.title",
    "proposal": "page_proposal.title",
    "pilot": "page_pilot.title",
    "roll_out": "page_roll_out.title",
    "review": "page_review.title",
    "first_aid": "page_first_aid.title",
    "verify": "page_verify.title",
}
HAN = re.compile(r"[\u3400-\u9fff]")
ENGLISH_SENTENCE = re.compile(r"(?:\b[A-Za-z][A-Za-z'’-]*[ ,]+){4,}[A-Za-z]+")
TEXT_KEY = re.compile(r"^[a-z_]+\.[a-z_.]+$")


class Visitor:
    """One tab of a browser; ``words`` are those of its language."""

    def __init__(self, language: str) -> None:
        self.app = AppTest.from_file(FRONT_DOOR, default_timeout=120)
        self.app.query_params["lang"] = language
        self.app.run()

    @property
    def words(self) -> Catalog:
        """What the screen speaks."""
        return catalog(self.language)

    @property
    def language(self) -> Language:
        """The screen's language."""
        return Language(self.app.session_state[session.LANGUAGE])

    def open(self, saved: Saved | None, page: str = "intake") -> "Visitor":
        """Come by a link to an engagement's page."""
        if saved is not None:
            self.app.query_params["e"] = saved.id
        return self.go(page)

    def go(self, page: str) -> "Visitor":
        """Walk to a page."""
        self.app.switch_page(f"../../pages/{page}.py").run()
        return self

    def widget(self, kind: str, key: str) -> Any:
        """The widget of a kind whose key ends so."""
        return next(widget for widget in getattr(self.app, kind) if (widget.key or "").endswith(key))

    def press(self, key: str) -> None:
        """Press the button whose key ends so."""
        self.widget("button", key).click().run()

    def unfold(self, key: str) -> "Visitor":
        """Open a popover."""
        self.app.session_state[key] = True
        self.app.run()
        return self

    def turn(self, name: str, number: int) -> "Visitor":
        """Open a tab of the group of that name by its place."""
        self.app.session_state[f"tabs.{name}"] = self._tabs()[name][number]
        self.app.run()
        return self

    def leaves(self) -> Iterator[tuple[str, int]]:
        """Open every tab of the page in turn: the group's name and the tab's place; once for a page without tabs."""
        groups = self._tabs()
        if not groups:
            yield "", 0
        for name, labels in groups.items():
            for number in range(len(labels)):
                self.turn(name, number)
                yield name, number

    def _tabs(self) -> dict[str, list[str]]:
        """The labels of each group of tabs that draws only its open one."""
        marks = [node for node in self.app._tree if node.type == "tab_container"]
        named = [(node.proto.id.partition("-tabs.")[2], node) for node in marks]
        return {name: [child.proto.label for child in node.children.values()] for name, node in named if name}

    def type_into_table(self, **edits: Any) -> None:
        """Finish cells of the table on the page, as the browser reports them: AppTest itself cannot."""
        states = self.app._tree.get_widget_states()
        told = {"edited_rows": {}, "added_rows": [], "deleted_rows": []} | edits
        states.widgets.add(id=self.app.data_editor[0].proto.id, string_value=json.dumps(told))
        self.app._run(states)

    def say(self, key: str, **facts: Any) -> str:
        """A text in the screen's language."""
        return self.words.say(Message(key, facts))

    def reads(self) -> list[str]:
        """Every text on the screen: words, labels, help, tables, charts."""
        return [text for node in self.app._tree for text in _read(node) if text.strip()]

    def alerts(self) -> list[str]:
        """What is wrong with the run itself: exceptions."""
        return [error.value for error in self.app.exception]


def unmarked(text: str) -> str:
    """What Markdown shows of a text of ours whose signs were all made harmless."""
    return re.sub(r"\\([\\`*_{}\[\]()<>#+!|$~:-])", r"\1", text)


def harmless(text: str) -> str:
    """A text without the signs that were made harmless: what is left would act."""
    return re.sub(r"\\.", "", text)


def _read(node: Any) -> Iterator[str]:
    proto = getattr(node, "proto", None)
    if proto is None or not hasattr(proto, "DESCRIPTOR"):
        return
    kind = getattr(node, "type", "")
    if kind == "dataframe":
        yield from _table(node)
    elif kind == "vega_lite_chart":
        yield from _chart(proto)
    yield from _fields(proto)


def readable(proto: Any) -> list[str]:
    """What people read of an element, as the server sends it."""
    return list(_fields(proto))


def _fields(proto: Any) -> Iterator[str]:
    """Readable fields, of the message and of the messages inside it."""
    for field, value in proto.ListFields():
        alone = isinstance(value, str | bytes | int | float) or hasattr(value, "ListFields")
        several = [value] if alone else list(value)
        if field.type == field.TYPE_MESSAGE and field.name not in ("arrow_data", "datasets", "data"):
            yield from (text for message in several if hasattr(message, "ListFields") for text in _fields(message))
        elif field.type == field.TYPE_STRING and (field.name in SIMPLE or field.name in ("options", "content")):
            yield from several


def _table(node: Any) -> Iterator[str]:
    frame = node.value
    config = json.loads(node.proto.columns or "{}")
    for column in frame.columns:
        yield str((config.get(str(column)) or {}).get("label") or column)
        yield from (str(value) for value in frame[column] if isinstance(value, str))
    for described in config.values():
        for option in ((described or {}).get("type_config") or {}).get("options") or ():
            yield str(option.get("label", option.get("value", "")) if isinstance(option, dict) else option)


def _chart(proto: Any) -> Iterator[str]:
    """What a chart says: titles, texts, labels; and the words of its data that are drawn."""
    yield from _spoken(json.loads(proto.spec))


def _spoken(spec: Any, name: str = "") -> Iterator[str]:
    if isinstance(spec, dict):
        for key, value in spec.items():
            yield from _spoken(value, key)
    elif isinstance(spec, list):
        for value in spec:
            yield from _spoken(value, name)
    elif isinstance(spec, str) and name in ("title", "text", "subtitle", "labelExpr"):
        yield spec
