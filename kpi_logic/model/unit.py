"""What a number is measured in."""

from enum import StrEnum


class Unit(StrEnum):
    """Unit of a measure or KPI. Ratios are stored 0-1; money carries its currency beside it."""

    MONEY = "money"
    RATIO = "ratio"
    COUNT = "count"
    DAYS = "days"
    TIMES = "times"
    SCORE = "score"
