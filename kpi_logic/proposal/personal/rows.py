"""What stands in the files: heads and rows, texts as texts and numbers as numbers."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass

from kpi_logic.model import KpiRef, Raw, RoleRef, Unit
from kpi_logic.targets.assent import Assent, Standing
from kpi_logic.targets.personal import PersonalMonths
from kpi_logic.targets.personal_lines import Of, PersonalLine, personal_lines
from kpi_logic.text import Catalog

Cell = str | float | None


@dataclass(frozen=True)
class Sheet:
    """A table of people by months, who agreed to it, whose it is, in which currency, and the day it is written."""

    table: PersonalMonths
    standings: Sequence[Standing]
    client: Raw
    currency: str | None
    day: datetime.date

    @property
    def lines(self) -> tuple[PersonalLine, ...]:
        """The lines in order."""
        return personal_lines(self.table, self.standings)

    def title(self, words: Catalog) -> str:
        """Whose months these are, of what."""
        target = self.table.target
        first, last = self.table.months[0], self.table.months[-1]
        kpi = KpiRef(self.table.kpi.code)
        return words.say("personal.title", client=self.client, kpi=kpi, segment=target.segment, first=first, last=last)

    def unit(self, words: Catalog) -> str:
        """The unit, said once: the currency of money."""
        if self.table.kpi.unit is Unit.MONEY and self.currency:
            return self.currency
        return words.say(f"proposal.unit.{self.table.kpi.unit.value}")

    @property
    def number_format(self) -> str:
        """How a spreadsheet shows the numbers: money to the cent, shares as percentages."""
        unit = self.table.kpi.unit
        if unit is Unit.RATIO:
            return "0.00%"
        return "#,##0.00" if unit is Unit.MONEY else "#,##0.##" if self.table.step < 1 else "#,##0"

    def heads(self, words: Catalog) -> list[str]:
        """One head a column."""
        months = [str(month) for month in self.table.months]
        return [words.say(f"personal.head.{head}") for head in ("who", "role", "total")] + [
            *months,
            words.say("personal.head.agreed"),
        ]

    def rows(self, words: Catalog) -> list[list[Cell]]:
        """One row a line."""
        return [
            [name_of(line, words), _role(line, words), line.amount, *line.months, agreed_of(line, words)]
            for line in self.lines
        ]


def name_of(line: PersonalLine, words: Catalog) -> str:
    """The line's name."""
    match line.of:
        case Of.COMPANY:
            return words.say("cascade.company")
        case Of.ON_TOP:
            return words.say("cascade.buffer")
        case Of.DEPARTMENT:
            return line.name or words.say("cascade.no_department")
    return line.name


def agreed_of(line: PersonalLine, words: Catalog) -> str:
    """When the person agreed, or that the numbers have changed since, or that nobody has asked yet."""
    standing = line.standing
    if standing is None:
        return ""
    if standing.agreement is None or standing.assent is Assent.OPEN:
        return words.say("personal.open")
    return words.say(f"personal.{standing.assent.value}", day=standing.agreement.on)


def _role(line: PersonalLine, words: Catalog) -> str:
    role = line.standing.row.role if line.standing is not None else ""
    return words.word(RoleRef(role)) if role else ""
