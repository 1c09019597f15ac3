"""The whole diagnosis as one value, and the drill into a part of it."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from kpi_logic.diagnosis.answer import answer
from kpi_logic.diagnosis.attribution import Change, change_of, metric_of
from kpi_logic.diagnosis.board import BoardRow, board
from kpi_logic.diagnosis.bottleneck import Bottleneck
from kpi_logic.diagnosis.cube import Cube
from kpi_logic.diagnosis.operating import LimitState, operating_limits
from kpi_logic.diagnosis.partial import is_partial
from kpi_logic.diagnosis.potential import Potential, potentials
from kpi_logic.diagnosis.rank import bottlenecks
from kpi_logic.diagnosis.tree import ProfitTree, profit_tree
from kpi_logic.facts import MonthlyFacts
from kpi_logic.library import Ledger, ledger
from kpi_logic.metrics import ProfitBasis, profit_basis
from kpi_logic.model import ALL, Issue, Level, Message, Month, Raw, Segment

CAPITAL_RATE = 0.12  # a year: what money tied up in stock costs, unless the client says otherwise
RECENT = 3
YEARLY = 15  # months from which the same months a year ago are there to compare with
FEWEST = 9  # months below which a lasting change cannot be told from a one-off


@dataclass(frozen=True, eq=False)
class Diagnosis:
    """What holds a seller back, by how much money, and how sure that is.

    ``first`` and ``last`` are the months read (a last month that is not over is left out and told in ``issues``);
    ``bottlenecks`` is None where it cannot be told (too few months, no sales, several currencies), and empty where
    there is none beyond noise.  ``joint_gain`` is the profit a month if all were closed.  ``limits`` is every shop
    against its platform's limits, as ``benchmarks`` has them; ``potentials`` what better months, the seller's other
    shops or a sourced norm show to be possible.
    """

    currency: str | None
    first: Month | None
    last: Month | None
    basis: ProfitBasis | None
    capital_rate: float
    board: tuple[BoardRow, ...]
    tree: ProfitTree | None
    change: Change | None
    bottlenecks: tuple[Bottleneck, ...] | None
    answer: tuple[Message, ...]
    issues: tuple[Issue, ...]
    limits: tuple[LimitState, ...] = ()
    potentials: tuple[Potential, ...] = ()
    benchmarks: Ledger = field(default_factory=ledger)

    @property
    def joint_gain(self) -> float | None:
        """Profit gained a month if all bottlenecks with money were closed together."""
        shares = [b.share_of_all for b in self.bottlenecks or () if b.share_of_all is not None]
        return sum(shares) if shares else None


@dataclass(frozen=True, eq=False)
class Drill:
    """One segment: its board, tree, change and bottlenecks, and the segments below it."""

    segment: Segment
    board: tuple[BoardRow, ...]
    tree: ProfitTree | None
    change: Change | None
    bottlenecks: tuple[Bottleneck, ...]
    below: tuple[Segment, ...]


def diagnose(
    facts: MonthlyFacts,
    as_of: Month | None = None,
    capital_rate: float = CAPITAL_RATE,
    benchmarks: Ledger | None = None,
) -> Diagnosis:
    """Diagnose a seller from his monthly facts.

    Args:
        facts: any shops, any base measures; money is told in one currency only.
        as_of: the last month to read; None reads all, less a last month that is not over.
        capital_rate: what money tied up in stock costs a year (0-1).
        benchmarks: the client's ledger (``ledger_of``); None takes the published limits.

    Raises:
        ValueError: capital_rate is negative.
    """
    if capital_rate < 0:
        raise ValueError(f"capital_rate is a share a year, 0 or more; got {capital_rate}")
    benchmarks = benchmarks or ledger()
    read, issues = _read(facts, as_of)
    if read.is_empty:
        return _nothing(facts, capital_rate, issues)
    cube, basis = Cube.of(read), profit_basis(read)
    now, before = periods(read.months)
    states = operating_limits(read, benchmarks)
    found = _bottlenecks(cube, basis, read.currency, capital_rate, issues, states)
    change = _change(cube, read, now, before, ALL)
    rows = board(read)
    return Diagnosis(
        currency=read.currency,
        first=read.months[0],
        last=read.months[-1],
        basis=basis,
        capital_rate=capital_rate,
        board=rows,
        tree=profit_tree(read, basis, now, before),
        change=change,
        bottlenecks=found,
        answer=answer(change, found, rows, read.currency, len(cube.months)),
        issues=tuple(issues),
        limits=states,
        potentials=() if found is None or basis is None else potentials(cube, basis, capital_rate, found, benchmarks),
        benchmarks=benchmarks,
    )


def drill(diagnosis: Diagnosis, facts: MonthlyFacts, segment: Segment) -> Drill:
    """The part of a diagnosis that concerns *segment*, from the facts it was made of."""
    if diagnosis.first is None or diagnosis.last is None:
        return Drill(segment, (), None, None, (), ())
    here = facts.of_segment(segment)
    here = here.of_months([month for month in here.months if month <= diagnosis.last])
    if here.is_empty:
        return Drill(segment, (), None, None, (), ())
    cube = Cube.of(here)
    now, before = periods(here.months)
    listed = tuple(b for b in diagnosis.bottlenecks or () if segment.contains(b.segment) or b.segment.contains(segment))
    return Drill(
        segment=segment,
        board=board(here),
        tree=profit_tree(here, diagnosis.basis, now, before),
        change=_change(cube, here, now, before, segment),
        bottlenecks=listed,
        below=tuple(s for s in cube.segments if s != segment and segment.contains(s)),
    )


def periods(months: Sequence[Month]) -> tuple[tuple[Month, ...], tuple[Month, ...]]:
    """The last three months and what they are compared with: the same a year ago, else the three before.

    >>> now, before = periods([Month(2025, 1) + i for i in range(8)])
    >>> [str(m) for m in before]
    ['2025-03', '2025-04', '2025-05']
    """
    last = months[-1]
    span = min(RECENT, max(1, len(months) // 2))
    now = tuple(last - i for i in reversed(range(span)))
    back = 12 if last.since(months[0]) + 1 >= YEARLY else span
    return now, tuple(month - back for month in now)


def _read(facts: MonthlyFacts, as_of: Month | None) -> tuple[MonthlyFacts, list[Issue]]:
    """The months to read and what there is to say about them."""
    issues: list[Issue] = []
    if facts.is_empty:
        return facts, [Issue("no_facts", Level.ASK)]
    read = facts if as_of is None else facts.of_months([month for month in facts.months if month <= as_of])
    if facts.currency is None:
        issues.append(Issue("mixed_currencies", Level.ASK, facts={"currencies": tuple(map(Raw, facts.currencies))}))
    if as_of is None and not read.is_empty and is_partial(Cube.of(read)):
        issues.append(Issue("partial_last_month", Level.WARN, facts={"month": read.months[-1]}))
        read = read.of_months(read.months[:-1])
    return read, issues


def _bottlenecks(
    cube: Cube,
    basis: ProfitBasis | None,
    currency: str | None,
    capital_rate: float,
    issues: list[Issue],
    states: Sequence[LimitState],
) -> tuple[Bottleneck, ...] | None:
    if currency is None:
        return None
    if basis is None:
        issues.append(Issue("no_sales", Level.ASK))
        return None
    if basis is ProfitBasis.SALES:
        issues.append(Issue("no_profit", Level.WARN))
    if len(cube.months) < FEWEST:
        issues.append(Issue("too_few_months", Level.WARN, facts={"months": len(cube.months), "needed": FEWEST}))
        return None
    return bottlenecks(cube, basis, currency, capital_rate, [state for state in states if state.breached])


def _change(
    cube: Cube, facts: MonthlyFacts, now: Sequence[Month], before: Sequence[Month], segment: Segment
) -> Change | None:
    if facts.currency is None or not cube.has("sales"):
        return None
    return change_of(cube, cube.index(before), cube.index(now), metric_of(facts), segment, facts.currency)


def _nothing(facts: MonthlyFacts, capital_rate: float, issues: list[Issue]) -> Diagnosis:
    return Diagnosis(facts.currency if facts.currencies else None, None, None, None, capital_rate, (), None, None, None,
                     (Message("diagnosis.answer.nothing"),), tuple(issues))  # fmt: skip
