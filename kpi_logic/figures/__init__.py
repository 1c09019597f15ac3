"""figures: values into charts, the same for the page and the paper.

Receives   values of the other rooms and a Catalog.   Gives   altair charts: one message each.
May hold   altair, pandas, numpy (altair only while a chart is made).
Never      computes a result, reads a file, knows a page; says a word that is not in the catalogue.
"""

from kpi_logic.figures.board import sparkline
from kpi_logic.figures.bottleneck import PICKED, bottleneck_bars, bottleneck_evidence
from kpi_logic.figures.budget import marginal_return
from kpi_logic.figures.cascade import cascade_tree
from kpi_logic.figures.corridor import corridor
from kpi_logic.figures.dial import dial
from kpi_logic.figures.framework import Unowned, framework_tree
from kpi_logic.figures.gains import gain_bars
from kpi_logic.figures.gantt import Step, gantt
from kpi_logic.figures.hindsight import hindsight_chart
from kpi_logic.figures.kpi_points import kpi_points
from kpi_logic.figures.limit import limit_course
from kpi_logic.figures.pilot import pilot_effect, pilot_lines, pilot_reach
from kpi_logic.figures.plan_actual import plan_actual_chart
from kpi_logic.figures.presence import presence_map
from kpi_logic.figures.pulse import pulse_bars
from kpi_logic.figures.reliability import reliability_chart
from kpi_logic.figures.scheme import payout_bars, rank_change, score_lines
from kpi_logic.figures.scorecard import curve_chart, weights_bar
from kpi_logic.figures.slip import slip_bars
from kpi_logic.figures.target import fan
from kpi_logic.figures.tornado import tornado
from kpi_logic.figures.tree import profit_tree
from kpi_logic.figures.trend import kpi_trend
from kpi_logic.figures.waterfall import waterfall

__all__ = [
    "PICKED",
    "Step",
    "Unowned",
    "bottleneck_bars",
    "bottleneck_evidence",
    "cascade_tree",
    "corridor",
    "curve_chart",
    "dial",
    "fan",
    "framework_tree",
    "gain_bars",
    "gantt",
    "hindsight_chart",
    "kpi_points",
    "kpi_trend",
    "limit_course",
    "marginal_return",
    "payout_bars",
    "pilot_effect",
    "pilot_lines",
    "pilot_reach",
    "plan_actual_chart",
    "presence_map",
    "profit_tree",
    "pulse_bars",
    "rank_change",
    "reliability_chart",
    "score_lines",
    "slip_bars",
    "sparkline",
    "tornado",
    "waterfall",
    "weights_bar",
]
