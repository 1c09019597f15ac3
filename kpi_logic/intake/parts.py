"""A list of lines added up once more by the category of each line."""

from dataclasses import dataclass, field, replace

from kpi_logic.intake.categories import CATEGORY, category_of
from kpi_logic.intake.days import Days
from kpi_logic.intake.folding import cleaned
from kpi_logic.intake.gather import Gatherer, Key
from kpi_logic.intake.number_cell import Marks
from kpi_logic.intake.records import Record
from kpi_logic.intake.sheet import Row
from kpi_logic.intake.table import Table

MOST_CATEGORIES = 2_000
"""A column of more different words is none of categories."""


@dataclass
class Parts:
    """What gathers in each category; a column of too many different words is none of categories."""

    table: Table
    marks: Marks
    gatherers: dict[str, Gatherer] = field(default_factory=dict)
    known: dict[str, str] = field(default_factory=dict)
    given_up: bool = False

    @classmethod
    def of(cls, table: Table, marks: Marks) -> "Parts | None":
        """For a client's own list with a column of categories; None for any other."""
        if table.form is None or table.platform or CATEGORY not in table.columns:
            return None
        return None if any(rule.once for rule in table.form.rules(frozenset(table.columns))) else cls(table, marks)

    def add(self, row: Row, key: Key, days: Days) -> None:
        """Add one row to the month of its category."""
        if self.given_up:
            return
        cell = self.table.cell(row, CATEGORY)
        category = category_of(cleaned(str(getattr(cell, "text", cell))), self.known) if cell is not None else ""
        if category not in self.gatherers:
            self.gatherers[category] = Gatherer(self.table, self.marks)
        self.gatherers[category].add(row, key, days)
        if len(self.gatherers) > MOST_CATEGORIES:
            self.given_up, self.gatherers = True, {}

    def records(self) -> list[Record]:
        """The months of each category."""
        return [
            replace(record, category=category)
            for category, gatherer in self.gatherers.items()
            for record in gatherer.records()
        ]
