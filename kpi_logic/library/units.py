"""Whether the unit a KPI states follows from the units of its measures."""

from collections.abc import Iterable, Mapping

from kpi_logic.model import Kpi, Measure, Term, TimeFactor, Unit

# What equal units over each other give, by time factor.
_SAME_OVER_SAME = {
    TimeFactor.NONE: (Unit.RATIO, Unit.TIMES),
    TimeFactor.PER_YEAR: (Unit.TIMES,),
    TimeFactor.IN_DAYS: (Unit.DAYS,),
}


def unit_fault(kpi: Kpi, measures: Mapping[str, Measure]) -> str | None:
    """What is wrong with the units of *kpi*, beginning with the field; None where nothing is.

    A sum holds one unit only; equal units over each other give a ratio or times (times a year, days);
    money over a count gives money; without a denominator the unit is that of the sum.
    """
    above, below = _units(kpi.numerator, measures), _units(kpi.denominator, measures)
    for field, units in (("numerator", above), ("denominator", below)):
        if len(units) > 1:
            return f"{field}: {' and '.join(units)} cannot be added"
    if not below and kpi.time_factor is not TimeFactor.NONE:
        return "time_factor: must be none where there is no denominator"
    allowed = _allowed(above[0], below[0] if below else None, kpi.time_factor)
    if kpi.unit not in allowed:
        return f"unit: {' over '.join(above + below)} gives {' or '.join(allowed) or 'nothing'}, not {kpi.unit}"
    return None


def _units(terms: Iterable[Term], measures: Mapping[str, Measure]) -> list[Unit]:
    return sorted({measures[term.measure].unit for term in terms})


def _allowed(above: Unit, below: Unit | None, time_factor: TimeFactor) -> tuple[Unit, ...]:
    if below is None:
        return (above,)
    if above == below:
        return _SAME_OVER_SAME[time_factor]
    if (above, below, time_factor) == (Unit.MONEY, Unit.COUNT, TimeFactor.NONE):
        return (Unit.MONEY,)
    return ()
