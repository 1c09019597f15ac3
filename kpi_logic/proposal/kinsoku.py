"""Where a line of mixed Chinese and Latin text may be broken.

Rules: GB/T 15834-2011 and W3C, Requirements for Chinese Text Layout (clreq), sections 3.1.3 and 3.2.2.  The signs
themselves stand in templates/style/kinsoku.toml.
"""

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate

from kpi_logic.proposal.style import KinsokuRules, kinsoku_rules

# Every character as wide as its height: ideographs, kana, hangul, full-width forms and their punctuation.
WIDE = (
    "\u1100-\u11ff\u2e80-\u303f\u3040-\u4dbf\u4e00-\u9fff\ua960-\ua97f\uac00-\ud7ff\uf900-\ufaff\ufe30-\ufe4f"
    "\uff00-\uff60\uffe0-\uffe6"
)
_HAN = "[\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]"
_ANY_HAN = re.compile(_HAN)
_LATIN = "[0-9A-Za-z\u00c0-\u024f()%\u2030$\u00a3\u20ac\u00a5+\u2212\u00b1#~\u2248<>\u2264\u2265]"
# The toggles \x02 and \x03 (bold on and off) may lie between a Han character and a Latin one.
_GAP = re.compile(f"({_HAN})([\x02\x03]?) ?([\x02\x03]?)(?={_LATIN})|({_LATIN})([\x02\x03]?) ?([\x02\x03]?)(?={_HAN})")

# Ems taken out between two full-width signs: nearly the half, because readers of PDF take signs whose boxes overlap by
# a half for signs of two lines.
SQUEEZE = 0.48

# The curly quotes of the paper's fonts are full-width, as Chinese wants them; Latin text takes the straight ones.
_STRAIGHT = str.maketrans("\u2018\u2019\u201c\u201d", "\u0027\u0027\u0022\u0022")
_APOSTROPHE = re.compile("(?<=[A-Za-z])\u2019(?=[A-Za-z])")

# A last line narrower than this (in ems) is given company from the line before it.
SHORTEST_LAST = 2.6


@dataclass(frozen=True, slots=True)
class Line:
    """Characters ``start`` to ``end`` of a text; ``last`` where nothing is to be stretched after it.

    ``lead`` is the empty half of an opening sign at its start, which hangs left of the line; ``width`` is without it
    and without the empty half of a closing sign at the end.
    """

    start: int
    end: int
    width: float
    last: bool
    lead: float = 0.0


def spaced(text: str) -> str:
    """*text* with one thin gap, a space of a quarter em in the paper's fonts, between Han and Latin; Latin text with
    straight quotes.

    >>> spaced("\\u7ea611.8%\\u5de6\\u53f3").count(" "), spaced("\\u7ea6 11.8% \\u5de6").count(" ")
    (2, 2)
    """
    straight = _APOSTROPHE.sub("'", text) if _ANY_HAN.search(text) else text.translate(_STRAIGHT)
    return _GAP.sub(r"\1\2\4\5 \3\6", straight)


def break_lines(text: str, widths: Sequence[float], measure: float, size: float) -> list[Line]:
    """*text* in lines no wider than *measure*, broken only where the rules allow.

    ``widths`` holds the width of each character and ``size`` the em.  A newline ends a line.  Only what is wider than
    a whole line by itself (a very long word) is cut inside.  Each line's spaces at its end are left out.
    """
    before = [0.0, *accumulate(widths)]
    lines: list[Line] = []
    start = 0
    for piece in text.split("\n"):
        lines += _break_piece(text, before, start, start + len(piece), measure, size)
        start += len(piece) + 1
    return lines


def _break_piece(text: str, before: list[float], start: int, stop: int, measure: float, size: float) -> list[Line]:
    spans = [match.span() for match in clusters().finditer(text, start, stop)]
    if not spans:
        return [Line(start, start, 0.0, True)]
    fits = measure + 1e-6
    breaks: list[tuple[int, int]] = []  # the spans at which lines start, and where in the text
    line, at = 0, spans[0][0]
    breaks.append((line, at))
    for i, (a, b) in enumerate(spans):
        if before[b] - before[at] <= fits or before[b] - before[at] - _half(text, before, b - 1, size) <= fits:
            continue
        if a > at:
            at = a
            breaks.append((i, at))
        while before[b] - before[at] > fits:
            at = _cut(text, before, at, b, fits)
            breaks.append((i, at))
    _keep_company(spans, before, breaks, fits, size)
    return _lines(text, before, [at for _, at in breaks], spans[-1][1], size)


def _cut(text: str, before: list[float], start: int, stop: int, fits: float) -> int:
    """Where to cut what is wider than a line: as late as fits, but not before a closing sign if that can be helped."""
    latest = max(bisect_right(before, before[start] + fits, start, stop + 1) - 1, start + 1)
    rules = kinsoku_rules()
    for at in range(latest, max(start, latest - 8), -1):
        if at < stop and text[at] not in rules.cannot_start and text[at - 1] not in rules.cannot_end:
            return at
    return latest


def _keep_company(
    spans: list[tuple[int, int]], before: list[float], breaks: list[tuple[int, int]], fits: float, size: float
) -> None:
    """Move the last break back until the last line no longer holds a single character; in place."""
    if len(breaks) < 2:
        return
    end = spans[-1][1]
    first, at = breaks[-1]
    previous, previous_at = breaks[-2]
    while before[end] - before[at] < SHORTEST_LAST * size and first - 1 > previous and at == spans[first][0]:
        earlier = spans[first - 1][0]
        kept = before[earlier] - before[previous_at]
        if before[end] - before[earlier] > fits or kept < 0.5 * fits:
            return
        first, at = first - 1, earlier
        breaks[-1] = (first, at)


def _half(text: str, before: list[float], i: int, size: float) -> float:
    """The empty half of a closing full-width sign at the end of a line, unless it was taken out already."""
    if text[i] not in kinsoku_rules().empty_right:
        return 0.0
    return min(max(before[i + 1] - before[i] - size / 2, 0.0), size / 2)


def _lines(text: str, before: list[float], starts: list[int], stop: int, size: float) -> list[Line]:
    lines = []
    for start, following in zip(starts, [*starts[1:], stop], strict=True):
        end = following
        while end > start and text[end - 1] == " ":
            end -= 1
        lead = size / 2 if text[start] in kinsoku_rules().empty_left else 0.0
        width = before[end] - before[start] - lead - _half(text, before, end - 1, size)
        lines.append(Line(start, end, width, following == stop, lead))
    return lines


def squeezes(text: str) -> dict[int, float]:
    """By how many ems the space after a character shrinks, for the characters where it does.

    Between two full-width signs the empty half of one is taken out.

    >>> squeezes("\u201d\uff0c"), squeezes("\uff1a\u201c"), squeezes("ab")
    ({0: 0.48}, {0: 0.48}, {})
    """
    found: dict[int, float] = {}
    for match in _squeezable().finditer(text):
        i = match.start()
        if match[1] and _squeezable().match(text, i + 1):
            found[i] = SQUEEZE
        elif match[2] and i > 0 and text[i - 1] in kinsoku_rules().empty_left:
            found[i - 1] = SQUEEZE
    return found


@lru_cache(maxsize=1)
def _squeezable() -> re.Pattern[str]:
    """A sign whose right half is empty (group 1) or whose left half is (group 2)."""
    rules = kinsoku_rules()
    return re.compile(f"([{re.escape(rules.empty_right)}])|([{re.escape(rules.empty_left)}])")


@lru_cache(maxsize=1)
def clusters() -> re.Pattern[str]:
    """What stays together: a word, a number with its unit, a character, each with the punctuation that clings to it."""
    return re.compile(cluster_pattern(kinsoku_rules()))


def cluster_pattern(rules: KinsokuRules) -> str:
    """The pattern of one unbreakable cluster under *rules*."""
    no_start, no_end = re.escape(rules.cannot_start), re.escape(rules.cannot_end)
    opening, closing = f"[{no_end}]", f"[{no_start}]"
    narrow = f"[^\\s{WIDE}]"
    letter = f"(?:(?![{no_start}{no_end}]){narrow})"
    clinging = f"(?:(?:{opening}|{closing})(?<={narrow}))"  # narrow punctuation in front of a word, as in 'tis
    word = f"{clinging}*{letter}(?:{narrow}*{letter})?"
    units = "|".join(_unit(unit) for unit in sorted(rules.after_number, key=len, reverse=True))
    lead = f"(?:[{re.escape(rules.before_number)}] ?(?=[0-9\u2212+$\u00a5\u00a3\u20ac])|[A-Z]{{3}} (?=[0-9]))"
    number = f"{lead}?{word}[%\u2030]?(?:(?<=[0-9%\u2030]) ?(?:{units}))?"
    character = f"(?:(?![{no_start}{no_end}])[{WIDE}])"
    return f"(?:{opening} ?)*(?:{number}|{character}|{closing})(?: ?{closing})*|(?:{opening} ?)+"


def _unit(unit: str) -> str:
    """A unit in Latin letters is one only as a whole word."""
    return re.escape(unit) + (r"\b" if unit.isascii() else "")
