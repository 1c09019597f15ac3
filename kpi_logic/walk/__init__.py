"""walk: the steps of the method in a row, with the decisions a consultant would start from.

Receives   an Engagement and the client's facts.     Gives   advice on fit, default decisions, the client's own book taken over.
May hold   every room below.
Never      stores anything, draws anything, asks anybody.
"""

from kpi_logic.walk.client_book import with_client_book
from kpi_logic.walk.defaults import (
    carriers,
    default_cascade,
    default_pilot,
    default_scheme,
    new_target,
    outlook_of,
    segments,
    target_kpis,
    with_defaults,
    with_odds,
)
from kpi_logic.walk.fit import Advice, fit
from kpi_logic.walk.next_period import next_targets, with_next_targets

__all__ = [
    "Advice",
    "carriers",
    "default_cascade",
    "default_pilot",
    "default_scheme",
    "fit",
    "new_target",
    "next_targets",
    "outlook_of",
    "segments",
    "target_kpis",
    "with_client_book",
    "with_defaults",
    "with_next_targets",
    "with_odds",
]
