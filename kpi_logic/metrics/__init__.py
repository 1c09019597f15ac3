"""metrics: monthly facts into KPI values at any grain, and how far these can be relied on.

Receives   MonthlyFacts and KPIs; an Intake and the decisions on it.     Gives   values and monthly series: sums of parts, never
           averages of ratios; the facts that all later rooms work with; the measurability of each KPI; two definitions compared.
May hold   numpy, pandas.
Never      fills a gap, adds two currencies, judges a value.
"""

from kpi_logic.metrics.agreed import agreed_lines
from kpi_logic.metrics.compute import KpiValue, adds_over_months, computable, kpi_by, kpi_series, kpi_table, kpi_value
from kpi_logic.metrics.definition_gap import CHOICES, DefinitionGap, Option, Standing, definition_gap, options
from kpi_logic.metrics.evidence import Evidence, evidence_of, is_restatement
from kpi_logic.metrics.grouping import Grouping
from kpi_logic.metrics.measurability import Colour, Measurability, deliverer, measurability, red_kpis, weighable
from kpi_logic.metrics.presence import presence
from kpi_logic.metrics.profit import ProfitBasis, profit_basis
from kpi_logic.metrics.ready import Ready, rate_table, ready_facts, reporting_currency

__all__ = [
    "CHOICES",
    "Colour",
    "DefinitionGap",
    "Evidence",
    "Grouping",
    "KpiValue",
    "Measurability",
    "Option",
    "ProfitBasis",
    "Ready",
    "Standing",
    "adds_over_months",
    "agreed_lines",
    "computable",
    "definition_gap",
    "deliverer",
    "evidence_of",
    "is_restatement",
    "kpi_by",
    "kpi_series",
    "kpi_table",
    "kpi_value",
    "measurability",
    "options",
    "presence",
    "profit_basis",
    "rate_table",
    "ready_facts",
    "red_kpis",
    "reporting_currency",
    "weighable",
]
