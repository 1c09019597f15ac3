"""A connection that only reads: one class for each engine that is run, with the same four doors.

``kinds`` gives the Ibis types of a table's columns, ``rows`` runs one query, ``stop`` breaks it off from another thread,
``close`` ends the connection.
"""

from collections.abc import Sequence
from typing import Any, Protocol

from kpi_logic.warehouse.dialects import Engine
from kpi_logic.warehouse.link_address import LinkAddress
from kpi_logic.warehouse.link_faults import LinkFault, fault_of

CONNECT_SECONDS = 10
QUERY_SECONDS = 1800
EMPTY = "empty"
"""The kind of a column that holds nothing: it may be used for anything."""
MEMORY = "1GB"
THREADS = 2


class LinkSession(Protocol):
    """An open connection."""

    def kinds(self, table: str, schema: str | None) -> dict[str, str]:
        """Each column's Ibis type, in the table's order."""

    def rows(self, sql: str) -> list[Sequence[Any]]:
        """The rows of one query."""

    def stop(self) -> None:
        """Break off the running query; called from another thread."""

    def close(self) -> None:
        """End the connection."""


def open_session(address: LinkAddress) -> LinkSession:
    """Connect, for reading only.

    Raises:
        LinkFault: unreachable, wrong password, no such database.
    """
    kinds: dict[Engine, type[Any]] = {
        Engine.POSTGRES: _Postgres, Engine.SQLITE: _Sqlite, Engine.DUCKDB: _DuckDb,
    }  # fmt: skip
    try:
        session: LinkSession = kinds[address.engine](address)
    except LinkFault:
        raise
    except Exception as error:  # each driver has errors of its own; the words of all of them stay here
        raise fault_of(error, address.shown) from None
    return session


def quoted(name: str) -> str:
    """An identifier, whatever it holds.

    >>> quoted('a"b')
    '"a""b"'
    """
    return '"' + name.replace('"', '""') + '"'


def _full(table: str, schema: str | None) -> str:
    return quoted(table) if schema is None else f"{quoted(schema)}.{quoted(table)}"


_OF_POSTGRES = {
    16: "boolean", 20: "int64", 21: "int16", 23: "int32", 700: "float32", 701: "float64", 1700: "decimal(38, 9)", 1082: "date",
    1114: "timestamp", 1184: "timestamp('UTC')",
}  # fmt: skip
"""Ibis types by the numbers of PostgreSQL's own."""


class _Postgres:
    def __init__(self, address: LinkAddress) -> None:
        import psycopg
        from psycopg.conninfo import conninfo_to_dict

        url = address.url.replace("postgresql+psycopg:", "postgresql:", 1)
        given = conninfo_to_dict(url)
        own = str(given.pop("options", "") or "")
        limits = f"-c default_transaction_read_only=on -c statement_timeout={QUERY_SECONDS * 1000} -c TimeZone=UTC"
        given |= {"connect_timeout": CONNECT_SECONDS, "options": f"{own} {limits}".strip()}
        self._connection = psycopg.connect(**given, application_name="kpi workbook")  # type: ignore[arg-type]
        self._connection.read_only = True

    def kinds(self, table: str, schema: str | None) -> dict[str, str]:
        with self._connection.cursor() as cursor:
            cursor.execute(f"SELECT * FROM {_full(table, schema)} LIMIT 0".encode())
            return {column.name: _OF_POSTGRES.get(column.type_code, "string") for column in cursor.description or ()}

    def rows(self, sql: str) -> list[Sequence[Any]]:
        with self._connection.cursor() as cursor:
            cursor.execute(sql.encode())
            return list(cursor.fetchall())

    def stop(self) -> None:
        self._connection.cancel_safe(timeout=CONNECT_SECONDS)

    def close(self) -> None:
        self._connection.close()


class _Sqlite:
    """SQLite's columns hold what was put into them: their types are those of the values, looked at one by one."""

    def __init__(self, address: LinkAddress) -> None:
        import sqlite3
        from pathlib import Path

        uri = f"{Path(address.path).absolute().as_uri()}?mode=ro"
        self._connection = sqlite3.connect(uri, uri=True, timeout=CONNECT_SECONDS, check_same_thread=False)
        self._connection.execute("PRAGMA query_only = ON")
        self._connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
        self._connection.set_authorizer(self._allowed)

    @staticmethod
    def _allowed(action: int, *_: Any) -> int:
        import sqlite3

        reading = (sqlite3.SQLITE_SELECT, sqlite3.SQLITE_READ, sqlite3.SQLITE_FUNCTION, sqlite3.SQLITE_RECURSIVE)
        return sqlite3.SQLITE_OK if action in reading else sqlite3.SQLITE_DENY

    def kinds(self, table: str, schema: str | None) -> dict[str, str]:
        cursor = self._connection.execute(f"SELECT * FROM {_full(table, schema)} LIMIT 0")
        names = [column[0] for column in cursor.description]
        return {name: self._kind(_full(table, schema), name) for name in names}

    def _kind(self, table: str, name: str) -> str:
        rows = self._connection.execute(f"SELECT DISTINCT typeof({quoted(name)}) FROM {table}").fetchall()
        held = {kind for (kind,) in rows} - {"null"}
        if held <= {"integer"}:
            return "int64" if held else EMPTY
        return "float64" if held <= {"integer", "real"} else "string" if held == {"text"} else "mixed"

    def rows(self, sql: str) -> list[Sequence[Any]]:
        return self._connection.execute(sql).fetchall()

    def stop(self) -> None:
        self._connection.interrupt()

    def close(self) -> None:
        self._connection.close()


class _DuckDb:
    def __init__(self, address: LinkAddress) -> None:
        import duckdb

        limits: dict[str, Any] = {"threads": THREADS, "memory_limit": MEMORY, "autoinstall_known_extensions": False,
                  "autoload_known_extensions": False}  # fmt: skip
        self._connection = duckdb.connect(address.path, read_only=True, config=limits)
        self._connection.execute("SET enable_external_access = false")
        self._connection.execute("SET lock_configuration = true")

    def kinds(self, table: str, schema: str | None) -> dict[str, str]:
        rows = self._connection.execute(f"DESCRIBE SELECT * FROM {_full(table, schema)}").fetchall()
        return {name: _of_duckdb(kind) for name, kind, *_ in rows}

    def rows(self, sql: str) -> list[Sequence[Any]]:
        return list(self._connection.execute(sql).fetchall())

    def stop(self) -> None:
        self._connection.interrupt()

    def close(self) -> None:
        self._connection.close()


def _of_duckdb(kind: str) -> str:
    kinds = {"BIGINT": "int64", "INTEGER": "int32", "SMALLINT": "int16", "TINYINT": "int8", "DOUBLE": "float64",
             "FLOAT": "float32", "DATE": "date", "TIMESTAMP": "timestamp", "BOOLEAN": "boolean",
             "TIMESTAMP WITH TIME ZONE": "timestamp('UTC')"}  # fmt: skip
    return kind.lower() if kind.startswith("DECIMAL") else kinds.get(kind, "string")
