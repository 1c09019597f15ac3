"""What a database driver reports, as the situation it means for the reader."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from kpi_logic.model import Raw
from kpi_logic.store.faults import (
    DatabaseDamaged,
    StoreBusy,
    StoreFault,
    StoreFull,
    StoreReadOnly,
    StoreUnreachable,
)

if TYPE_CHECKING:
    from sqlalchemy.exc import DBAPIError

# Primary result codes, https://sqlite.org/rescode.html
_SQLITE: dict[int, type[StoreFault]] = {
    sqlite3.SQLITE_PERM: StoreUnreachable,
    sqlite3.SQLITE_BUSY: StoreBusy,
    sqlite3.SQLITE_LOCKED: StoreBusy,
    sqlite3.SQLITE_READONLY: StoreReadOnly,
    sqlite3.SQLITE_IOERR: StoreUnreachable,
    sqlite3.SQLITE_CORRUPT: DatabaseDamaged,
    sqlite3.SQLITE_FULL: StoreFull,
    sqlite3.SQLITE_CANTOPEN: StoreUnreachable,
    sqlite3.SQLITE_NOTADB: DatabaseDamaged,
}
# Classes and codes of SQLSTATE, https://www.postgresql.org/docs/current/errcodes-appendix.html
_POSTGRESQL: dict[str, type[StoreFault]] = {
    "53100": StoreFull,
    "25006": StoreReadOnly,
    "42501": StoreReadOnly,
    "55P03": StoreBusy,
    "40001": StoreBusy,
    "40P01": StoreBusy,
    "53": StoreBusy,
    "57": StoreUnreachable,
    "08": StoreUnreachable,
    "28": StoreUnreachable,
    "3D": StoreUnreachable,
    "58": StoreUnreachable,
}


@contextmanager
def plain_faults(where: str) -> Iterator[None]:
    """Turn a driver's error into a ``StoreFault`` about the database at *where*; errors of ours pass unchanged."""
    from sqlalchemy import exc

    try:
        yield
    except exc.TimeoutError as error:  # every connection of the pool is in use
        raise StoreBusy(where=Raw(where)) from error
    except (exc.DBAPIError, sqlite3.Error) as error:
        situation = _situation(error)
        if situation is None:
            raise
        raise situation(where=Raw(where)) from error


def _situation(error: "DBAPIError | sqlite3.Error") -> type[StoreFault] | None:
    from sqlalchemy.exc import OperationalError

    cause = error if isinstance(error, sqlite3.Error) else error.orig
    if isinstance(cause, sqlite3.Error):
        return _SQLITE.get(getattr(cause, "sqlite_errorcode", 0) & 0xFF)
    state: str | None = getattr(cause, "sqlstate", None)
    if state is None:  # no answer from a server: it could not be reached, or went away
        return StoreUnreachable if isinstance(error, OperationalError) else None
    return _POSTGRESQL.get(state) or _POSTGRESQL.get(state[:2])
