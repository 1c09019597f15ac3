"""A cold link to any page, as the first visit of a fresh server, shows the page inside its frame.

Streamlit runs a page file asked for by its address without the entry file until somebody has opened the front; the
guard at the top of each page must lead the visitor round.  No browser is needed: a visitor speaks the page's protocol.
"""

import ast
from pathlib import Path

import pytest
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.sync.client import connect

from kpi_logic.store import default_url, open_store
from kpi_logic.text import catalog
from tests.conftest import ROOT, STARTS_WITHIN, Server
from tests.pages.conftest import engagement_in, keep_with_files
from tests.pages.visitor import PAGES, STEPS, TITLES, readable


@pytest.mark.parametrize("path", sorted((ROOT / "pages").glob("*.py")), ids=lambda path: path.name)
def test_a_page_begins_with_its_guard(path: Path) -> None:
    """Its docstring, imports and constants may stand before it: whatever else did would run without the frame."""
    statements = ast.parse(path.read_text(encoding="utf-8")).body
    rest = [one for one in statements[1:] if not (isinstance(one, ast.Import | ast.ImportFrom) or _is_constant(one))]
    assert ast.unparse(rest[0]) == f"frame.required({path.stem!r})"


def _is_constant(statement: ast.stmt) -> bool:
    if not isinstance(statement, ast.Assign):
        return False
    return not any(isinstance(node, ast.Call | ast.Name) for node in ast.walk(statement.value))


def visit(address: str, page: str, query: str) -> list[str]:
    """What a browser that opens a page reads on it, once it has settled."""
    said: list[str] = []
    with connect(f"ws://{address}/_stcore/stream", origin=f"http://{address}", max_size=None) as line:
        ask = BackMsg()
        ask.rerun_script.page_name = "" if page == "home" else page
        ask.rerun_script.query_string = query
        line.send(ask.SerializeToString())
        while True:
            told = ForwardMsg.FromString(line.recv(timeout=STARTS_WITHIN))
            if told.WhichOneof("type") == "new_session":
                said = []  # another run begins: what the one before had put on the screen goes
            elif told.WhichOneof("type") == "delta" and told.delta.WhichOneof("type") == "new_element":
                element = told.delta.new_element
                said += readable(getattr(element, element.WhichOneof("type")))
            elif told.WhichOneof("type") == "script_finished" and told.script_finished == told.FINISHED_SUCCESSFULLY:
                return said


@pytest.mark.parametrize("page", PAGES)
def test_a_cold_link_shows_the_frame(page: str, server: Server) -> None:
    words = catalog("zh")
    said = visit(server.start().host, page, "lang=zh")
    assert f"**{words.say('frame.product')}**" in said
    assert words.say(TITLES[page] if page in ("home", "verify") else "frame.need.open_one") in said


@pytest.mark.parametrize("page", PAGES)
def test_a_cold_link_to_an_engagement_shows_the_page_in_its_frame(page: str, server: Server) -> None:
    store = open_store(default_url({"XDG_DATA_HOME": str(server.data)}))
    saved = keep_with_files(store, engagement_in("complete"))
    store.engine.dispose()
    words = catalog("en")
    said = visit(server.start().host, page, f"lang=en&e={saved.id}")
    assert f"**{words.say('frame.product')}**" in said
    assert saved.engagement.profile.client in said
    for number, step in enumerate(STEPS, start=1):
        assert any(f"{number} {words.say(f'frame.step.{step}')}" in text for text in said), step
    assert words.say(TITLES[page]) in said
