"""M5: who tries it first, when, and by which rule it counts as passed; then the reviews (P5, P9, P15)."""

from kpi_logic.model import Message, Month, Raw, Scheme
from kpi_logic.proposal.assemble.case import Case
from kpi_logic.proposal.assemble.saying import narrow, period, say
from kpi_logic.proposal.outline import Block, Callout, Column, Paragraph, Role, Said, Section, Table

REVIEWS = 3
QUARTER = 3


def trial(case: Case) -> Section | None:
    """The pilot step by step and the review calendar; None where neither can be told."""
    steps, reviews = _pilot(case), _reviews(case)
    blocks = (*steps, *reviews)
    return Section("pilot", say("pilot.title"), blocks, new_page=bool(steps)) if blocks else None


def _pilot(case: Case) -> list[Block]:
    pilot = case.engagement.pilot
    if case.scheme is None or not pilot.first:
        return []
    first = Month.parse(pilot.first)
    last = first + (pilot.months - 1)
    teams = say("list", parts=tuple(map(Raw, pilot.teams))) if pilot.teams else say("pilot.teams_open")
    return [
        Paragraph(say("pilot.lead", teams=teams, period=period(first, last), months=pilot.months), Role.LEAD),
        _steps(case.scheme, first, last),
        Callout(_rule(pilot.success_rule), say("pilot.rule")),
        Callout(say("pilot.pay"), say("pilot.pay_title")),
    ]


def _rule(rule: str) -> Said:
    return Raw(rule) if rule else say("pilot.rule_suggested")


def _steps(scheme: Scheme, first: Month, last: Month) -> Table:
    columns = (
        Column(say("table.when"), width=1.4),
        Column(say("table.step"), width=3.9),
        Column(say("table.who"), width=1.1),
    )
    counts = max(first + scheme.trial_months, last + 1)
    when: tuple[tuple[str, Said], ...] = (
        ("before", say("pilot.before_month", month=str(first))),
        ("run", narrow(first, last)),
        ("feedback", narrow(first, last)),
        ("review", str(last + 1)),
        ("decide", str(last + 1)),
        ("count", say("pilot.from_month", month=str(counts))),
    )
    rows = tuple((date, say(f"pilot.step.{step}"), say(f"pilot.who.{step}")) for step, date in when)
    return Table(columns, rows, caption=say("pilot.caption"))


def _reviews(case: Case) -> list[Block]:
    """When the scheme and the targets are looked at again."""
    settled, regular = _settled(case), _regular(case)
    months = sorted({*settled, *regular})
    if not months:
        return []
    rows = tuple((str(month), _agenda(settled.get(month), month in regular)) for month in months)
    columns = (Column(say("table.when"), width=1.4), Column(say("table.agenda"), width=5.0))
    return [
        Paragraph(say("review.title"), Role.HEADING),
        Paragraph(say("review.lead")),
        Table(columns, rows),
    ]


def _agenda(settled: Message | None, regular: bool) -> Message:
    if settled is None:
        return say("review.regular")
    return say("sentences", first=settled, second=say("review.regular")) if regular else settled


def _settled(case: Case) -> dict[Month, Message]:
    """The month after a target's last one, and which targets are settled then."""
    due: dict[Month, list[str]] = {}
    for target, _, _ in case.outlooks:
        due.setdefault(Month.parse(target.last) + 1, []).append(target.kpi)
    return {
        month: say("review.targets", kpis=tuple(case.name(kpi) for kpi in dict.fromkeys(kpis)))
        for month, kpis in due.items()
    }


def _regular(case: Case) -> list[Month]:
    if case.scheme is None:
        return []
    pilot = case.engagement.pilot
    latest = case.latest
    start = Month.parse(pilot.first) + pilot.months if pilot.first else latest + 1 if latest else None
    every = case.scheme.review_every_months or QUARTER
    return [start + every * n for n in range(1, REVIEWS + 1)] if start else []
