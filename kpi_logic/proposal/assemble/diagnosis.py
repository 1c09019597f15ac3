"""What holds the client back, with the charts that prove it."""

from kpi_logic import figures
from kpi_logic.diagnosis import BoardRow, Bottleneck, driver_name
from kpi_logic.model import Amount, KpiRef, Message, Unit
from kpi_logic.proposal.assemble.case import Case
from kpi_logic.proposal.assemble.charts import figure, source
from kpi_logic.proposal.assemble.open_questions import limits_told
from kpi_logic.proposal.assemble.open_questions import told as answered
from kpi_logic.proposal.assemble.saying import period, say
from kpi_logic.proposal.outline import (
    Align,
    Block,
    Bullets,
    Callout,
    Column,
    Figure,
    Paragraph,
    Role,
    Said,
    Section,
    Table,
)

MOST = 6  # bottlenecks told one by one


def diagnosis(case: Case) -> Section | None:
    """The change, the ranked bottlenecks, the evidence of the first, the board; None without data."""
    found = case.diagnosis
    if found.first is None:
        return None
    blocks: list[Block] = [Paragraph(found.answer[0], Role.LEAD), *_bottlenecks(case), *_change(case), *_board(case)]
    told = limits_told(case)
    if told:
        blocks += [Callout(message, say("diagnosis.limit")) for message in told]
    return Section("diagnosis", say("diagnosis.title"), tuple(blocks))


def _bottlenecks(case: Case) -> list[Block]:
    found = case.diagnosis.bottlenecks
    if not found:
        return [Paragraph(answer) for answer in answered(case.diagnosis)[1:]]
    told = tuple(say("diagnosis.told", sentence=b.sentence, confidence=b.confidence) for b in found[:MOST])
    return [
        Paragraph(say("diagnosis.bottlenecks"), Role.HEADING),
        Bullets(told, numbered=True),
        figure(
            case,
            lambda words: figures.bottleneck_bars(found[:MOST], words),
            _bars_title(case, found),
            say("chart.bars_sales" if case.diagnosis.basis == "gmv" else "chart.bars_subtitle"),
            0.75,
        ),
        _evidence(case, found[0]),
    ]


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
        0.8,
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
        Paragraph(say("diagnosis.change"), Role.HEADING),
        figure(case, lambda words: figures.waterfall(change, words), title, subtitle, 0.6),
    ]


def _board(case: Case) -> list[Block]:
    rows = case.diagnosis.board
    if not rows:
        return []
    columns = (
        Column(say("table.kpi"), width=2.2),
        Column(say("table.recent"), align=Align.NUMBER, width=1.15),
        Column(say("table.before"), align=Align.NUMBER, width=1.35),
        Column(say("table.year_ago"), align=Align.NUMBER, width=1.15),
        Column(say("table.change_year"), align=Align.NUMBER, width=1.45),
        Column(say("table.verdict"), width=1.0),
    )
    table = Table(
        columns,
        tuple(_board_row(case, row) for row in rows),
        caption=say("diagnosis.board_caption"),
        source=source(case),
        as_of=case.latest,
    )
    return [Paragraph(say("diagnosis.board"), Role.HEADING), table]


def _board_row(case: Case, row: BoardRow) -> tuple[Said | None, ...]:
    def amount(value: float | None) -> Amount:
        return Amount(value, row.unit, case.currency if row.unit is Unit.MONEY else None)

    return (
        KpiRef(row.kpi),
        amount(row.recent),
        amount(row.before),
        amount(row.year_ago),
        _moved(row),
        Message(f"diagnosis.verdict.{row.verdict.value}"),
    )


def _moved(row: BoardRow) -> Amount:
    """Points for ratios, a share for money and counts, else a plain difference."""
    unit = Unit.RATIO if row.unit in (Unit.MONEY, Unit.COUNT) else row.unit
    return Amount(row.change_year, unit, signed=True, points=row.unit is Unit.RATIO)
