"""A share said without false precision."""

from kpi_logic.model import Amount, Message, Unit


def percent(value: float) -> Message | Amount:
    """A share (0-1) that was chosen or rounded: whole percents without a decimal, others as they are.

    >>> percent(0.8).facts, percent(0.025).value
    ({'value': 80}, 0.025)
    """
    hundredths = round(value * 100, 6)
    if hundredths == int(hundredths):
        return Message("pilot.percent", {"value": int(hundredths)})
    return Amount(value, Unit.RATIO)
