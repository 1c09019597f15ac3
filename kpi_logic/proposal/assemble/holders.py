"""M3: who holds what holds the client back, and what is missing in the organisation."""

from kpi_logic.model import Message, Raw, RoleRef
from kpi_logic.proposal.assemble.case import Case
from kpi_logic.proposal.assemble.origins import organisation_settled
from kpi_logic.proposal.origins import cite
from kpi_logic.proposal.outline import Block, Bullets, Column, Paragraph, Role, Said, Table
from kpi_logic.scheme import Held, Ownership

SHORT = 2  # findings told in the main part


def organisation_short(case: Case) -> tuple[Message, ...]:
    """How many bottlenecks are in somebody's hands, and the gravest gaps; empty where no people are known."""
    view, told = case.organisation, list[Message]()
    if view is None:
        return ()
    if view.ownership:
        held = sum(one.held is Held.HELD for one in view.ownership)
        told.append(Message("evidence.held", {"held": held, "count": len(view.ownership)}))
    told += [finding.message for finding in view.findings[:SHORT]]  # how to mend them stands in the appendix
    if len(view.findings) > SHORT:
        told.append(Message("evidence.more_findings", {"count": len(view.findings) - SHORT}))
    return tuple(told)


def held_table(case: Case) -> list[Block]:
    """A line for each bottleneck: roles that can move it, people in them, people scored on it."""
    view = case.organisation
    if view is None or not view.ownership:
        return []
    columns = (
        Column(Message("proposal.table.bottleneck"), width=2.2),
        Column(Message("evidence.roles"), width=1.5),
        Column(Message("evidence.owners"), width=1.3),
        Column(Message("evidence.scored"), width=1.3),
        Column(Message("proposal.table.verdict"), width=1.2),
    )
    return [
        Paragraph(Message("evidence.heading.organisation"), Role.HEADING),
        Table(columns, tuple(map(_row, view.ownership))),
    ]


def findings(case: Case) -> list[Block]:
    """Every gap with its mend."""
    found = () if case.organisation is None else case.organisation.findings
    return (
        [Bullets(tuple(cite(_said(one.message, one.fix), organisation_settled(case)) for one in found))]
        if found
        else []
    )


def _row(one: Ownership) -> tuple[Said | None, ...]:
    return (
        Message("proposal.bottleneck", {"segment": one.segment, "kpi": one.name}),
        _listed(tuple(map(RoleRef, one.roles))) or Message("diagnosis.organisation.no_role"),
        _listed(tuple(map(Raw, one.owners))),
        _listed(tuple(map(Raw, one.scored))),
        Message(f"diagnosis.held.{one.held.value}"),
    )


def _listed(parts: tuple[RoleRef, ...] | tuple[Raw, ...]) -> Message | None:
    return Message("proposal.list", {"parts": parts}) if parts else None


def _said(what: Message, mend: Message) -> Message:
    return Message("proposal.sentences", {"first": what, "second": mend})
