"""What cannot be told yet, and which column or decision would unlock it."""

from collections.abc import Iterator

from kpi_logic.diagnosis import Diagnosis
from kpi_logic.model import Issue, KpiRef, Level, Message, Raw
from kpi_logic.proposal.assemble.case import Case
from kpi_logic.proposal.assemble.saying import say


def open_questions(case: Case) -> tuple[Message, ...]:
    """One sentence a question: what is missing and what would unlock it."""
    return (*_data(case), *_targets(case), *_people(case), *_pilot(case))


def told(diagnosis: Diagnosis) -> tuple[Message, ...]:
    """The diagnosis' answer without its last word to the reader of a page, who can scroll to what is missing."""
    return tuple(message for message in diagnosis.answer if message.key != "diagnosis.answer.unlock")


def limits_told(case: Case) -> tuple[Message, ...]:
    """What the diagnosis says of its own data, as sentences."""
    return tuple(_issue(issue) for issue in case.diagnosis.issues)


def _issue(issue: Issue) -> Message:
    return say("sentences", first=issue.message, second=issue.fix)


def _data(case: Case) -> Iterator[Message]:
    for issue in case.diagnosis.issues:
        if issue.level >= Level.WARN and issue.code != "partial_last_month":
            yield _issue(issue)


def _targets(case: Case) -> Iterator[Message]:
    if not case.outlooks:
        yield say("open.no_targets")
    short: dict[int, list[str]] = {}
    for target, view, judged in case.outlooks:
        if judged.probability is None:
            short.setdefault(view.usable_months, []).append(target.kpi)
    for months, kpis in short.items():
        yield say("open.no_odds", kpis=tuple(KpiRef(kpi) for kpi in dict.fromkeys(kpis)), months=months)


def _people(case: Case) -> Iterator[Message]:
    people = case.engagement.organisation.people
    if not people:
        yield say("open.no_people")
    if not case.cards:
        yield say("open.no_scheme")
        return
    unpaid = [
        Raw(person.name or person.id) for person in people if person.bonus is None and _has_card(case, person.role)
    ]
    if unpaid:
        yield say("open.no_bonus", people=tuple(unpaid))
    if case.replay is None and people and case.facts.is_empty:
        yield say("open.no_replay")


def _has_card(case: Case, role: str) -> bool:
    return any(card.role == role for card in case.cards)


def _pilot(case: Case) -> Iterator[Message]:
    if not case.cards:
        return
    if not case.engagement.pilot.first:
        yield say("open.no_pilot")
    elif not (case.engagement.pilot.success_rule or case.pilot_told.rules):
        yield say("open.no_success_rule")
