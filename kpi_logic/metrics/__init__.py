"""metrics: monthly facts into KPI values at any grain.

Receives   MonthlyFacts and KPIs.     Gives   values and monthly series: sums of parts, never averages of ratios.
May hold   numpy, pandas.
Never      fills a gap, adds two currencies, judges a value.
"""

from kpi_logic.metrics.compute import KpiValue, adds_over_months, computable, kpi_by, kpi_series, kpi_table, kpi_value
from kpi_logic.metrics.grouping import Grouping
from kpi_logic.metrics.presence import presence
from kpi_logic.metrics.profit import ProfitBasis, profit_basis

__all__ = [
    "Grouping",
    "KpiValue",
    "ProfitBasis",
    "adds_over_months",
    "computable",
    "kpi_by",
    "kpi_series",
    "kpi_table",
    "kpi_value",
    "presence",
    "profit_basis",
]
