"""M5: who tries it first, when, and by which rule it counts as passed; then the reviews (P5, P9, P15)."""

from collections.abc import Collection, Mapping, Sequence

from kpi_logic.model import Message, Month, Raw
from kpi_logic.proposal.assemble.case import Case
from kpi_logic.proposal.assemble.data_plan import data_told
from kpi_logic.proposal.assemble.origins import facts_data, known, pilot_settled, scheme_settled
from kpi_logic.proposal.assemble.plan_chart import plan_chart
from kpi_logic.proposal.assemble.review_months import regular, settled
from kpi_logic.proposal.assemble.saying import period, say
from kpi_logic.proposal.origins import cite
from kpi_logic.proposal.outline import Block, Bullets, Callout, Column, Paragraph, Role, Section, Table


def trial(case: Case) -> Section | None:
    """The pilot step by step and the review calendar; None where neither can be told."""
    steps, reviews = _pilot(case), _reviews(case)
    told = data_told(case)
    data: list[Block] = [Paragraph(cite(told, facts_data(case)))] if told is not None else []
    blocks = (*steps, *reviews, *data)
    rests_on = known(pilot_settled(case), scheme_settled(case))
    return Section("pilot", say("pilot.title"), blocks, new_page=bool(steps), origins=rests_on) if blocks else None


def _pilot(case: Case) -> list[Block]:
    pilot = case.engagement.pilot
    if case.scheme is None or not pilot.first:
        return []
    first = Month.parse(pilot.first)
    last = first + (pilot.months - 1)
    teams = say("list", parts=tuple(map(Raw, pilot.tried_by))) if pilot.tried_by else say("pilot.teams_open")
    return [
        Paragraph(say("pilot.lead", teams=teams, period=period(first, last), months=pilot.months), Role.LEAD),
        plan_chart(case, first, last),
        *_rules(case),
        Callout(say("pilot.pay"), say("pilot.pay_title")),
    ]


def _rules(case: Case) -> list[Block]:
    """The rule in the consultant's words, and when it is met as it is computed; what is usual where nothing is agreed."""
    own, told = case.engagement.pilot.success_rule, case.pilot_told
    blocks: list[Block] = []
    if own or not told.rules:
        blocks.append(Callout(Raw(own) if own else say("pilot.rule_suggested"), say("pilot.rule")))
    if told.rules:
        blocks += [Paragraph(say("pilot.rule"), Role.HEADING)] if not own else []
        blocks.append(Bullets((told.rules[0], *told.reach[:1])))
    return blocks


def _reviews(case: Case) -> list[Block]:
    """When the scheme and the targets are looked at again."""
    due, usual = settled(case), regular(case)
    months = sorted({*due, *usual})
    if not months:
        return []
    rows = tuple((", ".join(map(str, when)), agenda) for agenda, when in _by_agenda(case, due, usual, months))
    columns = (Column(say("table.when"), width=2.2), Column(say("table.agenda"), width=4.2))
    return [
        Paragraph(say("review.title"), Role.HEADING),
        Paragraph(say("review.lead")),
        Table(columns, rows),
    ]


def _by_agenda(
    case: Case, due: Mapping[Month, tuple[str, ...]], usual: Collection[Month], months: Sequence[Month]
) -> list[tuple[Message, list[Month]]]:
    """Each agenda with its months, in the order of the first of them."""
    found: dict[tuple[tuple[str, ...], bool], list[Month]] = {}
    for month in months:
        found.setdefault((due.get(month, ()), month in usual), []).append(month)
    return [(_agenda(_named(case, kpis), again), when) for (kpis, again), when in found.items()]


def _named(case: Case, kpis: tuple[str, ...]) -> Message | None:
    return say("review.targets", kpis=tuple(map(case.name, kpis))) if kpis else None


def _agenda(due: Message | None, usual: bool) -> Message:
    if due is None:
        return say("review.regular")
    return say("sentences", first=due, second=say("review.regular")) if usual else due
