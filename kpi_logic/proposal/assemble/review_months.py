"""The months in which targets are settled and the scheme is looked at again (P5)."""

from kpi_logic.model import Month
from kpi_logic.proposal.assemble.case import Case

REVIEWS = 3
QUARTER = 3


def settled(case: Case) -> dict[Month, tuple[str, ...]]:
    """The month after a target's last one, and the KPIs of the targets settled then."""
    due: dict[Month, list[str]] = {}
    for target, _, _ in case.outlooks:
        due.setdefault(Month.parse(target.last) + 1, []).append(target.kpi)
    return {month: tuple(dict.fromkeys(kpis)) for month, kpis in due.items()}


def regular(case: Case) -> list[Month]:
    """The next regular reviews, after the pilot; none where nobody can say when it starts."""
    if case.scheme is None:
        return []
    pilot = case.engagement.pilot
    latest = case.latest
    start = Month.parse(pilot.first) + pilot.months if pilot.first else latest + 1 if latest else None
    every = case.scheme.review_every_months or QUARTER
    return [start + every * n for n in range(1, REVIEWS + 1)] if start else []
