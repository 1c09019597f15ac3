"""How a score becomes money: the rule, one month of one person to the cent, and what history would have paid."""

import numpy as np

from kpi_logic.model import Amount, KpiRef, Message, Raw, RoleRef, Scheme, Unit
from kpi_logic.proposal.assemble.case import Case
from kpi_logic.proposal.assemble.example import Example, example
from kpi_logic.proposal.assemble.levels import level_cells
from kpi_logic.proposal.assemble.saying import period, say
from kpi_logic.proposal.outline import Align, Block, Bullets, Callout, Column, Paragraph, Role, Said, Section, Table
from kpi_logic.scheme import Comparison, PersonChange, Replay
from kpi_logic.text.numbers import MISSING, grouped

Row = tuple[Said | None, ...]


def pay(case: Case) -> Section | None:
    """Rule, example, history; None where there is no scheme."""
    if case.scheme is None:
        return None
    blocks: list[Block] = [
        Paragraph(say("pay.lead"), Role.LEAD),
        Bullets(_rules(case.scheme)),
    ]
    if case.replay is not None:
        chosen = example(case.replay)
        blocks += _worked(case, chosen) if chosen else [Paragraph(say("pay.no_example"))]
        blocks += _history(case, case.replay)
        if case.comparison is not None:
            blocks += _compared(case, case.comparison)
    return Section("pay", say("pay.title"), tuple(blocks))


def _rules(scheme: Scheme) -> tuple[Message, ...]:
    points = sorted(scheme.payout.points)
    told = [say("pay.curve"), say("pay.score"), say("pay.payout", points=tuple(_point(*point) for point in points))]
    grades = sorted(scheme.grades, key=lambda grade: -grade.score)
    told.append(say("pay.grades", grades=tuple(_grade(grade.name, grade.score) for grade in grades)))
    told.append(say("pay.gates"))
    if scheme.exception_rule:
        told.append(say("pay.exceptions", rule=Raw(scheme.exception_rule)))
    return tuple(told)


def _point(score: float, share: float) -> Message:
    return say("pay.point", score=points_of(score), share=f"{share * 100:g}%")


def _grade(name: str, score: float) -> Message:
    return say("pay.grade", name=Raw(name), score=points_of(score))


def points_of(score: float | None) -> Amount:
    """Points of a score: whole, or with one decimal."""
    return Amount(score, Unit.SCORE)


def _worked(case: Case, chosen: Example) -> list[Block]:
    columns = (
        Column(say("table.kpi"), width=2.2),
        Column(say("table.actual"), align=Align.NUMBER, width=1.4),
        Column(say("table.threshold"), align=Align.NUMBER, width=1.4),
        Column(say("table.target"), align=Align.NUMBER, width=1.4),
        Column(say("table.stretch"), align=Align.NUMBER, width=1.4),
        Column(say("table.points"), align=Align.NUMBER, width=0.95),
        Column(say("table.weight"), align=Align.NUMBER, width=1.0),
        Column(say("table.counts"), align=Align.NUMBER, width=0.95),
    )
    rows = tuple(
        (
            KpiRef(line.kpi.code),
            *level_cells(line.kpi, (line.actual, *line.levels), None),
            two_digits(line.points),
            str(line.weight),
            two_digits(part),
        )
        for line, part in zip(chosen.lines, chosen.parts, strict=True)
    )
    told = chosen.told_weight
    total = (say("pay.score_total"), None, None, None, None, None, str(told), two_digits(chosen.score))
    heading = say("pay.example", person=Raw(chosen.person.name or chosen.person.id), month=chosen.month)
    return [Paragraph(heading, Role.HEADING), Table(columns, rows, total), Paragraph(_paid(case, chosen))]


def two_digits(value: float | None) -> str:
    """A score with two decimals, so that a reader can follow the sum; a dash where it cannot be told."""
    return MISSING if value is None or np.isnan(value) else grouped(value, 2)


def _paid(case: Case, chosen: Example) -> Message:
    facts = {
        "score": grouped(chosen.score, chosen.score_digits),
        "share": f"{grouped(chosen.share * 100, chosen.share_digits)}%",
        "bonus": case.money(chosen.person.bonus),
        "factor": f"{chosen.multiplier:g}",
        "payout": case.money(chosen.payout),
    }
    return say("pay.example_gated" if chosen.multiplier < 1 else "pay.example_paid", **facts)


def _history(case: Case, replay: Replay) -> list[Block]:
    blocks: list[Block] = [Paragraph(say("pay.history"), Role.HEADING)]
    if not replay.months or np.isnan(replay.payouts).all():
        return [*blocks, Paragraph(say("pay.no_history"))]
    columns = (
        Column(say("table.person"), width=1.5),
        Column(say("table.role"), width=1.9),
        Column(say("table.months_scored"), align=Align.NUMBER, width=1.1),
        Column(say("table.mean_score"), align=Align.NUMBER),
        Column(say("table.paid"), align=Align.NUMBER, width=1.5),
    )
    rows = tuple(_history_row(case, replay, place) for place in range(len(replay.people)))
    total = (say("table.total"), None, None, None, case.money(replay.total_cost))
    return [*blocks, Paragraph(_cost(case, replay)), Table(columns, rows, total)]


def _history_row(case: Case, replay: Replay, place: int) -> Row:
    person = replay.people[place]
    mean, paid = replay.mean_scores[place], replay.payout_totals[place]
    return (
        Raw(person.name or person.id),
        RoleRef(person.role) if person.role else None,
        str(int((~np.isnan(replay.scores[place])).sum())),
        two_digits(mean),
        case.money(None if np.isnan(paid) else float(paid)),
    )


def _cost(case: Case, replay: Replay) -> Message:
    months = period(replay.months[0], replay.months[-1])
    facts = {"period": months, "months": len(replay.months), "total": case.money(replay.total_cost)}
    share = replay.cost_share_of_profit
    if share is None:
        return say("pay.cost_untold", **facts)
    return say("pay.cost", share=Amount(share, Unit.RATIO), **facts)


def _compared(case: Case, comparison: Comparison) -> list[Block]:
    told = [change for change in comparison.changes if change.gain is not None]
    if not told:
        return [Paragraph(say("pay.compare"), Role.HEADING), Callout(say("pay.not_comparable"))]
    columns = (
        Column(say("table.person"), width=1.5),
        Column(say("table.months_both"), align=Align.NUMBER),
        Column(say("table.paid_present"), align=Align.NUMBER, width=1.5),
        Column(say("table.paid_new"), align=Align.NUMBER, width=1.5),
        Column(say("table.difference"), align=Align.NUMBER, width=1.5),
    )
    total = (
        say("table.total"),
        None,
        case.money(comparison.cost_before),
        case.money(comparison.cost_after),
        case.money(comparison.cost_change, signed=True),
    )
    counts = say("pay.compared", winners=len(comparison.winners), losers=len(comparison.losers))
    table = Table(columns, tuple(_compared_row(case, change) for change in told), total)
    return [Paragraph(say("pay.compare"), Role.HEADING), Paragraph(counts), table]


def _compared_row(case: Case, change: PersonChange) -> Row:
    return (
        Raw(change.person.name or change.person.id),
        str(change.months),
        case.money(change.payout_before),
        case.money(change.payout_after),
        case.money(change.gain, signed=True),
    )
