"""Signatures that still hold in the next release: what they approved did not change, and the record says so.

Nothing is signed for anybody: a sealed entry names the old signature by its number and its hash, and whoever reads it
finds the name, the day and the words there.
"""

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime

from pydantic import BaseModel, ConfigDict, ValidationError

from kpi_logic.model import Message, Raw, differences
from kpi_logic.proposal.assemble.signing import SIGNED
from kpi_logic.release.record import Signature
from kpi_logic.release.register import Register, register
from kpi_logic.release.signed import signed
from kpi_logic.release.to_sign import sections_to_sign
from kpi_logic.store import Store
from kpi_logic.store.trail import Entry

CARRIED = "carry"
_COVER = frozenset({("proposal", "version"), ("proposal", "date")})  # what every version has of its own


class Carried(BaseModel):
    """One signature that goes on to count: in which release (the number of its entry) and for which content of it, and
    the number and the hash of the entry in which it was given."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    release: int
    content: str
    signature: int
    seal: str


@dataclass(frozen=True)
class Resigning:
    """What a new release asks of those who signed the one before.

    ``anew`` are the parts to be signed again, ``carried`` the signatures of the other parts by the number of their
    entry, ``lapsed`` those of the changed parts; of the whole, or a part that is not on the page to be signed, as soon as
    anything changed.
    """

    anew: tuple[str, ...]
    carried: dict[int, Signature]
    lapsed: dict[int, Signature]


def resigning(store: Store, id: str, number: int) -> Resigning:
    """What of the release before the one of entry *number* still counts; nothing for a first release.

    Raises:
        KeyError: there is no release of that number.
    """
    known = register(store, id)
    new = known.releases[number]
    before = max((other for other in known.releases if other < number), default=None)
    if before is None:
        return Resigning((), {}, {})
    old = known.releases[before]
    found = differences(*(store.at(id, one.revision) for one in (old, new)))
    anew = sections_to_sign(found, new_data=old.facts != new.facts)
    same = old.facts == new.facts and all(one.place in _COVER for one in found)
    standing = _standing(known, before)
    carried = {entry: one for entry, one in standing.items() if same or (one.item in SIGNED and one.item not in anew)}
    return Resigning(anew, carried, {entry: one for entry, one in standing.items() if entry not in carried})


def carry_over(store: Store, id: str, number: int, now: datetime) -> tuple[Entry, ...]:
    """Seal that the signatures of unchanged parts count for the release of entry *number*; twice is the same as once.

    Raises:
        KeyError: there is no release of that number.
        StoreFault: as ``Store.record``.
    """
    known = register(store, id)
    there = set(carried_into(known, number))
    made = []
    for entry in resigning(store, id, number).carried:
        if entry not in there:
            body = Carried(
                release=number,
                content=known.releases[number].content,
                signature=entry,
                seal=known.trail.entries[entry - 1].hash,
            )
            made.append(store.record(id, CARRIED, body.model_dump_json(), (), now))
    return tuple(made)


def carried_into(known: Register, release: int) -> dict[int, Signature]:
    """The signatures that were carried into a release, by the number of the entry in which they were given.

    One whose entry is not what was sealed when it was carried is left out.
    """
    return {
        one.signature: known.signatures[one.signature]
        for one in _records(known)
        if one.release == release and _names_what_it_names(known, one)
    }


def still_signed(known: Register, entry: int) -> Message:
    """A carried signature as a sentence: who said what, and in which version."""
    one = known.signatures[entry]
    version = known.releases[one.release].version if one.release in known.releases else "?"
    return Message("resign.still", {"said": signed(one), "version": Raw(version)})


def _records(known: Register) -> Iterator[Carried]:
    for entry in known.trail.entries:
        if entry.kind == CARRIED:
            with suppress(ValidationError):
                yield Carried.model_validate_json(entry.body)


def _names_what_it_names(known: Register, one: Carried) -> bool:
    release = known.releases.get(one.release)
    there = one.signature in known.signatures and known.trail.entries[one.signature - 1].hash == one.seal
    return there and release is not None and release.content == one.content


def _standing(known: Register, release: int) -> dict[int, Signature]:
    """The last word of everybody on each part of a release: signed there, or carried into it."""
    said = {**carried_into(known, release), **known.signatures_of(release)}
    last: dict[tuple[str, str, str], int] = {}
    for entry, one in sorted(said.items()):
        last[one.item, one.name, one.role] = entry
    return {entry: said[entry] for entry in sorted(last.values())}
