"""What the store's tests share: a store on each kind of database, a clock that only the test winds, any engagement."""

import os
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from kpi_logic.store.connect import engine_for
from kpi_logic.store.store import Store, open_store

START = datetime(2026, 3, 1, 8, 30, tzinfo=UTC)


@pytest.fixture
def at() -> Callable[[int], datetime]:
    """The time that many minutes after the start."""
    return lambda minutes: START + timedelta(minutes=minutes)


@pytest.fixture
def file_url(tmp_path: Path) -> str:
    """The address of a SQLite file that is not there yet."""
    return f"sqlite:///{tmp_path / 'kpi.db'}"


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The address of an empty database of each kind; PostgreSQL where KPI_TEST_POSTGRES names one."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'kpi.db'}"
        return
    server = os.environ.get("KPI_TEST_POSTGRES")
    if not server:
        pytest.skip("KPI_TEST_POSTGRES names no PostgreSQL database")
    yield from _empty_schema(server)


def _empty_schema(server: str) -> Iterator[str]:
    from sqlalchemy import text

    engine = engine_for(server)
    # Test processes that run side by side must not empty each other's tables.
    schema = f"kpi_test_{os.environ.get('PYTEST_XDIST_WORKER', 'alone')}"
    with engine.begin() as connection:
        connection.execute(text(f"DROP SCHEMA IF EXISTS {schema} CASCADE"))
        connection.execute(text(f"CREATE SCHEMA {schema}"))
    yield f"{server}{'&' if '?' in server else '?'}options=-csearch_path%3D{schema}"
    with engine.begin() as connection:
        connection.execute(text(f"DROP SCHEMA {schema} CASCADE"))
    engine.dispose()


@pytest.fixture
def store(url: str) -> Iterator[Store]:
    """An empty store."""
    opened = open_store(url)
    yield opened
    opened.engine.dispose()


@pytest.fixture
def file_store(file_url: str) -> Iterator[Store]:
    """An empty store in a SQLite file."""
    opened = open_store(file_url)
    yield opened
    opened.engine.dispose()
