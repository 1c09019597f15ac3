"""How quick a page is, as ratios to floors measured in the same run; printed with ``-s`` and kept in ``extra_info``.

A rerun is measured where it matters: a real server process, a visitor's websocket, from asking to the end of the run,
one after the other (Streamlit collects garbage after each run, and the next one waits for that).  The floors:

- *defaults*: the same pages with the same libraries loaded, as Streamlit leaves them: nothing frozen, each chart drawn
  and checked by Altair at every rerun.  The goal is at most 0.5 of it.
- *empty*: a page with one line of text, the same libraries loaded and frozen.  The goal is at most 3 of it.
- *hello*: a process that knows nothing but Streamlit, from its start to its first page.  The goal is at most 2 of it.
"""

import socket
import statistics
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.sync.client import ClientConnection, connect

from kpi_logic.store import default_url, open_store
from pages.shared import boot
from tests.conftest import ROOT, STARTS_WITHIN, Server
from tests.pages.conftest import engagement_in, keep_with_files
from tests.pages.visitor import PAGES

ROUNDS, IN_A_ROW, STARTS = 5, 6, 5
WARM = boot.AFTER_FIRST_PAGE + 6.0  # seconds until everything is imported in the background

DEFAULTS = """
import sys
sys.path.insert(0, {root!r})
import streamlit as st
from pages.shared import boot, charts

def unfrozen():
    pass

def by_altair(name, fingerprint, draw, facts=None, titled=True, **options):
    return st.altair_chart(draw(), theme=None, **options)

boot.freeze = unfrozen
charts.show = by_altair
import streamlit_app
streamlit_app.main()
"""
EMPTY = """
import sys
sys.path.insert(0, {root!r})
import streamlit as st
from pages.shared import boot
boot.boot()
st.write("empty")
"""
HELLO = """
import streamlit as st
st.write("hello")
"""


class Line:
    """A visitor's line to a server, on one page of it."""

    def __init__(self, wire: ClientConnection, page: str, query: str) -> None:
        self.wire, self.query, self.hash = wire, query, ""
        self._ask(page_name="" if page == "home" else page)

    def rerun(self) -> None:
        """Run the page once more."""
        self._ask(page_script_hash=self.hash)

    def _ask(self, **where: str) -> None:
        message = BackMsg()
        message.rerun_script.query_string = self.query
        for field, value in where.items():
            setattr(message.rerun_script, field, value)
        self.wire.send(message.SerializeToString())
        while True:
            told = ForwardMsg.FromString(self._receive())
            kind = told.WhichOneof("type")
            if kind == "navigation":
                self.hash = told.navigation.page_script_hash
            elif kind == "new_session" and not self.hash:
                self.hash = told.new_session.page_script_hash
            assert kind != "delta" or told.delta.new_element.WhichOneof("type") != "exception", told
            if kind == "script_finished" and told.script_finished == told.FINISHED_SUCCESSFULLY:
                return

    def _receive(self) -> bytes:
        """The next message, acknowledged at once: a kernel that waits 40 ms with that would be all we measure."""
        if hasattr(socket, "TCP_QUICKACK"):
            self.wire.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_QUICKACK, 1)
        return bytes(self.wire.recv(timeout=STARTS_WITHIN))  # type: ignore[arg-type]


def line_to(server: Server, opened: ExitStack, page: str = "home", query: str = "") -> Line:
    wire = connect(f"ws://{server.host}/_stcore/stream", origin=server.address, max_size=None)
    return Line(opened.enter_context(wire), page, query)


@pytest.fixture(scope="module")
def servers(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Server, Server, Server, str]]:
    """Ours, the defaults and the empty page, all warm, and the address of a complete engagement."""
    folder = tmp_path_factory.mktemp("speed")
    data = folder / "data"
    store = open_store(default_url({"XDG_DATA_HOME": str(data)}))
    query = f"lang=zh&e={keep_with_files(store, engagement_in('complete')).id}"
    store.engine.dispose()
    made = [
        Server(data),
        Server(data, _script(folder, "defaults", DEFAULTS)),
        Server(data, _script(folder, "empty", EMPTY)),
    ]
    for server in made:
        with ExitStack() as opened:
            line_to(server.start(), opened, query=query)
    time.sleep(WARM)
    yield made[0], made[1], made[2], query
    for server in made:
        server.stop()


def _script(folder: Path, name: str, text: str) -> str:
    home = folder / name
    home.mkdir()
    path = home / f"{name}.py"
    path.write_text(text.format(root=str(ROOT)), encoding="utf-8")
    return str(path)


def medians(*works: Callable[[], Any]) -> list[float]:
    """The median time of each in seconds, taken in short turns, so that all meet the same machine."""
    times: list[list[float]] = [[] for _ in works]
    for _ in range(ROUNDS):
        for work, taken in zip(works, times, strict=True):
            for _ in range(IN_A_ROW):
                start = time.perf_counter()
                work()
                taken.append(time.perf_counter() - start)
    return [statistics.median(taken) for taken in times]


@pytest.mark.parametrize("page", PAGES)
def test_rerun(benchmark: Any, page: str, servers: tuple[Server, Server, Server, str]) -> None:
    ours, defaults, empty, query = servers
    with ExitStack() as opened:
        lines = [line_to(server, opened, page, query) for server in (ours, defaults)]
        floor = line_to(empty, opened)
        for line in (*lines, floor):
            line.rerun()
        mine, theirs, least = medians(lines[0].rerun, lines[1].rerun, floor.rerun)
        benchmark.pedantic(lines[0].rerun, rounds=IN_A_ROW)
    _report(benchmark, page, rerun_ms=mine * 1000, to_defaults=mine / theirs, to_empty=mine / least)
    assert mine > 0


def test_cold_start(benchmark: Any, tmp_path: Path) -> None:
    """From starting the process to the end of the first run, with an engagement in the list."""
    data = tmp_path / "data"
    store = open_store(default_url({"XDG_DATA_HOME": str(data)}))
    keep_with_files(store, engagement_in("complete"))
    store.engine.dispose()
    times: dict[str, list[float]] = {"streamlit_app.py": [], _script(tmp_path, "hello", HELLO): []}
    for _ in range(STARTS):
        for script, taken in times.items():
            taken.append(_first_page(Server(data, script)))
    mine, hello = (statistics.median(taken) for taken in times.values())
    benchmark.pedantic(lambda: None, rounds=1)
    _report(benchmark, "cold start", cold_s=mine, hello_s=hello, to_hello=mine / hello)
    assert mine > 0


def _first_page(server: Server) -> float:
    start = time.perf_counter()
    try:
        with ExitStack() as opened:
            line_to(server.start(), opened, query="lang=zh")
            return time.perf_counter() - start
    finally:
        server.stop()


def _report(benchmark: Any, what: str, **figures: float) -> None:
    rounded = {name: round(value, 2) for name, value in figures.items()}
    benchmark.extra_info.update(rounded)
    print(f"\n{what}: {rounded}")
