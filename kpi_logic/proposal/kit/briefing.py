"""M6: the briefing of the whole team, one message a sheet: why, where to, how one is scored, when, and whom to ask."""

from dataclasses import replace
from typing import get_args

from kpi_logic.figures import framework_tree
from kpi_logic.library import kpi_library
from kpi_logic.model import Amount, ExceptionKind, Feedback, KpiRef, Message, Month, Raw, RoleRef, Scorecard
from kpi_logic.proposal.assemble.case import Case
from kpi_logic.proposal.assemble.charts import MM_OF_PIXEL, figure
from kpi_logic.proposal.assemble.framework import framework, unowned
from kpi_logic.proposal.assemble.pay import scoring_rules
from kpi_logic.proposal.assemble.plan_chart import plan_chart
from kpi_logic.proposal.assemble.saying import span
from kpi_logic.proposal.kit.shelf import kpi_name, named, sheets
from kpi_logic.proposal.kit.tasks import counted_from, tasks
from kpi_logic.proposal.outline import (
    Align,
    Block,
    Bullets,
    Callout,
    Column,
    Figure,
    Paragraph,
    Proposal,
    Role,
    Section,
    Table,
)

TREE, PLAN = 88.0, 68.0  # millimetres: as high as a slide has room below its title
FIRST = 3  # bottlenecks that everybody hears of; what they cost is the owner's business


def briefing(case: Case) -> Proposal:
    """The sheets in order; one that has nothing to say is left out, and nobody's pay stands on any."""
    made = (_why(case), _goals(case), _framework(case), *_roles(case), _rules(case), _listened(case), _exceptions(case),
            _calendar(case), _duties(case))  # fmt: skip
    return sheets(case, "briefing", [section for section in made if section is not None])


def _section(key: str, *blocks: Block) -> Section:
    return Section(f"briefing_{key}", Message(f"kit.sheet.{key}"), blocks)


def _why(case: Case) -> Section | None:
    found = (case.diagnosis.bottlenecks or ())[:FIRST]
    if not found:
        return None
    told = tuple(
        Message("kit.why", {
            "segment": one.segment, "kpi": one.name, "current": Amount(one.current, one.unit, one.currency),
            "reference": Amount(one.reference, one.unit, one.currency),
        })
        for one in found
    )  # fmt: skip
    return _section("why", Paragraph(Message("kit.why_lead"), Role.LEAD), Bullets(told, numbered=True))


def _goals(case: Case) -> Section | None:
    targets = case.engagement.targets
    if not targets:
        return None
    rows = []
    for target in targets:
        kpi = kpi_library().kpis.get(target.kpi)
        if kpi is not None:
            value = Amount(target.value, kpi.unit, case.currency, full=True)
            rows.append((KpiRef(kpi.code), target.segment, span(target.first, target.last), value))
    columns = (
        Column(Message("kit.kpi"), width=2.0),
        Column(Message("kit.where"), width=1.8),
        Column(Message("kit.when"), width=1.8),
        Column(Message("kit.goal"), align=Align.NUMBER, width=1.6),
    )
    return _section("goals", Paragraph(Message("kit.goals_lead"), Role.LEAD), Table(columns, tuple(rows)))


def _framework(case: Case) -> Section | None:
    drawn = framework(case)
    found = next((block for block in drawn.blocks if isinstance(block, Figure)), None) if drawn else None
    if found is None:
        return None
    room, loose = TREE / MM_OF_PIXEL, unowned(case)
    slim = figure(
        case, lambda words: framework_tree(case.engagement, words, case.currency, loose, room), Message("kit.sheet.framework")
    )  # fmt: skip
    height = min(slim.height or TREE, TREE)
    return _section("framework", replace(found, specs=slim.specs, height=height, source=None, as_of=None))


def _roles(case: Case) -> list[Section]:
    """What each role is scored on: one sheet a role."""
    return [_role(case, card) for card in case.cards]


def _role(case: Case, card: Scorecard) -> Section:
    people = tuple(named(person) for person in case.holders(card.role))
    lead = Message("kit.role_lead", {"people": people}) if people else Message("kit.role_nobody")
    columns = (
        Column(Message("kit.kpi"), width=1.6),
        Column(Message("kit.weight"), align=Align.NUMBER, width=0.7),
        Column(Message("kit.meaning"), width=3.4),
    )
    rows = tuple((kpi_name(line), str(line.weight), _meaning(line.kpi)) for line in card.lines)
    return Section(f"briefing_role_{card.role}", RoleRef(card.role), (Paragraph(lead, Role.LEAD), Table(columns, rows)))


def _meaning(code: str) -> Message | None:
    return Message(f"kpi.{code}.short") if code in kpi_library().kpis else None


def _rules(case: Case) -> Section | None:
    if case.scheme is None:
        return None
    return _section("rules", Paragraph(Message("kit.rules_lead"), Role.LEAD), Bullets(scoring_rules(case.scheme)))


def _listened(case: Case) -> Section | None:
    """P15: what was said and what was answered, without names."""
    answered = [one for one in case.engagement.feedback if one.words.strip() and one.answered]
    if not answered:
        return None
    columns = (
        Column(Message("kit.about"), width=1.2),
        Column(Message("kit.said"), width=2.6),
        Column(Message("kit.answer"), width=2.6),
    )
    rows = tuple((_about(one), Raw(one.words), Raw(one.answer)) for one in answered)
    lead = Paragraph(Message("kit.listened_lead", {"count": len(answered)}), Role.LEAD)
    return _section("listened", lead, Table(columns, rows))


def _about(one: Feedback) -> KpiRef | Message:
    if one.kpi in kpi_library().kpis:
        return KpiRef(one.kpi)
    return Message(f"kit.topic.{one.topic or 'other'}")


def _exceptions(case: Case) -> Section | None:
    if case.scheme is None:
        return None
    kinds = tuple(Message(f"scheme.exception.kind.{kind}") for kind in get_args(ExceptionKind))
    blocks: list[Block] = [Paragraph(Message("kit.exceptions_lead", {"kinds": kinds}), Role.LEAD)]
    if case.scheme.exception_rule:
        blocks.append(Callout(Raw(case.scheme.exception_rule), Message("kit.exceptions_rule")))
    steps = tuple(Message(f"kit.exceptions_step.{step}") for step in ("ask", "approve", "see"))
    return _section("exceptions", *blocks, Bullets(steps, numbered=True))


def _calendar(case: Case) -> Section | None:
    start = counted_from(case)
    if start is None:
        return None
    blocks: list[Block] = [Paragraph(Message("kit.calendar_lead", {"month": start}), Role.LEAD)]
    if case.engagement.pilot.first:
        first = Month.parse(case.engagement.pilot.first)
        plan = plan_chart(case, first, first + (case.engagement.pilot.months - 1))
        blocks.append(replace(plan, height=PLAN))
    return _section("calendar", *blocks)


def _duties(case: Case) -> Section | None:
    if case.scheme is None:
        return None
    people = {person.id: named(person) for person in case.engagement.organisation.people}
    columns = (
        Column(Message("kit.step"), width=3.6),
        Column(Message("kit.owner"), width=1.4),
        Column(Message("kit.due"), width=1.2),
    )
    rows = tuple(
        (
            Message(f"kit.task.{task.step}"),
            people.get(task.owner) or Message("kit.open"),
            Raw(task.due) if task.due else None,
        )
        for task in tasks(case)
    )
    return _section("duties", Paragraph(Message("kit.duties_lead"), Role.LEAD), Table(columns, rows))
