"""Whether a file in hand is a version that was released: the command's JSON and its lines."""

import argparse
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kpi_logic.cli.output import DONE, STOPPED, Outcome
from kpi_logic.model import Message, Raw
from kpi_logic.text import catalog

if TYPE_CHECKING:
    from kpi_logic.release import Verdict
    from kpi_logic.store.store import Store

LARGEST = 200_000_000  # bytes; no paper of ours comes near it
EPOCH = datetime(2000, 1, 1, tzinfo=UTC)  # a store that is thrown away needs no clock


def verify(given: argparse.Namespace) -> Outcome:
    """Whether a PDF or workbook is a released version, which one, and whether it was altered."""
    from kpi_logic.release import Finding
    from kpi_logic.release import verify as look_up
    from kpi_logic.release.words import told
    from kpi_logic.store import StoreFault

    content = _content(given.file)
    if isinstance(content, Message):
        return _stopped(content)
    try:
        with _store(given) as store:
            verdict = look_up(content, store)
    except StoreFault as fault:
        return _stopped(fault.message)
    except OSError:
        return _stopped(Message("cli.unreadable", {"file": Raw(str(given.book))}))
    good = verdict.finding in (Finding.RELEASED, Finding.EXTENDED) and verdict.broken_at is None
    said = told(verdict)
    lines = [f"{catalog('zh').say(one)}\n    {catalog('en').say(one)}" for one in said]
    return Outcome(_data(verdict), DONE if good else STOPPED, tuple(lines))


def _content(file: Path) -> bytes | Message:
    try:
        if file.stat().st_size <= LARGEST:
            return file.read_bytes()
    except OSError:
        pass
    return Message("cli.unreadable", {"file": Raw(str(file))})


@contextmanager
def _store(given: argparse.Namespace) -> Iterator["Store"]:
    """The database that is asked: a given one, the workbook's own, or that of an engagement file for the moment."""
    from kpi_logic.store import default_url, import_engagement, open_store

    with tempfile.TemporaryDirectory() as folder:
        if given.book:
            store = open_store(f"sqlite:///{Path(folder) / 'once.db'}")
            import_engagement(store, given.book.read_bytes(), EPOCH, "")
        else:
            store = open_store(given.store or default_url(os.environ))
        try:
            yield store
        finally:
            store.engine.dispose()


def _stopped(message: Message) -> Outcome:
    said = {f"message_{language}": catalog(language).say(message) for language in ("en", "zh")}
    data = {"status": "error", "issues": [{"level": "error", "code": message.key, **said}]}
    return Outcome(data, STOPPED, tuple(said.values()))


def _data(verdict: "Verdict") -> dict[str, Any]:
    release = verdict.release
    return {
        "status": str(verdict.finding),
        "sha256": verdict.digest,
        "engagement": verdict.engagement or None,
        "version": release.version if release else None,
        "released_by": release.by if release else None,
        "released_at": verdict.released_at or None,
        "file": verdict.file.name if verdict.file else None,
        "content": release.content if release else None,
        "facts": release.facts if release else None,
        "method": release.method if release else None,
        "signatures": [signature.model_dump(mode="json") for signature in verdict.signatures],
        "trail_broken_at": verdict.broken_at,
    }
