"""Targets put to the test: together, against the past, by another method, and from below."""

from collections.abc import Iterator
from itertools import groupby

from kpi_logic.library import kpi_library
from kpi_logic.model import Amount, KpiRef, Message, Month, Target, Unit
from kpi_logic.proposal.assemble.case import Case
from kpi_logic.proposal.assemble.origins import (
    cascade_settled,
    odds_method,
    rows_data,
    target_settled,
    targets_settled,
)
from kpi_logic.proposal.assemble.saying import period, span
from kpi_logic.proposal.origins import cite
from kpi_logic.proposal.outline import Block, Bullets, Paragraph, Role, Said
from kpi_logic.targets.bottom_up import bottom_up
from kpi_logic.targets.driver import name_of
from kpi_logic.targets.events import falling_in, touching
from kpi_logic.targets.outlook import odds_words
from kpi_logic.targets.together import Standing, Together, together
from kpi_logic.targets.tree import Tree, tree_of

GOOD = 0.6  # share of looks back inside their 80 % range below which caution is said
MOST = 3  # targets that are looked back at on paper


def events(case: Case) -> list[Said]:
    """The sales that fall in the targets' months, a line a period, and those that the odds count by themselves."""
    told: list[Said] = []
    spans: dict[tuple[Month, Month], dict[tuple[str, Month], None]] = {}
    for target, view, _ in case.outlooks:
        codes = touching(case.facts.of_segment(view.segment).shops)
        spans.setdefault((view.first, view.last), {}).update(dict.fromkeys(falling_in(codes, view.first, view.last)))
        if target.event:
            facts = {"kpi": KpiRef(target.kpi), "segment": target.segment, "event": Message(f"event.{target.event}")}
            told.append(cite(Message("goals.event_counted", facts), target_settled(case, target)))
    lines = [
        cite(_events(first, last, tuple(found)), *targets_settled(case))
        for (first, last), found in spans.items()
        if found
    ]
    return [*lines, *told]


def _events(first: Month, last: Month, found: tuple[tuple[str, Month], ...]) -> Message:
    named = tuple(
        Message("goals.event_in", {"event": Message(f"event.{code}"), "month": month}) for code, month in found
    )
    return Message("goals.events_of", {"period": period(first, last), "events": named})


def taken_together(case: Case) -> list[Block]:
    """Whether targets on the same part of the business and the same months can hold at once."""
    told = list(_together(case))
    return [Paragraph(Message("goals.together"), Role.HEADING), Bullets(tuple(told))] if told else []


def _together(case: Case) -> Iterator[Said]:
    def where(target: Target) -> tuple[str, str, str]:
        return target.segment.model_dump_json(), target.first, target.last

    targets = sorted((target for target, _, _ in case.outlooks), key=where)
    for _, group in groupby(targets, key=where):
        mates = {target.kpi: target for target in group}
        first = next(iter(mates.values()))
        tree = tree_of(case.facts, first.segment, Month.parse(first.first), Month.parse(first.last))
        found = together(tree, {code: one.value for code, one in mates.items()}) if len(mates) > 1 and tree else None
        if tree is None or found is None:
            continue
        verdict = _verdict(tree, found)
        kpis = tuple(KpiRef(code) for code in found.off)
        facts = {"period": span(first.first, first.last), "segment": first.segment, "kpis": kpis, "verdict": verdict}
        grounds = (*(target_settled(case, target) for target in mates.values()), odds_method(case))
        yield cite(Message("goals.together_of", facts), *grounds)
        if found.proposal:
            values = tuple(
                Message("goals.value_of", {"kpi": KpiRef(code), "value": _amount(case, code, value)})
                for code, value in found.proposal.items()
            )
            yield cite(Message("goals.together_nearest", {"values": values}), *grounds)


def _verdict(tree: Tree, found: Together) -> Message:
    worst = found.parts[0]
    amount = tree.by_code[worst.code].view.amount
    facts = {"name": name_of(worst.code, short=True), "likely": amount(worst.likely), "value": amount(worst.asked)}
    odds = {"odds": odds_words(worst.odds)} if found.standing is Standing.STRAINED else {}
    return Message(f"target.together.{found.standing.value}", facts | odds)


def from_below(case: Case, agreed: list[Said]) -> list[Block]:
    """What was handed down against what the carriers' own shops are likely to bring; then who has *agreed* to it."""
    told: list[Said] = []
    by_id = {target.id: target for target, _, _ in case.outlooks}
    for plan in case.engagement.cascades:
        target = by_id.get(plan.target)
        if target is None or not plan.people:
            continue
        found = bottom_up(plan, target, case.engagement.organisation.people, case.facts)
        if found.views:
            facts = {"kpi": KpiRef(target.kpi), "segment": target.segment}
            said = Message("goals.bottom_of", facts | {"sentence": _gap(case, target, found.total)})
            told.append(cite(said, cascade_settled(case, target), rows_data(case), odds_method(case)))
    told += agreed
    return [Paragraph(Message("goals.bottom"), Role.HEADING), Bullets(tuple(told))] if told else []


def _gap(case: Case, target: Target, total: float | None) -> Message:
    if total is None:
        return Message("target.bottom.unknown")
    gap = total - target.value
    said = {"total": _amount(case, target.kpi, total), "gap": _amount(case, target.kpi, abs(gap))}
    return Message(f"target.bottom.{'above' if gap >= 0 else 'below'}", said)


def _amount(case: Case, kpi: str, value: float) -> Amount:
    unit = kpi_library()[kpi].unit
    return Amount(value, unit, case.currency if unit is Unit.MONEY else None)
