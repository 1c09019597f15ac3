"""Rules about how it is brought to people: P5 the season, P8 payroll guard rails, P15 feedback before roll-out."""

from collections.abc import Iterator

import numpy as np

from kpi_logic.model import Amount, Month, Unit, feedback_state, heard
from kpi_logic.scheme.case import Case
from kpi_logic.scheme.effects import override_rate
from kpi_logic.scheme.finding import Finding
from kpi_logic.scheme.legal import legal_checklist

YEAR = 12


def season(case: Case) -> Iterator[Finding]:
    """P5: sales have a season, and nothing says that the season's targets are set apart."""
    peak = peak_month(case) if case.weighted else None
    if peak is None:
        return
    month, size = peak
    covered = set(case.scheme.roll_out.season_months)
    covered |= {Month.parse(t.first).month for t in case.targets if t.first == t.last}
    covered |= {month for t in case.targets if t.phases for month in _months_of(t.first, t.last)}
    if month.month not in covered:
        yield case.finding("P5.season", month=month, size=Amount(size, Unit.RATIO))


def _months_of(first: str, last: str) -> tuple[int, ...]:
    start, end = Month.parse(first), Month.parse(last)
    return tuple((start + n).month for n in range(end.since(start) + 1))


def peak_month(case: Case) -> tuple[Month, float] | None:
    """The month of the last year with the most sales, and how many times the year's mean they were; None below the limit.

    A year of history at least, and no missing sales in it.
    """
    if case.facts.currency is None or len(case.facts.months) < YEAR or "sales" not in case.facts.measures:
        return None
    ordinals = (case.facts.table["month"].dt.year * 12 + case.facts.table["month"].dt.month).to_numpy()
    _, place_of = np.unique(ordinals, return_inverse=True)
    by_month = np.bincount(place_of, case.facts.table["sales"].to_numpy(dtype=float))[-YEAR:]
    if not np.isfinite(by_month).all() or by_month.mean() <= 0:
        return None
    place = int(by_month.argmax())
    size = float(by_month[place] / by_month.mean())
    return (case.facts.months[-YEAR:][place], size) if size >= case.settings.threshold.season else None


def unapproved(case: Case) -> Iterator[Finding]:
    """P10: recorded exceptions that nobody stands for."""
    count = sum(not event.approved for event in case.exceptions)
    if count:
        yield case.finding("P10.unapproved", count=count, of=len(case.exceptions))


def often(case: Case) -> Iterator[Finding]:
    """P10: exceptions so often that they are the rule."""
    rate = override_rate(case.exceptions, case.organisation.people, case.facts.months[-YEAR:]) or 0.0
    most = case.settings.threshold.overridden
    if rate > most:
        yield case.finding("P10.often", rate=Amount(rate, Unit.RATIO), most=Amount(most, Unit.RATIO))


def legal_open(case: Case) -> Iterator[Finding]:
    """P8: points of the legal checklist that nobody has confirmed yet, together."""
    points = legal_checklist(case.scheme)
    left = [point for point in points if point.state != "confirmed"]
    if case.weighted and left:
        yield case.finding("P8.legal_open", open=len(left), points=len(points))


def minus_only(case: Case) -> Iterator[Finding]:
    """P8: minus points without any plus points beside them."""
    for card in case.scheme.scorecards:
        kinds = {extra.kind for extra in card.extras}
        if kinds == {"minus"}:
            yield case.finding("P8.minus_only", card, count=len(card.extras))


def no_feedback(case: Case) -> Iterator[Finding]:
    """P15: feedback was not collected, or not answered, before roll-out."""
    if case.weighted and _asked(case) in ("unknown", "none"):
        yield case.finding("P15.no_feedback", people=len(case.organisation.people))


def few_heard(case: Case) -> Iterator[Finding]:
    """P15: forms were collected, but of fewer than half of the people."""
    people = len(case.organisation.people)
    told = heard(case.feedback, people)
    if case.weighted and 0 < told < people / 2:
        yield case.finding("P15.few_heard", heard=told, people=people)


def unanswered(case: Case) -> Iterator[Finding]:
    """P15: feedback was collected, but nobody was told what came of it."""
    if case.weighted and _asked(case) == "collected":
        yield case.finding("P15.unanswered", people=len(case.organisation.people))


def _asked(case: Case) -> str:
    return feedback_state(case.feedback, case.scheme.roll_out.feedback)
