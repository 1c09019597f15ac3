"""A fresh database for each test, and engagements planted in it through the store."""

import functools
import hashlib
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from streamlit.runtime.scriptrunner import get_script_run_ctx

from kpi_logic.facts import MonthlyFacts
from kpi_logic.intake import ClientFile, Intake, read_files
from kpi_logic.model import Data, Engagement, FileRef
from kpi_logic.store import Saved, Store
from kpi_logic.text import Language
from kpi_logic.walk import with_client_book, with_defaults
from pages.shared import samples, session
from tests.pages.visitor import Visitor

NOW = datetime(2026, 11, 24, 8, 0, tzinfo=UTC)
STATES = ("none", "empty", "half", "complete", "real")
Plant = Callable[[Engagement], Saved]


@pytest.fixture
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Store]:
    """The store behind the pages, empty.

    Only the store is forgotten between tests: everything else the server remembers is kept by the digest of what it
    was computed from, so it is right for every database.
    """
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    monkeypatch.delenv("DATABASE_URL", raising=False)
    session.store.clear()  # type: ignore[attr-defined]
    opened = session.store()
    yield opened
    session.store.clear()  # type: ignore[attr-defined]
    opened.engine.dispose()


@pytest.fixture
def enter(store: Store, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Visitor]:
    """Lets a visitor in.

    AppTest asks a widget for its options' words outside of a run, where no session tells the language; a browser
    never does.  So the language is told to it here.
    """
    asked, here = session.language, [Language.ZH]
    monkeypatch.setattr(session, "language", lambda: asked() if get_script_run_ctx(suppress_warning=True) else here[0])

    def come_in(language: str = "zh", saved: Saved | None = None, page: str | None = None) -> Visitor:
        here[0] = Language(language)
        visitor = Visitor(language)
        return visitor if saved is None and page is None else visitor.open(saved, page or "intake")

    return come_in


@pytest.fixture
def plant(store: Store) -> Plant:
    """Keeps an engagement in the test's store."""
    return lambda engagement: keep_with_files(store, engagement)


@pytest.fixture
def planted(plant: Plant) -> Callable[[str], Saved | None]:
    """An engagement in one of the states a page can meet; None where none is open."""
    return lambda state: None if state == "none" else plant(engagement_in(state))


def keep_with_files(store: Store, engagement: Engagement) -> Saved:
    """Keep an engagement together with the bytes of the samples it reads."""
    for ref in engagement.data.files:
        store.put_file((samples.FOLDER / ref.name).read_bytes(), ref.name)
    return store.create(engagement, author="", now=NOW)


@functools.cache
def read_sample(key: str) -> tuple[Engagement, Intake]:
    """A shipped sample, read once a session: the fresh engagement of its files, and what they say."""
    sample = next(sample for sample in samples.SAMPLES if sample.key == key)
    files = [ClientFile(name, (samples.FOLDER / name).read_bytes()) for name in sample.files]
    refs = tuple(
        FileRef(name=file.name, digest=hashlib.sha256(file.content).hexdigest(), size=len(file.content))
        for file in files
    )
    return Engagement(name=f"sample-{key}", data=Data(files=refs)), read_files(files)


def sample_facts(key: str) -> MonthlyFacts:
    """A sample's monthly facts."""
    facts = read_sample(key)[1].facts
    assert facts is not None
    return facts


@functools.cache
def engagement_in(state: str) -> Engagement:
    """empty: a name only; half: data and nothing decided; complete: everything; real: the sales-only sample."""
    if state == "empty":
        return Engagement(name="fresh-start")
    if state == "half":
        return read_sample("simulated")[0]
    key = "real" if state == "real" else "simulated"
    fresh, intake = read_sample(key)
    return with_defaults(with_client_book(fresh, intake), sample_facts(key))
