"""What comes out per head and per unit of money spent on advertising, and where a part of the budget would earn more."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from kpi_logic.diagnosis.cube import Array, Cube
from kpi_logic.facts import MonthlyFacts
from kpi_logic.metrics import ProfitBasis, profit_basis
from kpi_logic.model import Message, Organisation, Person, Segment

RECENT = 3
FEWEST = 12  # months from which a shop's history tells how sales follow its spend
MOVED = 0.10  # of the poorer shop's budget: a step that its history covers
SURE = 1.2816  # standard deviations of an 80 % interval
SHARED = 2  # shops from which a month is compared between shops, which takes out the season they share


@dataclass(frozen=True)
class HeadOutput:
    """One team or shop: ``heads`` (people, parts where somebody has several shops), sales and profit a month and head.

    ``name`` is a segment, or the client's own word for a department; ``profit`` None where the facts hold none.
    """

    name: Segment | str
    heads: float
    sales: float
    profit: float | None


@dataclass(frozen=True)
class SpendOutput:
    """Advertising of one shop, a month: ``spend``, ``share`` of sales, ``ad_return`` (ad sales per unit spent).

    ``marginal`` is the gross profit that one more unit of spend brought in its own history (before paying the unit),
    with an 80 % interval; None: cannot tell.
    """

    segment: Segment
    spend: float
    share: float
    ad_return: float | None
    marginal: float | None
    low: float | None
    high: float | None


@dataclass(frozen=True)
class BudgetMove:
    """Move ``amount`` a month from one shop's advertising to another's; ``gain`` a month with an 80 % interval.

    ``to`` None: nowhere does one more unit pay for itself, so the amount is better saved.
    """

    source: Segment
    to: Segment | None
    amount: float
    gain: float
    low: float
    high: float


@dataclass(frozen=True)
class Output:
    """Output per head and per unit spent; ``move`` None with the reason in ``untold``, or nothing to gain for sure."""

    currency: str | None
    basis: ProfitBasis | None
    by_team: tuple[HeadOutput, ...]
    by_shop: tuple[HeadOutput, ...]
    spend: tuple[SpendOutput, ...]
    move: BudgetMove | None
    untold: Message | None


def output(facts: MonthlyFacts, organisation: Organisation | None = None) -> Output:
    """Output per head by team and shop, per unit of ad spend by shop, and the budget move the history supports.

    Somebody who answers for several shops counts in equal parts in each.  A team's output is that of the shops its
    people answer for, so teams that serve the same shops are told the same sales.
    """
    if facts.is_empty or facts.currency is None:
        return Output(facts.currency if not facts.is_empty else None, None, (), (), (), None, _untold("currency"))
    cube, basis = Cube.of(facts), profit_basis(facts)
    recent = np.arange(max(0, len(cube.months) - RECENT), len(cube.months))
    sales, profit = _mean(cube.get("sales"), recent), _profit(cube, basis, recent)
    people = () if organisation is None else organisation.people
    by_team = _by_team(cube, people, sales, profit)
    by_shop = _by_shop(cube, people, sales, profit, recent)
    spend = _spend(cube, basis, recent)
    move, untold = _move(spend, basis)
    return Output(facts.currency, basis, by_team, by_shop, spend, move, untold)


def _profit(cube: Cube, basis: ProfitBasis | None, recent: Array) -> Array | None:
    """(shops,) the profit a month of each shop, by the basis of the diagnosis; None where there is none."""
    if basis is None or basis is ProfitBasis.SALES:
        return None
    return _mean(_margin_of(cube, basis) - (cube.get("ad_spend") if cube.has("ad_spend") else 0.0), recent)


def _margin_of(cube: Cube, basis: ProfitBasis) -> Array:
    """(shops, months) profit before advertising."""
    if basis is ProfitBasis.GROSS:
        return cube.get("gross_profit")
    from kpi_logic.diagnosis.attribution import SHARES

    costs = [cube.get(over) for _, over in SHARES["cm3"]] + [cube.get("storage_fee")]
    return cube.get("sales") - np.sum(costs, axis=0)


def _by_shop(
    cube: Cube, people: Sequence[Person], sales: Array, profit: Array | None, recent: Array
) -> tuple[HeadOutput, ...]:
    """By shop: heads as the file counts them, else as the organisation gives them."""
    counted = _mean(cube.get("headcount"), recent)
    heads = counted if np.isfinite(counted).all() and len(counted) else _heads(cube, people)
    return tuple(
        HeadOutput(shop, float(heads[s]), float(sales[s] / heads[s]), _part(profit, s, heads[s]))
        for s, shop in enumerate(cube.shops)
        if heads[s] > 0 and np.isfinite(sales[s])
    )


def _by_team(cube: Cube, people: Sequence[Person], sales: Array, profit: Array | None) -> tuple[HeadOutput, ...]:
    found = []
    for department in dict.fromkeys(person.department for person in people if person.department):
        team = [person for person in people if person.department == department]
        mine = np.any([_answers(person, cube) for person in team], axis=0)
        if mine.any() and np.isfinite(sales[mine]).all():
            gained = None if profit is None or not np.isfinite(profit[mine]).all() else float(profit[mine].sum())
            found.append(HeadOutput(department, float(len(team)), float(sales[mine].sum()) / len(team),
                                    None if gained is None else gained / len(team)))  # fmt: skip
    return tuple(found)


def _heads(cube: Cube, people: Sequence[Person]) -> Array:
    """(shops,) people of each shop; somebody with several shops in equal parts."""
    heads = np.zeros(len(cube.shops))
    for person in people:
        mine = _answers(person, cube)
        if mine.any():
            heads += mine / mine.sum()
    return heads


def _answers(person: Person, cube: Cube) -> Array:
    return np.array([not person.shops or shop.shop in person.shops for shop in cube.shops], dtype=bool)


def _spend(cube: Cube, basis: ProfitBasis | None, recent: Array) -> tuple[SpendOutput, ...]:
    if not cube.has("ad_spend") or not cube.has("sales"):
        return ()
    spend, sales, back = (_mean(cube.get(name), recent) for name in ("ad_spend", "sales", "ad_sales"))
    margins = None if basis in (None, ProfitBasis.SALES) else _mean(_margin_of(cube, basis), recent) / sales
    found = []
    for s, shop in enumerate(cube.shops):
        if not (np.isfinite(spend[s]) and spend[s] > 0 and np.isfinite(sales[s]) and sales[s] > 0):
            continue
        ad_return = float(back[s] / spend[s]) if np.isfinite(back[s]) else None
        elasticity = None if margins is None or ad_return is None or margins[s] <= 0 else _elasticity(cube, s)
        told: tuple[float | None, float | None, float | None] = (None, None, None)
        if elasticity is not None and margins is not None and ad_return is not None:
            middle, low, high = (float(margins[s]) * ad_return * part for part in elasticity)
            told = (middle, low, high)
        found.append(SpendOutput(shop, float(spend[s]), float(spend[s] / sales[s]), ad_return, *told))
    return tuple(found)


def _elasticity(cube: Cube, shop: int) -> tuple[float, float, float] | None:
    """How ad sales follow ad spend, share for share, with its 80 % interval; None: too few months, or spend that never moved.

    Regression of monthly changes of log ad sales on those of log spend, less what moved in the other shops that month; a
    single shop has nothing that takes its season out.  Between 0 and 1: one more unit never brings more than the average
    one did, for budgets go to the best places first.
    """
    if len(cube.shops) < SHARED or not cube.has("ad_sales"):
        return None
    others = np.arange(len(cube.shops)) != shop
    changes = [_changes(cube.get(name)) for name in ("ad_spend", "ad_sales")]
    x, y = (change[shop] - _mean_over(change[others]) for change in changes)
    both = np.isfinite(x) & np.isfinite(y)
    if both.sum() < FEWEST - 1:
        return None
    x, y = x[both] - x[both].mean(), y[both] - y[both].mean()
    if x @ x < 1e-9:
        return None
    slope = float(x @ y / (x @ x))
    error = SURE * float(np.sqrt(((y - slope * x) ** 2).sum() / (len(x) - 2) / (x @ x)))
    middle, low, high = np.clip([slope, slope - error, slope + error], 0.0, 1.0)
    return float(middle), float(low), float(high)


def _changes(values: Array) -> Array:
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.diff(np.where(values > 0, np.log(values), np.nan), axis=1)


def _move(spend: Sequence[SpendOutput], basis: ProfitBasis | None) -> tuple[BudgetMove | None, Message | None]:
    told = [one for one in spend if one.marginal is not None and one.low is not None and one.high is not None]
    if basis in (None, ProfitBasis.SALES):
        return None, _untold("profit")
    if len(spend) < 2:
        return None, _untold("shops")
    if len(told) < 2:
        return None, _untold("history")
    worst, best = min(told, key=lambda one: one.marginal or 0.0), max(told, key=lambda one: one.marginal or 0.0)
    amount = MOVED * worst.spend
    if (best.marginal or 0.0) <= 1:
        return _cut(worst, amount)
    gain = amount * ((best.marginal or 0.0) - (worst.marginal or 0.0))
    error = amount * float(
        np.hypot((best.high or 0.0) - (best.marginal or 0.0), (worst.high or 0.0) - (worst.marginal or 0.0))
    )
    if gain - error <= 0:
        return None, _untold("unsure")
    return BudgetMove(worst.segment, best.segment, amount, gain, gain - error, gain + error), None


def _cut(worst: SpendOutput, amount: float) -> tuple[BudgetMove | None, Message | None]:
    """Save a part of the budget that earns least, where it surely does not pay for itself."""
    gain, low, high = (amount * (1 - (part or 0.0)) for part in (worst.marginal, worst.high, worst.low))
    if low <= 0:
        return None, _untold("unsure")
    return BudgetMove(worst.segment, None, amount, gain, low, high), None


def _untold(why: str) -> Message:
    return Message(f"diagnosis.output.untold.{why}")


def _part(profit: Array | None, shop: int, heads: float) -> float | None:
    return None if profit is None or not np.isfinite(profit[shop]) else float(profit[shop] / heads)


def _mean(values: Array, columns: Array) -> Array:
    """(shops,) mean over the months; NaN where one of them is missing."""
    return np.asarray(values[:, columns].mean(axis=1))


def _mean_over(changes: Array) -> Array:
    """(months,) mean over the shops that have a number; NaN where none has."""
    there = np.isfinite(changes)
    count = there.sum(axis=0)
    return np.divide(
        np.where(there, changes, 0.0).sum(axis=0), count, out=np.full(changes.shape[1], np.nan), where=count > 0
    )
