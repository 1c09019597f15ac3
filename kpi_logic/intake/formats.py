"""Formats: exports of platforms, lists of order lines and the like, one file each under templates/intake/format."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator

from kpi_logic.intake.folding import folded, folded_heading
from kpi_logic.intake.vocabulary import Vocabulary
from kpi_logic.intake.words import INTAKE
from kpi_logic.library import read_toml

Values = tuple[str, ...]
KNOWN = "known"
"""What a heading means that belongs to a format and is not read."""


class Gives(BaseModel):
    """How one measure comes out of the rows of a month.

    One of: ``sum`` (the product of these numbers, summed), ``add`` (the sum of these numbers, summed), ``distinct``
    (orders counted once), ``lines`` (rows counted).
    ``returns``: the measure that takes rows below zero, as a positive number; ``signed``: they stay in the sum.
    ``where``/``unless``: only rows whose field has (has not) one of these values; "abc*" is a beginning.
    ``negate``: costs written below zero; ``size``: the sign means nothing. ``once``: an order's amount that every line
    of it repeats. ``weight``: an average weighted by this number. ``last``: a snapshot, the latest day speaks.
    ``also``: adds to the rules of the measure before it. ``weak``: another definition, used only where nothing else is.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    measure: str
    sum: Values = ()
    add: Values = ()
    distinct: bool = False
    lines: bool = False
    returns: str = ""
    signed: bool = False
    where: dict[str, Values] = {}
    unless: dict[str, Values] = {}
    negate: bool = False
    size: bool = False
    once: bool = False
    weight: str = ""
    last: bool = False
    also: bool = False
    weak: bool = False

    @model_validator(mode="after")
    def _one_way(self) -> "Gives":
        if bool(self.sum) + bool(self.add) + self.distinct + self.lines != 1:
            raise ValueError("give exactly one of sum, add, distinct, lines")
        return self

    def has(self, present: frozenset[str]) -> bool:
        """Whether the columns it needs are there; of ``add`` the ones that are there are added."""
        needed = {*self.sum, *self.where, *([self.weight] if self.weight else [])}
        return needed <= present and (not self.add or bool(set(self.add) & present))


class _File(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    code: str
    platform: str = ""
    grain: Literal["lines", "days", "snapshot"] = "lines"
    needs: Values = ()
    date: Values = ()
    end: Values = ()
    order: Values = ()
    shop: Values = ()
    platforms: Values = Field(default=(), alias="platform_column")
    site: Values = ()
    currency: Values = ()
    status: Values = ()
    mark: Values = ()
    word: dict[str, Values] = {}
    number: dict[str, Values]
    known: Values = ()
    cancelled: Values = ()
    skip: dict[str, Values] = {}
    total: dict[str, str] = {}
    part: str = ""
    carry: Values = ()
    day_first: bool | None = None
    utc: bool = False
    preamble: dict[str, str] = {}
    gives: tuple[Gives, ...] = Field(min_length=1)


ROLES = ("date", "end", "order", "shop", "site", "currency", "status", "mark")


@dataclass(frozen=True)
class LineFormat:
    """One format; ``code`` is a text key under ``intake_words.format``.

    ``platform``: whose export it is, "" for a general list. ``skip``, ``cancelled``: rows that do not count.
    ``total``: the field that only a summary row fills, and the field it sums. ``part``: a field whose values tell two
    exports of one month apart. ``carry``: fields that only the first line of an order fills. ``day_first``: how the
    platform writes dates where nothing else tells.
    """

    code: str
    file: _File
    names: Mapping[str, str]

    @property
    def platform(self) -> str:
        """Whose export it is."""
        return self.file.platform

    @property
    def numbers(self) -> Values:
        """The fields that hold numbers."""
        return tuple(self.file.number)

    @property
    def gives(self) -> tuple[Gives, ...]:
        """Every rule."""
        return self.file.gives

    @property
    def has_order(self) -> bool:
        """Whether a line belongs to an order."""
        return bool(self.file.order)

    @cached_property
    def vocabulary(self) -> Vocabulary:
        """Its headings."""
        return Vocabulary(self.names)

    @cached_property
    def rank(self) -> Mapping[str, int]:
        """Folded heading -> its place among the names of its field; the first is preferred."""
        lists = (*(getattr(self.file, role) for role in ROLES), self.file.platforms, *self.file.word.values(),
                 *self.file.number.values())  # fmt: skip
        return {folded_heading(name): i for names in lists for i, name in enumerate(names)}

    @cached_property
    def cancelled(self) -> Values:
        """Words for an order that does not count, folded; "abc*" is a beginning."""
        return tuple(map(folded, self.file.cancelled))

    def rules(self, present: frozenset[str]) -> tuple[Gives, ...]:
        """The first rule of each measure whose columns are there, and those that add to it."""
        chosen: list[Gives] = []
        for rule in self.gives:
            if rule.has(present) and (rule.also or all(rule.measure != other.measure for other in chosen)):
                chosen.append(rule)
        return tuple(chosen)

    def is_complete(self, present: frozenset[str]) -> bool:
        """Whether months can be made of a table with these columns (its date may stand in another table)."""
        if self.platform or self.file.needs:
            return set(self.file.needs) <= present and bool(self.rules(present))
        needed = {"order"} if self.has_order else {"date"}
        needed |= {"mark"} if self.file.mark else set()
        return needed <= present and any(rule.sum for rule in self.rules(present))

    def is_head(self, present: frozenset[str]) -> bool:
        """Whether it is a list of orders with dates, whose amounts stand in another table."""
        return not self.platform and {"order", "date"} <= present and not self.is_complete(present)


@lru_cache(maxsize=1)
def line_formats() -> tuple[LineFormat, ...]:
    """Every format under templates/intake/format, by file name."""
    return tuple(_format(read_toml(path, _File)) for path in sorted((INTAKE / "format").glob("*.toml")))


def _format(file: _File) -> LineFormat:
    names = dict.fromkeys(file.known, KNOWN)
    names |= {name: role for role in ROLES for name in getattr(file, role)}
    names |= dict.fromkeys(file.platforms, "platform")
    names |= {name: field for field, words in (*file.word.items(), *file.number.items()) for name in words}
    return LineFormat(file.code, file, names)
