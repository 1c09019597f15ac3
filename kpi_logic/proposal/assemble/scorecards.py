"""What each role is scored on: the pages that are signed; levels that differ by person or month fill an appendix."""

from kpi_logic.library import kpi_library
from kpi_logic.model import Gate, KpiRef, Line, Message, Person, Raw, RoleRef, Scorecard
from kpi_logic.proposal.assemble.case import Case
from kpi_logic.proposal.assemble.levels import Standing, level_cells, standings
from kpi_logic.proposal.assemble.origins import known, scheme_settled, targets_settled
from kpi_logic.proposal.assemble.saying import narrow, say
from kpi_logic.proposal.outline import Align, Block, Bullets, Column, Paragraph, Role, Said, Section, Table

Row = tuple[Said | None, ...]

COLUMNS = (
    Column(say("table.kpi"), width=2.75),
    Column(say("table.kind"), width=0.8),
    Column(say("table.weight"), align=Align.NUMBER, width=0.75),
    Column(say("table.threshold60"), align=Align.NUMBER, width=1.55),
    Column(say("table.target100"), align=Align.NUMBER, width=1.55),
    Column(say("table.stretch120"), align=Align.NUMBER, width=1.6),
)


def scorecards(case: Case) -> Section | None:
    """One table a role, its holders, its gates; None where there is no scheme."""
    if not case.cards:
        return None
    blocks: list[Block] = [Paragraph(say("cards.lead"), Role.LEAD)]
    for card in case.cards:
        blocks += _card(case, card)
    return Section("cards", say("cards.title"), tuple(blocks), origins=known(scheme_settled(case)))


def levels(case: Case) -> Section | None:
    """The levels of each person and of the months of a target, where one row a KPI does not hold them."""
    blocks: list[Block] = []
    for card in case.cards:
        people = case.holders(card.role)
        found = [_rows(case, line, people) for line in card.lines]
        rows = tuple(row for several in found if len(several) > 1 for row in several)
        if rows:
            blocks += [Paragraph(_heading(card, people), Role.HEADING), Table(COLUMNS, rows)]
    rests_on = (*known(scheme_settled(case)), *targets_settled(case))
    lead = Paragraph(say("levels.lead"))
    return Section("levels", say("levels.title"), (lead, *blocks), origins=rests_on) if blocks else None


def _card(case: Case, card: Scorecard) -> list[Block]:
    people = case.holders(card.role)
    rows = [_short(_rows(case, line, people)) for line in card.lines]
    total = (say("table.total"), None, str(sum(line.weight for line in card.lines)), None, None, None)
    blocks: list[Block] = [Paragraph(_heading(card, people), Role.HEADING), Table(COLUMNS, tuple(rows), total)]
    if card.gates:
        blocks.append(Bullets(tuple(gate_told(case, gate) for gate in card.gates)))
    return blocks


def _short(rows: list[Row]) -> Row:
    """One row a KPI; where the levels differ by person or month, the appendix has them."""
    if len(rows) == 1:
        return rows[0]
    role_levels = rows[0][3:]
    return rows[0] if any(role_levels) else (*rows[0][:3], None, say("cards.by_person"), None)


def _heading(card: Scorecard, people: tuple[Person, ...]) -> Message:
    role = RoleRef(card.role)
    names = tuple(Raw(person.name or person.id) for person in people)
    return say("cards.of", role=role, people=names) if names else say("cards.of_nobody", role=role)


def _rows(case: Case, line: Line, people: tuple[Person, ...]) -> list[Row]:
    kpi = kpi_library().kpis.get(line.kpi)
    if kpi is None:
        return [(Raw(line.kpi), say("cards.unknown"), str(line.weight), None, None, None)]
    kind, weight = say(f"kind.{kpi.kind.value}"), str(line.weight)
    held = list(standings(case, line, kpi, people))
    cells = [level_cells(kpi, standing.levels or (None, None, None), case.currency) for standing in held]
    if held and held[0].person is None:
        first: Row = (KpiRef(kpi.code), kind, weight, *cells[0])
        held, cells = held[1:], cells[1:]
    elif len(held) == 1:
        return [(KpiRef(kpi.code), kind, weight, *cells[0])]
    else:
        first = (KpiRef(kpi.code), kind, weight, None, None, None)
    return [first, *((_of(standing), None, None, *row) for standing, row in zip(held, cells, strict=True))]


def _of(standing: Standing) -> Message:
    person = Raw(standing.person.name or standing.person.id) if standing.person else Raw("")
    if standing.months is None:
        return say("cards.person", person=person)
    return say("cards.person_months", person=person, period=narrow(*standing.months))


def gate_told(case: Case, gate: Gate) -> Message:
    """A gate as a sentence: beyond which limit how much of the payout is left."""
    kpi = kpi_library().kpis.get(gate.kpi)
    if kpi is None:
        return say("cards.gate_unknown", kpi=Raw(gate.kpi))
    (limit,) = level_cells(kpi, (gate.limit,), case.currency)
    key = "cards.gate_below" if kpi.direction.sign > 0 else "cards.gate_above"
    facts = {"kpi": KpiRef(kpi.code), "limit": limit}
    if gate.multiplier == 0:
        return say(f"{key}_veto", **facts)
    return say(key, percent=round(gate.multiplier * 100), **facts)
