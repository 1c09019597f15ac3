"""Responsibilities and dates of the roll-out: what the method asks for, filled with what is decided."""

import datetime
from typing import get_args

from kpi_logic.metrics import deliverer
from kpi_logic.model import Engagement, Month, Person, Task
from kpi_logic.model.task import TaskStep
from kpi_logic.proposal.assemble.case import Case
from kpi_logic.proposal.assemble.data_plan import planned
from kpi_logic.proposal.assemble.plan_chart import starts_to_count

# Days before (-) or after the first day that counts by which a step is usually done.
USUAL: dict[TaskStep, int] = {
    "brief": -14, "cards": -10, "workbooks": -7, "data": -7, "bi": -3, "score": 35, "objections": 42, "review": 95,
}  # fmt: skip


def counted_from(case: Case) -> Month | None:
    """The first month whose scores are paid: after the pilot, else after the months of trial that follow the data (P9).

    None without a scheme, or where nobody can say when the trial begins.
    """
    if case.scheme is None:
        return None
    pilot = case.engagement.pilot
    if pilot.first:
        first = Month.parse(pilot.first)
        return starts_to_count(case.scheme, first, first + (pilot.months - 1))
    return case.latest + (1 + case.scheme.trial_months) if case.latest else None


def tasks(case: Case) -> tuple[Task, ...]:
    """Every step in order: as decided, else with the person and the day that the rest of the decisions suggest."""
    decided = {task.step: task for task in case.engagement.tasks}
    start = counted_from(case)
    return tuple(decided.get(step) or _usual(case, step, start) for step in get_args(TaskStep))


def _usual(case: Case, step: TaskStep, start: Month | None) -> Task:
    owner = _deliverer(case) if step in ("workbooks", "data", "bi") else None
    person = owner or _leader(case.engagement)
    due = "" if start is None else _day(start, USUAL[step])
    return Task(step=step, owner=person.id if person else "", due=due)


def _day(start: Month, days: int) -> str:
    return (datetime.date(start.year, start.month, 1) + datetime.timedelta(days=days)).isoformat()


def _leader(engagement: Engagement) -> Person | None:
    return next((person for person in engagement.organisation.people if person.leads), None)


def _deliverer(case: Case) -> Person | None:
    """Who delivers the numbers of most KPIs."""
    people, known = case.engagement.organisation, case.engagement.data.deliverers
    found = [person for kpi in planned(case) if (person := deliverer(kpi, people, known)) is not None]
    return max(found, key=lambda person: sum(other.id == person.id for other in found), default=None)
