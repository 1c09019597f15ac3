"""Verdict: the odds of a target as one word."""

from __future__ import annotations

from enum import StrEnum


class Verdict(StrEnum):
    """How a target sits against its odds."""

    CONSERVATIVE = "conservative"
    REALISTIC = "realistic"
    STRETCH = "stretch"
    UNREALISTIC = "unrealistic"
    CANNOT_TELL = "cannot_tell"


BANDS = ((0.80, Verdict.CONSERVATIVE), (0.50, Verdict.REALISTIC), (0.20, Verdict.STRETCH))
"""Least odds of each verdict; a policy, not a finding."""
TOO_EASY = 0.95
"""Odds above which a target asks for nothing."""


def verdict_of(odds: float | None) -> Verdict:
    """The verdict on these odds.

    odds: probability in [0, 1], or None where there is too little to judge.
    Raises ValueError for odds outside [0, 1]. Source of the bands: house policy.

    >>> verdict_of(0.8).value, verdict_of(0.49).value, verdict_of(None).value
    ('conservative', 'stretch', 'cannot_tell')
    """
    if odds is None:
        return Verdict.CANNOT_TELL
    if not 0 <= odds <= 1:
        raise ValueError(f"odds lie in 0..1, got {odds!r}")
    return next((verdict for least, verdict in BANDS if odds >= least), Verdict.UNREALISTIC)


def too_easy(odds: float | None) -> bool:
    """Whether a target is met almost surely, so that it steers nothing.

    >>> too_easy(0.97), too_easy(None)
    (True, False)
    """
    return odds is not None and odds > TOO_EASY
