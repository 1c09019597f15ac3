"""Recorded exceptions put onto a plan before it is scored; taken out again, everything is as it was."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from kpi_logic.library import KpiLibrary, kpi_library
from kpi_logic.metrics import adds_over_months
from kpi_logic.model import Month, SchemeException
from kpi_logic.scheme.curve import FULL
from kpi_logic.scheme.in_force import Bools, Index, InForce
from kpi_logic.scheme.plan import Plan

Array = NDArray[np.float64]


def with_exceptions(
    plan: Plan, events: Sequence[SchemeException], months: Sequence[Month], library: KpiLibrary | None = None
) -> Plan:
    """The plan with every exception in force (``in_force`` says which are); the same plan where none is.

    A line whose month is excluded counts nothing; one held harmless gets 100 points at least; a lowered target moves
    threshold and stretch with it.  A gate is lifted where its month is excluded or held harmless, and eased where a
    part of the target is asked for.  Several exceptions on one line all count.
    """
    return laid_over(plan, InForce.of(events, plan.people, months), library) if events else plan


def laid_over(plan: Plan, force: InForce, library: KpiLibrary | None = None) -> Plan:
    """The plan with what is in force for its people, row by row."""
    if not force.stands.any():
        return plan
    library = library or kpi_library()
    lines, gates, kpis = _codes(plan, library)
    adding = np.array([*(adds_over_months(library[code]) for code in kpis), False], dtype=bool)  # the last: no KPI
    changed = _Lines.of(plan, force, force.on(lines, kpis), adding[lines])
    return replace(
        plan,
        levels=changed.levels,
        counts=changed.counts,
        floor=changed.floor,
        gate_limits=_limits(plan, force, force.on(gates, kpis)),
    )


def _codes(plan: Plan, library: KpiLibrary) -> tuple[Index, Index, tuple[str, ...]]:
    """(people, lines) and (people, gates) places in the KPIs that follow; -1 where there is none that is known."""
    kpis: dict[str, int] = {}
    lines = np.full(plan.columns.shape, -1, dtype=np.intp)
    gates = np.full(plan.gate_columns.shape, -1, dtype=np.intp)
    for row, card in enumerate(plan.cards):
        if card is not None:
            named = ((lines, [line.kpi for line in card.lines]), (gates, [gate.kpi for gate in card.gates]))
            for codes, parts in named:
                for slot, kpi in enumerate(parts):
                    if kpi in library.kpis:
                        codes[row, slot] = kpis.setdefault(kpi, len(kpis))
    return lines, gates, tuple(kpis)


@dataclass(frozen=True, eq=False)
class _Lines:
    """What exceptions make of lines: ``levels`` (3, P, M, L), ``counts`` and ``floor`` (P, M, L)."""

    levels: Array
    counts: Array
    floor: Array

    @classmethod
    def of(cls, plan: Plan, force: InForce, found: Bools, adding: Bools) -> "_Lines":
        """*found* (events, P, M, L) is what counts where, *adding* (P, L) whether a line's months add up."""
        shape = found.shape[1:]
        counts, floor, asked, spared = np.ones(shape), np.full(shape, -np.inf), np.ones(shape), np.ones(shape)
        counts[_any(force, found, "exclude_month")] = 0.0
        floor[_any(force, found, "hold_harmless")] = FULL
        for rule in ("pro_rata_target", "exclude_days"):
            event, row, month, slot = _where(force, found, rule)
            at = (row, month, slot)
            share = _share(force, rule)[event, month]
            adds = adding[row, slot] | (rule == "pro_rata_target")
            np.multiply.at(counts, at, np.where(adds, share > 0, share))
            eased = np.where(adds & (share > 0), share, 1.0)
            np.multiply.at(asked, at, eased)
            np.multiply.at(spared, at, 2.0 - eased)
        return cls(_eased(plan, asked, spared), counts, floor)


def _any(force: InForce, found: Bools, rule: str) -> Bools:
    return np.asarray(found[_ruled(force, rule)].any(axis=0))


def _ruled(force: InForce, rule: str) -> Index:
    return np.array([place for place, event in enumerate(force.events) if event.rule == rule], dtype=np.intp)


def _where(force: InForce, found: Bools, rule: str) -> tuple[Index, Index, Index, Index]:
    """Places where an exception of a rule counts; the first is the event's."""
    ruled = _ruled(force, rule)
    event, row, month, slot = np.nonzero(found[ruled])
    return ruled[event], row, month, slot


def _share(force: InForce, rule: str) -> Array:
    """(events, months) the part of the target, or of the month's days, that is asked for."""
    if rule == "pro_rata_target":
        return np.repeat(np.array([[event.share] for event in force.events]), len(force.months), axis=1)
    days = np.array([month.days for month in force.months], dtype=float)
    return np.asarray(np.maximum(days - np.array([[event.days] for event in force.events]), 0.0) / days)


def _eased(plan: Plan, asked: Array, spared: Array) -> Array:
    """The levels at the share of what was *asked*: times it where more is better, over it where less is.

    Of a target below 0 all three levels move by the part of it that is not asked for, to the easier side: *spared* is
    the product of 2 less each share.
    """
    touched = asked != 1.0
    if not touched.any():
        return plan.levels
    sign, target = plan.sign[:, None, :], plan.levels[1]
    moved = target * np.where(sign > 0, spared, asked) - target
    eased = np.where(target >= 0, plan.levels * asked**sign, plan.levels + moved)
    return np.where(touched, eased, plan.levels)


def _limits(plan: Plan, force: InForce, found: Bools) -> Array:
    """(P, M, G) limits of gates: none where the month is excluded or held harmless, eased where less is asked."""
    limits = np.repeat(plan.gate_limit[:, None, :], len(force.months), axis=1)
    for event, row, month, slot in zip(*_where(force, found, "pro_rata_target"), strict=True):
        if force.events[event].kpi:  # a part of all targets is no part of a limit
            limits[row, month, slot] *= force.events[event].share ** plan.gate_sign[row, slot]
    limits[_any(force, found, "exclude_month") | _any(force, found, "hold_harmless")] = np.nan
    return np.asarray(limits)
