"""diagnosis: which number holds the seller back, by how much money, and how sure that is.

Receives   MonthlyFacts in one currency.   Gives   a Diagnosis (board, tree, change, bottlenecks, limits, answer), leads, output.
May hold   numpy, pandas, pydantic.
Never      calls noise a bottleneck, adds two currencies, says a sentence.
"""

from kpi_logic.diagnosis.answer import driver_name
from kpi_logic.diagnosis.attribution import Change, ChangePart, attribute_change
from kpi_logic.diagnosis.board import BoardRow, Verdict
from kpi_logic.diagnosis.bottleneck import Bottleneck, ReferenceKind
from kpi_logic.diagnosis.budget import BudgetMove, HeadOutput, Output, SpendOutput, output
from kpi_logic.diagnosis.diagnose import CAPITAL_RATE, Diagnosis, Drill, diagnose, drill
from kpi_logic.diagnosis.lead import Lead, Leads, leads
from kpi_logic.diagnosis.limits import Limit, bound_of, limits, limits_of
from kpi_logic.diagnosis.operating import LimitState, Standing, operating_limits
from kpi_logic.diagnosis.potential import Potential, potentials
from kpi_logic.diagnosis.ratio import RatioChange, RatioPart, ratio_change
from kpi_logic.diagnosis.tree import ProfitTree, TreeNode, profit_tree

__all__ = [
    "CAPITAL_RATE",
    "BoardRow",
    "Bottleneck",
    "BudgetMove",
    "Change",
    "ChangePart",
    "Diagnosis",
    "Drill",
    "HeadOutput",
    "Lead",
    "Leads",
    "Limit",
    "LimitState",
    "Output",
    "Potential",
    "ProfitTree",
    "RatioChange",
    "RatioPart",
    "ReferenceKind",
    "SpendOutput",
    "Standing",
    "TreeNode",
    "Verdict",
    "attribute_change",
    "bound_of",
    "diagnose",
    "drill",
    "driver_name",
    "leads",
    "limits",
    "limits_of",
    "operating_limits",
    "output",
    "potentials",
    "profit_tree",
    "ratio_change",
]
