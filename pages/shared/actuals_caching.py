"""What came in since the scheme counts, computed once for equal input: workbooks read, months scored, plan and actual."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import streamlit as st

from kpi_logic.facts import MonthlyFacts
from kpi_logic.model import Engagement, FileRef, Issue, Month, Organisation, Scheme, Target
from kpi_logic.store import Saved
from pages.shared import facts_caching, iterate_caching, pilot_caching, scheme_caching, session

if TYPE_CHECKING:
    from kpi_logic.intake import FilledActual, ScorecardActuals
    from kpi_logic.release import Register
    from kpi_logic.review import FilledBook, PlanActual, Reported, Running
    from kpi_logic.scheme import Replay, Slip

OTHER_VERSION = "scorecard_other_version"


@dataclass(frozen=True, eq=False)
class Came:
    """The months that the scheme scores, on the actuals that count.

    ``alone`` is the same on the client's files alone; ``unfinished`` are months that are not over.  ``version``: the
    released one that scores, where the scheme was changed since; "" where the present scheme scores.
    """

    months: tuple[Month, ...]
    unfinished: frozenset[Month]
    reported: Reported
    alone: Replay
    result: Replay
    running: tuple[Running, ...]
    key: str
    version: str = ""


@dataclass(frozen=True, eq=False)
class ReadBook:
    """A filled workbook as it was read: ``version`` is the released one it was written for, "" for the present scheme."""

    ref: FileRef
    values: tuple[FilledActual, ...]
    issues: tuple[Issue, ...]
    version: str = ""

    @property
    def usable(self) -> bool:
        """Whether it told anything."""
        return bool(self.values)


def releases(saved: Saved) -> Register:
    """What was released of the engagement."""
    from kpi_logic.release import register

    return register(session.store(), saved.id)


def released(saved: Saved) -> Month | None:
    """The month in which the first version was released; None while none was."""
    known = releases(saved)
    if not known.releases:
        return None
    when = known.time_of(min(known.releases)).astimezone()
    return Month(when.year, when.month)


def start_of(saved: Saved) -> Month | None:
    """The first month that the scheme scores; None while it is neither released nor tried."""
    from kpi_logic.review import scored_from

    return scored_from(saved.engagement.pilot, released(saved))


def read_book(saved: Saved, ref: FileRef, content: bytes | None = None) -> ReadBook:
    """One workbook, held against the present scheme, or else against the released version it was written for.

    *content*: its bytes, while the store does not have them.
    """
    engagement = saved.engagement
    assert engagement.scheme is not None
    found = _read(ref, engagement.scheme, engagement.organisation, content)
    if not any(issue.code == OTHER_VERSION for issue in found.issues):
        return ReadBook(ref, found.values, found.issues)
    for release in reversed(releases(saved).releases.values()):
        then = session.store().at(saved.id, release.revision)
        if then.scheme is not None and _mark(then.scheme, then.organisation) == found.mark:
            return _earlier(ref, release.version, then, engagement, content)
    return ReadBook(ref, (), found.issues)


def _earlier(ref: FileRef, version: str, then: Engagement, now: Engagement, content: bytes | None) -> ReadBook:
    """What a workbook of a released version tells of the present people and KPIs; it is said, never taken in silence."""
    from kpi_logic.intake import Expected
    from kpi_logic.model import Level, Place, Raw
    from kpi_logic.review import Remark, still_asked

    assert then.scheme is not None and now.scheme is not None
    found = _read(ref, then.scheme, then.organisation, content)
    kept = still_asked(found.values, Expected.of("", now.scheme, now.organisation))
    facts = {"file": Raw(ref.name), "version": Raw(version), "count": len(kept), "left": len(found.values) - len(kept)}
    told = Remark("reported_earlier_version", Level.WARN, Place(file=ref.name), facts)
    return ReadBook(ref, kept, (*found.issues, told), version)


def _read(ref: FileRef, scheme: Scheme, organisation: Organisation, content: bytes | None) -> ScorecardActuals:
    return _read_scorecards(ref.digest, ref.name, _mark(scheme, organisation), scheme, organisation, content)


def _mark(scheme: Scheme, organisation: Organisation) -> str:
    from kpi_logic.proposal.workbook.mark import mark_of

    return mark_of(scheme, organisation)


@st.cache_resource(max_entries=64, show_spinner=False)
def _read_scorecards(
    digest: str, name: str, mark: str, _scheme: Scheme, _organisation: Organisation, _content: bytes | None
) -> ScorecardActuals:
    from kpi_logic.intake import Expected, read_scorecards

    content = session.store().file(digest) if _content is None else _content
    return read_scorecards(content, name, Expected.of(mark, _scheme, _organisation))


def books(saved: Saved) -> tuple[ReadBook, ...]:
    """Every filled workbook that is kept, in the order they came."""
    return tuple(read_book(saved, ref) for ref in saved.engagement.data.filled)


def today() -> Month:
    """The month of the day."""
    now = session.now().astimezone()
    return Month(now.year, now.month)


def came(saved: Saved, facts: MonthlyFacts, read: Sequence[ReadBook] | None = None) -> Came | None:
    """The months since the scheme counts; None while no month of it is known, or nobody is scored."""
    from kpi_logic.review import FilledBook, scored_months

    engagement, version = _as_released(saved)
    if engagement.scheme is None or not engagement.organisation.people:
        return None
    found = books(saved) if read is None else read
    now = max(today(), facts.months[-1])
    told = [one.month for book in found for one in book.values if one.month <= now]
    months = scored_months(engagement.pilot, released(saved), max((*told, facts.months[-1])))
    if not months:
        return None
    unfinished = frozenset(
        month for month in months if month == facts_caching.unfinished_month(engagement) or month == now == today()
    )
    kept = tuple(FilledBook(one.ref.name, one.ref.digest, one.values) for one in found if one.usable)
    rolled_out = _rolled_out(saved, facts)
    key = f"{_key(engagement, facts, months, unfinished, found)}\n{version}\n{rolled_out}"
    return _came(key, engagement, facts, months, unfinished, kept, version, rolled_out)


def _as_released(saved: Saved) -> tuple[Engagement, str]:
    """The decisions with the scheme released last, which is what people were told, and its version where a draft differs."""
    newest, engagement = iterate_caching.released(saved), saved.engagement
    if newest is None or newest.engagement.scheme in (None, engagement.scheme):
        return engagement, ""
    return engagement.model_copy(update={"scheme": newest.engagement.scheme}), newest.version


def _rolled_out(saved: Saved, facts: MonthlyFacts) -> bool:
    """Whether what the pilot showed was used: a version was released after it, or its sealed rule says to roll out."""
    from kpi_logic.release import counting_pilot, sealed_pilots
    from kpi_logic.review import PilotVerdict, released_after

    known = releases(saved)
    when = known.time_of(known.newest[0]).astimezone() if known.newest is not None else None
    if released_after(saved.engagement.pilot, Month(when.year, when.month) if when is not None else None):
        return True
    sealed = counting_pilot(sealed_pilots(known.trail))
    if sealed is None:
        return False
    return pilot_caching.read_out(sealed.seal.plan, facts, True).verdict is PilotVerdict.ROLL_OUT


def _key(
    engagement: Engagement,
    facts: MonthlyFacts,
    months: Sequence[Month],
    unfinished: frozenset[Month],
    found: Sequence[ReadBook],
) -> str:
    parts = (
        scheme_caching.key_of(engagement, facts),
        engagement.pilot.model_dump_json(),
        *map(str, (*months, "|", *sorted(unfinished))),
        *(f"{book.ref.digest}{book.version}" for book in found),
        *(one.model_dump_json() for one in engagement.reported),
    )
    return "\n".join(parts)


@st.cache_resource(max_entries=32, show_spinner=False)
def _came(
    key: str,
    _engagement: Engagement,
    _facts: MonthlyFacts,
    _months: tuple[Month, ...],
    _unfinished: frozenset[Month],
    _books: tuple[FilledBook, ...],
    version: str,
    rolled_out: bool,
) -> Came:
    from kpi_logic.review import reported, running
    from kpi_logic.scheme import replay_engagement
    from kpi_logic.scheme.replay import run

    alone = replay_engagement(_engagement, _facts, months=_months)
    laid = reported(alone, _books, _engagement.reported, _engagement.awards)
    result = run(alone.scheme, alone.plan, laid.actuals)
    told = running(result, _engagement.pilot, _unfinished, rolled_out)
    return Came(_months, _unfinished, laid, alone, result, told, key, version)


def slip(engagement: Engagement, facts: MonthlyFacts, found: Came, month: Month, person: str) -> Slip:
    """One person's slip for a month, on the actuals that count."""
    return next(one for one in _slips(found.key, str(month), engagement, facts, found) if one.person.id == person)


@st.cache_resource(max_entries=64, show_spinner=False)
def _slips(key: str, month: str, _engagement: Engagement, _facts: MonthlyFacts, _found: Came) -> tuple[Slip, ...]:
    from kpi_logic.scheme import slips

    return slips(
        _found.result.scheme,
        _engagement.organisation,
        _facts,
        Month.parse(month),
        _engagement.targets,
        _engagement.cascades,
        _found.reported.actuals,
        exceptions=_engagement.exceptions,
        awards=_engagement.awards,
        agreements=_engagement.agreements,
    )


def against_plan(target: Target, facts: MonthlyFacts, month: Month, unfinished: Month | None) -> PlanActual:
    """A target against what came, up to a month."""
    return _against_plan(facts.fingerprint, target.model_dump_json(), str(month), str(unfinished), target, facts)


@st.cache_resource(max_entries=128, show_spinner=False)
def _against_plan(
    fingerprint: str, decided: str, month: str, unfinished: str, _target: Target, _facts: MonthlyFacts
) -> PlanActual:
    from kpi_logic.review import plan_actual

    return plan_actual(_target, _facts, Month.parse(month), None if unfinished == "None" else Month.parse(unfinished))
