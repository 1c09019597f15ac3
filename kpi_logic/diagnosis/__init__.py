"""diagnosis: which number holds the seller back, by how much money, and how sure that is.

Receives   MonthlyFacts in one currency.   Gives   a Diagnosis: board, tree, change, bottlenecks, answer.
May hold   numpy, pandas, pydantic.
Never      calls noise a bottleneck, adds two currencies, says a sentence.
"""

from kpi_logic.diagnosis.answer import driver_name
from kpi_logic.diagnosis.attribution import Change, ChangePart, attribute_change
from kpi_logic.diagnosis.board import BoardRow, Verdict
from kpi_logic.diagnosis.bottleneck import Bottleneck, ReferenceKind
from kpi_logic.diagnosis.diagnose import CAPITAL_RATE, Diagnosis, Drill, diagnose, drill
from kpi_logic.diagnosis.limits import Limit, limits
from kpi_logic.diagnosis.ratio import RatioChange, RatioPart, ratio_change
from kpi_logic.diagnosis.tree import ProfitTree, TreeNode, profit_tree

__all__ = [
    "CAPITAL_RATE",
    "BoardRow",
    "Bottleneck",
    "Change",
    "ChangePart",
    "Diagnosis",
    "Drill",
    "Limit",
    "ProfitTree",
    "RatioChange",
    "RatioPart",
    "ReferenceKind",
    "TreeNode",
    "Verdict",
    "attribute_change",
    "diagnose",
    "drill",
    "driver_name",
    "limits",
    "profit_tree",
    "ratio_change",
]
