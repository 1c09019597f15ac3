"""Line formats: tables of order lines and the like, described by one file each under templates/intake/format."""

from dataclasses import dataclass
from functools import cached_property, lru_cache

from pydantic import BaseModel, ConfigDict, Field, model_validator

from kpi_logic.intake.vocabulary import Vocabulary
from kpi_logic.intake.words import INTAKE
from kpi_logic.library import read_toml


class Gives(BaseModel):
    """How one measure comes out of the lines of a month.

    ``sum``: the product of these numbers, summed. ``distinct``: orders counted once. ``lines``: lines counted.
    ``returns``: the measure that takes the lines below zero, as a positive number; ``signed``: they stay in the sum.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    measure: str
    sum: tuple[str, ...] = ()
    distinct: bool = False
    lines: bool = False
    returns: str = ""
    signed: bool = False

    @model_validator(mode="after")
    def _one_way(self) -> "Gives":
        if bool(self.sum) + self.distinct + self.lines != 1:
            raise ValueError("give exactly one of sum, distinct, lines")
        return self


class _File(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    code: str
    date: tuple[str, ...]
    order: tuple[str, ...] = ()
    shop: tuple[str, ...] = ()
    platform: tuple[str, ...] = ()
    site: tuple[str, ...] = ()
    currency: tuple[str, ...] = ()
    status: tuple[str, ...] = ()
    mark: tuple[str, ...] = ()
    number: dict[str, tuple[str, ...]]
    gives: tuple[Gives, ...] = Field(min_length=1)


ROLES = ("date", "order", "shop", "platform", "site", "currency", "status", "mark")


@dataclass(frozen=True)
class LineFormat:
    """One format; ``code`` is a text key under ``intake_words.format``."""

    code: str
    names: dict[str, str]
    numbers: tuple[str, ...]
    gives: tuple[Gives, ...]
    has_order: bool
    has_mark: bool

    @cached_property
    def vocabulary(self) -> Vocabulary:
        """Its headings."""
        return Vocabulary(self.names)

    def rules(self, present: frozenset[str]) -> tuple[Gives, ...]:
        """The first rule of each measure whose columns are there."""
        chosen: dict[str, Gives] = {}
        for rule in self.gives:
            if set(rule.sum) <= present and rule.measure not in chosen:
                chosen[rule.measure] = rule
        return tuple(chosen.values())

    def is_complete(self, present: frozenset[str]) -> bool:
        """Whether months can be made of a table with these columns (its date may stand in another table)."""
        needed = {"order"} if self.has_order else {"date"}
        needed |= {"mark"} if self.has_mark else set()
        return needed <= present and any(rule.sum for rule in self.rules(present))

    def is_head(self, present: frozenset[str]) -> bool:
        """Whether it is a list of orders with dates, whose amounts stand in another table."""
        return {"order", "date"} <= present and not self.is_complete(present)


@lru_cache(maxsize=1)
def line_formats() -> tuple[LineFormat, ...]:
    """Every format under templates/intake/format, by file name."""
    return tuple(_format(read_toml(path, _File)) for path in sorted((INTAKE / "format").glob("*.toml")))


def _format(file: _File) -> LineFormat:
    names = {name: role for role in ROLES for name in getattr(file, role)}
    names |= {name: number for number, words in file.number.items() for name in words}
    return LineFormat(file.code, names, tuple(file.number), file.gives, bool(file.order), bool(file.mark))
