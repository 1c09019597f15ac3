"""Which exceptions count for whom: approval of one's own, contradictions, expiry; what is taken out leaves no trace."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kpi_logic.facts import MonthlyFacts
from kpi_logic.library import kpi_library
from kpi_logic.metrics import adds_over_months
from kpi_logic.model import Month, Organisation, Person, Scheme, SchemeException
from kpi_logic.scheme import Actuals, actuals_table, exception_effects, kpis_of, replay
from kpi_logic.scheme.in_force import InForce
from kpi_logic.scheme.levels import LevelBook
from kpi_logic.scheme.month_plan import month_plan
from kpi_logic.scheme.plan import Plan, make_plan
from tests.kpi_logic.scheme.conftest import monthly_table

PEOPLE = (Person(id="p1", name="Lin"), Person(id="p2", name="Wu Yan"), Person(id="p3", name="Wu Yan"))
MARCH = Month(2025, 3)


def event(**update: object) -> SchemeException:
    start = SchemeException(
        id="e", kind="stock_out", rule="hold_harmless", first="2025-03", last="2025-03", person="p2", approver="Lin"
    )
    return start.model_copy(update=update)


@pytest.mark.parametrize(
    ("update", "state"),
    [
        ({}, "in_force"),
        ({"approver": "  "}, "unapproved"),
        ({"approver": "p2"}, "self_approved"),
        ({"approver": " wu  YAN "}, "self_approved"),
        ({"approver": "p3"}, "in_force"),
        ({"approver": "Lin", "requester": "p1"}, "self_approved"),
        ({"approver": "the owner", "requester": "The  Owner"}, "self_approved"),
        ({"approver": "the owner", "requester": "p2"}, "in_force"),
        ({"person": "", "approver": "p2"}, "self_approved"),
        ({"expires": "2025-02"}, "expired"),
    ],
)
def test_what_becomes_of_one_exception(update: dict[str, str], state: str) -> None:
    force = InForce.of([event(**update)], PEOPLE, [MARCH])
    assert force.state(0, 1, 0) == state
    assert bool(force.in_force(1, 0)) == (state == "in_force")


def test_one_for_everybody_counts_for_all_but_its_approver() -> None:
    force = InForce.of([event(person="", approver="p2")], PEOPLE, [MARCH])
    assert force.acts[0, :, 0].tolist() == [True, False, True]


@pytest.mark.parametrize(
    ("kpis", "counting"), [(("", ""), (False, False)), (("cvr", ""), (False, True)), (("cvr", "gmv"), (True, True))]
)
def test_two_that_contradict_each_other_do_not_count_where_they_do(
    kpis: tuple[str, str], counting: tuple[bool, bool]
) -> None:
    pair = [event(kpi=kpis[0]), event(id="f", rule="exclude_month", kpi=kpis[1])]
    force = InForce.of(pair, PEOPLE, [MARCH])
    assert tuple(force.acts[:, 1, 0]) == counting
    assert [force.state(place, 1, 0) for place in (0, 1)] == [
        "in_force" if acts else "contradicted" for acts in counting
    ]


SCORED = ("", "acos", "ad_sales", "gmv", "cvr", "return_units_rate", "cm3", "kw_task")
FACTS = MonthlyFacts.of(monthly_table())
MONTHS = tuple(str(month) for month in FACTS.months)


@st.composite
def recorded(draw: st.DrawFn) -> tuple[SchemeException, ...]:
    """Any exceptions, good and bad ones."""
    rules = st.sampled_from(("exclude_days", "exclude_month", "pro_rata_target", "hold_harmless"))
    count = draw(st.integers(1, 8))
    return tuple(
        SchemeException(
            id=f"e{n}", kind="other", rule=draw(rules), person=draw(st.sampled_from(("", "p1", "p2", "p4", "nobody"))),
            first=draw(st.sampled_from(MONTHS)), last=draw(st.sampled_from(MONTHS)),
            kpi=draw(st.sampled_from(SCORED)), days=draw(st.integers(0, 31)), share=draw(st.floats(0.05, 1.0)),
            approver=draw(st.sampled_from(("owner", "owner", "Zhao", "p2", ""))),
            requester=draw(st.sampled_from(("", "owner", "p1"))),
            expires=draw(st.sampled_from(("", *MONTHS))),
        )
        for n in range(count)
    )  # fmt: skip


@pytest.fixture(scope="module")
def table(scheme: Scheme, organisation: Organisation) -> Actuals:
    return actuals_table(organisation, FACTS, kpis_of(scheme))


def same(one: np.ndarray, other: np.ndarray) -> bool:
    return bool(np.array_equal(one, other, equal_nan=True))


@settings(max_examples=60, deadline=None)
@given(events=recorded(), pool=st.sampled_from((None, 6000.0)), data=st.data())
def test_taking_one_out_restores_every_cent_and_each_effect_is_that_of_two_replays(
    events: tuple[SchemeException, ...],
    pool: float | None,
    data: st.DataObject,
    scheme: Scheme,
    organisation: Organisation,
    table: Actuals,
) -> None:
    scheme = scheme.model_copy(update={"pool": pool})

    def played(some: Sequence[SchemeException]) -> np.ndarray:
        return replay(scheme, organisation, FACTS, actuals=table, exceptions=some).payouts

    whole = played(events)
    force = InForce.of(events, organisation.people, FACTS.months)
    told = {(one.event.id, one.person.id): one for one in exception_effects(
        scheme, organisation, FACTS, events, actuals=table)}  # fmt: skip
    place = data.draw(st.integers(0, len(events) - 1))
    rest = [one for one in events if one is not events[place]]
    before = played(rest)
    assert same(played([*rest, events[place]][: len(rest)]), before)
    for row, person in enumerate(organisation.people):
        where = force.stands[place, row]
        if pool is None:
            assert same(whole[row, ~where], before[row, ~where]), "months that it does not hold in are as they were"
        effect = told.get((events[place].id, person.id))
        assert (effect is not None) == bool(where.any())
        if effect is not None and effect.before is not None and effect.after is not None:
            assert effect.before == round(float(np.nansum(before[row, where])), 2)
            assert effect.after == round(float(np.nansum(whole[row, where])), 2)


@settings(max_examples=40, deadline=None)
@given(events=recorded())
def test_expired_unapproved_and_self_approved_ones_change_nothing(
    events: tuple[SchemeException, ...], scheme: Scheme, organisation: Organisation, table: Actuals
) -> None:
    bare = replay(scheme, organisation, FACTS, actuals=table).payouts
    for update in ({"expires": "2024-12"}, {"approver": ""}, {"requester": "Zhao", "approver": "P4"}):
        void = [one.model_copy(update=update) for one in events]
        assert same(replay(scheme, organisation, FACTS, actuals=table, exceptions=void).payouts, bare)


@settings(max_examples=60, deadline=None)
@given(events=recorded())
def test_all_at_once_is_what_one_by_one_gives(
    events: tuple[SchemeException, ...], scheme: Scheme, organisation: Organisation, table: Actuals
) -> None:
    book = LevelBook((), (), table.shops, ())
    bare = make_plan(scheme, organisation, table, book)
    told = month_plan(scheme, organisation, table, book, events, (), None)
    force = InForce.of(events, organisation.people, FACTS.months)
    levels, counts, floor, limits = one_by_one(bare, force)
    assert np.allclose(told.levels, levels, equal_nan=True, rtol=1e-12)
    if told.counts is not None:
        assert same(told.counts, counts) and same(told.floor, floor)
        assert np.allclose(told.gate_limits, limits, equal_nan=True, rtol=1e-12)


def one_by_one(plan: Plan, force: InForce) -> tuple[np.ndarray, ...]:
    """The rules in plain steps: cell after cell, exception after exception."""
    plan = replace(plan, levels=plan.levels.copy())
    _, people, months, lines = plan.levels.shape
    counts, floor = np.ones((people, months, lines)), np.full((people, months, lines), -np.inf)
    limits = np.repeat(plan.gate_limit[:, None, :], months, axis=1)
    for row in range(people):
        for month in range(months):
            standing = [e for e, here in zip(force.events, force.stands[:, row, month], strict=True) if here]
            card = plan.cards[row]
            for slot, line in enumerate(card.lines if card else ()):
                for one in counting(standing, line.kpi):
                    _line(plan, counts, floor, one, (row, month, slot), line.kpi)
            for slot, gate in enumerate(card.gates if card else ()):
                for one in counting(standing, gate.kpi):
                    if one.rule in ("exclude_month", "hold_harmless"):
                        limits[row, month, slot] = np.nan
                    elif one.rule == "pro_rata_target" and one.kpi:
                        limits[row, month, slot] *= one.share ** plan.gate_sign[row, slot]
    return plan.levels, counts, floor, limits


def counting(standing: Sequence[SchemeException], kpi: str) -> list[SchemeException]:
    here = [one for one in standing if one.kpi in ("", kpi)]
    rules = {one.rule for one in here}
    clash = "exclude_month" in rules and rules & {"hold_harmless", "pro_rata_target"}
    return [one for one in here if not clash or one.rule == "exclude_days"]


def _line(
    plan: Plan, counts: np.ndarray, floor: np.ndarray, one: SchemeException, at: tuple[int, int, int], kpi: str
) -> None:
    row, month, slot = at
    days = FACTS.months[month].days
    left = max(days - one.days, 0) / days
    if one.rule == "exclude_month":
        counts[at] = 0.0
    elif one.rule == "hold_harmless":
        floor[at] = 100.0
    elif one.rule == "pro_rata_target" or adds_over_months(kpi_library()[kpi]):
        share = one.share if one.rule == "pro_rata_target" else left
        counts[at] *= share > 0
        if share > 0:
            asked, sign = plan.levels[:, row, month, slot].copy(), plan.sign[row, slot]
            eased = asked * share**sign if asked[1] >= 0 else asked - sign * abs(asked[1]) * (1 - share)
            plan.levels[:, row, month, slot] = eased
    else:
        counts[at] *= left
