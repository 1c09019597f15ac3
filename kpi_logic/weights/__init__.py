"""weights: what matters how much, as whole weights that always sum to 100.

Receives   weights and judgements as plain numbers and arrays.   Gives   weights, and how consistent the judgements are.
May hold   numpy, scipy (only while a method runs).
Never      knows a KPI, a person or pay; adopts the weights that data suggest.
"""

from kpi_logic.weights.judgement import Ahp, Bwm, ahp, bwm, swing
from kpi_logic.weights.mirror import critic, entropy
from kpi_logic.weights.rebalance import TOTAL, rebalance, to_hundred

__all__ = ["TOTAL", "Ahp", "Bwm", "ahp", "bwm", "critic", "entropy", "rebalance", "swing", "to_hundred"]
