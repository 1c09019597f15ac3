"""The parts of the page, of which only the open one is drawn."""

from collections.abc import Callable
from functools import partial

from kpi_logic.facts import MonthlyFacts
from kpi_logic.store import Saved
from pages.shared.review import calendar_view, exceptions_ledger, kpi_health_view, month_view, odds_view, reasons_view
from pages.shared.session import t
from pages.shared.tabs import draw_open

SECTIONS: dict[str, Callable[[Saved, MonthlyFacts], None]] = {
    "month": month_view.show,
    "exceptions": exceptions_ledger.show,
    "reasons": reasons_view.show,
    "kpis": kpi_health_view.show,
    "odds": odds_view.show,
    "calendar": calendar_view.show,
}


def show(saved: Saved, facts: MonthlyFacts) -> None:
    """Everything, by its question."""
    labels = [t(f"page_review.tab.{name}") for name in SECTIONS]
    draw_open("review", labels, [partial(section, saved, facts) for section in SECTIONS.values()])
