"""targets: what a KPI is likely to do next, and the odds that a target on it is met.

Receives the monthly values of one KPI, the months ahead, and a target or quantile levels.
Gives forecasts with honest intervals, the odds of a target, three levels at wanted odds, and a verdict; what drivers
would have to be, whether targets can hold together, a look back, months and people that sum to the target; what is
doubtful about a target, with the reading that was probably meant; how far stated odds came true on the pool.
May hold numpy, scipy, pandas and scikit-learn, the constants learnt from public series in templates/realism/ and the
events of templates/events.toml.
Never shows, stores, reads a clock, draws unseeded random numbers or writes a sentence for people.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from kpi_logic.targets.attaining import attainment
    from kpi_logic.targets.flags import Flag
    from kpi_logic.targets.forecasting import METHOD_VERSION, Forecast, forecast
    from kpi_logic.targets.hindsight import looking_back
    from kpi_logic.targets.history import TooFewMonths
    from kpi_logic.targets.levels import Levels, three_levels
    from kpi_logic.targets.phasing import phased
    from kpi_logic.targets.questioning import TargetQuestion, period_questions, questions
    from kpi_logic.targets.reliability import Reliability, pool_reliability
    from kpi_logic.targets.sharing import shop_potential
    from kpi_logic.targets.tree import tree_of
    from kpi_logic.targets.verdict import Verdict, verdict_of

_HOME = {
    "attainment": "attaining",
    "Flag": "flags",
    "METHOD_VERSION": "forecasting",
    "Forecast": "forecasting",
    "forecast": "forecasting",
    "TooFewMonths": "history",
    "looking_back": "hindsight",
    "phased": "phasing",
    "TargetQuestion": "questioning",
    "period_questions": "questioning",
    "questions": "questioning",
    "Reliability": "reliability",
    "pool_reliability": "reliability",
    "shop_potential": "sharing",
    "tree_of": "tree",
    "Levels": "levels",
    "three_levels": "levels",
    "Verdict": "verdict",
    "verdict_of": "verdict",
}

__all__ = [
    "METHOD_VERSION",
    "Flag",
    "Forecast",
    "Levels",
    "Reliability",
    "TargetQuestion",
    "TooFewMonths",
    "Verdict",
    "attainment",
    "forecast",
    "looking_back",
    "period_questions",
    "phased",
    "pool_reliability",
    "questions",
    "shop_potential",
    "three_levels",
    "tree_of",
    "verdict_of",
]


def __getattr__(name: str) -> Any:
    """Load a public name when it is first asked for, so that importing the room costs nothing."""
    if name not in _HOME:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_HOME[name]}"), name)
