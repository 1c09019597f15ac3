"""Whole parts of a whole number: what weights, cents and heads have in common."""

from collections.abc import Sequence
from fractions import Fraction


def apportion(total: int, shares: Sequence[float]) -> list[int]:
    """Split *total* into whole parts in proportion to *shares*; the parts sum to *total* exactly.

    Largest-remainder rounding (Hare quota); of equal remainders the earlier part gets the odd one.  Where all shares
    are 0 the parts are as equal as they can be.  A negative total gives the mirrored split.

    Args:
        total: any whole number.
        shares: one or more, each 0 or more and finite.

    Raises:
        ValueError: no share, or a share that is negative or not finite.

    >>> apportion(100, [1, 1, 1]), apportion(10, [0, 3]), apportion(-7, [1, 1])
    ([34, 33, 33], [0, 10], [-4, -3])
    """
    if not shares or not all(0 <= share < float("inf") for share in shares):
        raise ValueError(f"shares are one or more numbers, each 0 or more; got {list(shares)}")
    if total < 0:
        return [-part for part in apportion(-total, shares)]
    exact = [Fraction(share) for share in shares]
    whole = sum(exact)
    quotas = [total * share / whole for share in exact] if whole else [Fraction(total, len(exact))] * len(exact)
    parts = [int(quota) for quota in quotas]
    by_remainder = sorted(range(len(quotas)), key=lambda i: parts[i] - quotas[i])
    for i in by_remainder[: total - sum(parts)]:
        parts[i] += 1
    return parts
