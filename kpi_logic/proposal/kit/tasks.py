"""Responsibilities and dates of the roll-out: what the method asks for, filled with what is decided."""

import datetime
from typing import get_args

from kpi_logic.metrics import deliverer
from kpi_logic.model import Engagement, Month, Person, Task
from kpi_logic.model.task import TaskStep
from kpi_logic.proposal.assemble.case import Case
from kpi_logic.proposal.assemble.data_plan import planned
from kpi_logic.review.calendar import counting_from, held_on, regular_reviews

# Days before (-) or after the first day that counts by which a step is usually done.
USUAL: dict[TaskStep, int] = {
    "brief": -14, "cards": -10, "workbooks": -7, "data": -7, "bi": -3, "score": 35, "objections": 42,
}  # fmt: skip


def counted_from(case: Case) -> Month | None:
    """The first month whose scores are paid, as the calendar of reviews has it; None without a scheme."""
    return counting_from(case.scheme, case.engagement.pilot, case.latest) if case.scheme is not None else None


def tasks(case: Case) -> tuple[Task, ...]:
    """Every step in order: as decided, else with the person and the day that the rest of the decisions suggest."""
    decided = {task.step: task for task in case.engagement.tasks}
    start = counted_from(case)
    return tuple(decided.get(step) or _usual(case, step, start) for step in get_args(TaskStep))


def _usual(case: Case, step: TaskStep, start: Month | None) -> Task:
    owner = _deliverer(case) if step in ("workbooks", "data", "bi") else None
    person = owner or _leader(case.engagement)
    due = "" if start is None else str(_day(case, step, start))
    return Task(step=step, owner=person.id if person else "", due=due)


def _day(case: Case, step: TaskStep, start: Month) -> datetime.date:
    """So many days from the start; the first review on the day that the calendar of reviews has for it."""
    if step == "review" and case.scheme is not None:
        return held_on(regular_reviews(case.scheme, case.engagement.pilot, case.latest, 1)[0])
    return datetime.date(start.year, start.month, 1) + datetime.timedelta(days=USUAL[step])


def _leader(engagement: Engagement) -> Person | None:
    return next((person for person in engagement.organisation.people if person.leads), None)


def _deliverer(case: Case) -> Person | None:
    """Who delivers the numbers of most KPIs."""
    people, known = case.engagement.organisation, case.engagement.data.deliverers
    found = [person for kpi in planned(case) if (person := deliverer(kpi, people, known)) is not None]
    return max(found, key=lambda person: sum(other.id == person.id for other in found), default=None)
