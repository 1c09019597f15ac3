"""How a database is reached: its address, its engine, and one transaction for reading or writing."""

import sqlite3
import sys
import threading
from collections.abc import Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager, nullcontext
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kpi_logic.model import Raw
from kpi_logic.store.driver_faults import plain_faults
from kpi_logic.store.faults import DatabaseUnknown, DriverMissing, StoreUnreachable

if TYPE_CHECKING:
    from sqlalchemy import URL, Connection, Engine

FOLDER = "kpi-workbook"
BUSY_TIMEOUT_MS = 5000
# Older libraries can corrupt a file in write-ahead mode when two connections write at one instant
# (the "WAL-reset" bug, https://sqlite.org/wal.html); the rollback journal has no such fault.
FIRST_SAFE_WAL = (3, 51, 3)


def default_url(environ: Mapping[str, str], platform: str = sys.platform) -> str:
    """The address of the database: ``DATABASE_URL``, or a SQLite file in the user's data folder.

    >>> default_url({"XDG_DATA_HOME": "/data"}, "linux")
    'sqlite:////data/kpi-workbook/kpi-workbook.db'
    """
    given = environ.get("DATABASE_URL", "").strip()
    return given or f"sqlite:///{(data_folder(environ, platform) / f'{FOLDER}.db').as_posix()}"


def data_folder(environ: Mapping[str, str], platform: str = sys.platform) -> Path:
    """Where programs keep a user's data, by the custom of the platform; not made here."""
    home = Path(environ.get("HOME") or environ.get("USERPROFILE") or Path.home())
    if platform == "win32":
        return Path(environ.get("LOCALAPPDATA") or home / "AppData" / "Local") / FOLDER
    if platform == "darwin":
        return home / "Library" / "Application Support" / FOLDER
    named = environ.get("XDG_DATA_HOME", "")
    # The XDG specification tells programs to ignore a relative path here.
    return (Path(named) if named.startswith("/") else home / ".local" / "share") / FOLDER


def engine_for(url: str) -> "Engine":
    """The engine of a database address; opens no connection, but makes the folder of a SQLite file.

    Raises:
        DatabaseUnknown: not an address, or neither SQLite nor PostgreSQL.
        DriverMissing: PostgreSQL is asked for and its driver is not installed.
        StoreUnreachable: the folder cannot be made.
    """
    from sqlalchemy import create_engine, event

    address = _address(url)
    if address.get_backend_name() == "postgresql":
        return _server_engine(address)
    if not address.query.get("uri"):  # a URI names an existing file, with options of SQLite's own
        _make_folder(Path(address.database or "").parent)
    engine = create_engine(address, connect_args={"timeout": BUSY_TIMEOUT_MS / 1000})
    event.listen(engine, "connect", _set_pragmas)
    event.listen(engine, "begin", _begin)
    return engine


def journal_mode(version: tuple[int, ...]) -> str:
    """The safe journal for a SQLite library of that version.

    >>> journal_mode((3, 40, 1)), journal_mode((3, 51, 3))
    ('DELETE', 'WAL')
    """
    return "WAL" if version >= FIRST_SAFE_WAL else "DELETE"


def place_of(engine: "Engine") -> str:
    """Where the database is, for people: the file, or server and database; never a password."""
    url = engine.url
    return (url.database or "") if engine.dialect.name == "sqlite" else f"{url.host or ''}/{url.database or ''}"


@contextmanager
def reading(engine: "Engine") -> Iterator["Connection"]:
    """One consistent view of the database; the driver's faults come out as ``StoreFault``."""
    with plain_faults(place_of(engine)), _turn(engine), engine.begin() as connection:
        yield connection


@contextmanager
def writing(engine: "Engine") -> Iterator["Connection"]:
    """One transaction that is kept whole or not at all; SQLite takes the write lock at once.

    Taking it later, between a read and a write, is refused without waiting when another writer came between.
    """
    immediate = engine.execution_options(sqlite_begin="IMMEDIATE")
    with plain_faults(place_of(engine)), _turn(engine), immediate.begin() as connection:
        yield connection


def _turn(engine: "Engine") -> AbstractContextManager[object]:
    """One thread at a time on a SQLite file.

    SQLite lets waiters try again at random moments and gives up on the unlucky: with eight busy threads on a slow disk
    one was refused after five seconds.  A transaction takes milliseconds, so waiting in line costs nothing; the
    timeout is left for other processes.
    """
    return _line(engine.url.database or "") if engine.dialect.name == "sqlite" else nullcontext()


@cache
def _line(database: str) -> "threading.RLock":
    return threading.RLock()


def _address(url: str) -> "URL":
    from sqlalchemy import make_url
    from sqlalchemy.exc import ArgumentError

    scheme = url.partition(":")[0] if "://" in url else ""
    try:
        address = make_url(url)
    except (ArgumentError, ValueError) as error:
        raise DatabaseUnknown(scheme=Raw(scheme)) from error
    if address.drivername in ("postgres", "postgresql"):
        address = address.set(drivername="postgresql+psycopg")
    if address.drivername not in ("sqlite", "sqlite+pysqlite", "postgresql+psycopg"):
        raise DatabaseUnknown(scheme=Raw(scheme))
    return address


def _server_engine(address: "URL") -> "Engine":
    from sqlalchemy import create_engine

    try:
        return create_engine(address, pool_pre_ping=True)
    except ImportError as error:  # also where the package is there and the C library it loads is not
        raise DriverMissing(package=Raw("psycopg[binary]")) from error


def _make_folder(folder: Path) -> None:
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)  # a client's figures: for this user only
    except OSError as error:
        raise StoreUnreachable(where=Raw(str(folder))) from error


def _set_pragmas(connection: sqlite3.Connection, _record: Any) -> None:
    connection.isolation_level = None  # sqlite3 must not begin by itself: see _begin
    for pragma in (
        f"busy_timeout={BUSY_TIMEOUT_MS}",
        "foreign_keys=ON",
        f"journal_mode={journal_mode(sqlite3.sqlite_version_info)}",
        "synchronous=FULL",
    ):
        connection.execute(f"PRAGMA {pragma}")


def _begin(connection: "Connection") -> None:
    """SQLAlchemy's own recipe: it, not the driver, says BEGIN, so that reads too are one transaction."""
    connection.exec_driver_sql(f"BEGIN {connection.get_execution_options().get('sqlite_begin', 'DEFERRED')}")
