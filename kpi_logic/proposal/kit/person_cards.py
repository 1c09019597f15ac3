"""S3: one page for each person: what I am scored on, from when, what it pays, and whom I ask."""

from kpi_logic.model import Amount, Engagement, Message, Person, Raw, RoleRef, Scheme, Scorecard, Unit
from kpi_logic.proposal.assemble.case import Case
from kpi_logic.proposal.assemble.pay import points_of
from kpi_logic.proposal.assemble.saying import listed, say
from kpi_logic.proposal.assemble.scorecards import gate_told
from kpi_logic.proposal.kit.shelf import LEVELS, Row, kpi_name, line_rows, named, sheets, when
from kpi_logic.proposal.kit.tasks import counted_from, tasks
from kpi_logic.proposal.outline import Align, Block, Bullets, Callout, Column, Paragraph, Proposal, Role, Section, Table
from kpi_logic.scheme import card_of, payout_share

SCORES = (60.0, 80.0, 100.0, 110.0, 120.0)


def person_cards(case: Case, only: str = "") -> Proposal:
    """A card for everybody who has a scorecard, or for the person of one id *only*: pay is nobody else's business."""
    cards = [
        _card(case, person, card)
        for person in case.engagement.organisation.people
        if only in ("", person.id) and (card := card_of(case.scheme, person) if case.scheme else None) is not None
    ]
    return sheets(case, "person_cards", cards)


def _card(case: Case, person: Person, card: Scorecard) -> Section:
    assert case.scheme is not None
    blocks: list[Block] = [
        Paragraph(_lead(case, person), Role.LEAD),
        Table(
            (
                Column(say("table.kpi"), width=2.4),
                Column(say("table.weight"), align=Align.NUMBER, width=0.8),
                Column(Message("kit.when"), width=1.7),
                *LEVELS,
            ),
            tuple(_rows(case, person, card)),
        ),
    ]
    rules = [gate_told(case, gate) for gate in card.gates]
    rules += [Message(f"kit.extra_{one.kind}", {"name": Raw(one.name), "points": points_of(one.points),
                                                "most": points_of(one.most)}) for one in card.extras]  # fmt: skip
    if rules:
        blocks += [Paragraph(Message("kit.beside"), Role.HEADING), Bullets(tuple(rules))]
    return Section(f"person_{person.id}", named(person), (*blocks, *_paid(case, case.scheme, person), _ask(case)))


def _lead(case: Case, person: Person) -> Message:
    shops = listed(*map(Raw, person.shops)) if person.shops else Message("kit.all_shops")
    role = listed(*(RoleRef(code) for code in (person.role, *(duty.role for duty in person.duties))))
    start = counted_from(case)
    key = "kit.person_lead" if start is not None else "kit.person_lead_open"
    return Message(key, {"role": role, "shops": shops} | ({"month": start} if start is not None else {}))


def _rows(case: Case, person: Person, card: Scorecard) -> list[Row]:
    rows: list[Row] = []
    for line in card.lines:
        held = line_rows(case, line, (person,))
        if not held:
            rows.append((kpi_name(line), str(line.weight), None, None, None, None))
        for place, (standing, cells) in enumerate(held):
            first = place == 0
            rows.append(
                (kpi_name(line) if first else None, str(line.weight) if first else None, when(standing), *cells)
            )
    return rows


def _paid(case: Case, scheme: Scheme, person: Person) -> list[Block]:
    """What some scores pay this person in a full month, before gates."""
    heading = Paragraph(Message("kit.pay"), Role.HEADING)
    shares = [float(payout_share(score, scheme.payout)) for score in SCORES]
    columns = [Column(Message("kit.score"), width=1.2), *(
        Column(points_of(score), align=Align.NUMBER) for score in SCORES)]  # fmt: skip
    rows: list[Row] = [(Message("kit.share"), *(Amount(share, Unit.RATIO) for share in shares))]
    if person.bonus is not None:
        rows.append((Message("kit.money"), *(case.money(round(person.bonus * share, 2)) for share in shares)))
    table = Table(tuple(columns), tuple(rows))
    if person.bonus is None:
        return [heading, table, Paragraph(Message("kit.no_bonus"), Role.NOTE)]
    return [heading, table, Paragraph(Message("kit.pay_note"), Role.NOTE)]


def _ask(case: Case) -> Callout:
    """Where to go with a wrong number, an objection, or something one could not help."""
    owners = {task.step: _person(case.engagement, task.owner) for task in tasks(case)}
    facts = {"data": owners["data"], "objections": owners["objections"]}
    return Callout(Message("kit.ask", facts), Message("kit.ask_title"))


def _person(engagement: Engagement, id: str) -> Raw | Message:
    person = next((one for one in engagement.organisation.people if one.id == id), None)
    return named(person) if person else Message("kit.open")
