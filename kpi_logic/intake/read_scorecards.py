"""A filled scorecard workbook read and held against the engagement it is dropped into."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from kpi_logic.intake.file import NO_ANSWERS, ClientFile, FilledActual, FilledScorecards
from kpi_logic.intake.finding import Findings, shown
from kpi_logic.intake.sandbox import read_in_child
from kpi_logic.intake.scorecard_marks import ACTUAL, EXTRA, GATE
from kpi_logic.model import Issue, KpiRef, Level, Organisation, Person, Place, Raw, Scheme


@dataclass(frozen=True)
class ScorecardActuals:
    """``values`` may be used; ``issues`` say what was left out and why, worst first.

    ``mark`` is that of the scheme the workbook was written for, "" where the file is none.
    """

    values: tuple[FilledActual, ...]
    issues: tuple[Issue, ...]
    mark: str = ""


@dataclass(frozen=True)
class Expected:
    """What the engagement knows: its scheme's mark, who has a sheet, and the KPIs and extras on it by person's id.

    ``codes`` are (kind, code) as in the rows of the sheet; without them every KPI is taken.
    """

    mark: str
    people: Mapping[str, str]
    codes: Mapping[str, frozenset[tuple[str, str]]] = field(default_factory=dict)

    @classmethod
    def of(cls, mark: str, scheme: Scheme, organisation: Organisation) -> "Expected":
        """From the engagement's decisions; *mark* is ``proposal.workbook.mark_of``'s."""
        people = {person.id: person.name for person in organisation.people}
        return cls(mark, people, {person.id: _codes(scheme, person) for person in organisation.people})


def read_scorecards(content: bytes, name: str, expected: Expected) -> ScorecardActuals:
    """Read a filled scorecard workbook in the limited child process.

    Args:
        content: the file's bytes.
        name: shown in issues only.
        expected: what the engagement knows; a workbook of another version is refused as a whole.
    """
    reading = read_in_child([ClientFile(name, content)], NO_ANSWERS, lambda _name, _done: None)
    found = Findings()
    values: list[FilledActual] = []
    if not reading.scorecards and not _errors(reading.issues):
        found.say("scorecard_none", Level.ERROR, Place(file=name))
    for filled in reading.scorecards:
        values += _fitting(filled, expected, found)
    issues = [*(reading.issues if reading.scorecards else _errors(reading.issues)), *found.all()]
    issues.sort(key=lambda issue: -issue.level)
    mark = next((mark for filled in reading.scorecards for mark in filled.marks), "")
    return ScorecardActuals(tuple(values), tuple(issues), mark)


def _errors(issues: list[Issue]) -> list[Issue]:
    return [issue for issue in issues if issue.level is Level.ERROR]


def _fitting(filled: FilledScorecards, expected: Expected, found: Findings) -> list[FilledActual]:
    """The values of people and KPIs that the engagement has, if the workbook is of this version."""
    if filled.marks != (expected.mark,):
        found.say("scorecard_other_version", Level.ASK, Place(file=filled.file))
        return []
    for person in filled.people:
        if person not in expected.people:
            sheet = next((a.sheet for a in filled.actuals if a.person == person), None)
            found.say("scorecard_unknown_person", Level.WARN, Place(filled.file, sheet), person=shown(person))
    kept = []
    for actual in filled.actuals:
        codes = expected.codes.get(actual.person)
        if actual.person not in expected.people:
            continue
        if codes is not None and (actual.kind, actual.code) not in codes:
            place = Place(filled.file, actual.sheet, cell=actual.cell)
            found.say("scorecard_unknown_kpi", Level.WARN, place, kpi=Raw(actual.code))
            continue
        kept.append(actual)
    return _agreeing(filled.file, kept, found)


def _agreeing(file: str, kept: list[FilledActual], found: Findings) -> list[FilledActual]:
    """One value a person, KPI and month: a KPI that is scored and is a gate too stands on the sheet twice."""
    scored = {(a.person, a.code, a.month): a.value for a in kept if a.kind == ACTUAL}
    for actual in kept:
        other = scored.get((actual.person, actual.code, actual.month))
        if actual.kind == GATE and other is not None and abs(other - actual.value) > 1e-9 * max(1.0, abs(other)):
            place = Place(file, actual.sheet, cell=actual.cell)
            found.say("scorecard_gate_differs", Level.WARN, place, kpi=KpiRef(actual.code))
    return kept


def _codes(scheme: Scheme, person: Person) -> frozenset[tuple[str, str]]:
    roles = {person.role, *(duty.role for duty in person.duties)}
    cards = [card for card in scheme.scorecards if card.role in roles]
    return frozenset(
        (kind, code)
        for card in cards
        for kind, codes in (
            (ACTUAL, [line.kpi for line in card.lines]),
            (GATE, [gate.kpi for gate in card.gates]),
            (EXTRA, [extra.id for extra in card.extras]),
        )
        for code in codes
    )
