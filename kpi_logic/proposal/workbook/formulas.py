"""The engine's rules as formulas of functions that every spreadsheet program has."""

from collections.abc import Sequence
from itertools import pairwise

PASS, FULL, TOP = 60, 100, 120
SAME = "0.000000001"  # as the engine compares weights
SHY = 1e-8  # a millionth of a cent, as ``scheme.to_cents`` adds it: 1.005 is stored as 1.00499999999999989


def points(
    actual: str, low: str, mid: str, high: str, sign: str, *, cliff: bool, cap: float | None, least: str = ""
) -> str:
    """Points of one KPI (``scheme.curve_score``): nothing where a number is missing or the levels are not in order.

    *least* is the cell of the points it gets at least (held harmless), if it has any.

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
    none, floor = (f'IF(ISNUMBER({least}),{least},"")', f",{least}") if least else ('""', "")
    return f"=IF(COUNT({actual},{mid},{low},{high})<4,{none},IF({disorder},{none},MAX(0{floor},{curve})))"


def told_weight(lines: Sequence[tuple[str, str]]) -> str:
    """The weight of the lines that have points; *lines* are (weight, points)."""
    return "=" + ("+".join(f"IF(ISNUMBER({got}),{weight},0)" for weight, got in lines) or "0")


def score(lines: Sequence[tuple[str, str]], told: str, *, asked: str = "", presence: str = "") -> str:
    """The weighted mean of the points that can be told; nothing where none can.

    *asked*: the weight that must be told, else there is nothing either.  *presence*: the cell of the part of the
    month somebody was at work; nothing where that is none of it.
    """
    earned = "+".join(f"IF(ISNUMBER({got}),{weight}*{got},0)" for weight, got in lines) or "0"
    untold = [f"{told}=0", *([f"{told}<{asked}-{SAME}"] if asked else []), *([f"{presence}=0"] if presence else [])]
    test = untold[0] if len(untold) == 1 else f"OR({','.join(untold)})"
    return f'=IF({test},"",({earned})/{told})'


def with_extra(bare: str, extra: str, presence: str) -> str:
    """The score with plus and minus points, from 0 to 120; *presence* as in ``score``."""
    test = f'OR({bare}="",{presence}=0)' if presence else f'{bare}=""'
    return f'=IF({test},"",MAX(0,MIN(MAX({bare},{TOP}),{bare}+{extra})))'


def extra(kinds: Sequence[tuple[str, str, str, str]], cap: float) -> str:
    """Plus and minus points of a month; *kinds* are cells of (sign, points each, most, times)."""
    total = "+".join(f"{sign}*MIN({each}*{times},{most})" for sign, each, most, times in kinds) or "0"
    return f"=MAX(-{cap:g},MIN({cap:g},{total}))"


def from_pool(uncut: str, total: str, pool: str) -> str:
    """A payout cut in proportion, down to the cent, where all together pass the pool."""
    cut = f"INT({uncut}*({pool}/{total})*100+0.000001)/100"
    return f'=IF({uncut}="","",IF(AND(ISNUMBER({pool}),{total}>{pool}),{cut},{uncut}))'


def factor(actual: str, limit: str, multiplier: str, sign: str) -> str:
    """What a gate leaves of the payout; a missing actual breaches nothing."""
    return f"=IF(COUNT({actual},{limit})<2,1,IF({sign}*({actual}-{limit})<0,{multiplier},1))"


def product(factors: Sequence[str]) -> str:
    """All gates together."""
    return "=" + ("*".join(factors) or "1")


def payout(score: str, bonus: str, gates: str, curve: Sequence[tuple[str, str]], presence: str = "") -> str:
    """Money to the cent (``scheme.payout_share``, ``scheme.to_cents``); *curve* are cells of (score, share), rising.

    *presence*: the cell of the part of the month that is paid; all of it where there is none.
    """
    part = f"*{presence}" if presence else ""
    return f'=IF(OR({score}="",COUNT({bonus})<1),"",ROUND({bonus}{part}*{share(score, curve)}*{gates}+{SHY:.8f},2))'


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
