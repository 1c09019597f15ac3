"""P15: what the people who are scored say, question by question, without giving anybody away.

Few voices are told apart too easily: a question is told from three answers on, and so is a department; a department is
also kept back where the others' answers could be had by subtracting.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from math import comb
from statistics import median
from typing import Literal

from kpi_logic.model import Feedback, FeedbackTopic, Organisation, heard
from kpi_logic.review.rounds import rounds

QUESTIONS = ("clear", "fair", "doable")
RATES = (1, 2, 3, 4, 5)
FEWEST = 3
"""So many answers are needed to tell anything: one or two would give away who they are from."""
LOW = 2
"""Answers of 1 and 2 (of 5) are low."""
SURE = 0.1
"""A change is told where luck alone would bring one as lopsided at most so often (two-sided sign test)."""

Moved = Literal["up", "down", "same", "cannot_tell"]


@dataclass(frozen=True)
class Rating:
    """One question: ``n`` answers, their median (1-5), the low ones (1 or 2) among them, and how many gave each of 1 to 5.

    None and empty for too few to tell.
    """

    question: str
    n: int
    median: float | None
    low: int | None
    counts: tuple[int, ...] = ()


@dataclass(frozen=True)
class Change:
    """One question from one round to the next, by the people who answered in both by name.

    ``moved`` "same" is told only where nobody's answer moved; a few up and a few down are no finding.
    """

    question: str
    up: int
    down: int
    same: int
    moved: Moved


@dataclass(frozen=True)
class Pulse:
    """What was said in the last round.

    ``people`` are scored, ``heard`` of them were heard in any round.  ``departments``: ratings by department, only where
    there is enough to tell; ``kept_back`` departments have answers that are not shown.  ``topics`` are what the remarks
    of all rounds are about, the most frequent first, with the KPI where they name one.  ``open`` are remarks without an
    answer, oldest first.
    """

    people: int
    heard: int
    rounds: int
    ratings: tuple[Rating, ...]
    departments: dict[str, tuple[Rating, ...]]
    kept_back: int
    changes: tuple[Change, ...]
    topics: tuple[tuple[FeedbackTopic, str, int], ...]
    open: tuple[Feedback, ...]
    answered: int

    @property
    def worst(self) -> Rating | None:
        """The question with the lowest median, the largest share of low answers where medians are equal; None if none
        can be told."""
        told = [rating for rating in self.ratings if rating.median is not None]
        return min(told, key=lambda rating: (rating.median, -(rating.low or 0) / rating.n), default=None)


def pulse(feedback: Sequence[Feedback], organisation: Organisation) -> Pulse:
    """The last round's answers, the change since the one before, and every remark that waits for an answer.

    >>> told = pulse([Feedback(id=str(n), fair=n) for n in (1, 2, 5)], Organisation())
    >>> [(rating.question, rating.n, rating.median, rating.low) for rating in told.ratings]
    [('clear', 0, None, None), ('fair', 3, 2, 2), ('doable', 0, None, None)]
    """
    told = tuple(one for one in feedback if one.given)
    by_round = rounds(told)
    last = by_round[-1] if by_round else ()
    departments, kept_back = _by_department(last, organisation)
    remarks = [one for one in told if one.words.strip()]
    return Pulse(
        people=len(organisation.people),
        heard=heard(told, len(organisation.people)),
        rounds=len(by_round),
        ratings=tuple(_rating(last, question) for question in QUESTIONS),
        departments=departments,
        kept_back=kept_back,
        changes=tuple(_change(by_round[-2], last, question) for question in QUESTIONS) if len(by_round) > 1 else (),
        topics=_topics(remarks),
        open=tuple(sorted((one for one in remarks if not one.answered), key=lambda one: one.day or "9999")),
        answered=sum(one.answered for one in remarks),
    )


def latest_of_each(voices: Iterable[Feedback]) -> tuple[Feedback, ...]:
    """One form a person, the last that was filled in; forms without a name stay as they are."""
    named: dict[str, Feedback] = {}
    nameless = []
    for one in voices:
        if one.person:
            named[one.person] = one
        else:
            nameless.append(one)
    return (*named.values(), *nameless)


def _rating(voices: Sequence[Feedback], question: str) -> Rating:
    told = _answers(latest_of_each(voices), question)
    if len(told) < FEWEST:
        return Rating(question, len(told), None, None)
    counts = tuple(told.count(rate) for rate in RATES)
    return Rating(question, len(told), median(told), sum(rate <= LOW for rate in told), counts)


def _answers(voices: Iterable[Feedback], question: str) -> list[int]:
    return [rate for one in voices if (rate := getattr(one, question)) is not None]


def _by_department(voices: Sequence[Feedback], organisation: Organisation) -> tuple[dict[str, tuple[Rating, ...]], int]:
    """Ratings of the departments that may be shown, and how many departments with answers may not."""
    where = {person.id: person.department for person in organisation.people}
    groups: dict[str, list[Feedback]] = {}
    for one in latest_of_each(voices):
        groups.setdefault(where.get(one.person, ""), []).append(one)
    shown = {name: found for name, found in groups.items() if name and len(found) >= FEWEST}
    rest = sum(map(len, groups.values())) - sum(map(len, shown.values()))
    if shown and 0 < rest < FEWEST:  # all less the shown would give the rest away
        del shown[min(shown, key=lambda name: len(shown[name]))]
    ratings = {name: tuple(_rating(found, question) for question in QUESTIONS) for name, found in sorted(shown.items())}
    return ratings, sum(bool(name) and name not in shown for name in groups)


def _change(before: Sequence[Feedback], after: Sequence[Feedback], question: str) -> Change:
    old = {one.person: getattr(one, question) for one in latest_of_each(before) if one.person}
    new = {one.person: getattr(one, question) for one in latest_of_each(after) if one.person}
    pairs = [(old[who], new[who]) for who in old if who in new and old[who] is not None and new[who] is not None]
    up, down = sum(then < now for then, now in pairs), sum(then > now for then, now in pairs)
    return Change(question, up, down, len(pairs) - up - down, _moved(up, down, len(pairs)))


def _moved(up: int, down: int, pairs: int) -> Moved:
    if pairs < FEWEST:
        return "cannot_tell"
    if not up and not down:
        return "same"
    if up == down or _luck(up, down) > SURE:
        return "cannot_tell"
    return "up" if up > down else "down"


def _luck(up: int, down: int) -> float:
    """Two-sided p-value of the sign test (Dixon & Mood 1946); people whose answer stayed say nothing.

    >>> _luck(4, 0), _luck(5, 0)
    (0.125, 0.0625)
    """
    count, fewer = up + down, min(up, down)
    return float(min(1.0, 2 * sum(comb(count, n) for n in range(fewer + 1)) / 2**count))


def _topics(remarks: Iterable[Feedback]) -> tuple[tuple[FeedbackTopic, str, int], ...]:
    counted = Counter(_topic(one) for one in remarks)
    return tuple((topic, kpi, count) for (topic, kpi), count in counted.most_common())


def _topic(one: Feedback) -> tuple[FeedbackTopic, str]:
    return one.topic, one.kpi


def criticised(feedback: Iterable[Feedback]) -> Iterator[tuple[str, tuple[Feedback, ...]]]:
    """Every KPI that remarks name, with these remarks; those called unfair (1 or 2) by their authors only."""
    by_kpi: dict[str, list[Feedback]] = {}
    for one in feedback:
        if one.kpi and one.words.strip() and one.fair is not None and one.fair <= LOW:
            by_kpi.setdefault(one.kpi, []).append(one)
    for kpi, found in by_kpi.items():
        yield kpi, tuple(found)
