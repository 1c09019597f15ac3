"""How a score becomes money: the rule, and three months of people to the cent."""

import numpy as np

from kpi_logic.model import Amount, KpiRef, Message, Raw, Scheme, Unit
from kpi_logic.proposal.assemble.case import Case
from kpi_logic.proposal.assemble.example import Example, examples
from kpi_logic.proposal.assemble.levels import level_cells
from kpi_logic.proposal.assemble.origins import known, replay_data, scheme_settled
from kpi_logic.proposal.assemble.saying import period, say
from kpi_logic.proposal.assemble.scorecards import gate_told
from kpi_logic.proposal.origins import cite
from kpi_logic.proposal.outline import Align, Block, Bullets, Column, Paragraph, Role, Said, Section, Table
from kpi_logic.scheme import Replay
from kpi_logic.text.numbers import MISSING, grouped

Row = tuple[Said | None, ...]


def pay(case: Case) -> Section | None:
    """Rule, example, history; None where there is no scheme."""
    if case.scheme is None:
        return None
    blocks: list[Block] = [
        Paragraph(say("pay.lead")),
        Bullets(scoring_rules(case.scheme)),
    ]
    if case.replay is not None:
        shown = examples(case.replay, case.engagement.exceptions)
        if shown:
            blocks.append(Paragraph(Message("payslip.heading", {"count": len(shown)}), Role.HEADING))
        else:
            blocks.append(Paragraph(say("pay.no_example")))
        blocks += [block for one in shown for block in _worked(case, one)]
        blocks.append(cost_told(case, case.replay))
    return Section("pay", say("pay.title"), tuple(blocks), origins=known(scheme_settled(case)))


def scoring_rules(scheme: Scheme) -> tuple[Message, ...]:
    """How actuals become points, points a score, and the score a share of the bonus."""
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
    """One payslip: KPI by KPI, plus and minus points, the score, then the money."""
    columns = (
        Column(say("table.kpi"), width=2.75),
        Column(say("table.actual"), align=Align.NUMBER, width=1.35),
        Column(say("table.threshold"), align=Align.NUMBER, width=1.35),
        Column(say("table.target"), align=Align.NUMBER, width=1.35),
        Column(say("table.stretch"), align=Align.NUMBER, width=1.35),
        Column(say("table.points"), align=Align.NUMBER, width=0.95),
        Column(say("table.weight"), align=Align.NUMBER, width=1.0),
        Column(say("table.counts"), align=Align.NUMBER, width=0.95),
    )
    rows: list[Row] = [
        (
            KpiRef(line.kpi.code),
            *level_cells(line.kpi, (line.actual, *line.levels), None),
            two_digits(line.points),
            f"{line.counts:g}",
            two_digits(part),
        )
        for line, part in zip(chosen.lines, chosen.parts, strict=True)
    ]
    if chosen.extra:
        rows.append((Message("payslip.extra"), None, None, None, None, None, None, two_digits(chosen.extra)))
    score = two_digits(chosen.score)
    total = (say("pay.score_total"), None, None, None, None, None, f"{chosen.told_weight:g}", score)
    facts = {"person": Raw(chosen.person.name or chosen.person.id), "month": chosen.month}
    table = Table(
        columns, tuple(rows), total, cite(Message(f"payslip.{chosen.kind}", facts), replay_data(case)), stays=True
    )
    return [table, Paragraph(_paid(case, chosen)), *_why(case, chosen)]


def _why(case: Case, chosen: Example) -> list[Block]:
    """The gates, exceptions and limits that had their say in the month."""
    told: list[Said] = [gate_told(case, gate) for gate in chosen.breached]
    told += [
        Message("payslip.exception", {
            "kind": Message(f"scheme.exception.kind.{one.kind}"), "rule": Message(f"scheme.exception.rule.{one.rule}"),
            "approver": Raw(one.approver),
        })
        for one in chosen.exceptions
    ]  # fmt: skip
    if chosen.presence < 1:
        told.append(Message("payslip.presence", {"share": Amount(chosen.presence, Unit.RATIO)}))
    if chosen.pooled:
        cut = {"before": case.money(chosen.before_pool), "paid": case.money(chosen.payout)}
        told.append(Message("payslip.pool", cut))
    return [Bullets(tuple(told))] if told else []


def two_digits(value: float | None) -> str:
    """A score with two decimals, so that a reader can follow the sum; a dash where it cannot be told."""
    return MISSING if value is None or np.isnan(value) else grouped(value, 2)


def _paid(case: Case, chosen: Example) -> Message:
    """Score, share, money, and what of the bonus is not earned."""
    factors = [value for value in (chosen.presence, chosen.multiplier) if value < 1]
    facts = {
        "score": grouped(chosen.score, chosen.score_digits),
        "share": f"{grouped(chosen.share * 100, chosen.share_digits)}%",
        "bonus": case.money(chosen.person.bonus),
        "factor": " × ".join(f"{factor:.4g}" for factor in factors),
        "payout": case.money(chosen.before_pool),
    }
    paid = say("pay.example_gated" if factors else "pay.example_paid", **facts)
    if not chosen.not_earned:
        return say("sentences", first=paid, second=Message("payslip.all"))
    return say("sentences", first=paid, second=Message("payslip.rest", {"rest": case.money(chosen.not_earned)}))


def cost_told(case: Case, replay: Replay) -> Paragraph:
    """What the scheme would have cost, in one sentence."""
    if not replay.months or np.isnan(replay.payouts).all():
        return Paragraph(say("pay.no_history"))
    return Paragraph(cite(_cost(case, replay), scheme_settled(case), replay_data(case)))


def _cost(case: Case, replay: Replay) -> Message:
    months = period(replay.months[0], replay.months[-1])
    facts = {"period": months, "months": len(replay.months), "total": case.money(replay.total_cost)}
    share = replay.cost_share_of_profit
    if share is None:
        return say("pay.cost_untold", **facts)
    return say("pay.cost", share=Amount(share, Unit.RATIO), **facts)
