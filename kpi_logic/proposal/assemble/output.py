"""S3, S6: output per head and per unit of ad spend, the budget move with its assumption, and what leads results."""

from kpi_logic import figures
from kpi_logic.diagnosis import HeadOutput, Output
from kpi_logic.model import Amount, KpiRef, Message, Unit
from kpi_logic.proposal.assemble.case import Case
from kpi_logic.proposal.assemble.charts import figure, source
from kpi_logic.proposal.assemble.origins import facts_data, money_method, organisation_settled, rows_data, spend_data
from kpi_logic.proposal.origins import cite
from kpi_logic.proposal.outline import Align, Block, Bullets, Column, Paragraph, Role, Said, Table

MOST = 6  # leads told
NAMED = 6  # missing process KPIs named


def output_short(case: Case) -> tuple[Message, ...]:
    """The budget move with what it assumes, or why none is suggested; empty where nothing is spent."""
    found = case.output
    if found is None or not found.spend:
        return ()
    if found.move is None:
        return (found.untold,) if found.untold is not None else ()
    return (_move(case, found), Message("diagnosis.output.assumption"))


def output_blocks(case: Case) -> list[Block]:
    """Output per unit of ad spend and per head."""
    found = case.output
    blocks: list[Block] = []
    if found is None:
        return blocks
    if found.spend:
        blocks += [Paragraph(Message("evidence.heading.spend"), Role.HEADING), *_spend(case, found)]
    tables = [
        _heads(case, kind, listed) for kind, listed in (("team", found.by_team), ("shop", found.by_shop)) if listed
    ]
    if tables:
        blocks += [Paragraph(Message("evidence.heading.heads"), Role.HEADING), *tables]
        blocks.append(Paragraph(Message("page_diagnosis.output.shared"), Role.NOTE))
    return blocks


def lead_blocks(case: Case) -> list[Block]:
    """What leads results, or why nobody can tell."""
    found = case.leads
    if found is None:
        return []
    head, data = Paragraph(Message("page_diagnosis.lead.title"), Role.HEADING), facts_data(case)
    if not found.enough:
        return [head, Paragraph(cite(Message("page_diagnosis.lead.too_short", {"months": found.months}), data))]
    if not found.processes:
        names = tuple(map(KpiRef, found.missing[:NAMED]))
        return [head, Paragraph(cite(Message("page_diagnosis.lead.no_process", {"names": names}), data))]
    if not found.tried or not found.found:
        why = "none" if found.tried else "season"
        return [head, Paragraph(cite(Message(f"page_diagnosis.lead.{why}", {"tried": found.tried}), data))]
    method = Message("page_diagnosis.lead.method", {"tried": found.tried})
    told = tuple(cite(lead.sentence, data) for lead in found.found[:MOST])
    return [head, Bullets(told), Paragraph(cite(method, data), Role.NOTE)]


def _move(case: Case, found: Output) -> Message:
    move = found.move
    assert move is not None
    numbers = (("amount", move.amount), ("gain", move.gain), ("low", move.low), ("high", move.high))
    facts: dict[str, Said] = {name: case.money(value, full=False) for name, value in numbers}
    if move.to is None:
        return Message("diagnosis.output.cut", facts | {"source": move.source})
    return Message("diagnosis.output.move", facts | {"source": move.source, "to": move.to})


def _spend(case: Case, found: Output) -> list[Block]:
    columns = (
        Column(Message("proposal.table.shop"), width=2.2),
        Column(Message("page_diagnosis.output.spend"), align=Align.NUMBER),
        Column(Message("page_diagnosis.output.share"), align=Align.NUMBER),
        Column(Message("page_diagnosis.output.ad_return"), align=Align.NUMBER),
        Column(Message("page_diagnosis.output.marginal"), align=Align.NUMBER, width=1.5),
    )
    rows = tuple(
        (
            one.segment,
            case.money(one.spend, full=False),
            Amount(one.share, Unit.RATIO),
            Amount(one.ad_return, Unit.TIMES),
            Message("page_diagnosis.output.untold") if one.marginal is None else case.money(one.marginal, full=False),
        )
        for one in found.spend
    )
    rests_on = (spend_data(case), money_method(case))
    blocks: list[Block] = [Table(columns, rows, source=source(case, *rests_on), as_of=case.latest)]
    told = [one for one in found.spend if one.marginal is not None]
    if told:
        best = max(told, key=lambda one: one.marginal or 0.0)
        title = Message("figure.budget.title", {"best": best.segment, "value": case.money(best.marginal, full=False)})
        subtitle = Message("figure.budget.subtitle")
        blocks.append(
            figure(case, lambda words: figures.marginal_return(found.spend, found.currency, words), title, subtitle,
                   origins=rests_on)
        )  # fmt: skip
    said = tuple(cite(one, *rests_on) for one in output_short(case))
    return [*blocks, *([Bullets(said)] if said else [])]


def _heads(case: Case, kind: str, listed: tuple[HeadOutput, ...]) -> Table:
    columns = (
        Column(Message(f"page_diagnosis.output.{kind}"), width=2.2),
        Column(Message("page_diagnosis.output.heads"), align=Align.NUMBER),
        Column(Message("page_diagnosis.output.sales_head"), align=Align.NUMBER, width=1.3),
        Column(Message("page_diagnosis.output.profit_head"), align=Align.NUMBER, width=1.3),
    )
    rows = tuple(
        (
            one.name,
            Amount(round(one.heads, 1), Unit.COUNT),
            case.money(one.sales, full=False),
            None if one.profit is None else case.money(one.profit, full=False),
        )
        for one in listed
    )
    grounds = source(case, rows_data(case), organisation_settled(case))
    return Table(columns, rows, source=grounds, as_of=case.latest)
