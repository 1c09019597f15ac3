"""M2 and F1 to F3: who the client is, in the client's own words, and whether the method suits him."""

from collections.abc import Iterator

from kpi_logic.model import Amount, Message, Profile, Raw, Unit
from kpi_logic.proposal.assemble.case import Case
from kpi_logic.proposal.assemble.origins import facts_data, profile_settled
from kpi_logic.proposal.assemble.saying import joined, period
from kpi_logic.proposal.origins import cite
from kpi_logic.proposal.outline import Column, Said, Section, Table


def background(case: Case) -> Section | None:
    """What the proposal starts from, a line each, and the conditions of the method. None where nothing is known."""
    rows = tuple(_rows(case))
    if not rows:
        return None
    columns = (Column(_say("head.topic"), width=1.0), Column(_say("head.said"), width=5.2))
    rests_on = () if case.engagement.profile == Profile() else (profile_settled(case),)
    return Section("background", _say("title"), (Table(columns, (*rows, *_fit(case))),), origins=rests_on)


def _say(key: str, **facts: Said | tuple[Said, ...]) -> Message:
    return Message(f"proposal_background.{key}", facts)


def _rows(case: Case) -> Iterator[tuple[Said, Said]]:
    profile = case.engagement.profile
    for name, said in (
        ("trade", _trade(profile)),
        ("size", _size(case)),
        ("appraisal", Raw(profile.current_appraisal) if profile.current_appraisal else None),
        ("pains", _pains(profile)),
        ("problems", Raw(profile.problems) if profile.problems else None),
    ):
        if said is not None:
            yield _say(f"topic.{name}"), said
    if not case.facts.is_empty:
        months = case.facts.months
        facts = {"period": period(months[0], months[-1]), "months": len(months), "shops": len(case.facts.shops)}
        yield _say("topic.data"), cite(_say("data", **facts), facts_data(case))


def _trade(profile: Profile) -> Message | None:
    parts = [tuple(map(Raw, some)) for some in (profile.platforms, profile.categories) if some]
    return (
        _say("both" if len(parts) == 2 else "one", **dict(zip(("first", "second"), parts, strict=False)))
        if parts
        else None
    )


def _size(case: Case) -> Message | None:
    profile, people = case.engagement.profile, case.engagement.organisation.people
    told: list[Message] = []
    if profile.yearly_sales is not None:
        told.append(_say("sales", sales=Amount(profile.yearly_sales, Unit.MONEY, profile.currency)))
    if profile.team_size is not None:
        told.append(_say("team", size=profile.team_size))
    if people:
        departments = {person.department for person in people if person.department}
        told.append(_say("people", people=len(people), departments=len(departments)))
    return _say("list", parts=tuple(told)) if told else None


def _pains(profile: Profile) -> Message | None:
    named = tuple(Message(f"page_intake.pain.{pain}") for pain in profile.pains)
    words = profile.pains_in_words
    if named and words:
        return _say("pains", pains=named, words=Raw(words))
    return _say("one", first=named or (Raw(words),)) if named or words else None


def _fit(case: Case) -> Iterator[tuple[Said, Said]]:
    """What is met and what is not; then what the client has not said yet."""
    told = [message for met, message in case.fit if met is not None]
    unknown = tuple(_say(f"open.{message.key.split('.')[1]}") for met, message in case.fit if met is None)
    if unknown:
        told.append(_say("unknown", topics=unknown))
    if told:
        yield _say("topic.fit"), joined(told)
