"""Two schemes side by side over the same months: who gains, who loses, what it costs."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kpi_logic.model import Person
from kpi_logic.scheme.payout import to_cents
from kpi_logic.scheme.replay import Replay, ranks_of

CENT = 0.005
"""Changes smaller than half a cent are none."""


@dataclass(frozen=True)
class PersonChange:
    """One person under both schemes, over the months that both can tell; None where there is none.

    Scores are means, payouts are sums, ranks are by mean score.
    """

    person: Person
    months: int
    score_before: float | None
    score_after: float | None
    rank_before: int | None
    rank_after: int | None
    payout_before: float | None
    payout_after: float | None

    @property
    def gain(self) -> float | None:
        """What the person would have been paid more (less: negative)."""
        if self.payout_before is None or self.payout_after is None:
            return None
        return round(self.payout_after - self.payout_before, 2)


@dataclass(frozen=True)
class Comparison:
    """Everybody under both schemes; costs cover the person-months that both schemes can tell."""

    changes: tuple[PersonChange, ...]
    cost_before: float
    cost_after: float
    share_before: float | None
    share_after: float | None
    currency: str | None

    @property
    def winners(self) -> tuple[PersonChange, ...]:
        """Who is paid more, the most first."""
        return tuple(sorted((c for c in self.changes if (c.gain or 0) > CENT), key=lambda c: -(c.gain or 0)))

    @property
    def losers(self) -> tuple[PersonChange, ...]:
        """Who is paid less, the most first."""
        return tuple(sorted((c for c in self.changes if (c.gain or 0) < -CENT), key=lambda c: c.gain or 0))

    @property
    def cost_change(self) -> float:
        """How much more (less: negative) the new scheme costs."""
        return round(self.cost_after - self.cost_before, 2)


def compare(before: Replay, after: Replay) -> Comparison:
    """Both replays person by person.

    Raises:
        ValueError: they are not of the same people and months.
    """
    names = tuple(person.id for person in before.people)
    if names != tuple(person.id for person in after.people) or before.months != after.months:
        raise ValueError("two replays are compared over the same people and the same months")
    both = ~np.isnan(before.scores) & ~np.isnan(after.scores)
    old, new = _Side.of(before, both), _Side.of(after, both)
    changes = tuple(
        PersonChange(
            person,
            int(both[row].sum()),
            _told(old.scores[row]),
            _told(new.scores[row]),
            _place(old.ranks[row]),
            _place(new.ranks[row]),
            _told(old.paid[row]),
            _told(new.paid[row]),
        )
        for row, person in enumerate(after.people)
    )
    shares = before.cost_share_of_profit, after.cost_share_of_profit
    cost_before, cost_after = (round(float(np.nansum(side.paid)), 2) for side in (old, new))
    return Comparison(changes, cost_before, cost_after, *shares, after.actuals.currency or None)


@dataclass(frozen=True, eq=False)
class _Side:
    """(P,) mean scores, ranks and payouts over the months kept; NaN where there are none."""

    scores: NDArray[np.float64]
    ranks: NDArray[np.float64]
    paid: NDArray[np.float64]

    @classmethod
    def of(cls, replay: Replay, both: NDArray[np.bool_]) -> "_Side":
        count = both.sum(axis=1)
        summed = np.where(both, replay.scores, 0.0).sum(axis=1)
        scores = np.divide(summed, count, out=np.full(len(summed), np.nan), where=count > 0)
        paid = np.where(both, replay.payouts, 0.0).sum(axis=1)
        return cls(scores, ranks_of(scores[:, None])[:, 0], np.where(count > 0, to_cents(paid), np.nan))


def _told(value: float) -> float | None:
    return None if np.isnan(value) else float(value)


def _place(rank: float) -> int | None:
    return None if np.isnan(rank) else int(rank)
