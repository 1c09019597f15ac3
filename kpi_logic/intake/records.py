"""Records: the numbers of one month of one shop, and where they were read."""

from dataclasses import dataclass, field

from kpi_logic.intake.folding import folded
from kpi_logic.intake.table import Table
from kpi_logic.model import Month

Number = int | float


@dataclass(slots=True)
class Record:
    """One month of one shop from one table. ``day`` is the day written beside the month, if any."""

    month: Month
    platform: str
    shop: str
    site: str
    currency: str
    values: dict[str, Number]
    row: int
    day: int | None = None

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
    """The records of one table."""

    table: Table
    records: list[Record]


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
