"""weights: what matters how much, as whole weights that always sum to 100.

Receives   weights, votes as plain numbers and arrays; Judgements.   Gives   weights, how consistent the judgements
           are and what would mend them, how far voters agree.
May hold   numpy, scipy (only while a method runs).
Never      knows a KPI, a person or pay; adopts the weights that data suggest.
"""

from kpi_logic.weights.answers import EQUAL, POINTS, answered, judged, nearest_step, pairwise, preferences
from kpi_logic.weights.group import Disagreement, consensus, consensus_name, disagreements, group
from kpi_logic.weights.judgement import Ahp, Bwm, ahp, bwm, swing
from kpi_logic.weights.mirror import critic, entropy
from kpi_logic.weights.rebalance import TOTAL, rebalance, to_hundred
from kpi_logic.weights.repair import CONSISTENT, Change, Contradiction, Repair, contradiction, repair
from kpi_logic.weights.span import Span, swing_span

__all__ = [
    "CONSISTENT",
    "EQUAL",
    "POINTS",
    "TOTAL",
    "Ahp",
    "Bwm",
    "Change",
    "Contradiction",
    "Disagreement",
    "Repair",
    "Span",
    "ahp",
    "answered",
    "bwm",
    "consensus",
    "consensus_name",
    "contradiction",
    "critic",
    "disagreements",
    "entropy",
    "group",
    "judged",
    "nearest_step",
    "pairwise",
    "preferences",
    "rebalance",
    "repair",
    "swing",
    "swing_span",
    "to_hundred",
]
