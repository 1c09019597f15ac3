"""Order lines in a client's database, read where they stand: one query, and only its months come back."""

import threading
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kpi_logic.model import Issue, Level, Message, Raw
from kpi_logic.warehouse.dialects import monthly_sql
from kpi_logic.warehouse.lines_mapping import NUMBERS, LinesMapping
from kpi_logic.warehouse.link_address import LinkAddress, parse_address
from kpi_logic.warehouse.link_faults import LinkFault, fault_of, link_issue
from kpi_logic.warehouse.link_session import EMPTY, LinkSession, open_session
from kpi_logic.warehouse.monthly_rows import csv_of, monthly_rows

Progress = Callable[[Message], None]
Stopped = Callable[[], bool]
TICK_SECONDS = 0.5


@dataclass(frozen=True)
class Linked:
    """What a link gave: ``content`` is the CSV of a monthly upload, empty where nothing could be read.

    ``shown`` is the address without its password.
    """

    shown: str
    content: bytes
    rows: int
    issues: tuple[Issue, ...]


def columns_at(url: str, table: str) -> tuple[tuple[str, ...], tuple[Issue, ...]]:
    """The columns of a table at an address, to choose from; none and an issue where it cannot be reached."""
    mapping = LinesMapping(table, {})
    try:
        address = parse_address(url)
        session = open_session(address)
    except LinkFault as fault:
        return (), (fault.issue,)
    try:
        return tuple(_asked(lambda: session.kinds(*mapping.parts), address, session)), ()
    except LinkFault as fault:
        return (), (fault.issue,)
    finally:
        session.close()


def read_link(
    url: str, mapping: LinesMapping, progress: Progress | None = None, is_stopped: Stopped | None = None
) -> Linked:
    """Monthly figures from the order lines at *url*; what goes wrong is an issue, never an exception.

    Args:
        url: ``postgresql://user:password@host/database``, ``sqlite:///path`` or ``duckdb:///path``.
        progress: called every half second with what is going on; if it raises, the query is broken off first.
        is_stopped: asked every half second; True breaks the query off.
    """
    try:
        address = parse_address(url)
        _refuse_mapping(mapping)
        found, is_zoned = _found(address, mapping, progress, is_stopped)
        rows, issues = monthly_rows(found)
        issues += [link_issue("link_utc", Level.NOTE)] if is_zoned else []
    except LinkFault as fault:
        return Linked("", b"", 0, (fault.issue,))
    return Linked(address.shown, csv_of(rows), len(rows), tuple(issues))


def _refuse_mapping(mapping: LinesMapping) -> None:
    if mapping.unknown:
        raise LinkFault("link_field", field=mapping.unknown[0])
    if mapping.missing:
        raise LinkFault("link_mapping", fields=", ".join(mapping.missing))


def _found(
    address: LinkAddress, mapping: LinesMapping, progress: Progress | None, is_stopped: Stopped | None
) -> tuple[list[Sequence[Any]], bool]:
    """The rows, and whether the dates have a time zone."""
    session = open_session(address)
    watch = _Watch(progress, is_stopped)
    try:
        kinds = _asked(lambda: session.kinds(*mapping.parts), address, session, watch)
        kinds = _settled(mapping, kinds)
        sql = monthly_sql(mapping, kinds, address.engine)
        is_zoned = "UTC" in kinds[mapping.columns["date"]]
        return _asked(lambda: session.rows(sql), address, session, watch), is_zoned
    finally:
        session.close()


def _settled(mapping: LinesMapping, kinds: Mapping[str, str]) -> dict[str, str]:
    """The kind of each mapped column.

    Raises:
        LinkFault: a column that is not there, or that does not hold what it is said to.
    """
    settled: dict[str, str] = {}
    for field, column in mapping.columns.items():
        if column not in kinds:
            raise LinkFault("link_no_column", column=column, columns=", ".join(list(kinds)[:12]), address="")
        kind = kinds[column] if kinds[column] != EMPTY else "int64" if field in NUMBERS else "string"
        if field in NUMBERS and not kind.startswith(("int", "float", "decimal")):
            raise LinkFault("link_not_number", column=column, kind=kind)
        if field == "date" and not kind.startswith(("date", "timestamp", "string")):
            raise LinkFault("link_not_date", column=column, kind=kind)
        settled[column] = kind
    return settled


class _Watch:
    """Tells, each half second, how long the reading has lasted, and whether to stop."""

    def __init__(self, progress: Progress | None = None, is_stopped: Stopped | None = None) -> None:
        self._progress, self._is_stopped, self._ticks = progress, is_stopped, 0

    def must_stop(self) -> bool:
        """Tell, and ask."""
        self._ticks += 1
        if self._progress is not None:
            self._progress(Message("warehouse.reading", {"seconds": Raw(f"{self._ticks * TICK_SECONDS:.0f}")}))
        return self._is_stopped is not None and self._is_stopped()


def _asked(ask: Callable[[], Any], address: LinkAddress, session: LinkSession, watch: _Watch | None = None) -> Any:
    """The answer of *ask*, asked in a thread of its own so that it can be watched and broken off."""
    box: list[Any] = []

    def work() -> None:
        try:
            box.extend((ask(), None))
        except Exception as error:  # each driver has errors of its own
            box.extend((None, error))

    thread = threading.Thread(target=work, daemon=True)
    thread.start()
    stopped = False
    try:
        while thread.is_alive() and not stopped:
            thread.join(TICK_SECONDS)
            stopped = thread.is_alive() and (watch or _Watch()).must_stop()
    finally:
        if thread.is_alive():
            session.stop()
            thread.join(TICK_SECONDS * 20)
    if stopped:
        raise LinkFault("link_stopped", Level.ASK)
    answer, error = box
    if error is not None:
        raise fault_of(error, address.shown)
    return answer


def file_refused(url: str, folder: str | None) -> Issue | None:
    """Why a page may not read the file at *url*; None for a server, or for a file inside *folder*."""
    try:
        address = parse_address(url)
    except LinkFault as fault:
        return fault.issue
    if not address.path:
        return None
    if folder and Path(address.path).resolve().is_relative_to(Path(folder).resolve()):
        return None
    return link_issue("link_file_not_allowed", Level.ERROR, address=address.shown)
