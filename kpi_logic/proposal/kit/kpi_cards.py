"""S8: one page for each KPI, from which a newcomer learns what it means and how it is worked on."""

from kpi_logic.library import kpi_library
from kpi_logic.metrics import deliverer
from kpi_logic.model import Kpi, KpiRef, Message, RoleRef
from kpi_logic.proposal.assemble.case import Case
from kpi_logic.proposal.assemble.data_plan import planned
from kpi_logic.proposal.assemble.formulas import formula
from kpi_logic.proposal.assemble.saying import listed, say
from kpi_logic.proposal.kit.shelf import LEVELS, Row, line_rows, named, sheets, when
from kpi_logic.proposal.outline import Align, Block, Bullets, Callout, Column, Paragraph, Proposal, Role, Section, Table


def kpi_cards(case: Case) -> Proposal:
    """A card for every KPI that is scored or gates pay; no sections where there is no scheme."""
    return sheets(case, "kpi_cards", [_card(case, kpi) for kpi in planned(case)])


def _card(case: Case, kpi: Kpi) -> Section:
    blocks: list[Block] = [
        Paragraph(Message(f"kpi.{kpi.code}.card"), Role.LEAD),
        Callout(formula(kpi), Message("kit.formula")),
        Bullets(_facts(case, kpi)),
        *_carried(case, kpi),
    ]
    return Section(f"kpi_{kpi.code}", KpiRef(kpi.code), tuple(blocks))


def _facts(case: Case, kpi: Kpi) -> tuple[Message, ...]:
    told = [
        Message("kit.direction", {"direction": say(f"direction.{kpi.direction.value}")}),
        Message("kit.source", {"source": Message(f"kpi.{kpi.code}.source")}),
    ]
    person = deliverer(kpi, case.engagement.organisation, case.engagement.data.deliverers)
    told.append(Message("kit.delivered", {"person": named(person)}) if person else Message("kit.delivered_nobody"))
    counters = tuple(KpiRef(code) for code in kpi.counters if code in kpi_library().kpis)
    if counters:
        told.append(Message("kit.counters", {"kpis": listed(*counters)}))
    return tuple(told)


def _carried(case: Case, kpi: Kpi) -> list[Block]:
    """Who is scored on it: weight and levels by role, and by person and months where they differ."""
    rows: list[Row] = []
    for card in case.cards:
        people = case.holders(card.role)
        for line in (line for line in card.lines if line.kpi == kpi.code):
            for held, cells in line_rows(case, line, people):
                who = named(held.person) if held.person else Message("kit.everybody")
                rows.append((RoleRef(card.role), who, str(line.weight), when(held), *cells))
    gates = [card.role for card in case.cards if any(gate.kpi == kpi.code for gate in card.gates)]
    blocks: list[Block] = []
    if rows:
        columns = (
            Column(Message("kit.role"), width=1.3),
            Column(Message("kit.person"), width=1.2),
            Column(say("table.weight"), align=Align.NUMBER, width=0.8),
            Column(Message("kit.when"), width=1.7),
            *LEVELS,
        )
        blocks.append(Table(columns, tuple(rows), caption=Message("kit.carried")))
    if gates:
        blocks.append(Paragraph(Message("kit.gates", {"roles": listed(*map(RoleRef, gates))}), Role.NOTE))
    return blocks
