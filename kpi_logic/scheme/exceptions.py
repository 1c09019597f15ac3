"""Recorded exceptions put onto a plan before it is scored; taken out again, everything is as it was."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from kpi_logic.library import KpiLibrary, kpi_library
from kpi_logic.metrics import adds_over_months
from kpi_logic.model import Month, SchemeException
from kpi_logic.scheme.curve import FULL
from kpi_logic.scheme.plan import Plan

Array = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class _Sheet:
    """What the exceptions change: ``levels`` (3, P, M, L), ``counts`` and ``floor`` (P, M, L), ``limits`` (P, M, G)."""

    levels: Array
    counts: Array
    floor: Array
    limits: Array


def with_exceptions(
    plan: Plan, events: Sequence[SchemeException], months: Sequence[Month], library: KpiLibrary | None = None
) -> Plan:
    """The plan with every exception in force; the same plan where none is.

    A line whose month is excluded counts nothing; one held harmless gets 100 points at least; a lowered target moves
    threshold and stretch with it.  A gate is lifted where its month is excluded or held harmless, and eased where a
    part of the target is asked for.  Several exceptions on one line all count.
    """
    acting = [event for event in events if any(event.holds(str(month)) for month in months)]
    if not acting:
        return plan
    library = library or kpi_library()
    shape = plan.levels.shape[1:]
    limits = np.repeat(plan.gate_limit[:, None, :], shape[1], axis=1)
    sheet = _Sheet(plan.levels.copy(), np.ones(shape), np.full(shape, -np.inf), limits)
    for event in acting:
        columns = [place for place, month in enumerate(months) if event.holds(str(month))]
        for row in _rows(plan, event):
            _on_lines(plan, sheet, event, row, columns, months, library)
            _on_gates(plan, sheet, event, row, columns, library)
    return replace(plan, levels=sheet.levels, counts=sheet.counts, floor=sheet.floor, gate_limits=sheet.limits)


def _rows(plan: Plan, event: SchemeException) -> Iterable[int]:
    return (row for row, person in enumerate(plan.people) if event.person in ("", person.id))


def _on_lines(
    plan: Plan,
    sheet: _Sheet,
    event: SchemeException,
    row: int,
    columns: Sequence[int],
    months: Sequence[Month],
    library: KpiLibrary,
) -> None:
    card = plan.cards[row]
    for slot, line in enumerate(card.lines if card else ()):
        if event.kpi not in ("", line.kpi) or line.kpi not in library.kpis:
            continue
        for column in columns:
            at = (row, column, slot)
            if event.rule == "exclude_month":
                sheet.counts[at] = 0.0
            elif event.rule == "hold_harmless":
                sheet.floor[at] = FULL
            elif event.rule == "pro_rata_target":
                _ease(sheet.levels, at, event.share, int(plan.sign[row, slot]))
            elif adds_over_months(library[line.kpi]):
                _ease(sheet.levels, at, _left(event, months[column]), int(plan.sign[row, slot]))
                sheet.counts[at] *= _left(event, months[column]) > 0
            else:
                sheet.counts[at] *= _left(event, months[column])


def _on_gates(
    plan: Plan, sheet: _Sheet, event: SchemeException, row: int, columns: Sequence[int], library: KpiLibrary
) -> None:
    card = plan.cards[row]
    for slot, gate in enumerate(card.gates if card else ()):
        if event.kpi not in ("", gate.kpi) or gate.kpi not in library.kpis:
            continue
        if event.rule in ("exclude_month", "hold_harmless"):
            sheet.limits[row, columns, slot] = np.nan
        elif event.rule == "pro_rata_target" and event.kpi == gate.kpi:
            sheet.limits[row, columns, slot] *= event.share ** plan.gate_sign[row, slot]


def _left(event: SchemeException, month: Month) -> float:
    """The share of the month's days that counts."""
    return max(month.days - event.days, 0) / month.days


def _ease(levels: Array, at: tuple[int, int, int], share: float, sign: int) -> None:
    """The levels at *share* of what was asked: times it where more is better, over it where less is.

    Of a target below 0 all three levels move by the part of it that is not asked for, to the easier side.
    """
    row, column, slot = at
    given = levels[:, row, column, slot]
    if share <= 0:
        return
    eased = given * share**sign if given[1] >= 0 else given - sign * abs(given[1]) * (1 - share)
    levels[:, row, column, slot] = eased
