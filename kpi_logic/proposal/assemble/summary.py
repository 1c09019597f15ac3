"""The one page that a busy owner reads and nothing else."""

from kpi_logic.diagnosis import Bottleneck
from kpi_logic.model import Amount, KpiRef, Message, Raw, Unit
from kpi_logic.proposal.assemble.asked import asked
from kpi_logic.proposal.assemble.case import Case
from kpi_logic.proposal.assemble.open_questions import open_questions, told
from kpi_logic.proposal.assemble.saying import joined, narrow, say, span
from kpi_logic.proposal.outline import (
    Align,
    Block,
    Bullets,
    Callout,
    Column,
    KeyFigure,
    KeyFigures,
    Paragraph,
    Role,
    Said,
    Section,
    Table,
)
from kpi_logic.targets.outlook import odds_words

SHOWN = 3  # bottlenecks and targets on the page


def summary(case: Case) -> Section:
    """Three bottlenecks with their money, three targets with their odds, what we ask to decide, what is still open."""
    blocks: list[Block] = [Paragraph(lead(case), Role.LEAD), *_figures(case)]
    blocks += _bottlenecks(case)
    blocks += _targets(case)
    decisions = asked(case)
    if decisions:
        blocks += [Paragraph(say("summary.asked"), Role.HEADING), Bullets(decisions, numbered=True)]
    open_ones = open_questions(case)
    if open_ones:
        blocks += [Paragraph(say("summary.open"), Role.HEADING), Bullets(open_ones)]
    if case.engagement.proposal.note:
        blocks.append(Callout(Raw(case.engagement.proposal.note), say("summary.note")))
    return Section("summary", say("summary.title"), tuple(blocks))


def lead(case: Case) -> Message:
    """The answer in one breath: what holds the client back and what all of it is worth."""
    answer = told(case.diagnosis)
    first = next(iter(case.diagnosis.bottlenecks or ()), None)
    if first is None:
        return say("summary.lead_plain", sentences=joined(answer))
    return say("summary.lead", first=first.sentence, together=answer[-1])


def _figures(case: Case) -> list[Block]:
    figures = [figure for figure in (_stake(case), _first_target(case), _cost(case)) if figure is not None]
    return [KeyFigures(tuple(figures))] if len(figures) >= 2 else []


def _stake(case: Case) -> KeyFigure | None:
    gain = case.diagnosis.joint_gain
    if gain is None:
        return None
    count = sum(b.share_of_all is not None for b in case.diagnosis.bottlenecks or ())
    label = "summary.stake_sales" if case.diagnosis.basis == "gmv" else "summary.stake"
    return KeyFigure(say(label), case.money(gain, full=False), say("summary.stake_note", count=count))


def _first_target(case: Case) -> KeyFigure | None:
    if not case.outlooks:
        return None
    target, view, judged = case.outlooks[0]
    note = say("summary.target_note", period=span(target.first, target.last), odds=odds_words(judged.probability))
    return KeyFigure(say("summary.target", kpi=KpiRef(target.kpi)), view.amount(target.value), note)


def _cost(case: Case) -> KeyFigure | None:
    if case.replay is None or not case.replay.total_cost:
        return None
    share = case.replay.cost_share_of_profit
    months = len(case.replay.months)
    note = (
        say("summary.cost_note", months=months, share=Amount(share, Unit.RATIO))
        if share is not None
        else say("summary.cost_note_plain", months=months)
    )
    return KeyFigure(say("summary.cost"), case.money(case.replay.total_cost, full=False), note)


def _bottlenecks(case: Case) -> list[Block]:
    found = (case.diagnosis.bottlenecks or ())[:SHOWN]
    if not found:
        return []
    columns = (
        Column(say("table.rank"), width=0.45),
        Column(say("table.bottleneck"), width=3.6),
        Column(say("table.now"), align=Align.NUMBER, width=0.9),
        Column(say("table.could_be"), align=Align.NUMBER, width=0.9),
        Column(say("table.money_month"), align=Align.NUMBER, width=1.05),
        Column(say("table.range80"), align=Align.NUMBER, width=1.75),
    )
    return [
        Paragraph(say("summary.bottlenecks", count=len(found)), Role.HEADING),
        Table(columns, tuple(_bottleneck_row(case, b) for b in found)),
    ]


def _bottleneck_row(case: Case, b: Bottleneck) -> tuple[Said | None, ...]:
    what = say("bottleneck", segment=b.segment, kpi=b.name)
    now, reference = (Amount(value, b.unit, b.currency) for value in (b.current, b.reference))
    if b.money_per_month is None:
        return (str(b.rank), what, now, reference, say("table.no_money"), None)
    low, high = (case.money(value, full=False) for value in (b.money_low, b.money_high))
    return (
        str(b.rank),
        what,
        now,
        reference,
        case.money(b.money_per_month, full=False),
        say("range", low=low, high=high),
    )


def _targets(case: Case) -> list[Block]:
    if not case.outlooks:
        return []
    columns = (
        Column(say("table.target_of"), width=2.6),
        Column(say("table.period"), width=2.3),
        Column(say("table.target"), align=Align.NUMBER, width=1.25),
        Column(say("table.odds"), width=2.2),
        Column(say("table.verdict"), width=0.9),
    )
    rows = tuple(
        (
            say("kpi_of", kpi=KpiRef(target.kpi), segment=target.segment),
            narrow(target.first, target.last),
            view.amount(target.value),
            odds_words(judged.probability),
            Message(f"target.verdict.{judged.verdict.value}"),
        )
        for target, view, judged in case.outlooks[:SHOWN]
    )
    return [Paragraph(say("summary.targets", count=len(rows)), Role.HEADING), Table(columns, rows)]
