"""What people report in filled scorecards, laid over what the facts compute: nothing is taken in silence.

Where both tell the same, within rounding, the facts count.  Where they differ, both are told with what each would pay,
and the facts count until somebody chooses.  Where the facts tell nothing, the scorecard counts, unless two of them tell
different numbers.  Months before the scheme, months to come, and months in which somebody was not there count nothing.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from kpi_logic.intake import Expected, FilledActual
from kpi_logic.library import kpi_library
from kpi_logic.model import FACTS, Award, KpiRef, Level, Month, Person, Place, Raw, ReportedChoice, Unit
from kpi_logic.review.remark import Remark, span
from kpi_logic.scheme import Actuals, Replay
from kpi_logic.scheme.replay import run

Array = NDArray[np.float64]
Cell = tuple[str, str, Month]  # person's id, KPI, month

SHOWN = {
    Unit.RATIO: (0.01, 5e-5, 5e-4),
    Unit.DAYS: (0.0, 0.05, 0.05),
    Unit.TIMES: (0.0, 5e-3, 5e-3),
    Unit.SCORE: (0.0, 0.05, 0.05),
    Unit.COUNT: (100.0, 0.05, 0.5),
    Unit.MONEY: (100.0, 5e-3, 0.5),
}
"""Half of the last digit that people are shown: a size, half a digit below it and from it on."""

PART = 5e-4
"""... or this part of the value, where that is more: three digits and a half are what people copy."""


@dataclass(frozen=True)
class FilledBook:
    """One filled workbook that belongs to the engagement's scheme: its name, its digest, and what it tells."""

    name: str
    digest: str
    values: tuple[FilledActual, ...]


@dataclass(frozen=True)
class Told:
    """What one source tells: ``source`` is ``FACTS`` or a workbook's digest, ``name`` the file's ("" for the facts).

    ``pay`` is what the person's month would pay with it (no pool), None where nothing can be paid.
    """

    source: str
    name: str
    value: float
    pay: float | None = None


@dataclass(frozen=True)
class Gap:
    """One number that sources tell differently; ``chosen`` is the source that somebody chose, None while it is open."""

    person: Person
    kpi: str
    month: Month
    told: tuple[Told, ...]
    chosen: str | None = None

    @property
    def counts(self) -> float | None:
        """The value that counts now: the chosen one, else the facts', else none."""
        wanted = self.chosen or FACTS
        return next((one.value for one in self.told if one.source == wanted), None)

    @property
    def moves(self) -> float | None:
        """How far apart the pay of the sources is; None where it cannot be told."""
        pays = [one.pay for one in self.told if one.pay is not None]
        return round(max(pays) - min(pays), 2) if len(pays) > 1 else None


@dataclass(frozen=True, eq=False)
class Reported:
    """``actuals`` are those that count; ``laid_in`` numbers only a scorecard tells, ``agreeing`` ones both tell.

    ``proposed`` are plus and minus points that somebody must still confirm.
    """

    actuals: Actuals
    laid_in: int
    agreeing: int
    gaps: tuple[Gap, ...]
    proposed: tuple[Award, ...]
    remarks: tuple[Remark, ...]

    @property
    def open(self) -> tuple[Gap, ...]:
        """Numbers for which nobody has chosen yet."""
        return tuple(gap for gap in self.gaps if gap.chosen is None)


def reported(
    result: Replay,
    books: Sequence[FilledBook],
    choices: Sequence[ReportedChoice] = (),
    awards: Sequence[Award] = (),
) -> Reported:
    """What counts for everybody of a replay, whose months are those that may be reported: since the scheme, none to come.

    Args:
        result: the scheme on the facts alone.
        books: in the order they came.
        choices: a choice holds only while its source tells the number that was chosen.
        awards: plus and minus points that were confirmed already.
    """
    remarks = _Remarks(result)
    cells, extras = _sorted(result, books, remarks)
    table, values = result.actuals, result.actuals.values.copy()
    laid_in, agreeing, gaps = 0, 0, []
    for cell, told in cells.items():
        at = _place(table, cell)
        computed = float(values[at])
        different = [] if np.isnan(computed) else [Told(FACTS, "", computed)]
        for one in told:
            if not any(same(cell[1], other.value, one.value) for other in different):
                different.append(one)
        if len(different) > 1:
            gap = _gap(result, cell, different, choices)
            gaps.append(gap)
            values[at] = np.nan if gap.counts is None else gap.counts
        elif np.isnan(computed):
            values[at] = told[0].value
            laid_in += 1
        else:
            agreeing += 1
    counting = replace(table, values=values)
    proposed = tuple(_proposed(result, extras, awards, remarks))
    return Reported(counting, laid_in, agreeing, _paying(result, counting, gaps), proposed, remarks.all())


def same(kpi: str, one: float, other: float) -> bool:
    """Whether two values of a KPI are one number within rounding.

    >>> same("acos", 0.2874, 0.287), same("acos", 0.2874, 0.29), same("gmv", 1_234_567.0, 1_234_800.0)
    (True, False, True)
    """
    largest = max(abs(one), abs(other))
    size, below, above = SHOWN[kpi_library()[kpi].unit]
    shown = below if largest < size else above
    return abs(one - other) <= max(shown, PART * largest) * (1 + 1e-9)


OF_THE_FILE = {"reported_before": Level.NOTE, "reported_future": Level.WARN}
"""Said once for a whole file; history that we printed into it ourselves is no fault.  The rest is said for each person."""


class _Remarks:
    """Remarks gathered by file, and by person where it is about somebody: one line each, whatever the months."""

    def __init__(self, result: Replay) -> None:
        self.names = {person.id: person.name for person in result.people}
        self.months: dict[tuple[str, str, str], list[Month]] = {}

    def say(self, code: str, file: str, person: str, month: Month) -> None:
        """One more value of a kind of remark."""
        key = (code, file, "" if code in OF_THE_FILE else person)
        self.months.setdefault(key, []).append(month)

    def all(self) -> tuple[Remark, ...]:
        """The gravest first, then as they came."""
        found = []
        for (code, file, person), months in self.months.items():
            facts = {"file": Raw(file), "months": span(months), "count": len(months)}
            facts |= {"person": Raw(self.names[person])} if person else {}
            level = OF_THE_FILE.get(code, Level.WARN)
            found.append(Remark(code, level, Place(file=file), facts, (person,) if person else ()))
        return tuple(sorted(found, key=lambda remark: -remark.level))


def _sorted(
    result: Replay, books: Iterable[FilledBook], remarks: _Remarks
) -> tuple[dict[Cell, list[Told]], dict[Cell, list[Told]]]:
    """What every workbook tells of KPIs and of plus and minus points, without what cannot count."""
    cells: dict[Cell, list[Told]] = {}
    extras: dict[Cell, list[Told]] = {}
    for book in books:
        scored = {(one.person, one.code, one.month) for one in book.values if one.kind == "actual"}
        for one in book.values:
            cell = (one.person, one.code, one.month)
            fault = _fault(result, one)
            if fault:
                remarks.say(fault, book.name, one.person, one.month)
            elif one.kind == "extra":
                extras.setdefault(cell, []).append(Told(book.digest, book.name, one.value))
            elif one.kind == "actual" or cell not in scored:
                cells.setdefault(cell, []).append(Told(book.digest, book.name, one.value))
    return cells, extras


def still_asked(values: Iterable[FilledActual], expected: Expected) -> tuple[FilledActual, ...]:
    """What a workbook of an earlier version tells of people and KPIs that the present scheme still has."""
    nothing: frozenset[tuple[str, str]] = frozenset()
    return tuple(one for one in values if (one.kind, one.code) in expected.codes.get(one.person, nothing))


def _fault(result: Replay, one: FilledActual) -> str:
    """Why a number cannot count; "" if it can.  Who and what are on the scorecards was asked when it was read."""
    if one.month not in result.months:
        before = not result.months or one.month < result.months[0]
        return "reported_before" if before else "reported_future"
    plan, row = result.plan, result.actuals.people.index(one.person)
    here = 1.0 if plan.presence is None else plan.presence[row, result.months.index(one.month)]
    return "" if here > 0 else "reported_not_here"


def _place(table: Actuals, cell: Cell) -> tuple[int, int, int]:
    person, kpi, month = cell
    return table.people.index(person), table.months.index(month), table.kpis.index(kpi)


def _gap(result: Replay, cell: Cell, told: Sequence[Told], choices: Sequence[ReportedChoice]) -> Gap:
    person, kpi, month = cell
    wanted = ReportedChoice.id_of(person, kpi, str(month))
    made = {(one.source, one.value) for one in choices if one.id == wanted}
    chosen = next((one.source for one in told if (one.source, one.value) in made), None)
    return Gap(result.people[result.actuals.people.index(person)], kpi, month, tuple(told), chosen)


def _paying(result: Replay, counting: Actuals, gaps: Sequence[Gap]) -> tuple[Gap, ...]:
    """The gaps with what each source would pay, all else as it counts; a row of the engine for each."""
    trials = [(gap, one, _place(counting, (gap.person.id, gap.kpi, gap.month))) for gap in gaps for one in gap.told]
    if not trials:
        return ()
    rows = np.array([at[0] for _, _, at in trials], dtype=np.intp)
    values = counting.values[rows]
    for place, (_, one, at) in enumerate(trials):
        values[place, at[1], at[2]] = one.value
    alone = result.scheme.model_copy(update={"pool": None})
    tried = replace(counting, people=("",) * len(rows), values=values)
    payouts = run(alone, result.plan.rows(rows), tried).payouts
    pays = iter([_told(payouts[place, at[1]]) for place, (_, _, at) in enumerate(trials)])
    return tuple(replace(gap, told=tuple(replace(one, pay=next(pays)) for one in gap.told)) for gap in gaps)


def _proposed(
    result: Replay, extras: Mapping[Cell, Sequence[Told]], awards: Sequence[Award], remarks: _Remarks
) -> Iterator[Award]:
    """Plus and minus points that a scorecard tells and nobody has confirmed yet."""
    given: dict[tuple[str, str, str], int] = {}
    for award in awards:
        key = (award.person, award.extra, award.month)
        given[key] = given.get(key, 0) + award.times
    for (person, extra, month), told in extras.items():
        times = {round(one.value) for one in told}
        known = given.get((person, extra, str(month)), 0)
        if len(times) > 1 or (known and times != {known}):
            remarks.say("reported_extra_differs", told[-1].name, person, month)
        elif not known and times != {0}:
            yield Award(person=person, month=str(month), extra=extra, times=times.pop())


def _told(value: float) -> float | None:
    return None if np.isnan(value) else float(value)


def named(kpi: str) -> KpiRef | Raw:
    """A KPI as it is called."""
    return KpiRef(kpi) if kpi in kpi_library().kpis else Raw(kpi)
