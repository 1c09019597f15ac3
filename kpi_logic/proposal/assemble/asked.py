"""What we ask the owner to decide, composed from what has been concluded."""

from collections.abc import Iterator

from kpi_logic.model import Amount, KpiRef, Message, Month, Unit
from kpi_logic.proposal.assemble.case import Case
from kpi_logic.proposal.assemble.origins import (
    bottleneck_data,
    money_method,
    organisation_settled,
    pilot_settled,
    replay_data,
    scheme_settled,
    targets_settled,
)
from kpi_logic.proposal.assemble.saying import listed, say, span
from kpi_logic.proposal.origins import Origin, cite
from kpi_logic.proposal.outline import Said
from kpi_logic.scheme import Severity


def asked(case: Case) -> tuple[Message, ...]:
    """One sentence a decision, in the order of the sections; nothing is asked that was not concluded."""
    return tuple(decision for decision, _ in _asked(case))


def asked_with_origins(case: Case) -> tuple[Said, ...]:
    """The same, each with the ids of what its numbers rest on."""
    return tuple(cite(decision, *origins) for decision, origins in _asked(case))


def _asked(case: Case) -> Iterator[tuple[Message, tuple[Origin | None, ...]]]:
    first = (case.diagnosis.bottlenecks or ())[:1]
    scheme = (scheme_settled(case), organisation_settled(case), replay_data(case))
    found = (
        (_first_bottleneck(case), (*bottleneck_data(case, first), money_method(case))),
        (_targets(case), targets_settled(case)),
        (_scheme(case), scheme),
        (_grave(case), scheme[:1]),
        (_pilot(case), (pilot_settled(case),)),
    )
    for decision, origins in found:
        if decision is not None:
            yield decision, origins


def _first_bottleneck(case: Case) -> Message | None:
    first = next(iter(case.diagnosis.bottlenecks or ()), None)
    if first is None:
        return None
    facts = {"bottleneck": say("bottleneck", segment=first.segment, kpi=first.name)}
    if first.money_per_month is None:
        return say("asked.bottleneck_service", **facts)
    return say("asked.bottleneck", money=case.money(first.money_per_month, full=False), **facts)


def _targets(case: Case) -> Message | None:
    if not case.outlooks:
        return None
    periods = dict.fromkeys((target.first, target.last) for target, _, _ in case.outlooks)
    return say(
        "asked.targets",
        count=len(case.outlooks),
        kpis=tuple(dict.fromkeys(KpiRef(target.kpi) for target, _, _ in case.outlooks)),
        period=listed(*(span(*months) for months in periods)),
    )


def _scheme(case: Case) -> Message | None:
    if not case.cards:
        return None
    people = sum(len(case.holders(card.role)) for card in case.cards)
    if not people:
        return say("asked.scheme_roles", cards=len(case.cards))
    facts = {"cards": len(case.cards), "people": people}
    replay = case.replay
    share = replay.cost_share_of_profit if replay is not None else None
    if replay is None or share is None or not replay.total_cost:
        return say("asked.scheme", **facts)
    monthly = case.money(replay.total_cost / len(replay.months), full=False)
    return say("asked.scheme_cost", money=monthly, share=Amount(share, Unit.RATIO), **facts)


def _grave(case: Case) -> Message | None:
    count = sum(finding.severity is Severity.HIGH for finding in case.findings)
    return say("asked.grave", count=count) if count else None


def _pilot(case: Case) -> Message | None:
    pilot = case.engagement.pilot
    if not pilot.first or not case.cards:
        return None
    facts = {"first": Month.parse(pilot.first), "months": pilot.months}
    if not pilot.tried_by:
        return say("asked.pilot_open", **facts)
    return say("asked.pilot", teams=pilot.tried_by, **facts)
