"""diagnosis: which number holds the seller back, by how much money, and how sure that is.

Receives   MonthlyFacts in one currency.   Gives   a Diagnosis (board, tree, change, bottlenecks, limits, answer), leads, output.
May hold   numpy, pandas, pydantic.
Never      calls noise a bottleneck, adds two currencies, says a sentence.
"""

from kpi_logic.diagnosis.answer import driver_name
from kpi_logic.diagnosis.attribution import attribute_change
from kpi_logic.diagnosis.between import change_between
from kpi_logic.diagnosis.board import BoardRow, Verdict
from kpi_logic.diagnosis.bottleneck import Bottleneck, ReferenceKind
from kpi_logic.diagnosis.budget import BudgetMove, HeadOutput, Output, SpendOutput, output
from kpi_logic.diagnosis.change import Change, ChangePart, PartKind, Rule
from kpi_logic.diagnosis.comparison import Comparison, comparisons, metrics_of, periods_of
from kpi_logic.diagnosis.diagnose import CAPITAL_RATE, Diagnosis, Drill, diagnose, drill
from kpi_logic.diagnosis.lead import Lead, Leads, leads
from kpi_logic.diagnosis.ledger_rows import LedgerRow, ledger_rows
from kpi_logic.diagnosis.limits import bound_for, bound_of, ledger_of, limits, limits_of
from kpi_logic.diagnosis.norms import norms_told
from kpi_logic.diagnosis.operating import LimitState, Standing, limits_told, operating_limits
from kpi_logic.diagnosis.potential import Potential, potentials
from kpi_logic.diagnosis.ratio import RatioChange, RatioPart, ratio_change
from kpi_logic.diagnosis.regroup import by_column, owners_of, regrouped
from kpi_logic.diagnosis.tree import ProfitTree, TreeNode, profit_tree

__all__ = [
    "CAPITAL_RATE",
    "BoardRow",
    "Bottleneck",
    "BudgetMove",
    "Change",
    "ChangePart",
    "Comparison",
    "Diagnosis",
    "Drill",
    "HeadOutput",
    "Lead",
    "Leads",
    "LedgerRow",
    "LimitState",
    "Output",
    "PartKind",
    "Potential",
    "ProfitTree",
    "RatioChange",
    "RatioPart",
    "ReferenceKind",
    "Rule",
    "SpendOutput",
    "Standing",
    "TreeNode",
    "Verdict",
    "attribute_change",
    "bound_for",
    "bound_of",
    "by_column",
    "change_between",
    "comparisons",
    "diagnose",
    "drill",
    "driver_name",
    "leads",
    "ledger_of",
    "ledger_rows",
    "limits",
    "limits_of",
    "limits_told",
    "metrics_of",
    "norms_told",
    "operating_limits",
    "output",
    "owners_of",
    "periods_of",
    "potentials",
    "profit_tree",
    "ratio_change",
    "regrouped",
]
