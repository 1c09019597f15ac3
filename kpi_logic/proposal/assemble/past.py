"""What the new scheme would have paid everybody, and what changes for them."""

import numpy as np

from kpi_logic.model import Raw, RoleRef
from kpi_logic.proposal.assemble.case import Case
from kpi_logic.proposal.assemble.origins import known, organisation_settled, replay_data, scheme_settled
from kpi_logic.proposal.assemble.pay import cost_told, two_digits
from kpi_logic.proposal.assemble.saying import say
from kpi_logic.proposal.outline import Align, Block, Callout, Column, Paragraph, Role, Said, Section, Table
from kpi_logic.scheme import Comparison, PersonChange, Replay

Row = tuple[Said | None, ...]


def past(case: Case) -> Section | None:
    """Everybody's scores and bonuses over the months replayed; None where nothing was."""
    if case.scheme is None or case.replay is None:
        return None
    blocks = _history(case, case.replay)
    if case.comparison is not None:
        blocks += _compared(case, case.comparison)
    rests_on = known(scheme_settled(case), organisation_settled(case), replay_data(case))
    return Section("past", say("past.title"), tuple(blocks), origins=rests_on)


def _history(case: Case, replay: Replay) -> list[Block]:
    told = cost_told(case, replay)
    if not replay.months or np.isnan(replay.payouts).all():
        return [told]
    columns = (
        Column(say("table.person"), width=1.5),
        Column(say("table.role"), width=1.9),
        Column(say("table.months_scored"), align=Align.NUMBER, width=1.1),
        Column(say("table.mean_score"), align=Align.NUMBER),
        Column(say("table.paid"), align=Align.NUMBER, width=1.5),
    )
    rows = tuple(_history_row(case, replay, place) for place in range(len(replay.people)))
    total = (say("table.total"), None, None, None, case.money(replay.total_cost))
    return [told, Table(columns, rows, total)]


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
