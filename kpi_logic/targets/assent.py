"""Assent: who has agreed to the monthly numbers of a target, and who agreed to other numbers than there are now."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from kpi_logic.model import Agreement
from kpi_logic.targets.personal import PersonalMonths, PersonalRow


class Assent(StrEnum):
    """Where a person stands to the numbers: asked, agreed, or agreed to other numbers than there are now."""

    OPEN = "open"
    AGREED = "agreed"
    CHANGED = "changed"


@dataclass(frozen=True)
class Standing:
    """One person and what was agreed last, if anything was."""

    row: PersonalRow
    assent: Assent
    agreement: Agreement | None = None


def agreed(table: PersonalMonths, row: PersonalRow, on: str) -> Agreement:
    """The agreement of a person to the months as they are now; *on* is the day, YYYY-MM-DD."""
    return Agreement(
        target=table.target.id,
        person=row.person,
        name=row.name,
        role=row.role,
        on=on,
        kpi=table.kpi.code,
        segment=table.target.segment,
        first=str(table.months[0]),
        amount=row.amount,
        months=row.months,
    )


def standings(table: PersonalMonths, agreements: Sequence[Agreement]) -> tuple[Standing, ...]:
    """Everybody in the table, in its order; an agreement to other numbers is kept and told, it does not count."""
    mine = {one.person: one for one in agreements if one.target == table.target.id}
    return tuple(_standing(table, row, mine.get(row.person)) for row in table.rows)


def _standing(table: PersonalMonths, row: PersonalRow, agreement: Agreement | None) -> Standing:
    if agreement is None:
        return Standing(row, Assent.OPEN)
    same = (
        (agreement.kpi, agreement.segment, agreement.first)
        == (table.kpi.code, table.target.segment, str(table.months[0]))
        and table.steps(agreement.months) == table.steps(row.months)
        and table.steps([agreement.amount]) == table.steps([row.amount])
    )
    return Standing(row, Assent.AGREED if same else Assent.CHANGED, agreement)


def told(found: Sequence[Standing], which: Assent) -> int:
    """How many stand so."""
    return sum(one.assent is which for one in found)
