"""The parts of the page, of which only the open one is drawn."""

from collections.abc import Callable
from functools import partial

from kpi_logic.facts import MonthlyFacts
from kpi_logic.store import Saved
from pages.shared.pilot import actuals_view, design_view, feedback_view, iterate_view, verdict_view
from pages.shared.session import t
from pages.shared.tabs import draw_open

SECTIONS: dict[str, Callable[[Saved, MonthlyFacts], None]] = {
    "design": design_view.show,
    "actuals": actuals_view.show,
    "feedback": feedback_view.show,
    "iterate": iterate_view.show,
    "verdict": verdict_view.show,
}


def show(saved: Saved, facts: MonthlyFacts) -> None:
    """Everything, by its question."""
    labels = [t(f"page_pilot.tab.{name}") for name in SECTIONS]
    draw_open("pilot", labels, [partial(section, saved, facts) for section in SECTIONS.values()])
