"""The one page that a busy owner reads and nothing else."""

from kpi_logic.diagnosis import Bottleneck
from kpi_logic.model import Amount, KpiRef, Message, Raw, Unit
from kpi_logic.proposal.assemble.asked import asked_with_origins
from kpi_logic.proposal.assemble.case import Case
from kpi_logic.proposal.assemble.open_questions import open_questions, told
from kpi_logic.proposal.assemble.origins import (
    bottleneck_data,
    facts_data,
    kpi_data,
    money_method,
    odds_method,
    profit_data,
    replay_data,
    scheme_settled,
    target_settled,
)
from kpi_logic.proposal.assemble.saying import joined, narrow, say, span
from kpi_logic.proposal.origins import cite
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

OF_DATA = ("proposal.open.no_odds", "proposal.sentences")  # open questions that tell numbers of the data
SHOWN = 3  # bottlenecks and targets on the page


def summary(case: Case) -> Section:
    """Three bottlenecks with their money, three targets with their odds, what we ask to decide, what is still open."""
    found = case.diagnosis.bottlenecks or ()
    money = money_method(case) if found else None
    rests_on = (*bottleneck_data(case, found), profit_data(case), money)
    blocks: list[Block] = [Paragraph(cite(lead(case), *rests_on), Role.LEAD), *_figures(case)]
    blocks += _bottlenecks(case)
    blocks += _targets(case)
    decisions = asked_with_origins(case)
    if decisions:
        blocks += [Paragraph(say("summary.asked"), Role.HEADING), Bullets(decisions, numbered=True)]
    open_ones = open_questions(case)
    if open_ones:
        blocks += [
            Paragraph(say("summary.open"), Role.HEADING),
            Bullets(tuple(_open(case, one) for one in open_ones)),
        ]
    if case.engagement.proposal.note:
        blocks.append(Callout(Raw(case.engagement.proposal.note), say("summary.note")))
    return Section("summary", say("summary.title"), tuple(blocks))


def _open(case: Case, question: Message) -> Said:
    """What is only missing rests on nothing; what the data cannot tell rests on them."""
    return cite(question, facts_data(case)) if question.key in OF_DATA else question


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
    priced = [b for b in case.diagnosis.bottlenecks or () if b.share_of_all is not None]
    rests_on = (*bottleneck_data(case, priced), money_method(case))
    value = cite(case.money(gain, full=False), *rests_on)
    return KeyFigure(say(label), value, say("summary.stake_note", count=count))


def _first_target(case: Case) -> KeyFigure | None:
    if not case.outlooks:
        return None
    target, view, judged = case.outlooks[0]
    note = say("summary.target_note", period=span(target.first, target.last), odds=odds_words(judged.probability))
    value = cite(view.amount(target.value), target_settled(case, target), odds_method(case))
    return KeyFigure(say("summary.target", kpi=KpiRef(target.kpi)), value, note)


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
    cost = cite(case.money(case.replay.total_cost, full=False), scheme_settled(case), replay_data(case))
    return KeyFigure(say("summary.cost"), cost, note)


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
        Column(cite(say("table.range80"), money_method(case)), align=Align.NUMBER, width=1.75),
    )
    return [
        Paragraph(say("summary.bottlenecks", count=len(found)), Role.HEADING),
        Table(columns, tuple(_bottleneck_row(case, b) for b in found)),
    ]


def _bottleneck_row(case: Case, b: Bottleneck) -> tuple[Said | None, ...]:
    what = cite(say("bottleneck", segment=b.segment, kpi=b.name), kpi_data(case, b.kpi, b.segment))
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
        Column(cite(say("table.odds"), odds_method(case)), width=2.2),
        Column(say("table.verdict"), width=0.9),
    )
    rows = tuple(
        (
            cite(say("kpi_of", kpi=KpiRef(target.kpi), segment=target.segment), target_settled(case, target)),
            narrow(target.first, target.last),
            view.amount(target.value),
            odds_words(judged.probability),
            Message(f"target.verdict.{judged.verdict.value}"),
        )
        for target, view, judged in case.outlooks[:SHOWN]
    )
    return [Paragraph(say("summary.targets", count=len(rows)), Role.HEADING), Table(columns, rows)]
