"""The lines of a table of people by months, in the order in which every exit shows them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from kpi_logic.targets.assent import Standing
from kpi_logic.targets.cascade import from_steps
from kpi_logic.targets.personal import PersonalMonths


class Of(StrEnum):
    """Whose numbers stand on a line."""

    COMPANY = "company"
    ON_TOP = "on_top"
    DEPARTMENT = "department"
    PERSON = "person"


@dataclass(frozen=True)
class PersonalLine:
    """One line; ``name`` is that of the department or person, ``standing`` is a person's only."""

    of: Of
    name: str
    amount: float
    months: tuple[float, ...]
    standing: Standing | None = None


def personal_lines(table: PersonalMonths, standings: Sequence[Standing]) -> tuple[PersonalLine, ...]:
    """The company, what is handed out on top of it, and each department with its people.

    A KPI that everybody carries whole has no sums of departments: they would mean nothing.
    """
    lines = [PersonalLine(Of.COMPANY, "", table.target.value, table.company)]
    if any(table.on_top):
        extra = table.steps([table.amount(table.rows), -table.target.value])
        lines.append(PersonalLine(Of.ON_TOP, "", from_steps(sum(extra), table.step), table.on_top))
    by_person = {standing.row.person: standing for standing in standings}
    for department in table.departments:
        inside = table.of_department(department)
        if table.over_people:
            lines.append(PersonalLine(Of.DEPARTMENT, department, table.amount(inside), table.summed(inside)))
        lines += [
            PersonalLine(Of.PERSON, row.name, row.amount, row.months, by_person.get(row.person)) for row in inside
        ]
    return tuple(lines)
