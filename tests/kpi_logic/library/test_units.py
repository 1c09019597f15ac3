"""The unit of a KPI follows from its measures."""

import pytest

from kpi_logic.library.units import unit_fault
from kpi_logic.model import Direction, Kind, Kpi, Measure, OverShops, OverTime, Term, TimeFactor, Unit

MEASURES = {
    code: Measure(
        code=code, unit=unit, over_time=OverTime.SUM, over_shops=OverShops.SUM, grain="month", platform_source="-"
    )
    for code, unit in {"sales": Unit.MONEY, "cost": Unit.MONEY, "units": Unit.COUNT, "lead": Unit.DAYS}.items()
}  # fmt: skip


def _kpi(above: str, below: str, unit: Unit, time_factor: TimeFactor) -> Kpi:
    return Kpi(
        code="k",
        numerator=tuple(Term(measure=code) for code in above.split()),
        denominator=tuple(Term(measure=code) for code in below.split()),
        time_factor=time_factor,
        unit=unit,
        direction=Direction.HIGHER,
        kind=Kind.RESULT,
        gate=False,
        owners=("lead",),
        counters=(),
        definition_source="-",
        benchmark="-",
        domain="d",
    )


@pytest.mark.parametrize(
    ("above", "below", "unit", "time_factor"),
    [
        ("sales", "", Unit.MONEY, TimeFactor.NONE),
        ("lead", "", Unit.DAYS, TimeFactor.NONE),
        ("cost", "sales", Unit.RATIO, TimeFactor.NONE),
        ("sales cost", "cost", Unit.TIMES, TimeFactor.NONE),
        ("cost", "sales", Unit.TIMES, TimeFactor.PER_YEAR),
        ("cost", "sales", Unit.DAYS, TimeFactor.IN_DAYS),
        ("sales", "units", Unit.MONEY, TimeFactor.NONE),
    ],
)
def test_sane_units_pass(above: str, below: str, unit: Unit, time_factor: TimeFactor) -> None:
    assert unit_fault(_kpi(above, below, unit, time_factor), MEASURES) is None


@pytest.mark.parametrize(
    ("above", "below", "unit", "time_factor", "fault"),
    [
        ("sales units", "", Unit.MONEY, TimeFactor.NONE, "numerator: count and money cannot be added"),
        ("sales", "cost units", Unit.RATIO, TimeFactor.NONE, "denominator: count and money cannot be added"),
        ("sales", "", Unit.COUNT, TimeFactor.NONE, "unit: money gives money, not count"),
        ("sales", "", Unit.MONEY, TimeFactor.PER_YEAR, "time_factor: must be none where there is no denominator"),
        ("cost", "sales", Unit.DAYS, TimeFactor.NONE, "unit: money over money gives ratio or times, not days"),
        ("cost", "sales", Unit.RATIO, TimeFactor.PER_YEAR, "unit: money over money gives times, not ratio"),
        ("units", "sales", Unit.RATIO, TimeFactor.NONE, "unit: count over money gives nothing, not ratio"),
    ],
)
def test_other_units_are_refused(above: str, below: str, unit: Unit, time_factor: TimeFactor, fault: str) -> None:
    assert unit_fault(_kpi(above, below, unit, time_factor), MEASURES) == fault
