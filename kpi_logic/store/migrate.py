"""Bring a database to the newest version: made at the first start, refused if newer, copied before it is changed."""

import os
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, Engine, inspect, text

from kpi_logic.model import Raw
from kpi_logic.store import tables
from kpi_logic.store.connect import place_of, reading
from kpi_logic.store.driver_faults import plain_faults
from kpi_logic.store.faults import DatabaseDamaged, DatabaseForeign, DatabaseTooNew

if TYPE_CHECKING:
    from alembic.runtime.migration import MigrationContext
    from alembic.script import ScriptDirectory

SCRIPTS = Path(__file__).resolve().parent / "migrations"
VERSION_TABLE = "kpi_workbook_version"  # not Alembic's usual name: another program's version must not pass for ours
POSTGRESQL_LOCK = 0x6B7069  # any number, the same for all of us

_one_at_a_time = threading.Lock()  # Alembic keeps the running migration in module globals


def known_versions(scripts: Path = SCRIPTS) -> tuple[str, ...]:
    """Every version that can be read here, oldest first; taken from the file names, so that Alembic is not imported.

    >>> known_versions()[0]
    '0001'
    """
    return tuple(sorted(path.name[1:5] for path in (scripts / "versions").glob("v[0-9][0-9][0-9][0-9]_*.py")))


def migrate(engine: Engine, scripts: Path = SCRIPTS) -> Path | None:
    """Make or bring the database up to date; gives the backup copy if one was made.

    Raises:
        DatabaseTooNew: written by a newer version; nothing was touched.
        DatabaseForeign: another program's tables stand where ours would.
        StoreFault: it cannot be opened, read or written.
    """
    known = known_versions(scripts)
    with reading(engine) as connection:
        stored = _stored_version(connection)
    if stored == known[-1]:
        return None
    with _one_at_a_time, _migrating(engine) as connection:
        stored = _stored_version(connection)  # somebody may have been quicker
        _check(connection, stored, known)
        backup = _back_up(engine, stored) if stored and stored != known[-1] else None
        _run(connection, scripts)
        _check_foreign_keys(connection)
    return backup


def _stored_version(connection: Connection) -> str | None:
    if not inspect(connection).has_table(VERSION_TABLE):
        return None
    return connection.execute(text(f"SELECT version_num FROM {VERSION_TABLE}")).scalar()


def _check(connection: Connection, stored: str | None, known: tuple[str, ...]) -> None:
    if stored is None:
        if set(inspect(connection).get_table_names()) & set(tables.METADATA.tables):
            raise DatabaseForeign(where=Raw(place_of(connection.engine)))
    elif stored not in known:
        raise DatabaseTooNew(where=Raw(place_of(connection.engine)), stored=Raw(stored), known=Raw(known[-1]))


@contextmanager
def _migrating(engine: Engine) -> Iterator[Connection]:
    """A write transaction in which tables may be made anew (SQLite can alter little in place).

    Dropping a table with foreign keys on would delete or refuse the rows that point to it, and the switch does nothing
    inside a transaction: it is turned off before and the keys are checked at the end.
    """
    with (
        plain_faults(place_of(engine)),
        engine.execution_options(sqlite_begin="IMMEDIATE").connect() as connection,
        _foreign_keys_off(connection),
        connection.begin(),
    ):
        if engine.dialect.name == "postgresql":
            connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": POSTGRESQL_LOCK})
        yield connection


@contextmanager
def _foreign_keys_off(connection: Connection) -> Iterator[None]:
    driver: Any = connection.connection.dbapi_connection
    if not isinstance(driver, sqlite3.Connection):
        yield
        return
    driver.execute("PRAGMA foreign_keys=OFF")
    try:
        yield
    finally:
        driver.execute("PRAGMA foreign_keys=ON")


def _check_foreign_keys(connection: Connection) -> None:
    if connection.dialect.name == "sqlite" and connection.exec_driver_sql("PRAGMA foreign_key_check").first():
        raise DatabaseDamaged(where=Raw(place_of(connection.engine)))


def _back_up(engine: Engine, stored: str) -> Path | None:
    """A whole copy beside a SQLite file, made while the caller holds the write lock; a server has its own backups."""
    if engine.dialect.name != "sqlite" or not engine.url.database:
        return None
    file = Path(engine.url.database)
    copy = _free_name(file, stored)
    unfinished = copy.with_suffix(".unfinished")
    with closing(sqlite3.connect(file)) as source, closing(sqlite3.connect(unfinished)) as target:
        source.backup(target)
    os.replace(unfinished, copy)  # so that half a copy never passes for one
    return copy


def _free_name(file: Path, stored: str) -> Path:
    names = (file.with_name(f"{file.stem}.version-{stored}{extra}.backup") for extra in _endings())
    return next(path for path in names if not path.exists())


def _endings() -> Iterator[str]:
    yield ""
    number = 2
    while True:
        yield f"-{number}"
        number += 1


def _run(connection: Connection, scripts: Path) -> None:
    from alembic.config import Config
    from alembic.runtime.environment import EnvironmentContext
    from alembic.script import ScriptDirectory

    folder = ScriptDirectory(str(scripts))

    def steps(_revision: Any, _context: "MigrationContext") -> list[Any]:
        return _steps(folder, _revision)

    with EnvironmentContext(Config(), folder, fn=steps) as environment:
        environment.configure(connection=connection, version_table=VERSION_TABLE, render_as_batch=True)
        environment.run_migrations()


def _steps(folder: "ScriptDirectory", stored: Any) -> list[Any]:
    from alembic.runtime.migration import MigrationStep

    newest_first = folder.iterate_revisions("head", stored or "base")
    return [MigrationStep.upgrade_from_script(folder.revision_map, script) for script in reversed(list(newest_first))]
