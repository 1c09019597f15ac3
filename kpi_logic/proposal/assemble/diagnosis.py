"""What holds the client back, with the charts that prove it."""

from kpi_logic import figures
from kpi_logic.diagnosis import Bottleneck, driver_name
from kpi_logic.model import Amount, Message
from kpi_logic.proposal.assemble.board import board_table, told_first
from kpi_logic.proposal.assemble.case import Case
from kpi_logic.proposal.assemble.charts import figure
from kpi_logic.proposal.assemble.holders import organisation_short
from kpi_logic.proposal.assemble.limits import limits_short
from kpi_logic.proposal.assemble.open_questions import limits_told
from kpi_logic.proposal.assemble.open_questions import told as answered
from kpi_logic.proposal.assemble.origins import (
    board_data,
    bottleneck_data,
    facts_data,
    kpi_data,
    ledger_published,
    money_method,
    organisation_settled,
    profit_data,
    rows_data,
    spend_data,
)
from kpi_logic.proposal.assemble.output import output_short
from kpi_logic.proposal.assemble.saying import joined, period, say
from kpi_logic.proposal.origins import cite
from kpi_logic.proposal.outline import Block, Bullets, Callout, Figure, Paragraph, Role, Said, Section

MOST = 6  # bottlenecks told one by one
SALES = ("sales", "gmv")  # what a change is told of where there is no profit
ROWS = 7  # lines of the board in the main part


def diagnosis(case: Case) -> Section | None:
    """The change, the ranked bottlenecks, the evidence of the first, the board; None without data."""
    found = case.diagnosis
    if found.first is None:
        return None
    answer = cite(found.answer[0], profit_data(case) or board_data(case))
    blocks: list[Block] = [Paragraph(answer, Role.LEAD), *_bottlenecks(case), *_change(case), *_elsewhere(case), *_board(case)]  # fmt: skip
    told = limits_told(case)
    if told:
        blocks += [Callout(cite(message, facts_data(case)), say("diagnosis.limit")) for message in told]
    return Section("diagnosis", say("diagnosis.title"), tuple(blocks))


def _bottlenecks(case: Case) -> list[Block]:
    found = case.diagnosis.bottlenecks
    if not found:
        return [Paragraph(cite(answer, board_data(case))) for answer in answered(case.diagnosis)[1:]]
    told = tuple(_told(case, b) for b in found[:MOST])
    return [
        Paragraph(say("diagnosis.bottlenecks"), Role.HEADING),
        Bullets(told, numbered=True),
        figure(
            case,
            lambda words: figures.bottleneck_bars(found[:MOST], words),
            _bars_title(case, found),
            say("chart.bars_sales" if case.diagnosis.basis == "gmv" else "chart.bars_subtitle"),
            0.75,
            (*bottleneck_data(case, found[:MOST]), money_method(case)),
        ),
        _evidence(case, found[0]),
    ]


def _told(case: Case, b: Bottleneck) -> Said:
    money = money_method(case) if b.money_per_month is not None else None
    said = say("diagnosis.told", sentence=b.sentence, confidence=b.confidence)
    return cite(said, kpi_data(case, b.kpi, b.segment), money)


def _bars_title(case: Case, found: tuple[Bottleneck, ...]) -> Message:
    with_money = [b for b in found if b.share_of_all is not None]
    if not with_money:
        return say("chart.bars_service")
    return say("chart.bars", count=len(with_money), money=case.money(case.diagnosis.joint_gain, full=False))


def _evidence(case: Case, b: Bottleneck) -> Figure:
    facts = {
        "segment": b.segment,
        "kpi": b.name,
        "current": Amount(b.current, b.unit, b.currency),
        "reference": Amount(b.reference, b.unit, b.currency),
    }
    kind = "limit" if b.reference_kind == "limit" else "rose" if b.current > b.reference else "fell"
    return figure(
        case,
        lambda words: figures.bottleneck_evidence(b, words),
        say(f"chart.evidence_{kind}", **facts),
        say("chart.evidence_subtitle", kpi=b.name),
        0.76,
        (kpi_data(case, b.kpi, b.segment),),
    )


def _change(case: Case) -> list[Block]:
    change = case.diagnosis.change
    if change is None or not change.parts:
        return []
    facts = {"metric": driver_name(change.metric), "delta": case.money(abs(change.delta), full=False)}
    title = say(f"chart.change_{'up' if change.delta >= 0 else 'down'}", **facts)
    subtitle = say(
        "chart.change_monthly" if change.per_month else "chart.change_subtitle",
        metric=driver_name(change.metric),
        before=period(change.before[0], change.before[-1]),
        after=period(change.after[0], change.after[-1]),
    )
    return [
        Paragraph(say("diagnosis.change_sales" if change.metric in SALES else "diagnosis.change"), Role.HEADING),
        figure(case, lambda words: figures.waterfall(change, words), title, subtitle, 0.54, (profit_data(case),)),
    ]


def _board(case: Case) -> list[Block]:
    """What the business is steered by, and what moved; the whole board stands in the appendix."""
    rows = told_first(case.diagnosis.board, ROWS)
    return [Paragraph(say("diagnosis.board"), Role.HEADING), board_table(case, rows)] if rows else []


def _elsewhere(case: Case) -> list[Block]:
    """Limits, organisation and budget in a few lines; in full in the appendix."""
    parts = (limits_short(case), organisation_short(case), output_short(case))
    grounds = (
        (rows_data(case), ledger_published(case)),
        (organisation_settled(case),),
        (spend_data(case), money_method(case)),
    )
    told = [
        (name, part, origins)
        for name, part, origins in zip(("limits", "organisation", "budget"), parts, grounds, strict=True)
        if part
    ]
    items = tuple(
        cite(Message(f"evidence.short.{name}", {"said": joined(part)}), *origins) for name, part, origins in told
    )
    return [Paragraph(Message("evidence.short.title"), Role.HEADING), Bullets(items)] if items else []
