"""What a group's disagreement is worth: the pay that would change if one voter's weight were taken for another's."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from kpi_logic.library import KpiLibrary, kpi_library
from kpi_logic.model import Direction, Organisation, Scheme, Scorecard
from kpi_logic.model.apportion import apportion
from kpi_logic.scheme.actuals import Actuals
from kpi_logic.scheme.levels import LevelBook
from kpi_logic.scheme.plan import make_plan
from kpi_logic.scheme.replay import Replay, run
from kpi_logic.weights import TOTAL, Span, disagreements, group, swing_span, to_hundred


@dataclass(frozen=True)
class VoteGap:
    """One KPI that voters weigh differently: who gives least and most, and what the role's pay would be either way.

    Weights are of 100, the other KPIs sharing the rest as the group has them; ``moved`` is pay that changes hands
    (the sum of everybody's change, up or down), over the months of the table.
    """

    kpi: str
    low_voter: str
    high_voter: str
    low: int
    high: int
    pay_low: float
    pay_high: float
    moved: float


def vote_gaps(
    card: Scorecard,
    votes: Mapping[str, Mapping[str, float]],
    scheme: Scheme,
    organisation: Organisation,
    actuals: Actuals,
    most: int = 3,
    book: LevelBook | None = None,
    library: KpiLibrary | None = None,
) -> tuple[VoteGap, ...]:
    """The largest disagreements on a role's weights, the largest first, with what pay would change.

    Args:
        votes: by voter, weights by KPI of the card on any scale; a KPI that a voter leaves out counts as 0.
        actuals: months to pay over; the scheme's KPIs and these people.

    Returns:
        Nothing with fewer than two voters.

    Raises:
        ValueError: a voter gives no weight to anything, or a negative one.
    """
    kpis, voters = [line.kpi for line in card.lines], list(votes)
    if len(voters) < 2 or not kpis:
        return ()
    table = [[votes[voter].get(kpi, 0.0) for kpi in kpis] for voter in voters]
    together = group(table).tolist()
    gaps = []
    for one in disagreements(table, most):
        low, high = round(one.low * TOTAL), round(one.high * TOTAL)
        sides = [_pushed(together, one.criterion, weight) for weight in (low, high)]
        paid = [_played(card, weights, scheme, organisation, actuals, book, library) for weights in sides]
        gaps.append(
            VoteGap(
                kpi=kpis[one.criterion],
                low_voter=voters[one.low_voter],
                high_voter=voters[one.high_voter],
                low=low,
                high=high,
                pay_low=paid[0].total_cost,
                pay_high=paid[1].total_cost,
                moved=_moved(paid[0], paid[1]),
            )
        )
    return tuple(gaps)


def _pushed(together: Sequence[float], place: int, weight: int) -> list[int]:
    """The group's weights with one of them set; the others share the rest in proportion."""
    others = [share for i, share in enumerate(together) if i != place]
    rest = apportion(TOTAL - weight, others) if others else []
    return [*rest[:place], weight, *rest[place:]] if others else to_hundred([1.0])


def _played(
    card: Scorecard,
    weights: Sequence[int],
    scheme: Scheme,
    organisation: Organisation,
    actuals: Actuals,
    book: LevelBook | None,
    library: KpiLibrary | None,
) -> Replay:
    lines = tuple(x.model_copy(update={"weight": w}) for x, w in zip(card.lines, weights, strict=True))
    tried = scheme.model_copy(update={"scorecards": (card.model_copy(update={"lines": lines}),)})
    plan = make_plan(tried, organisation, actuals, book or LevelBook((), (), actuals.shops), library)
    return run(tried, plan, actuals)


def _moved(one: Replay, other: Replay) -> float:
    changes = other.payout_totals - one.payout_totals
    return round(float(sum(abs(change) for change in changes if change == change)), 2)


def swing_spans(card: Scorecard, actuals: Actuals, library: KpiLibrary | None = None) -> dict[str, Span]:
    """The worst and the best month of each KPI of a card, over everybody it scores: what a swing is asked over.

    People of a role may stand on different ground; the span is of the person with the most months told, the first of
    equals.  A KPI that does not vary, or cannot be told, is left out.
    """
    library = library or kpi_library()
    found: dict[str, Span] = {}
    for line in card.lines:
        if line.kpi not in library.kpis or line.kpi not in actuals.kpis:
            continue
        columns = actuals.values[:, :, actuals.kpis.index(line.kpi)]
        best = max(range(len(columns)), key=lambda row: int((columns[row] == columns[row]).sum()), default=None)
        span = None if best is None else swing_span(columns[best], library[line.kpi].direction is Direction.LOWER)
        if span is not None:
            found[line.kpi] = span
    return found
