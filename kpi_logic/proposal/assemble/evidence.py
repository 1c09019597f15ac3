"""The appendix of the diagnosis: what the main part says in a sentence, in full."""

from kpi_logic.model import Amount, Message, Unit
from kpi_logic.proposal.assemble.board import board_table
from kpi_logic.proposal.assemble.case import Case
from kpi_logic.proposal.assemble.charts import source
from kpi_logic.proposal.assemble.holders import findings, held_table
from kpi_logic.proposal.assemble.limits import limits_table
from kpi_logic.proposal.assemble.origins import money_method, rows_data
from kpi_logic.proposal.assemble.output import lead_blocks, output_blocks
from kpi_logic.proposal.outline import Align, Block, Column, Paragraph, Role, Section, Table


def evidence(case: Case) -> Section | None:
    """Board, limits, potentials, who holds what, output per head and per money spent, what leads what; None without data."""
    if case.diagnosis.first is None:
        return None
    parts = (_board, limits_table, _potentials, _held, output_blocks, lead_blocks)
    blocks: list[Block] = [block for part in parts for block in part(case)]
    return Section("evidence", Message("evidence.title"), tuple(blocks)) if blocks else None


def _board(case: Case) -> list[Block]:
    rows = case.diagnosis.board
    return [heading("board"), board_table(case, rows)] if rows else []


def _held(case: Case) -> list[Block]:
    return [*held_table(case), *findings(case)]


def _potentials(case: Case) -> list[Block]:
    found = case.diagnosis.potentials
    if not found:
        return []
    columns = (
        Column(Message("proposal.table.kpi"), width=1.5),
        Column(Message("proposal.table.shop"), width=1.7),
        Column(Message("proposal.table.now"), align=Align.NUMBER, width=0.9),
        Column(Message("evidence.reference"), align=Align.NUMBER, width=0.9),
        Column(Message("evidence.kind"), width=1.5),
        Column(Message("evidence.money"), align=Align.NUMBER, width=0.9),
        Column(Message("proposal.table.range80"), align=Align.NUMBER, width=1.4),
    )
    rows = []
    for one in found:
        currency = case.currency if one.unit is Unit.MONEY else None
        money = [case.money(value, full=False) for value in (one.money_per_month, one.money_low, one.money_high)]
        rows.append((
            one.name, one.segment, Amount(one.current, one.unit, currency), Amount(one.reference, one.unit, currency),
            Message(f"diagnosis.reference_kind.{one.reference_kind}"), money[0],
            Message("proposal.range", {"low": money[1], "high": money[2]}),
        ))  # fmt: skip
    return [
        heading("potentials"),
        Paragraph(Message("evidence.potentials_lead")),
        Table(columns, tuple(rows), source=source(case, rows_data(case), money_method(case)), as_of=case.latest),
    ]


def heading(name: str) -> Paragraph:
    """One of the appendix' headings."""
    return Paragraph(Message(f"evidence.heading.{name}"), Role.HEADING)
