"""What folds below the desk: only the section that is open is drawn."""

from collections.abc import Callable
from functools import partial

from kpi_logic.facts import MonthlyFacts
from kpi_logic.model import Engagement, Scorecard
from pages.shared import (
    elicitation,
    firmness,
    lint_list,
    replay_view,
    roll_out_view,
    scenarios,
    scorecards,
    slips_view,
    temptations,
    votes,
)
from pages.shared.session import t
from pages.shared.subject import Subject
from pages.shared.tabs import draw_open

SECTIONS: dict[str, Callable[[Engagement, Subject, Scorecard, MonthlyFacts], None]] = {
    "lint": lint_list.show,
    "replay": replay_view.show,
    "scenarios": scenarios.show,
    "elicitation": elicitation.show,
    "votes": votes.show,
    "firmness": firmness.show,
    "gaming": temptations.show,
    "slips": slips_view.show,
    "rules": scorecards.show,
    "roll_out": roll_out_view.show,
}


def show(engagement: Engagement, subject: Subject, card: Scorecard, facts: MonthlyFacts) -> None:
    """Everything that is not the answer, by its question."""
    labels = [t(f"page_weights.section.{name}") for name in SECTIONS]
    draw_open("weights", labels, [partial(section, engagement, subject, card, facts) for section in SECTIONS.values()])
