"""The word lists under templates/intake, read once."""

import re
from functools import lru_cache

from pydantic import BaseModel, ConfigDict

from kpi_logic.intake.folding import folded, folded_heading
from kpi_logic.library import TEMPLATES, read_toml

INTAKE = TEMPLATES / "intake"


class _Strict(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Names(_Strict):
    """A list of words."""

    names: tuple[str, ...]


class Units(Names):
    """Units beside a number; ``measure``: the measures that a unit is written for, where it tells them."""

    measure: dict[str, tuple[str, ...]]


class Patterns(_Strict):
    """A list of regular expressions."""

    patterns: tuple[str, ...]


class YesNo(_Strict):
    """How people write yes and no."""

    yes: tuple[str, ...]
    no: tuple[str, ...]


class MonthForms(_Strict):
    """How months are spelt; see the file."""

    whole: tuple[str, ...]
    day: tuple[str, ...]
    time: str
    remark: str
    partial: tuple[str, ...]
    other_period: tuple[str, ...]
    names: tuple[str, ...]
    full_names: tuple[str, ...]


class CellWords(_Strict):
    """cell_words.toml."""

    missing: Names
    total: Patterns
    approximate: Patterns
    scale: dict[str, int]
    unit: Units
    answer: YesNo
    cancelled: Names
    month: MonthForms


class ColumnNames(_Strict):
    """columns.toml."""

    key: dict[str, Names]
    measure: dict[str, Names]


class HeadingWords(_Strict):
    """heading_words.toml."""

    scale: dict[str, int]
    unit: Names
    cumulative: Names
    lookalike: dict[str, str]


class CurrencyWords(_Strict):
    """currency.toml."""

    codes: str
    names: dict[str, tuple[str, ...]]
    shared: dict[str, tuple[str, ...]]


class Checks(_Strict):
    """checks.toml."""

    not_more_than: tuple[tuple[str, str], ...]
    far_times: float


@lru_cache(maxsize=1)
def cell_words() -> CellWords:
    """Words inside cells."""
    return read_toml(INTAKE / "cell_words.toml", CellWords)


@lru_cache(maxsize=1)
def column_names() -> ColumnNames:
    """Headings beside the names of the measures."""
    return read_toml(INTAKE / "columns.toml", ColumnNames)


@lru_cache(maxsize=1)
def heading_words() -> HeadingWords:
    """What may stand beside a name in a heading, folded."""
    words = read_toml(INTAKE / "heading_words.toml", HeadingWords)
    return HeadingWords(
        scale={folded_heading(name): factor for name, factor in words.scale.items()},
        unit=Names(names=tuple(map(folded_heading, words.unit.names))),
        cumulative=Names(names=tuple(map(folded_heading, words.cumulative.names))),
        lookalike=words.lookalike,
    )


@lru_cache(maxsize=1)
def checks() -> Checks:
    """What must hold between measures."""
    return read_toml(INTAKE / "checks.toml", Checks)


@lru_cache(maxsize=1)
def missing_marks() -> frozenset[str]:
    """How "unknown" is written in a cell, folded."""
    return frozenset(map(folded, cell_words().missing.names))


@lru_cache(maxsize=1)
def total_row() -> re.Pattern[str]:
    """What stands in the first cells of a total row."""
    return re.compile("|".join(f"(?:{p})" for p in cell_words().total.patterns))


@lru_cache(maxsize=1)
def currencies() -> tuple[dict[str, str], dict[str, tuple[str, ...]]]:
    """Folded name -> code, and folded sign -> the codes that share it."""
    words = read_toml(INTAKE / "currency.toml", CurrencyWords)
    known = {code.casefold(): code for code in words.codes.split()}
    known |= {folded(name): code for code, names in words.names.items() for name in names}
    return known, {folded(sign): codes for sign, codes in words.shared.items()}
