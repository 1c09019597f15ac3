"""What the warehouse's tests share: the same order lines in a real table on each engine that is run."""

import os
import sqlite3
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest

Lines = Sequence[tuple[Any, ...]]
COLUMNS = ("day", "number", "total", "pieces", "gain", "channel", "store", "land", "money", "state")
_KINDS = "day text, number text, total {number}, pieces {whole}, gain {number}, channel text, store text, land text, money text, state text"


@pytest.fixture(scope="session")
def postgres() -> Iterator[str]:
    """The address of a schema of its own on the server that KPI_TEST_POSTGRES names."""
    server = os.environ.get("KPI_TEST_POSTGRES")
    if not server:
        pytest.skip("KPI_TEST_POSTGRES names no PostgreSQL database")
    import psycopg

    schema = f"kpi_link_{os.environ.get('PYTEST_XDIST_WORKER', 'alone')}"
    plain = server.replace("postgresql+psycopg:", "postgresql:", 1)
    with psycopg.connect(plain, autocommit=True) as connection:
        connection.execute(f"DROP SCHEMA IF EXISTS {schema} CASCADE".encode())
        connection.execute(f"CREATE SCHEMA {schema}".encode())
    yield f"{plain}{'&' if '?' in plain else '?'}options=-csearch_path%3D{schema}"
    with psycopg.connect(plain, autocommit=True) as connection:
        connection.execute(f"DROP SCHEMA {schema} CASCADE".encode())


def _in_postgres(url: str, lines: Lines) -> str:
    import psycopg

    with psycopg.connect(url, autocommit=True) as connection, connection.cursor() as cursor:
        cursor.execute("DROP TABLE IF EXISTS lines")
        cursor.execute(f"CREATE TABLE lines ({_KINDS.format(number='numeric', whole='bigint')})".encode())
        cursor.executemany(f"INSERT INTO lines VALUES ({', '.join(['%s'] * len(COLUMNS))})".encode(), lines)
    return url


def _in_sqlite(path: Path, lines: Lines) -> str:
    path.unlink(missing_ok=True)
    connection = sqlite3.connect(path)
    connection.execute(f"CREATE TABLE lines ({_KINDS.format(number='real', whole='integer')})")
    plain = [tuple(float(cell) if type(cell).__name__ == "Decimal" else cell for cell in line) for line in lines]
    connection.executemany(f"INSERT INTO lines VALUES ({', '.join('?' * len(COLUMNS))})", plain)
    connection.commit()
    connection.close()
    return f"sqlite:///{path}"


def _in_duckdb(path: Path, lines: Lines) -> str:
    import duckdb

    path.unlink(missing_ok=True)
    connection = duckdb.connect(str(path))
    connection.execute(f"CREATE TABLE lines ({_KINDS.format(number='decimal(18,4)', whole='bigint')})")
    if lines:
        connection.executemany(f"INSERT INTO lines VALUES ({', '.join('?' * len(COLUMNS))})", [list(x) for x in lines])
    connection.close()
    return f"duckdb:///{path}"


@pytest.fixture
def sqlite_with(tmp_path: Path) -> Callable[[Lines], str]:
    """Puts lines into a SQLite file; gives its address."""
    return lambda lines: _in_sqlite(tmp_path / "erp.db", lines)


@pytest.fixture
def duckdb_with(tmp_path: Path) -> Callable[[Lines], str]:
    """Puts lines into a DuckDB file; gives its address."""
    return lambda lines: _in_duckdb(tmp_path / "erp.duckdb", lines)


@pytest.fixture
def postgres_with(postgres: str) -> Callable[[Lines], str]:
    """Puts lines into a table of a real PostgreSQL server; gives its address."""
    return lambda lines: _in_postgres(postgres, lines)
