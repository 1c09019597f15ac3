"""Findings: issues with their place in words, gathered without end but told in bounded number."""

from collections import Counter
from typing import Any

from kpi_logic.model import Amount, Issue, Level, MeasureRef, Message, Place, Raw, Segment, Unit

MOST_OF_A_KIND = 20
"""So many issues of one code are kept for each table; the rest is counted."""
SHOWN_CHARACTERS = 60


class Refused(Exception):
    """The file, sheet or row set cannot be read; carries the issue that says why."""

    def __init__(self, issue: Issue) -> None:
        super().__init__(issue.code)
        self.issue = issue


def shown(value: Any) -> Raw:
    """A cell's value as it is quoted in a message: short, in one line.

    >>> shown("a" * 99).text[-3:]
    'aa…'
    """
    text = " ".join(str(value).split())
    return Raw(text if len(text) <= SHOWN_CHARACTERS else text[: SHOWN_CHARACTERS - 1] + "…")


def where(place: Place) -> Message:
    """The place in words: as much of sheet, cell, row and column as is known."""
    facts = {"file": shown(place.file or ""), "sheet": shown(place.sheet or ""), "cell": place.cell or ""}
    facts |= {"row": str(place.row or ""), "column": shown(place.column or "")}
    known = [name for name in ("sheet", "cell", "row", "column") if getattr(place, name)]
    if "cell" in known:
        known = [name for name in known if name != "row"]
    if place.file and not place.sheet:
        known = ["file", *known]
    return Message("intake_words.where." + ("_".join(known) or "all"), facts)


def issue(code: str, level: Level, place: Place, **facts: Any) -> Issue:
    """An issue whose words begin with its place (the fact ``where``)."""
    return Issue(code, level, place, {"where": where(place), **facts})


def refused(code: str, place: Place, level: Level = Level.ERROR, **facts: Any) -> Refused:
    """The exception that stops the reading of a file or table."""
    return Refused(issue(code, level, place, **facts))


class Findings:
    """Issues of one table; after twenty of a kind it only counts."""

    def __init__(self) -> None:
        self._kept: list[Issue] = []
        self._count: Counter[tuple[str, Level]] = Counter()
        self._last: dict[tuple[str, Level], Place] = {}

    def say(self, code: str, level: Level, place: Place, **facts: Any) -> None:
        """Keep an issue made of these, or only count it."""
        kind = (code, level)
        self._count[kind] += 1
        self._last[kind] = place
        if self._count[kind] <= MOST_OF_A_KIND:
            self._kept.append(issue(code, level, place, **facts))

    def take(self, other: "Findings") -> None:
        """Everything that *other* has, behind what is here."""
        for found in other._kept:
            if sum(kept.code == found.code and kept.level == found.level for kept in self._kept) < MOST_OF_A_KIND:
                self._kept.append(found)
        self._count.update(other._count)
        self._last |= other._last

    def all(self) -> list[Issue]:
        """The kept issues, and one more for each kind that was cut short."""
        return self._kept + [self._more(kind) for kind, number in self._count.items() if number > MOST_OF_A_KIND]

    def _more(self, kind: tuple[str, Level]) -> Issue:
        place = Place(file=self._last[kind].file, sheet=self._last[kind].sheet)
        more = self._count[kind] - MOST_OF_A_KIND
        return issue("more_of_this", kind[1], place, number=more, title=Message(f"issue.{kind[0]}.title"))


def named_shop(shop: tuple[str, str, str]) -> Raw | Segment:
    """Platform, shop and site in one line; "all shops" in the reader's language where none is named."""
    name = " · ".join(part for part in shop if part)
    return shown(name) if name else Segment()


def measure(code: str) -> MeasureRef:
    """The measure's name in the reader's language."""
    return MeasureRef(code)


def amount(value: float, code: str = "", currency: str = "") -> Amount:
    """A measure's number in words: all digits of money, whole counts; money of no stated currency where no measure is named."""
    from kpi_logic.library import kpi_library

    unit = kpi_library().measures[code].unit if code else Unit.MONEY
    return Amount(value, unit, currency or None, full=True)
