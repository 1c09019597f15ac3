"""A client's own appraisal form as a scheme: its KPIs in the client's words, with the weights that stand beside them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from pydantic import BaseModel, ConfigDict

from kpi_logic.intake.archive import open_archive
from kpi_logic.intake.container import Container, container
from kpi_logic.intake.file import ClientFile
from kpi_logic.intake.finding import Refused
from kpi_logic.intake.folding import cleaned, folded_heading
from kpi_logic.intake.no_figures import FORM, without_figures
from kpi_logic.intake.sheet import Cell, Row, Sheet
from kpi_logic.intake.words import INTAKE
from kpi_logic.intake.workbook import read_workbook
from kpi_logic.library import read_toml
from kpi_logic.model import Line, Scheme, Scorecard
from kpi_logic.model.apportion import apportion

LONGEST = 60
"""Characters of a KPI's name; what is longer explains it."""


class _Words(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    kpi: tuple[str, ...]
    weight: tuple[str, ...]
    section: tuple[str, ...]
    role: tuple[str, ...]
    order: tuple[str, ...]


@lru_cache(maxsize=1)
def _words() -> _Words:
    return read_toml(INTAKE / "appraisal_form.toml", _Words)


@dataclass(frozen=True)
class _Head:
    """Columns of one table of the form, from 0; None where it has none."""

    kpi: int
    weight: int | None
    section: int | None


@dataclass(frozen=True)
class _Entry:
    """One KPI of the form: its weight within its section, and the section's share (0-1); None where none stands there."""

    kpi: str
    weight: float | None
    section: int
    share: float | None


def form_scheme(file: ClientFile) -> Scheme | None:
    """The scheme that an appraisal form describes; None where the file is none, or cannot be read.

    Each sheet is one scorecard, of the role that stands on it (else the sheet's name).  Weights are of 100 where the form
    states them, 0 where it states none: the lint says so, nothing is made up.
    """
    try:
        sheets = read_workbook(open_archive(file), file.name) if container(file) is not Container.TEXT else []
    except Refused:
        return None
    cards = tuple(card for sheet in sheets if (card := _card(sheet)) is not None)
    return Scheme(scorecards=cards) if cards else None


def _card(sheet: Sheet) -> Scorecard | None:
    if sheet.hidden or without_figures(sheet) != FORM:
        return None
    entries = list(_entries(sheet))
    weights = _weights(entries)
    lines = tuple(Line(kpi=entry.kpi, weight=weight) for entry, weight in zip(entries, weights, strict=True))
    return Scorecard(role=_role(sheet) or sheet.name or "", lines=lines) if lines else None


def _entries(sheet: Sheet) -> Iterator[_Entry]:
    head: _Head | None = None
    section, share = 0, None
    for row in sheet.rows:
        found = _head(row)
        if found is not None:
            head, share, section = found, None, section + 1
            continue
        if head is None:
            continue
        given = _number(_at(row, head.section))
        if given is not None:
            share, section = given, section + 1
        name = _at(row, head.kpi)
        if isinstance(name, str) and 0 < len(cleaned(name)) <= LONGEST:
            yield _Entry(cleaned(name), _number(_at(row, head.weight)), section, share)


def _weights(entries: Sequence[_Entry]) -> list[int]:
    """Whole weights: within its section as stated (equal parts where only the section has a share), 100 together."""
    exact = []
    for entry in entries:
        mates = [other for other in entries if other.section == entry.section]
        stated = sum(other.weight or 0.0 for other in mates)
        share = 1.0 if entry.share is None else entry.share
        if stated > 0:
            exact.append(share * (entry.weight or 0.0))
        else:
            exact.append(0.0 if entry.share is None else share / len(mates))
    total = sum(exact)
    scale = 100 if total <= 1.5 else 1
    whole = round(total * scale)
    return apportion(min(whole, 100), exact) if total > 0 else [0] * len(entries)


def _head(row: Row) -> _Head | None:
    """The row's columns if it is a heading: a KPI column, and a number, a weight or a section beside it."""
    words = _words()
    section = _column(row, words.section)
    taken = () if section is None else (section,)
    columns = {"section": section, "weight": _column(row, words.weight, taken)}
    columns |= {"kpi": _column(row, words.kpi, taken), "order": _column(row, words.order, taken)}
    beside = [columns[name] for name in ("weight", "section", "order") if columns[name] is not None]
    if columns["kpi"] is None or not beside:
        return None
    return _Head(columns["kpi"], columns["weight"], columns["section"])


def _column(row: Row, words: Sequence[str], taken: Sequence[int] = ()) -> int | None:
    """The cell that begins with the longest of the words, apart from those taken."""
    for word in sorted(map(_squeezed, words), key=len, reverse=True):
        for place, cell in enumerate(row.cells):
            fits = isinstance(cell, str) and len(cell) <= LONGEST and _squeezed(cell).startswith(word)
            if fits and place not in taken:
                return place
    return None


def _squeezed(text: str) -> str:
    """A heading without its line breaks and blanks: forms break them anywhere."""
    return "".join(folded_heading(text).split())


def _role(sheet: Sheet) -> str:
    """What stands after the word for role, in its cell or in the next that holds something."""
    words = [_squeezed(word) for word in _words().role]
    for row in sheet.rows:
        for place, cell in enumerate(row.cells):
            if isinstance(cell, str) and any(_squeezed(cell).startswith(word) for word in words):
                inside = cleaned(cell).replace("\N{FULLWIDTH COLON}", ":").partition(":")[2].strip()
                after = next((c for c in row.cells[place + 1 :] if isinstance(c, str) and cleaned(c)), "")
                return inside or ("" if ":" in after or "\N{FULLWIDTH COLON}" in after else cleaned(after))
    return ""


def _at(row: Row, column: int | None) -> Cell:
    return row.cells[column] if column is not None and column < len(row.cells) else None


def _number(cell: Cell) -> float | None:
    """A share or a weight: 0.25, 25 or "25%"; None for anything else."""
    if isinstance(cell, bool) or cell is None:
        return None
    if isinstance(cell, int | float):
        return float(cell) if 0 <= cell <= 100 else None
    text = cleaned(cell).replace("\N{FULLWIDTH PERCENT SIGN}", "%") if isinstance(cell, str) else ""
    try:
        value = float(text.rstrip("%"))
    except ValueError:
        return None
    return (value / 100 if text.endswith("%") else value) if 0 <= value <= 100 else None
