"""What can go wrong with the store: one exception for each situation, each carrying its Message.

Catch ``StoreFault`` to show any of them; ``message`` says what happened and what to do.
"""

from typing import Any, ClassVar

from kpi_logic.model import Engagement, Message, Raw
from kpi_logic.store.saved import Saved


class StoreFault(Exception):
    """Something the reader must be told; ``key`` is the text, the facts fill it.

    >>> StoreFull(where=Raw("kpi-workbook.db")).message.key
    'store.full'
    """

    key: ClassVar[str]

    def __init__(self, **facts: Any) -> None:
        self.message = Message(self.key, facts)
        super().__init__(self.key, facts)


class NoSuchEngagement(StoreFault):
    """There is no engagement of that id."""

    key = "store.no_engagement"


class NoSuchRevision(StoreFault):
    """The engagement has no revision of that number."""

    key = "store.no_revision"


class NoSuchFile(StoreFault):
    """No file of that digest was ever put."""

    key = "store.no_file"


class FileDamaged(StoreFault):
    """A file's bytes no longer agree with their digest."""

    key = "store.file_damaged"


class TrailBroken(StoreFault):
    """The trail of releases and signatures does not agree with what was sealed."""

    key = "store.trail_broken"


class EditConflict(StoreFault):
    """Somebody else saved since ``base`` was opened; nothing was overwritten and both versions are here."""

    key = "store.conflict"

    def __init__(self, mine: Engagement, theirs: Saved, base: int) -> None:
        self.mine = mine
        self.theirs = theirs
        self.base = base
        author = Raw(theirs.author) if theirs.author.strip() else Message("store.somebody")
        super().__init__(author=author, theirs=theirs.revision, base=base)


class NotStorable(StoreFault):
    """The engagement holds something that cannot be written and read back unchanged, such as an infinite number."""

    key = "store.not_storable"


class DocumentTooNew(StoreFault):
    """A document has fields that only a newer version knows."""

    key = "store.document_newer"


class DocumentDamaged(StoreFault):
    """A document is not an engagement."""

    key = "store.document_damaged"


class DatabaseTooNew(StoreFault):
    """The database was written by a newer version."""

    key = "store.database_newer"


class DatabaseForeign(StoreFault):
    """The database belongs to another program: it has tables named like ours that we did not make."""

    key = "store.database_foreign"


class DatabaseUnknown(StoreFault):
    """The address names no kind of database that is supported."""

    key = "store.database_unknown"


class DriverMissing(StoreFault):
    """The package that speaks to a database server is not installed."""

    key = "store.driver_missing"


class DatabaseDamaged(StoreFault):
    """The file is not a database, or is damaged."""

    key = "store.database_damaged"


class StoreFull(StoreFault):
    """There is no room left to write."""

    key = "store.full"


class StoreBusy(StoreFault):
    """Others kept the database locked for longer than we wait."""

    key = "store.busy"


class StoreReadOnly(StoreFault):
    """The database may be read but not written."""

    key = "store.read_only"


class StoreUnreachable(StoreFault):
    """The database cannot be opened, reached, read or written."""

    key = "store.unreachable"


class TooLargeToExport(StoreFault):
    """The portable file would be larger than what import accepts."""

    key = "store.too_large_to_export"


class NotAWorkbook(StoreFault):
    """A portable file was refused; nothing of it was saved. ``reason`` is the last word of the text's key."""

    def __init__(self, reason: str, **facts: Any) -> None:
        self.reason = reason
        self.message = Message(f"store.book.{reason}", facts)
        Exception.__init__(self, self.message.key, facts)
