"""The months in which targets are settled and the scheme is looked at again (P5): the calendar's own rule."""

from kpi_logic.model import Month
from kpi_logic.proposal.assemble.case import Case
from kpi_logic.review.calendar import regular_reviews, settling_months


def settled(case: Case) -> dict[Month, tuple[str, ...]]:
    """The month after a target's last one, and the KPIs of the targets settled then."""
    due = settling_months(target for target, _, _ in case.outlooks)
    return {month: tuple(dict.fromkeys(target.kpi for target in targets)) for month, targets in due.items()}


def regular(case: Case) -> list[Month]:
    """The next regular reviews, counted from the first month that counts; none where nobody can say when that is."""
    return regular_reviews(case.scheme, case.engagement.pilot, case.latest) if case.scheme is not None else []
