"""Flags: what was odd in a history and how the forecast took it, as codes and facts."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from kpi_logic.targets.breaks import AGES, SIZES
from kpi_logic.targets.cleaning import SURE, spiked
from kpi_logic.targets.history import FEWEST, History
from kpi_logic.targets.posterior import Posterior
from kpi_logic.targets.transform import Transform


class Flag(NamedTuple):
    """One thing to tell.

    code and value: "too_few" (usable months, no odds), "few_months" (usable months), "missing" (how many),
    "left_out" (older months not used), "constant" (the one value), "zeros" (how many), "signed" (negative
    values, though none were announced), "spike" (its odds; month), "break" (its odds; month: the first one
    after the jump).
    month: months since January 1970 or None.
    """

    code: str
    month: int | None = None
    value: float | None = None


SHORT = 12
"""Usable months below which a forecast leans mostly on other sellers' histories."""


def _history_flags(past: History) -> list[Flag]:
    """What the months themselves show."""
    gaps = len(past.pattern) - past.months.size
    zeros = int((past.values == 0).sum())
    facts = (
        ("too_few", past.months.size if past.months.size < FEWEST else 0),
        ("few_months", past.months.size if FEWEST <= past.months.size < SHORT else 0),
        ("missing", gaps),
        ("left_out", past.left_out),
        ("zeros", zeros),
    )
    found = [Flag(code, None, float(value)) for code, value in facts if value]
    if np.ptp(past.values) == 0:
        found.append(Flag("constant", None, float(past.values[0])))
    return found


def _oddity_flags(past: History, found: Posterior) -> list[Flag]:
    """Spikes and breaks that are more likely than not."""
    spikes = found.spike_weight()
    flags = [Flag("spike", int(past.months[place]), float(spikes[place])) for place in spiked(spikes)]
    by_age = found.jump_weight().reshape(len(SIZES), len(AGES)).sum(axis=0)
    if by_age.sum() >= SURE:
        age = AGES[int(by_age.argmax())]
        flags.append(Flag("break", int(past.months[-1]) + 1 - age, float(by_age.sum())))
    return flags


def raise_flags(past: History, found: Posterior, scale: Transform, kind: str) -> tuple[Flag, ...]:
    """Everything worth telling about a history, in a fixed order."""
    flags = _history_flags(past)
    if kind == "positive" and scale.name == "linear":
        flags.append(Flag("signed"))
    return tuple(flags + _oddity_flags(past, found))


def nothing_to_judge(flags: tuple[Flag, ...]) -> bool:
    """Whether no odds should be stated: too few usable months, or nothing but zeros.

    >>> nothing_to_judge((Flag("constant", None, 0.0),)), nothing_to_judge((Flag("constant", None, 5.0),))
    (True, False)
    """
    return any(flag.code == "too_few" or (flag.code == "constant" and flag.value == 0) for flag in flags)
