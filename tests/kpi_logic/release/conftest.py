"""A store with the simulated client in it, and its papers as they would be released."""

import functools
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from kpi_logic.facts import MonthlyFacts
from kpi_logic.intake import ClientFile, read_files
from kpi_logic.model import Engagement
from kpi_logic.release import Papers, edition_of, papers
from kpi_logic.store import Saved
from kpi_logic.store.store import Store, open_store
from kpi_logic.text import Language
from kpi_logic.walk import with_client_book, with_defaults

NOW = datetime(2026, 11, 24, 8, 0, tzinfo=UTC)
SAMPLE = Path(__file__).resolve().parents[3] / "sample_data" / "simulated_client.xlsx"


@functools.cache
def client() -> tuple[Engagement, MonthlyFacts]:
    """The simulated client with every default decision, and its facts; read once."""
    intake = read_files([ClientFile(SAMPLE.name, SAMPLE.read_bytes())])
    assert intake.facts is not None
    engagement = with_client_book(Engagement(name="sample"), intake)
    return with_defaults(engagement, intake.facts), intake.facts


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """An empty store."""
    opened = open_store(f"sqlite:///{tmp_path / 'kpi.db'}")
    yield opened
    opened.engine.dispose()


@pytest.fixture
def saved(store: Store) -> Saved:
    """The client, kept."""
    return store.create(client()[0], "", NOW)


@functools.cache
def case_of_client():
    """Every conclusion, once."""
    from kpi_logic.walk.conclusions import case_of

    return case_of(*client(), date(2026, 11, 24))


@functools.cache
def released_papers(version: str) -> Papers:
    """The Chinese papers of a version, no draft."""
    from dataclasses import replace

    from kpi_logic.proposal.edition import Edition

    return papers(replace(case_of_client(), edition=Edition(version, draft=False)), [Language.ZH])


@pytest.fixture
def edition(store: Store, saved: Saved):
    """The edition that the client's engagement would print."""
    return edition_of(store, saved, client()[1].fingerprint)
