"""A verdict as sentences: what the file is, when it was released, who signed, and whether the record can be trusted."""

from collections.abc import Iterator
from datetime import datetime

from kpi_logic.model import Message, Raw
from kpi_logic.release.carried import carried_into, still_signed
from kpi_logic.release.register import Register
from kpi_logic.release.signed import signed
from kpi_logic.release.verify import Verdict


def told(verdict: Verdict) -> tuple[Message, ...]:
    """The answer first, then its grounds."""
    return tuple(_told(verdict))


def _told(verdict: Verdict) -> Iterator[Message]:
    release = verdict.release
    facts = {"version": Raw(release.version), "time": _minute(verdict.released_at)} if release else {}
    yield Message(f"verify.{verdict.finding}", facts)
    if verdict.broken_at is not None:
        yield Message("verify.broken", {"number": verdict.broken_at})
    if release and release.by:
        yield Message("verify.by", {"name": Raw(release.by)})
    for signature in verdict.signatures:
        yield signed(signature)
    yield from verdict.carried
    for digital in verdict.digital:
        key = "verify.digital" if digital.intact else "verify.digital_broken"
        yield Message(key, {"name": Raw(digital.name), "field": Raw(digital.field)})
    yield Message("verify.digest", {"digest": verdict.digest})


def receipt(known: Register, number: int) -> tuple[Message, ...]:
    """What lies with the client: the version, every file's SHA-256, who signed, and the head of the record.

    The head's hash ties everything that was released and signed until now: a record rewritten later has another one.
    """
    release = known.releases[number]
    facts = {"version": Raw(release.version), "time": _minute(known.trail.entries[number - 1].at)}
    files = (Message("receipt.file", {"name": file.name, "digest": file.sha256}) for file in release.files)
    signatures = (signed(signature) for signature in known.signatures_of(number).values())
    carried = (still_signed(known, entry) for entry in carried_into(known, number))
    head = Message("receipt.head", {"number": known.trail.length, "hash": known.trail.head})
    return (Message("receipt.title", facts), *files, *signatures, *carried, head)


def _minute(at: str) -> str:
    return datetime.fromisoformat(at).strftime("%Y-%m-%d %H:%M UTC") if at else ""
