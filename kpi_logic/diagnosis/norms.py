"""What the ledger calls usual for a leaf: a reference for money where the source is good, else words beside the evidence."""

from collections.abc import Iterator

import numpy as np

from kpi_logic.diagnosis.leaf import Leaf, leaf_entries
from kpi_logic.diagnosis.limits import bound_of
from kpi_logic.library import Benchmark, Ledger
from kpi_logic.model import Direction, Message, Raw, Segment

COUNTED = frozenset("AB")  # grades of sources that money may rest on
STANDING = frozenset(("", "advice"))  # ... unless the line itself is doubtful
TOLD = frozenset(("", "advice", "estimate", "some_shops"))


def norm_of(benchmarks: Ledger, leaf: Leaf, segment: Segment) -> Benchmark | None:
    """The norm a shop's money may be reckoned against: grade A or B, for every shop there; the strictest of several.

    None too where the leaf is a cost a unit that is only shown as a share: a norm says nothing of the driver.
    """
    if leaf.shown_under != leaf.under or leaf.entry.shown_complement:
        return None
    known = [line for line in _norms(benchmarks, leaf.code, segment) if line.grade in COUNTED and line.why in STANDING
             and np.isfinite(edge(line, leaf))]  # fmt: skip
    return max(known, key=lambda line: -leaf.adverse * edge(line, leaf), default=None)


def edge(line: Benchmark, leaf: Leaf) -> float:
    """The nearest value that is still usual, coming from the bad side; NaN where the norm does not bound that side."""
    if line.value is None or line.bound == ("above" if leaf.entry.direction is Direction.LOWER else "below"):
        return float("nan")
    return line.top if line.top is not None and leaf.entry.direction is Direction.LOWER else line.value


def norms_told(benchmarks: Ledger, kpi: str, segment: Segment) -> tuple[Message, ...]:
    """What others call usual for a KPI where a segment trades, best source first, each with its grade; no money rests on it.

    >>> from kpi_logic.library import ledger
    >>> [m.key for m in norms_told(ledger(), "tacos", Segment(platform="Amazon"))]
    ['diagnosis_norm.told']
    """
    lines = sorted(_norms(benchmarks, kpi, segment), key=lambda line: line.grade)
    return tuple(_told(line) for line in lines if line.why in TOLD)


def _norms(benchmarks: Ledger, kpi: str, segment: Segment) -> Iterator[Benchmark]:
    """Norms with a number for the KPI, under any of its names, that are not of some kinds of goods or shops only."""
    entry = leaf_entries().get(kpi)
    names = {kpi, *(() if entry is None else entry.norms)}
    told = (line for line in benchmarks.lines if line.kind == "norm" and line.metric in names)
    return (line for line in told if line.value is not None and not line.whom and line.holds_for(segment))


def _told(line: Benchmark) -> Message:
    facts = {"bound": bound_of(line), "source": Raw(line.source), "grade": Raw(line.grade)}
    return Message(f"diagnosis_norm.{'advised' if line.grade in COUNTED else 'told'}", facts)
