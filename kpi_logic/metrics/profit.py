"""Which profit the client's numbers can carry."""

from enum import StrEnum

from kpi_logic.facts import MonthlyFacts
from kpi_logic.library import kpi_library
from kpi_logic.model import Kpi


class ProfitBasis(StrEnum):
    """The profit everything is valued in; the value is the KPI's code."""

    CONTRIBUTION = "cm3"  # all cost lines are there: sales less every variable cost and advertising
    GROSS = "gross_profit"  # only the gross profit as the client gives it
    SALES = "gmv"  # no profit at all: money is sales, and whoever shows it must say so

    @property
    def kpi(self) -> Kpi:
        """The KPI that computes it."""
        return kpi_library()[self.value]


def profit_basis(facts: MonthlyFacts) -> ProfitBasis | None:
    """The best profit the facts can carry; None where they do not even hold sales.

    Contribution profit needs every cost line in every row; otherwise the gross profit as given is taken.
    """
    needed = sorted(ProfitBasis.CONTRIBUTION.kpi.measures)
    if set(needed) <= set(facts.table.columns) and facts.table[needed].notna().all(axis=None):
        return ProfitBasis.CONTRIBUTION
    if "gross_profit" in facts.measures:
        return ProfitBasis.GROSS
    return ProfitBasis.SALES if "sales" in facts.measures else None
