"""Headings and what they mean: exact names, with a unit, a scale or the other language beside them."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

from kpi_logic.intake.folding import folded_heading
from kpi_logic.intake.words import currencies, heading_words

_BRACKETS = re.compile(r"(?P<base>.+)[(\[](?P<inside>[^()\[\]]+)[)\]](?P<after>[^()\[\]]*)")
_LATIN_THEN_OTHER = re.compile(r"([\x20-\x7e]+?) ?([^\x00-\x7f].*)")
_OTHER_THEN_LATIN = re.compile(r"(.*[^\x00-\x7f]) ?([\x20-\x7e]+)")


@dataclass(frozen=True, slots=True)
class Heading:
    """What a heading says. ``trouble``: "cumulative", "lookalike", "qualified" or "" (none).

    ``scale`` multiplies the column's numbers; ``currency`` is a code named in the heading, or "".
    """

    field: str
    scale: int = 1
    currency: str = ""
    trouble: str = ""


def says_anything(text: str) -> bool:
    """Whether *text* may be a heading: numbers and days, of which a table is full, are none.

    >>> says_anything("sales"), says_anything("2025-03-04")
    (True, False)
    """
    return bool(text.strip("0123456789.-,:/ "))


class Vocabulary:
    """The names of one kind of table.

    >>> Vocabulary({"sales": "sales"}).read(" SALES (USD) ")
    Heading(field='sales', scale=1, currency='USD', trouble='')
    """

    def __init__(self, names: Mapping[str, str]) -> None:
        self.names = {folded_heading(name): field for name, field in names.items()}
        self.read = lru_cache(maxsize=4096)(self._read)

    def _read(self, text: str) -> Heading | None:
        """The heading's meaning, or None if nothing of it is known."""
        if not says_anything(text):
            return None
        heading = folded_heading(text)[:200]
        if not heading:
            return None
        return (
            self._exact(heading) or self._qualified(heading) or self._bilingual(heading) or self._cumulative(heading)
            or self._lookalike(heading)
        )  # fmt: skip

    def _exact(self, heading: str) -> Heading | None:
        field = self.names.get(heading)
        return Heading(field) if field else None

    def _qualified(self, heading: str) -> Heading | None:
        """``name (unit)`` or ``name, unit``."""
        match = _BRACKETS.fullmatch(heading)
        base, inside = (match["base"], match["inside"]) if match and not match["after"].strip() else ("", "")
        if not base and "," in heading:
            base, _, inside = heading.partition(",")
        field = self.names.get(base.strip(" '*:"))
        return self._with_parts(field, inside) if field else None

    def _with_parts(self, field: str, inside: str) -> Heading:
        words, scale, currency = heading_words(), 1, ""
        for part in filter(None, (p.strip(" '.") for p in re.split(r"[/,;:]", inside))):
            if part in words.scale:
                scale *= words.scale[part]
            elif part in words.cumulative.names:
                return Heading(field, trouble="cumulative")
            elif part in currencies()[0] and part not in words.unit.names:
                currency = currencies()[0][part]
            elif part not in words.unit.names and part not in currencies()[1] and self.names.get(part) != field:
                return Heading(field, trouble="qualified")
        return Heading(field, scale, currency)

    def _bilingual(self, heading: str) -> Heading | None:
        for pieces in _splits(heading):
            fields = {self.names.get(piece.strip()) for piece in pieces}
            if len(fields) == 1 and None not in fields:
                return Heading(fields.pop() or "")
        return None

    def _cumulative(self, heading: str) -> Heading | None:
        for word in heading_words().cumulative.names:
            for rest in (heading.removeprefix(word), heading.removesuffix(word)):
                field = self.names.get(rest.strip(" -:/")) if rest != heading else None
                if field:
                    return Heading(field, trouble="cumulative")
        return None

    def _lookalike(self, heading: str) -> Heading | None:
        letters = heading_words().lookalike
        field = self.names.get("".join(letters.get(mark, mark) for mark in heading))
        return Heading(field, trouble="lookalike") if field else None


def _splits(heading: str) -> Iterator[tuple[str, ...]]:
    for mark in "/|":
        if mark in heading:
            yield tuple(heading.split(mark))
    for pattern in (_LATIN_THEN_OTHER, _OTHER_THEN_LATIN):
        match = pattern.fullmatch(heading)
        if match:
            yield match.groups()
