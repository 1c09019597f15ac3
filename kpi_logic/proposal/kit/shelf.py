"""What the sheets of the kit have in common: their cover, and a scorecard's lines as rows."""

from collections.abc import Sequence

from kpi_logic.library import kpi_library
from kpi_logic.model import KpiRef, Line, Message, Person, Raw
from kpi_logic.proposal.assemble.case import Case
from kpi_logic.proposal.assemble.levels import Standing, level_cells, standings
from kpi_logic.proposal.assemble.saying import narrow, say
from kpi_logic.proposal.outline import Align, Column, Proposal, Said, Section

Row = tuple[Said | None, ...]

LEVELS = (
    Column(say("table.threshold60"), align=Align.NUMBER, width=1.5),
    Column(say("table.target100"), align=Align.NUMBER, width=1.5),
    Column(say("table.stretch120"), align=Align.NUMBER, width=1.5),
)


def sheets(case: Case, kind: str, sections: Sequence[Section]) -> Proposal:
    """The sections behind a cover; ``kind`` names the text keys of its title."""
    return Proposal(
        title=Message(f"kit.{kind}.title"),
        client=case.client,
        version=case.version,
        date=case.date,
        sections=tuple(sections),
        subtitle=Message(f"kit.{kind}.subtitle"),
        author=Raw(case.engagement.proposal.consultant) if case.engagement.proposal.consultant else None,
        as_of=case.latest,
        confidentiality=Message(f"kit.{kind}.for_whom", {"client": case.client}),
        draft=case.edition.draft,
    )


def named(person: Person) -> Raw:
    """A person's name, or the id where none is given."""
    return Raw(person.name or person.id)


def line_rows(case: Case, line: Line, people: Sequence[Person]) -> list[tuple[Standing, Row]]:
    """The levels that hold for these people, each with its three cells; the one for everybody first."""
    kpi = kpi_library().kpis.get(line.kpi)
    if kpi is None:
        return []
    return [
        (held, level_cells(kpi, held.levels or (None, None, None), case.currency))
        for held in standings(case, line, kpi, people)
    ]


def when(standing: Standing) -> Said:
    """The months for which levels hold."""
    return Message("kit.always") if standing.months is None else Raw(narrow(*standing.months))


def kpi_name(line: Line) -> KpiRef | Raw:
    """The KPI's name, or its code where the catalogue does not have it."""
    return KpiRef(line.kpi) if line.kpi in kpi_library().kpis else Raw(line.kpi)
