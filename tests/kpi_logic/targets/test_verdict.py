"""Verdicts: every band and its edges."""

import pytest

from kpi_logic.targets import Verdict, verdict_of
from kpi_logic.targets.verdict import too_easy


@pytest.mark.parametrize(
    ("odds", "verdict"),
    [
        (1.0, Verdict.CONSERVATIVE),
        (0.80, Verdict.CONSERVATIVE),
        (0.7999, Verdict.REALISTIC),
        (0.50, Verdict.REALISTIC),
        (0.4999, Verdict.STRETCH),
        (0.20, Verdict.STRETCH),
        (0.1999, Verdict.UNREALISTIC),
        (0.0, Verdict.UNREALISTIC),
        (None, Verdict.CANNOT_TELL),
    ],
)
def test_verdict_of_odds(odds: float | None, verdict: Verdict) -> None:
    assert verdict_of(odds) is verdict


@pytest.mark.parametrize("odds", [-0.01, 1.01, float("nan")])
def test_odds_outside_the_unit_are_refused(odds: float) -> None:
    with pytest.raises(ValueError, match=r"odds lie in 0\.\.1, got"):
        verdict_of(odds)


def test_too_easy_is_said_above_nineteen_in_twenty() -> None:
    assert [too_easy(odds) for odds in (None, 0.95, 0.951)] == [False, False, True]
