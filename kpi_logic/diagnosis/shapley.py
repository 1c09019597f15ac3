"""Shapley values: how a joint change is shared out among those who made it, exactly."""

from collections.abc import Callable
from math import factorial

import numpy as np

from kpi_logic.diagnosis.cube import Array


def subsets(players: int) -> Array:
    """(2^players, players) bool: every set of players; row i holds the players of i's binary digits."""
    return (np.arange(2**players)[:, None] >> np.arange(players)[None, :]) & 1 == 1


def shapley(worth: Array, players: int) -> Array:
    """Each player's part of ``worth[-1] - worth[0]``.

    Args:
        worth: (2^players, ...) the worth of every set, in the order of ``subsets``.
        players: how many there are.

    Returns:
        (players, ...); the sum over players is exactly the joint change (up to rounding).

    Source: Shapley 1953, "A value for n-person games".

    >>> shapley(np.array([0.0, 1.0, 2.0, 5.0]), 2).tolist()
    [2.0, 3.0]
    """
    members = subsets(players)
    size = members.sum(axis=1)
    weight = np.array(
        [factorial(s) * factorial(max(players - s - 1, 0)) / factorial(players) for s in range(players + 1)]
    )
    parts = []
    for player in range(players):
        without = np.flatnonzero(~members[:, player])
        gain = worth[without + 2**player] - worth[without]
        parts.append(np.tensordot(weight[size[without]], gain, axes=1))
    return np.array(parts).reshape(players, *worth.shape[1:])


def shapley_of(function: Callable[[list[Array]], Array], before: list[Array], after: list[Array]) -> Array:
    """Each argument's part of ``function(after) - function(before)``: (arguments, ...).

    >>> shapley_of(lambda x: x[0] * x[1], [np.array(2.0), np.array(3.0)], [np.array(4.0), np.array(5.0)]).tolist()
    [8.0, 6.0]
    """
    members = subsets(len(before))
    shape = (len(members),) + (1,) * np.ndim(before[0])
    chosen = [np.where(members[:, i].reshape(shape), after[i], before[i]) for i in range(len(before))]
    return shapley(function(chosen), len(before))
