"""M5: what the months of the pilot and the people's words say should be changed, each with its one-press change.

Nothing is changed by itself: an advice is applied when somebody presses it, with its reason already written.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from kpi_logic.library import kpi_library
from kpi_logic.model import (
    Amount,
    Feedback,
    KpiRef,
    Line,
    Raw,
    RoleRef,
    Scorecard,
    Unit,
)
from kpi_logic.model.apportion import apportion
from kpi_logic.review.pilot_advice import Advice, NewLevels
from kpi_logic.review.pulse import criticised
from kpi_logic.scheme import Replay
from kpi_logic.scheme.curve import PASS, TOP

FEWEST = 3
"""Person-months that must be told before a level is called too hard or too easy."""
LIGHTER = 3
"""A KPI that is called unfair loses a third of its weight."""
DIGITS = 3

Array = NDArray[np.float64]


def advice(result: Replay, feedback: Sequence[Feedback] = ()) -> tuple[Advice, ...]:
    """Everything the replayed months speak for: levels nobody reaches or everybody passes, KPIs nobody could measure,
    KPIs that people who find the scheme unfair complain of.
    """
    unfair = dict(criticised(feedback))
    return tuple(
        found
        for card in result.scheme.scorecards
        for line in card.lines
        if line.weight and line.kpi in kpi_library().kpis
        if (seen := _Seen.of(result, card, line)) is not None
        for found in _of(seen, unfair)
    )


@dataclass(frozen=True, eq=False)
class _Seen:
    """One line of a card in the replayed months: (people, months) points, actuals and sources, (3, ...) levels."""

    result: Replay
    card: Scorecard
    line: Line
    rows: tuple[int, ...]
    points: Array
    actuals: Array
    levels: Array
    sources: NDArray[np.str_]

    @classmethod
    def of(cls, result: Replay, card: Scorecard, line: Line) -> "_Seen | None":
        """None where nobody is scored by the line."""
        plan = result.plan
        places = [(row, slot) for row, own in enumerate(plan.cards) if (slot := _slot(own, line)) is not None]
        places = [(row, slot) for row, slot in places if plan.columns[row, slot] >= 0]
        if not places:
            return None
        return cls(
            result,
            card,
            line,
            tuple(row for row, _ in places),
            np.array([result.points[row, :, slot] for row, slot in places]),
            np.array([result.actuals.values[row, :, plan.columns[row, slot]] for row, slot in places]),
            np.stack([plan.levels[:, row, :, slot] for row, slot in places], axis=1),
            np.array([plan.sources[row, :, slot] for row, slot in places]),
        )

    @property
    def told(self) -> NDArray[np.bool_]:
        return ~np.isnan(self.points)

    @property
    def facts(self) -> dict[str, Any]:
        """What every advice on this line says."""
        return {
            "kpi": KpiRef(self.line.kpi),
            "role": RoleRef(self.card.role),
            "people": int(self.told.any(axis=1).sum()),
            "months": len(self.result.months),
            "times": int(self.told.sum()),
        }

    def own(self, place: int) -> str:
        """Whose levels these are: "line", "person", or "target" where a target or its division sets them."""
        source = str(self.sources[place, 0]) if self.sources.size else "line"
        return source if source in ("line", "person") else "target"


def _slot(own: Scorecard | None, line: Line) -> int | None:
    """Where a card's line stands on what a person is scored by; None where it does not, or on another role's levels.

    Whoever has duties beside the main role is scored by the lines of several cards, at other weights.
    """
    if own is None:
        return None
    same = (slot for slot, one in enumerate(own.lines) if one.model_copy(update={"weight": line.weight}) == line)
    return next(same, None)


def _of(seen: _Seen, unfair: Mapping[str, Sequence[Feedback]]) -> Iterator[Advice]:
    points = seen.points[seen.told]
    if not len(points):
        yield _unmeasured(seen)
    elif len(points) >= FEWEST and bool((points < PASS).all()):
        yield _too_hard(seen)
    elif len(points) >= FEWEST and bool((points >= min(TOP, seen.line.cap or TOP) - 1e-9).all()):
        yield _too_easy(seen)
    voices = [one for one in unfair.get(seen.line.kpi, ()) if _speaks_of(one, seen)]
    if voices:
        yield _criticised(seen, voices)


def _unmeasured(seen: _Seen) -> Advice:
    weights = _shifted(seen.card, seen.line, seen.line.weight)
    facts = seen.facts | {"weight": seen.line.weight, "people": len(seen.rows)}
    return Advice("unmeasured", seen.card.role, seen.line.kpi, facts, weights=weights)


def _criticised(seen: _Seen, voices: Sequence[Feedback]) -> Advice:
    less = max(1, round(seen.line.weight / LIGHTER))
    weights = _shifted(seen.card, seen.line, less)
    facts = seen.facts | {"remarks": len(voices), "weight": seen.line.weight, "lighter": seen.line.weight - less}
    ids = tuple(one.id for one in voices)
    return Advice("criticised", seen.card.role, seen.line.kpi, facts, weights=weights, feedback=ids)


def _speaks_of(one: Feedback, seen: _Seen) -> bool:
    """Whether a remark is about this card: its author is scored by it, or stays unnamed."""
    return not one.person or one.person in {seen.result.people[row].id for row in seen.rows}


def _too_hard(seen: _Seen) -> Advice:
    """The threshold where half of the tried months would pass it; whose levels a target sets is left to the targets."""
    levels = tuple(_reachable(seen))
    reached = float(np.median(seen.actuals[seen.told]))
    facts = seen.facts | {"reached": _amount(seen, reached), "asked": _amount(seen, _level(seen, 0))}
    facts["level"] = _amount(seen, levels[0].threshold if levels else None)
    return Advice("too_hard", seen.card.role, seen.line.kpi, facts, levels)


def _reachable(seen: _Seen) -> Iterator[NewLevels]:
    sign = kpi_library()[seen.line.kpi].direction.sign
    for person, places in _owners(seen).items():
        reached = _rounded(float(np.nanmedian(np.where(seen.told, seen.actuals, np.nan)[places])))
        if sign * reached < sign * float(seen.levels[1, places[0], 0]):
            yield NewLevels(person, reached, None, None)


def _too_easy(seen: _Seen) -> Advice:
    """Every level one step up: the stretch becomes the target."""
    levels = tuple(_harder(seen))
    reached = float(np.median(seen.actuals[seen.told]))
    facts = seen.facts | {"reached": _amount(seen, reached), "asked": _amount(seen, _level(seen, 2))}
    facts["level"] = _amount(seen, levels[0].target if levels else None)
    return Advice("too_easy", seen.card.role, seen.line.kpi, facts, levels)


def _harder(seen: _Seen) -> Iterator[NewLevels]:
    kpi = kpi_library()[seen.line.kpi]
    for person, places in _owners(seen).items():
        _, target, stretch = (float(level) for level in seen.levels[:, places[0], 0])
        beyond = stretch + (stretch - target)
        if kpi.unit is Unit.RATIO and stretch < 1 < beyond:
            beyond = (stretch + 1) / 2
        if stretch > 0 >= beyond:
            beyond = stretch / 2
        if stretch != target:
            yield NewLevels(person, _rounded(target), _rounded(stretch), _rounded(beyond))


def _owners(seen: _Seen) -> dict[str, list[int]]:
    """Rows by whose levels they are scored: "" for the line's own, a person's id for that person's."""
    found: dict[str, list[int]] = {}
    for place, row in enumerate(seen.rows):
        own = seen.own(place)
        if own != "target" and seen.told[place].any() and not np.isnan(seen.levels[:, place, 0]).any():
            found.setdefault(seen.result.people[row].id if own == "person" else "", []).append(place)
    return found


def _shifted(card: Scorecard, line: Line, less: int) -> dict[str, int]:
    """Weights with *less* taken off a line and given to the others in proportion; empty where there is no other."""
    others = [one for one in card.lines if one.kpi != line.kpi and one.weight]
    free = [one for one in others if not one.locked] or others
    if not free:
        return {}
    parts = apportion(less, [float(one.weight) for one in free])
    return {line.kpi: line.weight - less} | {one.kpi: one.weight + part for one, part in zip(free, parts, strict=True)}


def _level(seen: _Seen, which: int) -> float | None:
    """The middle of the people's thresholds (0) or stretches (2)."""
    level = float(np.nanmedian(seen.levels[which]))
    return None if np.isnan(level) else level


def _amount(seen: _Seen, value: float | None) -> Amount | Raw:
    unit = kpi_library()[seen.line.kpi].unit
    return Amount(value, unit, (seen.result.actuals.currency or None) if unit is Unit.MONEY else None)


def _rounded(value: float) -> float:
    """Three significant digits, so that people can read and sign it."""
    return float(f"{value:.{DIGITS - 1}e}") if value else value
