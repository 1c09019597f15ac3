"""Schemes drawn at random, with everything that the engine knows: extras, exceptions, joiners, two roles, a pool."""

import datetime
import random
from functools import lru_cache

from kpi_logic.diagnosis import Diagnosis, diagnose
from kpi_logic.model import (
    Award,
    Duty,
    Engagement,
    Extra,
    Gate,
    Grade,
    Line,
    Organisation,
    Payout,
    Person,
    Scheme,
    SchemeException,
    Scorecard,
)
from kpi_logic.proposal.assemble import Case
from tests.kpi_logic.proposal.cases import simulated_facts

DATE = datetime.date(2026, 11, 10)
ROLES = ("lead", "operations", "ads")
MONTHS = tuple(f"2026-{n:02d}" for n in range(5, 13))
LEVELS = {
    "cvr": (0.05, 0.06, 0.07),
    "acos": (0.33, 0.29, 0.25),
    "gmv": (3e6, 3.8e6, 4.4e6),
    "return_rate": (0.06, 0.05, 0.04),
    "inv_days": (58.0, 55.0, 52.0),
    "cm3": (4e5, 5.5e5, 7e5),
    "nps": (20.0, 30.0, 40.0),  # nobody delivers it, or the catalogue lacks it
}
RULES = ("exclude_days", "exclude_month", "pro_rata_target", "hold_harmless")


@lru_cache(maxsize=1)
def _diagnosis() -> Diagnosis:
    return diagnose(simulated_facts())


def random_case(seed: int) -> Case:
    """An engagement of three or four people under a random scheme, without a proposal's other conclusions."""
    chance = random.Random(seed)
    scheme = Scheme(
        scorecards=tuple(_card(chance, role) for role in ROLES),
        payout=_payout(chance),
        grades=(Grade(name="=A", score=95.5), Grade(name="B", score=70), Grade(name="C", score=10)),
        missing=chance.choice(("pro_rata", "not_scored")),
        pool=chance.choice((None, None, None, 5000.0, round(chance.uniform(100, 30_000), 2))),
    )
    people = tuple(_person(chance, n) for n in range(chance.randint(3, 4)))
    engagement = Engagement(
        name=f"Case {seed}",
        organisation=Organisation(people=people),
        scheme=scheme,
        exceptions=tuple(_exception(chance, n) for n in range(chance.randint(0, 4))),
        awards=tuple(_award(chance) for _ in range(chance.randint(0, 8))),
    )
    return Case(engagement, simulated_facts(), _diagnosis(), DATE)


def _card(chance: random.Random, role: str) -> Scorecard:
    codes = chance.sample(sorted(LEVELS), chance.randint(1, 5))
    extras = (
        Extra(id="idea", kind="plus", name="=1+1", points=chance.choice((1.5, 3.0)), most=chance.choice((4.0, 6.0))),
        Extra(id="late", kind="minus", points=2.0),
    )
    return Scorecard(
        role=role,
        lines=tuple(_line(chance, code) for code in codes),
        gates=tuple(
            Gate(kpi=code, limit=limit * chance.uniform(0.8, 1.2), multiplier=chance.choice((0.0, 0.5, 0.8)))
            for code, limit in (("odr", 0.005), ("acos", 0.3))[: chance.randint(0, 2)]
        ),
        extras=extras[: chance.randint(0, 2)],
        extra_cap=chance.choice((0.0, 5.0, 10.0, 7.25)),
    )


def _line(chance: random.Random, code: str) -> Line:
    low, mid, high = LEVELS[code]
    if chance.random() < 0.5:
        low, mid, high = (level * chance.uniform(0.7, 1.3) for level in (low, mid, high))  # in order or not
    return Line(
        kpi=code,
        weight=chance.choice((0, 10, 25, 40, 100)),
        threshold=chance.choice((low, low, None)),
        target=chance.choice((mid, mid, mid, None)),
        stretch=chance.choice((high, high, None)),
        cliff=chance.random() < 0.2,
        cap=chance.choice((None, 100.0, 120.0, 120.0, 150.0)),
    )


def _payout(chance: random.Random) -> Payout:
    shares = sorted(round(chance.uniform(0, 2), 3) for _ in range(chance.randint(2, 5)))
    scores = sorted(chance.sample(range(121), len(shares)))
    return Payout(points=tuple(zip(map(float, scores), shares, strict=True)))


def _person(chance: random.Random, n: int) -> Person:
    role = chance.choice(ROLES)
    others = [other for other in ROLES if other != role]
    return Person(
        id=f"p{n}",
        name=f"Ann {n}",
        role=role,
        bonus=chance.choice((None, 5000.0, 6000.0, round(chance.uniform(500, 20_000), 2))),
        joined=chance.choice(("", "", "2026-06-15", "2026-07-01")),
        left=chance.choice(("", "", "", "2026-09-10")),
        duties=(Duty(role=chance.choice(others), share=chance.choice((0.25, 0.3, 0.5))),)
        if chance.random() < 0.3
        else (),
    )


def _exception(chance: random.Random, n: int) -> SchemeException:
    first = chance.randrange(len(MONTHS) - 1)
    return SchemeException(
        id=str(n),
        kind="other",
        rule=chance.choice(RULES),
        first=MONTHS[first],
        last=MONTHS[min(first + chance.randint(0, 2), len(MONTHS) - 1)],
        person=chance.choice(("", "p0", "p1")),
        kpi=chance.choice(("", "", "acos", "gmv", "cvr")),
        days=chance.choice((5, 10, 31)),
        share=chance.choice((0.5, 0.8)),
        approver=chance.choice(("", "Lin", "Lin", "Lin")),
    )


def _award(chance: random.Random) -> Award:
    return Award(
        person=f"p{chance.randint(0, 3)}",
        month=chance.choice(MONTHS),
        extra=chance.choice(("idea", "late", "unknown")),
        times=chance.randint(1, 4),
    )
