"""The smallest change of a scorecard that closes a temptation, each tried by running the test again."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
import pandas as pd

from kpi_logic.library import KpiLibrary
from kpi_logic.model import Gate, Line, Person, PersonalLevels, Scorecard
from kpi_logic.model.apportion import apportion
from kpi_logic.scheme.actuals import Actuals
from kpi_logic.scheme.history import eased, history_levels
from kpi_logic.scheme.levers import gaming_settings

STEP = 5
"""Weights are tried in steps of this many points of 100."""

MOST_KPIS = 5


@dataclass(frozen=True)
class Closing:
    """One change that closes it: ``weight`` points of 100 given to ``kpi``, or a gate on it (weight 0).

    "weight": a KPI of the card gets more; "counter": a KPI is added; "gate": a condition is added.  ``card`` is the
    whole scorecard after it.
    """

    role: str
    kind: Literal["weight", "counter", "gate"]
    kpi: str
    weight: int
    card: Scorecard


def closings(
    card: Scorecard,
    actuals: Actuals,
    people: Sequence[Person],
    closes: Callable[[Scorecard], bool],
    counters: Sequence[str],
    library: KpiLibrary,
) -> tuple[Closing, ...]:
    """Every closing found, the one that moves least weight first, gates last.

    Args:
        actuals: its first rows are these people's, as things are now.
        closes: whether a scorecard leaves no corridor: the whole test run again.
        counters: KPIs that may be added, in order of preference.
    """
    found: list[Closing] = []
    for kpi in dict.fromkeys([*(line.kpi for line in card.lines), *counters]):
        if kpi in library.kpis:
            first = next((one for one in _weighed(card, kpi, actuals, people, library) if closes(one.card)), None)
            found += [first] if first else []
    gates = (_gated(card, kpi, actuals, people, library) for kpi in counters)
    found += [one for one in gates if one is not None and closes(one.card)]
    return tuple(sorted(found, key=lambda one: (one.kind == "gate", one.weight)))


def _weighed(
    card: Scorecard, kpi: str, actuals: Actuals, people: Sequence[Person], library: KpiLibrary
) -> Iterator[Closing]:
    """The KPI at more and more weight, the others giving way in proportion."""
    has = next((line for line in card.lines if line.kpi == kpi), None)
    if has is None and len(card.lines) >= MOST_KPIS:
        return
    line = has or _new_line(kpi, actuals, people, library)
    others = [other for other in card.lines if other.kpi != kpi]
    if line is None or not others:
        return
    now = has.weight if has else 0
    for weight in range(now + STEP, gaming_settings().max_weight + 1, STEP):
        kept = apportion(100 - weight, [float(other.weight) for other in others])
        lines = [other.model_copy(update={"weight": w}) for other, w in zip(others, kept, strict=True)]
        lines.append(line.model_copy(update={"weight": weight}))
        kind: Literal["weight", "counter"] = "weight" if has else "counter"
        yield Closing(card.role, kind, kpi, weight - now, card.model_copy(update={"lines": tuple(lines)}))


def _new_line(kpi: str, actuals: Actuals, people: Sequence[Person], library: KpiLibrary) -> Line | None:
    """A line on the levels that each person's own history suggests; None where somebody's cannot be told."""
    column, personal = actuals.kpis.index(kpi), []
    for row, person in enumerate(people):
        levels = history_levels(library[kpi], pd.Series(actuals.values[row, :, column]))
        if levels is None:
            return None
        personal.append(PersonalLevels(person=person.id, **levels._asdict()))
    if len({(own.threshold, own.target, own.stretch) for own in personal}) == 1:
        one = personal[0]
        return Line(kpi=kpi, weight=0, threshold=one.threshold, target=one.target, stretch=one.stretch)
    return Line(kpi=kpi, weight=0, personal=tuple(personal))


def _gated(
    card: Scorecard, kpi: str, actuals: Actuals, people: Sequence[Person], library: KpiLibrary
) -> Closing | None:
    """The KPI as a gate at the worst month of the year; None where people's months differ too much for one limit."""
    if any(gate.kpi == kpi for gate in card.gates) or (not library[kpi].is_ratio and len(people) > 1):
        return None
    sign = library[kpi].direction.sign
    told = sign * actuals.values[: len(people), :, actuals.kpis.index(kpi)]
    if not np.isfinite(told).any():
        return None
    limit = eased(sign * float(np.nanmin(told)), sign)
    gate = Gate(kpi=kpi, limit=limit, multiplier=gaming_settings().gate_multiplier)
    return Closing(card.role, "gate", kpi, 0, card.model_copy(update={"gates": (*card.gates, gate)}))
