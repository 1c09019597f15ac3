"""Every fault of the exceptions ledger is found, graded and said in both languages; good ones are left in peace."""

import pytest

from kpi_logic.model import Level, Line, Month, Person, Scheme, SchemeException, Scorecard
from kpi_logic.review import exception_findings
from kpi_logic.text import catalog

PEOPLE = (Person(id="p1", name="Lin", role="ads"), Person(id="p2", name="Wu", role="ads"))
SCHEME = Scheme(scorecards=(Scorecard(role="ads", lines=(Line(kpi="acos", weight=60), Line(kpi="cvr", weight=40))),))
MONTHS = tuple(Month(2026, n) for n in range(1, 13))


def event(**update: object) -> SchemeException:
    start = SchemeException(
        id="e1", kind="leave", rule="exclude_month", first="2026-03", last="2026-04", person="p1", evidence="form 7",
        approver="the owner", requester="Wu",
    )  # fmt: skip
    return start.model_copy(update=update)


def found(*events: SchemeException) -> list[tuple[str, Level]]:
    return [
        (one.code.removeprefix("exception_"), one.level) for one in exception_findings(events, PEOPLE, SCHEME, MONTHS)
    ]


def test_a_good_one_says_nothing() -> None:
    assert found(event()) == []
    assert found() == []


@pytest.mark.parametrize(
    ("update", "expected"),
    [
        ({"approver": ""}, [("unapproved", Level.WARN)]),
        ({"approver": " WU "}, [("self_approved", Level.ERROR)]),
        ({"approver": "p1"}, [("self_approved", Level.ERROR)]),
        ({"requester": ""}, [("no_requester", Level.NOTE)]),
        ({"evidence": " "}, [("no_evidence", Level.WARN)]),
        ({"person": "p9"}, [("unknown_person", Level.ERROR)]),
        ({"kpi": "gmv"}, [("unknown_kpi", Level.ERROR)]),
        ({"kpi": "no such"}, [("unknown_kpi", Level.ERROR)]),
        ({"first": "2026-05"}, [("order", Level.ERROR)]),
        ({"first": "soon"}, [("order", Level.ERROR)]),
        ({"expires": "2026-02"}, [("expired_before", Level.WARN)]),
        ({"expires": "2026-03"}, [("cut_short", Level.NOTE)]),
        ({"rule": "exclude_days"}, [("asks_nothing", Level.WARN)]),
        ({"rule": "pro_rata_target"}, [("asks_nothing", Level.WARN)]),
        ({"person": "", "approver": "Lin"}, [("not_for_approver", Level.NOTE)]),
    ],
)
def test_what_is_wrong_with_one(update: dict[str, object], expected: list[tuple[str, Level]]) -> None:
    assert found(event(**update)) == expected


@pytest.mark.parametrize(
    ("update", "expected"),
    [
        ({}, [("overlap", Level.WARN)]),
        ({"rule": "hold_harmless"}, [("contradiction", Level.ERROR)]),
        ({"rule": "pro_rata_target", "share": 0.5, "kpi": "cvr"}, [("contradiction", Level.ERROR)]),
        ({"rule": "exclude_days", "days": 3, "first": "2026-04"}, [("overlap", Level.WARN)]),
        ({"first": "2026-05", "last": "2026-05"}, []),
        ({"person": "p2", "requester": "Lin"}, []),
        ({"approver": ""}, [("unapproved", Level.WARN)]),
    ],
)
def test_two_that_meet(update: dict[str, object], expected: list[tuple[str, Level]]) -> None:
    assert found(event(), event(id="e2", **update)) == expected


def test_different_kpis_do_not_meet() -> None:
    assert found(event(kpi="acos"), event(id="e2", kpi="cvr", rule="hold_harmless")) == []


def test_too_many_are_a_rule_that_nobody_keeps() -> None:
    assert found(event(person="", first="2026-01", last="2026-12")) == [("often", Level.WARN)]


def test_every_finding_is_said_in_both_languages_with_its_mend() -> None:
    events = (
        event(), event(id="e2", rule="hold_harmless", person=""), event(id="e3", approver="Wu", kpi="gmv"),
        event(id="e4", person="p9", first="2026-07", last="2026-06", approver=""), event(id="e5", expires="2026-03"),
        event(id="e6", expires="2026-01", evidence=""), event(id="e7", person="", approver="Lin", requester="", kpi="cvr"),
        event(id="e8", rule="exclude_days", first="2026-01", last="2026-12", person=""),
    )  # fmt: skip
    remarks = exception_findings(events, PEOPLE, SCHEME, MONTHS)
    assert {one.code for one in remarks} >= {"exception_overlap", "exception_contradiction", "exception_often"}
    assert [one.level for one in remarks] == sorted((one.level for one in remarks), reverse=True)
    for one in remarks:
        for language in ("zh", "en"):
            words = catalog(language)
            assert "{" not in words.say(one.message) + words.say(one.fix)
    told = catalog("en").say(next(one for one in remarks if one.code == "exception_contradiction").message)
    assert told == (
        "Exceptions 1 and 2 contradict each other for Lin on all KPIs (Mar 2026, Apr 2026): one says the month does not "
        "count, the other how it counts. Where they meet, neither has any effect."
    )
