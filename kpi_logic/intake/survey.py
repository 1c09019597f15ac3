"""The first look at a list: what its cells prove together, before any of them is summed."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field

from kpi_logic.intake.day_cell import day_key
from kpi_logic.intake.measure_cell import with_semicolons
from kpi_logic.intake.number_cell import Marks, proves, read_number
from kpi_logic.intake.sheet import Cell, Row
from kpi_logic.intake.sieve import Sieve
from kpi_logic.intake.table import Table
from kpi_logic.model import Month

DayKey = tuple[Cell, Cell]
PlaceKey = tuple[Cell, ...]
PLACE = ("platform", "shop", "site", "currency")
MOST_COMPARED = 1_500_000
"""Of so many rows it is known whether they stand there twice."""
_MOST_TEXTS = 200_000


@dataclass
class Survey:
    """Distinct days and places with the first row of each, and how often a day stands there.

    ``marks``: the decimal marks that the numbers prove. ``signs``: the currencies that all signs allow, None without
    one. ``identical``: rows that repeat an earlier one. ``hidden``: hidden rows.
    ``torn``: months that rows across two months take a part of.
    """

    days: dict[DayKey, Row] = field(default_factory=dict)
    places: dict[PlaceKey, Row] = field(default_factory=dict)
    often: Counter[DayKey] = field(default_factory=Counter)
    marks: Marks = field(default_factory=lambda: Marks(point=False, comma=False))
    signs: frozenset[str] | None = None
    identical: int = 0
    live: int = 0
    hidden: list[int] = field(default_factory=list)
    torn: set[Month] = field(default_factory=set)


def survey(table: Table, sieve: Sieve) -> Survey:
    """Look at every row of *table* once."""
    found, proofs, texts, seen = Survey(), set[str](), set[str](), set[int]()
    assert table.form is not None
    numbers = [table.columns[name].index for name in table.form.numbers if name in table.columns]
    read_days, read_place = reader(table, ("date", "end")), reader(table, PLACE)
    for row in sieve.rows():
        cells = row.cells
        found.live += 1
        start, end = read_days(cells)
        day = (day_key(start), day_key(end))
        found.often[day] += 1
        found.days.setdefault(day, row)
        found.places.setdefault(read_place(cells), row)
        for index in numbers:
            cell = cells[index] if index < len(cells) else None
            if isinstance(cell, str) and cell not in texts and not cell.isdecimal():
                _note_text(cell, texts, proofs, found)
        if found.live <= MOST_COMPARED:
            mark = hash(tuple(cells))
            found.identical += mark in seen
            seen.add(mark)
        if row.hidden:
            found.hidden.append(row.number)
    point = "point" in proofs
    found.marks = Marks(point, "comma" in proofs or ("perhaps comma" in proofs and not point))
    found.marks = with_semicolons(table, found.marks)
    return found


def reader(table: Table, fields: tuple[str, ...]) -> Callable[[list[Cell]], tuple[Cell, ...]]:
    """A function from a row's cells to the cells of these fields."""
    places = [table.columns[f].index if f in table.columns else -1 for f in fields]

    def read(cells: list[Cell]) -> tuple[Cell, ...]:
        count = len(cells)
        return tuple([cells[i] if 0 <= i < count else None for i in places])

    return read


def _note_text(cell: str, texts: set[str], proofs: set[str], found: Survey) -> None:
    if len(texts) < _MOST_TEXTS:
        texts.add(cell)
    if ("." in cell or "," in cell) and len(cell) < 40:
        proofs.add(proves(cell))
    if not cell[0].isdecimal() or not cell[-1].isdecimal():
        codes = read_number(cell, Marks(point=True, comma=False)).currencies if len(cell) < 60 else ()
        if codes:
            found.signs = frozenset(codes) if found.signs is None else found.signs & frozenset(codes)
