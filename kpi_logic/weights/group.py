"""Several people weigh blind: what they say together, how far they agree, and where they do not."""

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

Array = NDArray[np.float64]

LEAST_VOTE = 0.005
"""A vote of 0 counts as half a point of 100: in a geometric mean a single 0 would silence everybody else."""

SCALE = 9
"""Largest answer of Saaty's scale; it bounds how far one voter's weights can lie apart."""

CONSENSUS_LIMITS = (("very_high", 0.875), ("high", 0.75), ("moderate", 0.625), ("low", 0.5), ("very_low", 0.0))
"""Names of a consensus index and from where on they hold (Goepel, bpmsg.com, 140 nodes of 35 projects)."""


class Disagreement(NamedTuple):
    """One criterion on which votes lie apart: who gives least, who most, and how much (0-1)."""

    criterion: int
    low_voter: int
    high_voter: int
    low: float
    high: float

    @property
    def spread(self) -> float:
        """How far the two are apart, in weight (0-1)."""
        return self.high - self.low


def group(votes: ArrayLike, voices: ArrayLike | None = None) -> Array:
    """The weights of a group: the geometric mean of its members' weights, made to sum to 1.

    Source: aggregation of individual priorities, Forman & Peniwati 1998, Aggregating individual judgments and
    priorities with the analytic hierarchy process, European Journal of Operational Research 108, 165-169.

    Args:
        votes: (voters, criteria), 0 or more; each row is one voter's weights on any scale.
        voices: (voters,) how much each voter counts; equally where not given.

    Returns:
        (criteria,) weights that sum to 1.

    Raises:
        ValueError: no vote, a negative or missing number, a row of zeros, voices that do not fit.

    >>> group([[40, 10], [10, 40]]).tolist()
    [0.5, 0.5]
    """
    shares = voted(votes)
    counts = np.ones(len(shares)) if voices is None else np.asarray(voices, dtype=float)
    if counts.shape != (len(shares),) or not np.isfinite(counts).all() or counts.min() < 0 or counts.sum() == 0:
        raise ValueError(f"voices are one number of 0 or more for each of the {len(shares)} voters, not all 0")
    logs = np.log(np.maximum(shares, LEAST_VOTE))
    together = np.exp(counts @ logs / counts.sum())
    return np.asarray(together / together.sum())


def consensus(votes: ArrayLike) -> float:
    """How far a group agrees, 0 (not at all) to 1 (identical votes): Goepel's consensus index.

    S = (1 / D_beta - D_alpha_min / n) / (1 - D_alpha_min / n), where D are exponentials of Shannon entropies: alpha
    within the voters (mean), gamma of their mean weights, beta = gamma - alpha; D_alpha_min is that of a voter who
    holds one of n criteria nine times as important as each other.  Votes further apart than that count as 0.

    Source: Goepel 2013, Implementing the analytic hierarchy process as a standard method, ISAHP Kuala Lumpur; with the
    simplified D_gamma_max = n of his later template (bpmsg.com, AHP consensus indicator).

    Args:
        votes: as for ``group``; one voter agrees with himself.

    Raises:
        ValueError: as ``group``.

    >>> consensus([[50, 30, 20], [50, 30, 20]]), consensus([[100, 0], [0, 100]])
    (1.0, 0.0)
    """
    shares = voted(votes)
    n = shares.shape[1]
    if n == 1 or len(shares) == 1:
        return 1.0
    alpha = float(np.mean([_entropy(row) for row in shares]))
    beta = _entropy(shares.mean(axis=0)) - alpha
    extreme = np.append(np.ones(n - 1), SCALE) / (n - 1 + SCALE)
    floor = np.exp(_entropy(extreme)) / n
    return float(np.clip((np.exp(-beta) - floor) / (1 - floor), 0.0, 1.0))


def consensus_name(index: float) -> str:
    """The name of a consensus index: "very_low", "low", "moderate", "high" or "very_high".

    >>> consensus_name(1.0), consensus_name(0.7), consensus_name(0.2)
    ('very_high', 'moderate', 'very_low')
    """
    return next(name for name, least in CONSENSUS_LIMITS if index >= least)


def disagreements(votes: ArrayLike, most: int = 3) -> tuple[Disagreement, ...]:
    """The criteria on which votes lie furthest apart, the furthest first; none where all are equal.

    Args:
        votes: as for ``group``.
        most: how many at most.

    Raises:
        ValueError: as ``group``.

    >>> [(d.criterion, d.low_voter, d.high_voter, round(d.spread, 2)) for d in disagreements([[60, 40], [50, 50]], 1)]
    [(0, 1, 0, 0.1)]
    """
    shares = voted(votes)
    low, high = shares.argmin(axis=0), shares.argmax(axis=0)
    found = [
        Disagreement(i, int(low[i]), int(high[i]), float(shares[low[i], i]), float(shares[high[i], i]))
        for i in range(shares.shape[1])
    ]
    apart = [one for one in found if one.spread > 1e-9]
    return tuple(sorted(apart, key=lambda one: (-round(one.spread, 9), one.criterion))[:most])


def voted(votes: ArrayLike) -> Array:
    """(voters, criteria) each voter's weights made to sum to 1; raises ValueError as ``group`` does."""
    given = np.asarray(votes, dtype=float)
    if given.ndim != 2 or not given.size:
        raise ValueError(f"votes are one row of weights for each voter, got shape {given.shape}")
    if not np.isfinite(given).all() or given.min() < 0:
        raise ValueError("votes are numbers of 0 or more, none missing")
    totals = given.sum(axis=1, keepdims=True)
    if (totals == 0).any():
        raise ValueError(f"voter {int(np.argmin(totals))} gives no weight to anything")
    return np.asarray(given / totals)


def _entropy(shares: Array) -> float:
    told = shares[shares > 0]
    return float(-(told * np.log(told)).sum())
