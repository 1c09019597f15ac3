"""Reading: what number was probably meant where a target cannot be what it says (40 for 40 %, 420 for 420 ten-thousands)."""

from __future__ import annotations

from collections.abc import Iterator

from kpi_logic.model import Unit
from kpi_logic.targets.outlook import Outlook

NEAR = 3.0
"""A reading is believed within this factor of what is likely."""
FAR = 30.0
"""A number is doubted from this factor on."""
PART_LOW, PART_HIGH = 0.7, 1.4
"""A month's or a year's number is recognised within these parts of it."""
YEAR, QUARTER = 12, 3
ALONE = 2.0
"""A ratio of this size and more is doubted even where nothing is known."""
LARGER, SMALLER = (1e4, 1e3), (1e2, 1e3, 1e4)


def readings(view: Outlook, value: float) -> Iterator[tuple[str, float]]:
    """At most one question on a target and the value that was probably meant."""
    if value < 0 and not view.may_be_negative:
        yield "negative", -value
        return
    likely = _likely(view)
    for reader in (_percent, _sign, _magnitude, _span):
        found = reader(view, value, likely)
        if found is not None:
            yield found
            return


def _likely(view: Outlook) -> float:
    """What the whole period is likely to bring; 0 where nothing is known."""
    if view.interval80 is not None:
        return view.interval80[1]
    return view.start


def _near(value: float, likely: float, factor: float = NEAR) -> bool:
    return likely != 0 and 1 / factor <= value / likely <= factor


def _percent(view: Outlook, value: float, likely: float) -> tuple[str, float] | None:
    """40 where a ratio of 0.40 was meant."""
    if view.kpi.unit is not Unit.RATIO:
        return None
    doubtful = (
        value >= ALONE if likely <= 0 else value > 1 and value > NEAR * likely and _near(value / 100, likely, FAR)
    )
    return ("percent", value / 100) if doubtful else None


def _sign(view: Outlook, value: float, likely: float) -> tuple[str, float] | None:
    """A profit with its sign turned: history has been on one side only, and the target stands on the other."""
    known = view.history.dropna()
    one_side = len(known) > 1 and ((known > 0).all() or (known < 0).all())
    return ("sign", -value) if one_side and value * likely < 0 and _near(-value, likely) else None


def _magnitude(view: Outlook, value: float, likely: float) -> tuple[str, float] | None:
    """420 where 420 ten-thousands were meant, or cents where the currency's unit was."""
    if view.kpi.unit not in (Unit.MONEY, Unit.COUNT) or value <= 0 or likely <= 0 or _near(value, likely, FAR):
        return None
    tried = [value * by for by in LARGER] if value < likely else [value / by for by in SMALLER]
    return next((("magnitude", one) for one in tried if _near(one, likely)), None)


def _span(view: Outlook, value: float, likely: float) -> tuple[str, float] | None:
    """A month's number for a whole period, or a year's for a part of it."""
    if not view.adds or likely <= 0 or value <= 0 or view.months < QUARTER:
        return None
    share = value / likely
    if PART_LOW <= share * view.months <= PART_HIGH:
        return "per_month", value * view.months
    if view.months <= QUARTER and PART_LOW <= share * view.months / YEAR <= PART_HIGH:
        return "whole_year", value * view.months / YEAR
    return None
