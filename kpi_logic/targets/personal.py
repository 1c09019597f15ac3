"""Personal: what everybody carries in every month, a table that closes both ways to the smallest unit.

People sum to their department and to what is handed out of the month; months sum to the person's part.  The table is
made of the same whole steps (cents, pieces) as the cascade and the months, so nothing is lost in rounding.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from kpi_logic.model import Agreement, Cascade, Kpi, Month, Organisation, Person, Share, Target
from kpi_logic.model.apportion import apportion
from kpi_logic.targets.cascade import from_steps, step_of, to_steps
from kpi_logic.targets.outlook import Outlook
from kpi_logic.targets.phasing import phased

SHARED_STEP = 1e-4
"""How finely two values of a ratio are told apart: a hundredth of a percent."""


@dataclass(frozen=True)
class PersonalRow:
    """One person: the part for the whole period, and each month's."""

    person: str
    name: str
    role: str
    department: str
    amount: float
    months: tuple[float, ...]


@dataclass(frozen=True)
class PersonalMonths:
    """Everybody's months of one target.

    ``company``: the target's own months.  ``over_people``: whether people sum to the company (else everybody carries the
    same number); ``over_months``: whether months sum to the period (else each month has the period's number).
    """

    target: Target
    kpi: Kpi
    months: tuple[Month, ...]
    company: tuple[float, ...]
    rows: tuple[PersonalRow, ...]
    over_people: bool
    over_months: bool
    step: float

    @property
    def departments(self) -> tuple[str, ...]:
        """The departments in it, in the order of their first person."""
        return tuple(dict.fromkeys(row.department for row in self.rows))

    def of_department(self, department: str) -> tuple[PersonalRow, ...]:
        """The people of a department."""
        return tuple(row for row in self.rows if row.department == department)

    def summed(self, rows: Sequence[PersonalRow]) -> tuple[float, ...]:
        """The months of several people together, exact to the step."""
        return tuple(self._sum([row.months[n] for row in rows]) for n in range(len(self.months)))

    def amount(self, rows: Sequence[PersonalRow]) -> float:
        """The parts of several people together, exact to the step."""
        return self._sum([row.amount for row in rows])

    @property
    def on_top(self) -> tuple[float, ...]:
        """By how much people together go beyond the company's month: what is handed out on top on purpose."""
        together = self.summed(self.rows)
        return tuple(self._sum([month, -company]) for month, company in zip(together, self.company, strict=True))

    @property
    def closes(self) -> bool:
        """Whether every person's months sum to the person's part, to the step; no question where they need not."""
        return not self.over_months or all(self._sum(row.months) == row.amount for row in self.rows)

    def steps(self, values: Sequence[float]) -> tuple[int, ...]:
        """Values in whole steps, the way two of them are compared."""
        return tuple(to_steps(value, self.step) for value in values)

    def _sum(self, values: Sequence[float]) -> float:
        return from_steps(sum(self.steps(values)), self.step)


def personal_months(
    target: Target,
    view: Outlook,
    organisation: Organisation,
    plan: Cascade | None = None,
    agreements: Sequence[Agreement] = (),
) -> PersonalMonths | None:
    """Everybody's months of one target; None where it is not handed down to anybody.

    A target that adds up over people is handed down by *plan*; a ratio is carried whole by everybody whose role owns the
    KPI (S5).  A month's share of a person's part is the month's share of the target.  What somebody has agreed to is not
    moved by the rounding of others: where it still fits, the table has the very numbers of *agreements*.
    """
    months = tuple(view.first + n for n in range(view.months))
    company = phased(target, view) or (target.value,) * len(months)
    shared = view.kpi.is_ratio
    step = SHARED_STEP if shared else step_of(view.kpi.unit)
    if shared:
        owners = [person for person in organisation.people if person.role in view.kpi.owners]
        rows = tuple(_row(person, target.value, company) for person in owners)
    else:
        shares = plan.people if plan is not None else ()
        kept = {one.person: one.months for one in agreements if one.target == target.id and view.adds}
        cells = _cells([share.amount for share in shares], company, view.adds, step, _placed(kept, shares))
        rows = _named(shares, cells, organisation)
    return PersonalMonths(target, view.kpi, months, company, rows, not shared, view.adds, step) if rows else None


def _placed(kept: Mapping[str, Sequence[float]], shares: Sequence[Share]) -> dict[int, Sequence[float]]:
    return {place: kept[share.to] for place, share in enumerate(shares) if share.to in kept}


def _cells(
    amounts: Sequence[float], company: Sequence[float], adds: bool, step: float, kept: Mapping[int, Sequence[float]]
) -> list[list[float]]:
    """Each part in months, in the KPI's unit."""
    if not adds:
        return [[amount] * len(company) for amount in amounts]
    if not amounts:
        return []
    weights = [abs(to_steps(part, step)) for part in company]
    before = {place: [to_steps(cell, step) for cell in cells] for place, cells in kept.items()}
    made = spread([to_steps(amount, step) for amount in amounts], weights, before)
    return [[from_steps(cell, step) for cell in row] for row in made]


def _named(
    shares: Sequence[Share], cells: Sequence[Sequence[float]], organisation: Organisation
) -> tuple[PersonalRow, ...]:
    known = {person.id: person for person in organisation.people}
    return tuple(
        _row(known.get(share.to, Person(id=share.to, name=share.to)), share.amount, tuple(row))
        for share, row in zip(shares, cells, strict=True)
    )


def spread(
    rows: Sequence[int], weights: Sequence[int], kept: Mapping[int, Sequence[int]] | None = None
) -> list[list[int]]:
    """Whole cells of a table whose rows sum to *rows* and whose columns share their total in proportion to *weights*.

    Each row takes its part of what the columns still have to give, by largest remainders, so rows and columns close
    exactly and no cell has another sign than its row.  Where rows have both signs, each cell is the step of a running
    sum that is itself split so; the sums close as well, and a cell may be a unit or two off its share.

    Args:
        rows: one or more whole numbers.
        weights: one or more whole numbers, each 0 or more; all 0 counts as equal.
        kept: cells of some rows (by place) as they were before: they stay where only rounding would move them.

    >>> spread([10, 5], [1, 1, 1])
    [[4, 3, 3], [1, 2, 2]]
    >>> spread([10, 5], [1, 1, 1], {1: [2, 2, 1]})
    [[3, 3, 4], [2, 2, 1]]
    >>> spread([-4, 5], [1, 1])
    [[-2, -2], [3, 2]]
    """
    if all(row <= 0 for row in rows):
        mirrored = {place: [-cell for cell in cells] for place, cells in (kept or {}).items()}
        return [[-cell for cell in row] for row in _taken([-row for row in rows], weights, mirrored)]
    return _taken(rows, weights, kept or {}) if all(row >= 0 for row in rows) else _running(rows, weights)


def _taken(rows: Sequence[int], weights: Sequence[int], kept: Mapping[int, Sequence[int]]) -> list[list[int]]:
    columns = apportion(sum(rows), weights)
    fresh = _shared_out(rows, columns, {})
    same = {
        place: list(cells)
        for place, cells in kept.items()
        if len(cells) == len(columns)
        and sum(cells) == rows[place]
        and all(abs(cell - now) <= len(rows) for cell, now in zip(cells, fresh[place], strict=True))
    }
    room = [column - sum(cells[n] for cells in same.values()) for n, column in enumerate(columns)]
    if not same or min(room) < 0 or (len(same) == len(rows) and any(room)):
        return fresh
    return _shared_out(rows, room, same)


def _shared_out(rows: Sequence[int], columns: Sequence[int], same: Mapping[int, list[int]]) -> list[list[int]]:
    """Each row's part of what the columns still have to give; *same* rows have theirs already."""
    left, cells = list(columns), []
    for place, row in enumerate(rows):
        part = same.get(place)
        if part is None:
            part = apportion(row, left)
            left = [have - taken for have, taken in zip(left, part, strict=True)]
        cells.append(part)
    return cells


def _running(rows: Sequence[int], weights: Sequence[int]) -> list[list[int]]:
    cells, before, total = [], [0] * len(weights), 0
    for row in rows:
        total += row
        after = apportion(total, weights)
        cells.append([now - then for now, then in zip(after, before, strict=True)])
        before = after
    return cells


def _row(person: Person, amount: float, months: tuple[float, ...]) -> PersonalRow:
    return PersonalRow(person.id, person.name or person.id, person.role, person.department, amount, months)
