"""Which way is better."""

from enum import StrEnum


class Direction(StrEnum):
    """Whether more or less of a KPI is better; every KPI states it, none assumes it.

    >>> Direction.LOWER.better(0.02, 0.03)
    True
    """

    HIGHER = "higher"
    LOWER = "lower"

    @property
    def sign(self) -> int:
        """+1 where more is better, -1 where less is."""
        return 1 if self is Direction.HIGHER else -1

    def better(self, a: float, b: float) -> bool:
        """Whether *a* is strictly better than *b*."""
        return self.sign * (a - b) > 0
