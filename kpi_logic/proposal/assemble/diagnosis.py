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
from kpi_logic.proposal.assemble.output import output_short
from kpi_logic.proposal.assemble.saying import joined, period, say
from kpi_logic.proposal.outline import Block, Bullets, Callout, Figure, Paragraph, Role, Section

MOST = 6  # bottlenecks told one by one
ROWS = 7  # lines of the board in the main part


def diagnosis(case: Case) -> Section | None:
    """The change, the ranked bottlenecks, the evidence of the first, the board; None without data."""
    found = case.diagnosis
    if found.first is None:
        return None
    blocks: list[Block] = [Paragraph(found.answer[0], Role.LEAD), *_bottlenecks(case), *_change(case), *_board(case),
                           *_elsewhere(case)]  # fmt: skip
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
    """What the business is steered by, and what moved; the whole board stands in the appendix."""
    rows = told_first(case.diagnosis.board, ROWS)
    return [Paragraph(say("diagnosis.board"), Role.HEADING), board_table(case, rows)] if rows else []


def _elsewhere(case: Case) -> list[Block]:
    """Limits, organisation and budget in a few lines; in full in the appendix."""
    parts = (limits_short(case), organisation_short(case), output_short(case))
    told = [(name, part) for name, part in zip(("limits", "organisation", "budget"), parts, strict=True) if part]
    items = tuple(Message(f"evidence.short.{name}", {"said": joined(part)}) for name, part in told)
    return [Paragraph(Message("evidence.short.title"), Role.HEADING), Bullets(items)] if items else []
