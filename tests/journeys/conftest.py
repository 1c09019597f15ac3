"""Journeys need a browser: without one they are skipped and say so, unless ``KPI_JOURNEYS=must`` makes that a failure."""

import os
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from kpi_logic.text import Language
from tests.conftest import Server
from tests.journeys.browser import Tab, chromium, opened

SCREENS = Path(__file__).with_name("screens")
OpenTab = Callable[..., Tab]


@pytest.fixture
def browser_path() -> str:
    """Where Chromium is."""
    found = chromium()
    if found is None:
        reason = "no Chromium on this machine (Debian: apt-get install chromium); KPI_CHROMIUM can name one"
        (pytest.fail if os.environ.get("KPI_JOURNEYS") == "must" else pytest.skip)(reason)
    assert found is not None
    return found


@pytest.fixture
def enter(browser_path: str, server: Server) -> Iterator[OpenTab]:
    """Opens a browser of a language at the start page of a fresh server with an empty database."""
    with ExitStack() as browsers:

        def come_in(language: Language) -> Tab:
            server.start()
            context = browsers.enter_context(opened(language))
            return Tab(context, server, language).open()

        yield come_in
