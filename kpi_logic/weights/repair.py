"""Pairwise comparisons that contradict each other: the one triple to look at, and the smallest change that mends it."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import combinations, permutations
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from kpi_logic.weights.judgement import RANDOM_INDEX, comparisons

Array = NDArray[np.float64]
Pair = tuple[int, int]

CONSISTENT = 0.10
"""The largest consistency ratio that needs no second look (Saaty 1980)."""

SAATY = (*(1 / n for n in range(9, 1, -1)), *(float(n) for n in range(1, 10)))
"""The answers of Saaty's scale, from 1/9 to 9."""


class Contradiction(NamedTuple):
    """Three comparisons that do not go together.

    ``first`` is ``first_second`` times as important as ``second``, which is ``second_third`` times as important as
    ``third`` (both 1 or more); so ``first`` ought to be ``implied`` times as important as ``third``, but ``stated``
    was answered (below 1: the other way round, a circle).
    """

    first: int
    second: int
    third: int
    first_second: float
    second_third: float
    stated: float

    @property
    def implied(self) -> float:
        """What the first two comparisons say about the third."""
        return self.first_second * self.second_third

    @property
    def circle(self) -> bool:
        """Whether the third is even preferred to the first."""
        return self.stated < 1


class Change(NamedTuple):
    """One comparison answered anew: ``first`` against ``second`` was ``given``, ``proposed`` is of Saaty's scale."""

    first: int
    second: int
    given: float
    proposed: float


class Repair(NamedTuple):
    """The smallest change: ``matrix`` (n, n) after it, and its consistency ratio."""

    changes: tuple[Change, ...]
    matrix: Array
    consistency_ratio: float


def contradiction(pairwise: ArrayLike) -> Contradiction | None:
    """The triple of comparisons that contradict each other most; None where every triple agrees.

    The error of a triple is |log(a_ij a_jk / a_ik)|, which orders triples as Koczkodaj's inconsistency does.

    Source: Koczkodaj 1993, A new definition of consistency of pairwise comparisons, Mathematical and Computer
    Modelling 18(7), 79-84.

    Args:
        pairwise: (n, n) as for ``ahp``.

    Raises:
        ValueError: as ``ahp``.

    >>> found = contradiction([[1, 3, 1/2], [1/3, 1, 2], [2, 1/2, 1]])
    >>> (found.first, found.second, found.third), found.implied, found.stated, found.circle
    ((0, 1, 2), 6.0, 0.5, True)
    """
    matrix = comparisons(pairwise)
    logs = np.log(matrix)
    errors = {t: abs(logs[t[0], t[1]] + logs[t[1], t[2]] - logs[t[0], t[2]]) for t in combinations(range(len(logs)), 3)}
    worst = max(errors, key=lambda triple: errors[triple], default=None)
    if worst is None or errors[worst] < 1e-6:
        return None
    i, j, k = _in_order(matrix, worst)
    return Contradiction(i, j, k, float(matrix[i, j]), float(matrix[j, k]), float(matrix[i, k]))


def _in_order(matrix: Array, triple: Sequence[int]) -> Sequence[int]:
    """The three so that the first two steps go down; there always is such an order."""
    return next(p for p in permutations(triple) if matrix[p[0], p[1]] >= 1 and matrix[p[1], p[2]] >= 1)


def repair(pairwise: ArrayLike, limit: float = CONSISTENT) -> Repair | None:
    """The least change of comparisons that brings the consistency ratio to *limit* or below; None where it is already.

    One comparison of the contradictory triple if that is enough, else any single one, else as few as it takes, the
    most helpful first.  Of several the one that moves fewest steps on Saaty's scale is taken.

    Args:
        pairwise: (n, n) as for ``ahp``.

    Raises:
        ValueError: as ``ahp``.

    >>> mended = repair([[1, 3, 1/2], [1/3, 1, 2], [2, 1/2, 1]])
    >>> mended.changes, round(mended.consistency_ratio, 3)
    ((Change(first=0, second=1, given=3.0, proposed=0.5),), 0.046)
    """
    matrix = comparisons(pairwise)
    if ratio_of(matrix) <= limit:
        return None
    every = tuple(combinations(range(len(matrix)), 2))
    for pairs in (_pairs_of(contradiction(matrix)), every):
        one = _smallest(matrix, pairs, limit)
        if one is not None:
            changed = changed_to(matrix, (one,))
            return Repair((one,), changed, ratio_of(changed))
    return _several(matrix, every, limit)


def _pairs_of(found: Contradiction | None) -> Iterator[Pair]:
    return combinations(sorted(found[:3]), 2) if found else iter(())


def _smallest(matrix: Array, pairs: Iterable[Pair], limit: float) -> Change | None:
    """The single change of fewest steps that is enough; of equal ones the one that leaves the lowest ratio."""
    tried = _trials(matrix, pairs)
    enough = [(_steps(change), ratio, change) for change, ratio in tried if ratio <= limit]
    return min(enough)[2] if enough else None


def _several(matrix: Array, pairs: Sequence[Pair], limit: float) -> Repair:
    """Change after change, each the one that lowers the ratio most, on comparisons not touched yet."""
    changes: list[Change] = []
    left = list(pairs)
    while left and ratio_of(matrix) > limit:
        best = min(_trials(matrix, left), key=lambda trial: (round(trial[1], 9), _steps(trial[0])))[0]
        changes.append(best)
        left.remove((best.first, best.second))
        matrix = changed_to(matrix, (best,))
    return Repair(tuple(changes), matrix, ratio_of(matrix))


def _trials(matrix: Array, pairs: Iterable[Pair]) -> list[tuple[Change, float]]:
    """Every other answer of Saaty's scale to each of *pairs*, with the ratio it leaves."""
    changes = [Change(i, j, float(matrix[i, j]), answer) for i, j in pairs for answer in SAATY]
    if not changes:
        return []
    stack = np.stack([changed_to(matrix, (change,)) for change in changes])
    return list(zip(changes, _ratios(stack).tolist(), strict=True))


def _steps(change: Change) -> float:
    """How far two answers lie apart on Saaty's scale, where 1/2, 1 and 2 follow each other."""
    return abs(_place(change.proposed) - _place(change.given))


def _place(answer: float) -> float:
    return answer - 1 if answer >= 1 else 1 - 1 / answer


def changed_to(matrix: Array, changes: Iterable[Change]) -> Array:
    """A copy of the comparisons with some answered anew, and their reciprocals."""
    result = matrix.copy()
    for change in changes:
        result[change.first, change.second] = change.proposed
        result[change.second, change.first] = 1 / change.proposed
    return result


def ratio_of(matrix: Array) -> float:
    """The consistency ratio of one matrix, as ``ahp`` gives it."""
    return float(_ratios(matrix[None])[0])


def _ratios(stack: Array) -> Array:
    """(m,) consistency ratios of m matrices of one size."""
    n = stack.shape[-1]
    if n < 3:
        return np.zeros(len(stack))
    largest = np.linalg.eigvals(stack).real.max(axis=1)
    return np.maximum((largest - n) / (n - 1), 0.0) / RANDOM_INDEX[n - 1]
