"""The pilot step by step: when, what, who."""

from kpi_logic.model import Month, Scheme
from kpi_logic.proposal.assemble.case import Case
from kpi_logic.proposal.assemble.plan_chart import starts_to_count
from kpi_logic.proposal.assemble.saying import narrow, say
from kpi_logic.proposal.outline import Block, Bullets, Column, Paragraph, Role, Said, Table


def pilot_steps(case: Case) -> list[Block]:
    """The steps of the pilot with who takes them and its whole rule, for the appendix; empty where none is planned."""
    pilot = case.engagement.pilot
    if case.scheme is None or not pilot.first:
        return []
    first = Month.parse(pilot.first)
    told = case.pilot_told
    whole = Bullets((*told.rules, *told.reach))
    rule: list[Block] = [Paragraph(say("pilot.rule"), Role.HEADING), whole] if told.rules else []
    return [_steps(case.scheme, first, first + (pilot.months - 1)), *rule]


def _steps(scheme: Scheme, first: Month, last: Month) -> Table:
    columns = (
        Column(say("table.when"), width=1.4),
        Column(say("table.step"), width=3.9),
        Column(say("table.who"), width=1.1),
    )
    counts = starts_to_count(scheme, first, last)
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
