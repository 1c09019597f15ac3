"""Where a client stands among one's other clients: three quartiles a KPI, never a name, never a client's own number.

Only from five other clients on.  A quartile is a weighted mean of three or four neighbouring clients in which none has
more than half of the weight, to two significant digits: with five clients the usual interpolation would give back
exactly the second, third and fourth client's number.

Source: threshold and dominance rules of statistical disclosure control (Hundepool et al. 2012, ch. 4); quantiles as
kernel-weighted order statistics (Sheather & Marron 1990).
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import isfinite
from typing import Literal

from kpi_logic.library import kpi_library
from kpi_logic.model import Amount, KpiRef, Message, Unit
from kpi_logic.scheme.history import to_digits

LEAST_CLIENTS = 5
LEAST_MONTHS = 3
YEAR = 12
DIGITS = 2
REACH = 2.0
"""Half the width of the weights, in places of the order: three or four clients stand behind each quartile."""
QUARTILES = (0.25, 0.5, 0.75)

Row = Mapping[str, str | float | None]
Standing = Literal["below", "lower_half", "upper_half", "above"]


@dataclass(frozen=True)
class ClientRows:
    """What one client's engagement published (``v_monthly_kpi``); ``client`` only tells clients apart."""

    client: str
    rows: Sequence[Row]


@dataclass(frozen=True)
class PeerQuartiles:
    """Quartiles of one KPI over ``clients`` other clients, in ``currency`` where it is money."""

    kpi: str
    currency: str | None
    clients: int
    quarter: float
    middle: float
    three_quarters: float

    def standing(self, value: float) -> Standing:
        """Where a value lies among them, by number alone (for some KPIs less is better)."""
        if value < self.middle:
            return "below" if value < self.quarter else "lower_half"
        return "upper_half" if value <= self.three_quarters else "above"

    def sentence(self, value: float) -> Message:
        """One's own value among the others."""
        unit = kpi_library()[self.kpi].unit
        currency = self.currency if unit is Unit.MONEY else None
        facts = {
            "kpi": KpiRef(self.kpi),
            "clients": self.clients,
            "value": Amount(value, unit, currency),
            "quarter": Amount(self.quarter, unit, currency),
            "middle": Amount(self.middle, unit, currency),
            "three_quarters": Amount(self.three_quarters, unit, currency),
        }
        return Message(f"peers.{self.standing(value)}", facts)


def peer_quartiles(others: Iterable[ClientRows], without: str = "") -> tuple[PeerQuartiles, ...]:
    """Quartiles of every KPI that five other clients or more have, in the order of the catalogue.

    Args:
        others: published rows; several engagements of one client count as one.
        without: the client one looks for, who is no peer of his own.
    """
    values: dict[tuple[str, str | None], dict[str, list[float]]] = {}
    for one in others:
        if one.client == without or not one.client:
            continue
        for key, value in usual_values(one.rows).items():
            values.setdefault(key, {}).setdefault(one.client, []).append(value)
    found = []
    for (kpi, currency), by_client in values.items():
        each = sorted(sum(several) / len(several) for several in by_client.values())
        if len(each) >= LEAST_CLIENTS:
            found.append(PeerQuartiles(kpi, currency, len(each), *(blurred(each, place) for place in QUARTILES)))
    order = {code: n for n, code in enumerate(kpi_library().kpis)}
    return tuple(sorted(found, key=lambda one: (order[one.kpi], one.currency or "")))


def usual_values(rows: Sequence[Row]) -> dict[tuple[str, str | None], float]:
    """A client's usual month of each KPI: the median of the last twelve of the whole business; none below three months.

    Keyed by KPI and, for money, currency; only KPIs of the catalogue.
    """
    months: dict[tuple[str, str | None], dict[str, float]] = {}
    for row in rows:
        kpi, value = str(row.get("kpi") or ""), row.get("value")
        if row.get("level") != "business" or kpi not in kpi_library().kpis:
            continue
        if not isinstance(value, int | float) or not isfinite(value):
            continue
        money = kpi_library()[kpi].unit is Unit.MONEY
        currency = str(row.get("currency") or "") if money else None
        months.setdefault((kpi, currency), {})[str(row.get("month"))] = float(value)
    known = {key: [each[month] for month in sorted(each)[-YEAR:]] for key, each in months.items() if key[1] != ""}
    return {key: _median(values) for key, values in known.items() if len(values) >= LEAST_MONTHS}


def _median(values: Sequence[float]) -> float:
    ordered, half = sorted(values), len(values) // 2
    return ordered[half] if len(values) % 2 else (ordered[half - 1] + ordered[half]) / 2


def blurred(ordered: Sequence[float], place: float) -> float:
    """The quantile at *place* (0-1) of ordered values, as a weighted mean of the three or four nearest.

    >>> blurred([1.0, 2.0, 3.0, 4.0, 105.0], 0.5), blurred([10.0, 20.0, 40.0, 50.0, 60.0], 0.25)
    (3.0, 22.0)
    """
    middle = place * (len(ordered) - 1)
    weights = [max(0.0, 1.0 - abs(n - middle) / REACH) for n in range(len(ordered))]
    return to_digits(sum(w * x for w, x in zip(weights, ordered, strict=True)) / sum(weights), DIGITS)
