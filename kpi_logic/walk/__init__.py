"""walk: the steps of the method in a row, with the decisions a consultant would start from.

Receives   an Engagement and the client's facts.     Gives   advice on fit, default decisions, all conclusions at once.
May hold   every room below.
Never      stores anything, draws anything, asks anybody.
"""

from kpi_logic.walk.fit import Advice, fit

__all__ = ["Advice", "fit"]
