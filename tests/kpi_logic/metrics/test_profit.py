"""The profit everything is valued in is the best the client's numbers can carry."""

import pandas as pd

from kpi_logic.facts import MonthlyFacts
from kpi_logic.library import kpi_library
from kpi_logic.metrics import ProfitBasis, profit_basis


def test_all_cost_lines_carry_contribution_profit() -> None:
    needed = kpi_library()["cm3"].measures
    facts = MonthlyFacts.of(pd.DataFrame({"month": ["2025-01"], **{measure: [1.0] for measure in needed}}))
    assert profit_basis(facts) is ProfitBasis.CONTRIBUTION


def test_one_missing_cost_line_falls_back_to_the_gross_profit_as_given() -> None:
    needed = kpi_library()["cm3"].measures - {"storage_fee"}
    columns = {measure: [1.0] for measure in needed} | {"gross_profit": [0.2]}
    assert profit_basis(MonthlyFacts.of(pd.DataFrame({"month": ["2025-01"], **columns}))) is ProfitBasis.GROSS


def test_sales_alone_are_only_sales() -> None:
    assert profit_basis(MonthlyFacts.of(pd.DataFrame({"month": ["2025-01"], "sales": [1.0]}))) is ProfitBasis.SALES


def test_nothing_is_nothing() -> None:
    assert profit_basis(MonthlyFacts.of(pd.DataFrame({"month": ["2025-01"], "units": [1.0]}))) is None
