"""store: the only room with a database.

Receives   an Engagement, an author and the time; a file's bytes.   Gives   saved revisions, history, one portable file.
May hold   sqlalchemy, alembic, sqlite3, zipfile, pydantic.
Never      overwrites or deletes a revision or an entry of the trail, looks at a clock, pickles, says a sentence.
"""

from typing import TYPE_CHECKING, Any

from kpi_logic.store.connect import default_url
from kpi_logic.store.faults import (
    DatabaseDamaged,
    DatabaseForeign,
    DatabaseTooNew,
    DatabaseUnknown,
    DocumentDamaged,
    DocumentTooNew,
    DriverMissing,
    EditConflict,
    FileDamaged,
    NoSuchEngagement,
    NoSuchFile,
    NoSuchRevision,
    NotAWorkbook,
    NotStorable,
    StoreBusy,
    StoreFault,
    StoreFull,
    StoreReadOnly,
    StoreUnreachable,
    TooLargeToExport,
    TrailBroken,
)
from kpi_logic.store.portable import export_engagement, import_engagement
from kpi_logic.store.saved import Entry, Revision, Saved, Summary
from kpi_logic.store.trail import Trail
from kpi_logic.store.undo import undo_and_redo

if TYPE_CHECKING:
    from kpi_logic.store.store import Store, open_store

__all__ = [
    "DatabaseDamaged",
    "DatabaseForeign",
    "DatabaseTooNew",
    "DatabaseUnknown",
    "DocumentDamaged",
    "DocumentTooNew",
    "DriverMissing",
    "EditConflict",
    "Entry",
    "FileDamaged",
    "NoSuchEngagement",
    "NoSuchFile",
    "NoSuchRevision",
    "NotAWorkbook",
    "NotStorable",
    "Revision",
    "Saved",
    "Store",
    "StoreBusy",
    "StoreFault",
    "StoreFull",
    "StoreReadOnly",
    "StoreUnreachable",
    "Summary",
    "TooLargeToExport",
    "Trail",
    "TrailBroken",
    "default_url",
    "export_engagement",
    "import_engagement",
    "open_store",
    "undo_and_redo",
]


def __getattr__(name: str) -> Any:
    """``Store`` and ``open_store`` bring SQLAlchemy (a quarter of a second), so they come when first asked for."""
    if name in ("Store", "open_store"):
        from kpi_logic.store import store

        return getattr(store, name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
