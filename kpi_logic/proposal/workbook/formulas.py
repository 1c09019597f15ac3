"""The engine's rules as formulas of functions that every spreadsheet program has."""

from collections.abc import Sequence
from itertools import pairwise

PASS, FULL, TOP = 60, 100, 120
SHY = 1e-8  # a millionth of a cent, as ``scheme.to_cents`` adds it: 1.005 is stored as 1.00499999999999989


def points(actual: str, low: str, mid: str, high: str, sign: str, *, cliff: bool, cap: float | None) -> str:
    """Points of one KPI (``scheme.curve_score``): nothing where a number is missing or the levels are not in order.

    >>> points("I8", "I10", "I7", "I11", "$C$7", cliff=False, cap=120)[:60]
    '=IF(COUNT(I8,I7,I10,I11)<4,"",IF(OR($C$7*(I7-I10)<=0,$C$7*(I'
    """
    below = f"{FULL}+{FULL - PASS}*({actual}-{mid})/({mid}-{low})"
    above = f"{FULL}+{TOP - FULL}*({actual}-{mid})/({high}-{mid})"
    curve = f"IF({sign}*({actual}-{mid})<0,{below},{above})"
    if cliff:
        curve = f"IF({sign}*({actual}-{low})<0,0,{curve})"
    if cap is not None:
        curve = f"MIN({cap:g},{curve})"
    disorder = f"OR({sign}*({mid}-{low})<=0,{sign}*({high}-{mid})<=0)"
    return f'=IF(COUNT({actual},{mid},{low},{high})<4,"",IF({disorder},"",MAX(0,{curve})))'


def told_weight(lines: Sequence[tuple[str, str]]) -> str:
    """The weight of the lines that have points; *lines* are (weight, points)."""
    return "=" + ("+".join(f"IF(ISNUMBER({got}),{weight},0)" for weight, got in lines) or "0")


def score(lines: Sequence[tuple[str, str]], told: str) -> str:
    """The weighted mean of the points that can be told; nothing where none can."""
    earned = "+".join(f"IF(ISNUMBER({got}),{weight}*{got},0)" for weight, got in lines) or "0"
    return f'=IF({told}=0,"",({earned})/{told})'


def factor(actual: str, limit: str, multiplier: str, sign: str) -> str:
    """What a gate leaves of the payout; a missing actual breaches nothing."""
    return f"=IF(COUNT({actual},{limit})<2,1,IF({sign}*({actual}-{limit})<0,{multiplier},1))"


def product(factors: Sequence[str]) -> str:
    """All gates together."""
    return "=" + ("*".join(factors) or "1")


def payout(score: str, bonus: str, gates: str, curve: Sequence[tuple[str, str]]) -> str:
    """Money to the cent (``scheme.payout_share``, ``scheme.to_cents``); *curve* are cells of (score, share), rising."""
    return f'=IF(OR({score}="",COUNT({bonus})<1),"",ROUND({bonus}*{share(score, curve)}*{gates}+{SHY:.8f},2))'


def share(score: str, curve: Sequence[tuple[str, str]]) -> str:
    """Straight lines through the points, flat outside."""
    text = curve[-1][1]
    for (x0, y0), (x1, y1) in reversed(list(pairwise(curve))):
        text = f"IF({score}<{x1},{y0}+({y1}-{y0})*({score}-{x0})/({x1}-{x0}),{text})"
    return f"IF({score}<{curve[0][0]},{curve[0][1]},{text})"


def grade(score: str, grades: Sequence[tuple[str, str]]) -> str:
    """The grade of a score; *grades* are cells of (name, least score), the highest first."""
    text = '""'
    for name, least in reversed(grades):
        text = f"IF({score}>={least},{name},{text})"
    return f'=IF({score}="","",{text})'
