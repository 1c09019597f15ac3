"""Where two engagements differ."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kpi_logic.model import (
    Data,
    Engagement,
    Line,
    Organisation,
    Payout,
    Person,
    Profile,
    Scheme,
    Scorecard,
    Target,
    differences,
)


def target(id: str, value: float) -> Target:
    return Target(id=id, kpi="acos", first="2026-01", last="2026-03", value=value)


def scheme(*weights: tuple[str, int]) -> Scheme:
    lines = tuple(Line(kpi=kpi, weight=weight) for kpi, weight in weights)
    return Scheme(scorecards=(Scorecard(role="ads", lines=lines),))


def people(*pairs: tuple[str, str]) -> Organisation:
    return Organisation(people=tuple(Person(id=id, name=name) for id, name in pairs))


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ({}, {}, []),
        ({}, {"profile": Profile(client="Acme")}, [("profile.client", "", "Acme")]),
        (
            {"profile": Profile(platforms=("Amazon",))},
            {"profile": Profile(platforms=("Amazon", "Temu"))},
            [("profile.platforms", ["Amazon"], ["Amazon", "Temu"])],
        ),
        ({"targets": (target("a", 1),)}, {"targets": (target("a", 2),)}, [("targets.a.value", 1, 2)]),
        (
            {"targets": (target("a", 1), target("b", 2))},
            {"targets": (target("b", 2),)},
            [("targets.a", target("a", 1).model_dump(mode="json"), None)],
        ),
        (
            {"targets": (target("b", 2),)},
            {"targets": (target("a", 1), target("b", 3))},
            [("targets.b.value", 2, 3), ("targets.a", None, target("a", 1).model_dump(mode="json"))],
        ),
        (
            {"targets": (target("a", 1), target("b", 2))},
            {"targets": (target("b", 2), target("a", 1))},
            [("targets", ["a", "b"], ["b", "a"])],
        ),
        (
            {"scheme": scheme(("acos", 60), ("sales", 40))},
            {"scheme": scheme(("acos", 50), ("sales", 50))},
            [("scheme.scorecards.ads.lines.acos.weight", 60, 50), ("scheme.scorecards.ads.lines.sales.weight", 40, 50)],
        ),
        ({"scheme": None}, {"scheme": Scheme()}, [("scheme", None, Scheme().model_dump(mode="json"))]),
        (
            {"organisation": people(("1", "Li"), ("1", "Wang"))},
            {"organisation": people(("1", "Li"))},
            [
                (
                    "organisation.people",
                    [p.model_dump(mode="json") for p in people(("1", "Li"), ("1", "Wang")).people],
                    [Person(id="1", name="Li").model_dump(mode="json")],
                )
            ],
        ),
        (
            {"data": Data(answers={"a": "1", "b": "2"})},
            {"data": Data(answers={"b": "3", "c": ""})},
            [("data.answers.a", "1", None), ("data.answers.b", "2", "3"), ("data.answers.c", None, "")],
        ),
        (
            {"scheme": Scheme(payout=Payout(points=((60, 0), (100, 1))))},
            {"scheme": Scheme(payout=Payout(points=((60, 0), (100, 1.2))))},
            [("scheme.payout.points", [[60, 0], [100, 1]], [[60, 0], [100, 1.2]])],
        ),
    ],
)
def test_differences(before, after, expected):
    found = differences(Engagement(name="x", **before), Engagement(name="x", **after))
    assert [(one.path, one.before, one.after) for one in found] == expected


def test_none_exactly_if_equal(engagements):
    @settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.too_slow])
    @given(engagements, engagements, st.booleans())
    def agree(a: Engagement, b: Engagement, mixed: bool) -> None:
        if mixed:  # two that differ in a part only
            b = a.model_copy(update={"targets": b.targets, "organisation": b.organisation})
        assert (differences(a, b) == ()) == (a == b)
        assert differences(a, a) == ()
        assert len({d.path for d in differences(a, b)}) > 0 or a == b

    agree()
