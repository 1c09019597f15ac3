"""Number formats by unit, with the digits that the values need."""

from collections.abc import Iterable

from kpi_logic.model import Kpi, Unit
from kpi_logic.proposal.assemble.levels import ratio_digits

MONEY = "#,##0.00"
POINTS = "0.00"


def shape_of(kpi: Kpi | None, values: Iterable[float | None], *, full: bool = False) -> str:
    """The format of some values of one KPI; *full* asks for cents, and for as many decimals as tell ratios apart.

    >>> from kpi_logic.library import kpi_library
    >>> shape_of(kpi_library()["gmv"], [1.0]), shape_of(kpi_library()["cvr"], [0.1064, 0.1044], full=True)
    ('#,##0', '0.00%')
    """
    known = [value for value in values if value is not None and value == value]
    match kpi.unit if kpi is not None else None:
        case None:
            return "General"
        case Unit.MONEY:
            return MONEY if full else "#,##0"
        case Unit.RATIO:
            return "0." + "0" * (ratio_digits(known) if full else 2) + "%"
        case Unit.COUNT:
            return "#,##0" if all(float(value).is_integer() for value in known) else "#,##0.0"
        case Unit.TIMES:
            return "0.00"
    return "0.0"
