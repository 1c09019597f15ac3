"""Records: the numbers of one month of one shop, and where they were read."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from kpi_logic.intake.folding import folded
from kpi_logic.intake.table import Table
from kpi_logic.library import kpi_library
from kpi_logic.model import Month, Unit

Number = int | float


@dataclass(slots=True)
class Record:
    """One month of one shop from one table.

    ``day`` is the day written beside the month, if any. ``days`` (of the month) and ``lines`` say what a list holds of
    it; ``parts`` what tells two exports apart (settlement numbers); ``weak`` the measures of another definition.
    """

    month: Month
    platform: str
    shop: str
    site: str
    currency: str
    values: dict[str, Number]
    row: int
    day: int | None = None
    days: frozenset[int] = frozenset()
    lines: int = 0
    parts: frozenset[str] = frozenset()
    weak: frozenset[str] = frozenset()
    category: str = ""

    @property
    def has_money(self) -> bool:
        """Whether any of its numbers is an amount of money."""
        kinds = kpi_library().measures
        return any(kinds[code].unit is Unit.MONEY for code in self.values)

    @property
    def key(self) -> tuple[Month, str, str, str, str]:
        """What may stand there only once."""
        return (self.month, self.platform, self.shop, self.site, self.currency)

    @property
    def place_of_sale(self) -> tuple[str, str, str]:
        """Platform, shop and site."""
        return (self.platform, self.shop, self.site)


@dataclass
class Batch:
    """The records of one table; those of a long one are a ``Block``.

    ``signs``: the currencies its signs allow. ``undated``: the file tells no month. ``waiting``: what must be answered
    before the records count ("month", "site", "currency", "shop"), or "". ``partial``: months not held in whole;
    ``torn``: those that rows across two months take a part of. ``parts``: the records by category, where it tells them.
    """

    table: Table
    records: Sequence[Record]
    signs: tuple[str, ...] = ()
    undated: bool = False
    waiting: str = ""
    partial: set[Month] = field(default_factory=set)
    torn: frozenset[Month] = frozenset()
    parts: list[Record] = field(default_factory=list)

    @property
    def gives_money(self) -> bool:
        """Whether any of its numbers is an amount of money."""
        return any(record.has_money for record in self.records)

    @property
    def lacks_currency(self) -> bool:
        """Whether any amount of money stands there without its currency."""
        return any(record.has_money and not record.currency for record in self.records)

    @property
    def file(self) -> str:
        """The file it comes from."""
        return self.table.sheet.file

    @property
    def name(self) -> str:
        """File, and sheet where there are several."""
        sheet = self.table.sheet
        return sheet.file if sheet.name is None else f"{sheet.file} · {sheet.name}"


@dataclass
class Spellings:
    """One spelling for each name: the first one met speaks for all that differ in width, case or unseen characters."""

    first: dict[str, str] = field(default_factory=dict)
    others: dict[str, set[str]] = field(default_factory=dict)
    known: dict[str, str] = field(default_factory=dict)

    def of(self, name: str) -> str:
        """The spelling that is kept for *name*."""
        if name not in self.known:
            self.known[name] = self._new(name)
        return self.known[name]

    def _new(self, name: str) -> str:
        kept = self.first.setdefault(folded(name), name)
        if kept != name:
            self.others.setdefault(kept, set()).add(name)
        return kept
