"""Where things stand on a person's sheet, and what is known while it is written."""

from dataclasses import dataclass, field

import numpy as np
from openpyxl.utils import get_column_letter

from kpi_logic.model import Kpi, Person, Scorecard, Unit
from kpi_logic.proposal.workbook.page import Page
from kpi_logic.proposal.workbook.plan import MONTHS, Plan
from kpi_logic.text import Catalog

HEAD, STATE, FIRST = 5, 6, 7
NAME_COLUMNS = ("A", "B", "C", "D", "E", "F", "G")  # one cell for all rows of a KPI
LEVEL_COLUMNS = ("E", "F", "G")
ITEM = "H"
MONTH_COLUMNS = tuple(get_column_letter(9 + n) for n in range(MONTHS))
SUM = get_column_letter(9 + MONTHS)
BONUS, TOTAL_WEIGHT = "$D$3", "$G$3"


SUMMARY_COLUMNS = tuple(get_column_letter(3 + n) for n in range(MONTHS))  # of the months, on the summary
KEY = get_column_letter(10 + MONTHS)  # hidden: what each row is, for whoever reads the filled sheet


@dataclass(frozen=True)
class Scored:
    """A line of the scorecard: its weight's cell, the row of its points, the row of the part that counts if it has one.

    ``known``: whether the catalogue has its KPI; the engine asks nothing of one that it does not know.
    """

    weight: str
    row: int
    counts: int | None = None
    known: bool = True

    def counted(self, column: str) -> str:
        """The weight that counts in a month, for a formula."""
        return self.weight if self.counts is None else f"{self.weight}*{column}{self.counts}"


@dataclass(eq=False)
class Desk:
    """One sheet being written: ``at`` is the next free row; the lists collect what later rows and checks read."""

    page: Page
    plan: Plan
    row: int
    words: Catalog
    at: int = FIRST
    points: list[Scored] = field(default_factory=list)
    factors: list[int] = field(default_factory=list)  # rows of the gates' factors
    given: list[str] = field(default_factory=list)  # places that people fill with numbers
    parts: list[str] = field(default_factory=list)  # places for numbers from 0 to 1
    times: list[str] = field(default_factory=list)  # places for how often something happened
    extras: list[int] = field(default_factory=list)  # rows of plus and minus points

    @property
    def person(self) -> Person:
        """Whose sheet it is."""
        return self.plan.people[self.row]

    @property
    def card(self) -> Scorecard:
        """What the person is scored on."""
        return self.plan.card(self.row)

    def say(self, key: str, **facts: object) -> str:
        """A text of the workbook."""
        return self.words.say(f"scorecard.{key}", **facts)

    def key(self, row: int, kind: str, what: str = "") -> None:
        """Say in the hidden column what a row is."""
        self.page.text(f"{KEY}{row}", f"{kind} {what}".strip(), box=False)

    def unit(self, kpi: Kpi | None) -> str:
        """The unit as people write it; money by its currency."""
        if kpi is None:
            return ""
        if kpi.unit is Unit.MONEY and self.plan.case.currency:
            return self.plan.case.currency
        return self.words.say(f"proposal.unit.{kpi.unit.value}")

    def actuals(self, column: int) -> list[float]:
        """A KPI's actuals by month, NaN where there are none; *column* is its place in the engine's table."""
        if column < 0:
            return [float("nan")] * len(self.plan.months)
        return [float(value) for value in self.plan.result.actuals.values[self.row, :, column]]

    def direction(self, cell: str, kpi: Kpi | None) -> None:
        """+1 or -1, shown as words: the formulas read the number."""
        if kpi is None:
            self.page.text(cell, "", align="center")
            return
        better = [self.say(f"direction.{way}").replace('"', "") for way in ("higher", "lower")]
        shape = ";".join(f'"{word}"' for word in better)
        self.page.number(cell, kpi.direction.sign, shape, font="soft", align="center")

    def over_months(self, row: int) -> str:
        """The area of all months of a row."""
        return f"{MONTH_COLUMNS[0]}{row}:{MONTH_COLUMNS[-1]}{row}"


def told(value: float | None) -> float | None:
    """The number, or None for a missing one."""
    return None if value is None or np.isnan(value) else float(value)
