"""Where a number comes from: each statement may name its origins, and the paper numbers them in reading order."""

import dataclasses
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from kpi_logic.model import Message


class OriginKind(StrEnum):
    """The letter of an id: the client's data, what was settled, what is published, how it was inferred."""

    DATA = "D"
    SETTLED = "S"
    PUBLISHED = "L"
    METHOD = "M"


@dataclass(frozen=True)
class Origin:
    """One row of the appendix of origins; ``key`` is what makes two of them the same.

    ``what`` is measured or settled, ``where`` (the part of the business), ``when`` (months, or the day of a decision)
    and ``held`` (the file, the decision or the page that holds it) are anything that can be said, or None.
    """

    key: str
    kind: OriginKind
    what: Any
    where: Any = None
    when: Any = None
    held: Any = None


@dataclass(frozen=True)
class Cited:
    """Something said, with its origins: printed with their ids after it, small and raised."""

    said: Any
    origins: tuple[Origin, ...]


def cite(said: Any, *origins: Origin | None) -> Any:
    """*said* with its origins; as it is where there are none."""
    known = {origin.key: origin for origin in origins if origin is not None}
    return Cited(said, tuple(known.values())) if known else said


def named_in(value: Any) -> Iterator[Origin]:
    """Every origin in a section, a block or anything said, in reading order, as often as it is named."""
    match value:
        case Origin():
            yield value
        case Cited():
            yield from named_in(value.said)
            yield from value.origins
        case Message():
            for fact in value.facts.values():
                yield from named_in(fact)
        case _ if type(value) in (tuple, list):  # a Month is a tuple too
            for part in value:
                yield from named_in(part)
        case _ if dataclasses.is_dataclass(value) and not isinstance(value, type):
            for field in dataclasses.fields(value):
                yield from named_in(getattr(value, field.name))


def in_order(values: Iterable[Any]) -> tuple[Origin, ...]:
    """Each origin once, the first mention first."""
    return tuple({origin.key: origin for origin in named_in(list(values))}.values())


def ids_of(origins: Iterable[Origin]) -> dict[str, str]:
    """The id of each origin by its key: its letter and its number among those of its letter.

    >>> ids_of([Origin("a", OriginKind.DATA, "x"), Origin("b", OriginKind.METHOD, "y"), Origin("c", OriginKind.DATA, "z")])
    {'a': 'D1', 'b': 'M1', 'c': 'D2'}
    """
    counted: dict[OriginKind, int] = {}
    ids: dict[str, str] = {}
    for origin in origins:
        counted[origin.kind] = counted.get(origin.kind, 0) + 1
        ids[origin.key] = f"{origin.kind.value}{counted[origin.kind]}"
    return ids


def mark(origins: Sequence[Origin], ids: Mapping[str, str]) -> str:
    """The ids in one small mark, neighbours run together.

    >>> some = [Origin(key, OriginKind.DATA, "") for key in "abcd"]
    >>> mark(some, {"a": "D1", "b": "D2", "c": "D3", "d": "D7"})
    'D1\\u2013D3,D7'
    """
    found = sorted((id[0], int(id[1:])) for id in {ids.get(origin.key, "") for origin in origins} if id)
    runs: list[list[tuple[str, int]]] = []
    for letter, number in found:
        if runs and runs[-1][-1] == (letter, number - 1):
            runs[-1].append((letter, number))
        else:
            runs.append([(letter, number)])
    return ",".join(_run(run) for run in runs)


def _run(run: list[tuple[str, int]]) -> str:
    ends = [f"{letter}{number}" for letter, number in (run if len(run) < 3 else (run[0], run[-1]))]
    return ("," if len(run) == 2 else "\N{EN DASH}").join(ends)


def marked(said: Any, ids: Mapping[str, str], word: Callable[[Any], str]) -> Any:
    """*said* with every mark in it written out as ``<n>D1</n>``: what a catalogue can say."""
    match said:
        case Cited():
            shown = mark(said.origins, ids)
            return word(marked(said.said, ids, word)) + (f"<n>{shown}</n>" if shown else "")
        case Message():
            return Message(said.key, {name: marked(fact, ids, word) for name, fact in said.facts.items()})
        case _ if type(said) in (tuple, list):
            return tuple(marked(part, ids, word) for part in said)
    return said
