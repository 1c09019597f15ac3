"""Threshold, target and stretch as they are signed: enough digits that no two levels look alike."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from kpi_logic.model import Amount, Kpi, Line, Month, Person, Unit
from kpi_logic.proposal.assemble.case import Case
from kpi_logic.scheme import Levels
from kpi_logic.scheme.levels import LevelBook
from kpi_logic.text.numbers import MISSING, grouped

MOST_DIGITS = 4

Cell = Amount | str


@dataclass(frozen=True)
class Standing:
    """Levels that hold for one person (None: for everybody) and some months (None: all that nothing else holds for)."""

    person: Person | None
    months: tuple[Month, Month] | None
    levels: Levels | None


def standings(case: Case, line: Line, kpi: Kpi, people: Sequence[Person]) -> Iterator[Standing]:
    """What is signed for one line: the role's own levels, then each person's, then those of the months of a target."""
    book = level_book(case)
    own = {personal.person for personal in line.personal}
    if not people or any(person.id not in own for person in people):
        levels, _ = book.standing(line.model_copy(update={"personal": ()}), kpi, Person(id="", name=""))
        yield Standing(None, None, levels if isinstance(levels, Levels) else None)
    for person in people:
        if person.id in own:
            levels, _ = book.standing(line, kpi, person)
            yield Standing(person, None, levels if isinstance(levels, Levels) else None)
        yield from _strongest(book, kpi, person)


def level_book(case: Case) -> LevelBook:
    """The levels that the engagement's targets and cascades set."""
    engagement = case.engagement
    return LevelBook(engagement.targets, engagement.cascades, case.facts.shops, engagement.agreements)


def _strongest(book: LevelBook, kpi: Kpi, person: Person) -> tuple[Standing, ...]:
    """Of several levels for the same months, the last counts."""
    held = {(dated.first, dated.last): dated for dated in book.dated(kpi, person)}
    return tuple(
        Standing(person, months, dated.levels if isinstance(dated.levels, Levels) else None)
        for months, dated in held.items()
    )


def level_cells(kpi: Kpi, levels: Sequence[float | None], currency: str | None) -> tuple[Cell, ...]:
    """The cells of some levels of one KPI, all with the same number of digits.

    >>> from kpi_logic.library import kpi_library
    >>> level_cells(kpi_library()["cvr"], (0.1037, 0.1041, 0.11), None)
    ('10.37%', '10.41%', '11.00%')
    """
    if kpi.unit is Unit.MONEY:
        return tuple(Amount(level, Unit.MONEY, currency, full=True) for level in levels)
    if kpi.unit is not Unit.RATIO:
        return tuple(Amount(level, kpi.unit) for level in levels)
    digits = ratio_digits([level for level in levels if level is not None])
    return tuple(MISSING if level is None else f"{grouped(level * 100, digits)}%" for level in levels)


def ratio_digits(ratios: Sequence[float]) -> int:
    """The fewest decimals of percentages, one or more, that keep different values apart and lose nothing.

    >>> ratio_digits((0.25, 0.3)), ratio_digits((0.1037, 0.11)), ratio_digits((1 / 3, 0.5))
    (1, 2, 2)
    """
    values = [ratio * 100 for ratio in ratios]
    apart = len(set(values))
    return next(
        (n for n in range(1, MOST_DIGITS) if len({round(value, n) for value in values}) == apart and _whole(values, n)),
        _fewest_apart(values, apart),
    )


def _whole(values: Sequence[float], digits: int) -> bool:
    return all(abs(round(value, digits) - value) < 1e-9 for value in values)


def _fewest_apart(values: Sequence[float], apart: int) -> int:
    told = (n for n in range(2, MOST_DIGITS) if len({round(value, n) for value in values}) == apart)
    return next(told, MOST_DIGITS)
