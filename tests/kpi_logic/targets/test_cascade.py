"""Cascades close to the cent, and moving one share moves only its siblings or the buffer."""

from decimal import Decimal

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kpi_logic.facts import MonthlyFacts
from kpi_logic.model import Cascade, Organisation, Person, Segment, Share, Target
from kpi_logic.targets.cascade import Gap, cascade, closes, gaps, move_share

SHOPS = ("A", "B", "C")


def sales_target(value: float, **update: object) -> Target:
    return Target(id="t1", kpi="gmv", first="2026-01", last="2026-03", value=value).model_copy(update=update)


def history(*rows: tuple[str, str, float]) -> MonthlyFacts:
    return MonthlyFacts.of(pd.DataFrame(rows, columns=["month", "shop", "sales"]))


def staff(*people: tuple[str, str, tuple[str, ...]]) -> tuple[Person, ...]:
    return tuple(Person(id=name, name=name, department=of, shops=shops) for name, of, shops in people)


@st.composite
def cases(draw: st.DrawFn) -> tuple[float, float, tuple[Person, ...], MonthlyFacts, str]:
    count = draw(st.integers(1, 7))
    people = staff(
        *((f"p{i}", draw(st.sampled_from("XYZ")), tuple(draw(st.sets(st.sampled_from(SHOPS))))) for i in range(count))
    )
    value = draw(st.integers(-(10**9), 10**10)) / 100
    buffer = draw(st.integers(0, 10**6)) / 100
    made = [("2025-01", shop, draw(st.floats(-1e5, 1e6))) for shop in SHOPS]
    return value, buffer, people, history(*made), draw(st.sampled_from(["history", "equal"]))


@settings(deadline=None)
@given(cases())
def test_every_cascade_closes_to_the_cent(case: tuple) -> None:
    value, buffer, people, facts, by = case
    plan = cascade(sales_target(value), people, by, facts, buffer=buffer)
    organisation = Organisation(people=people)
    exact = sum((Decimal(repr(share.amount)) for share in plan.people), Decimal(0))
    assert exact == Decimal(repr(value)) + Decimal(repr(buffer))
    assert plan.buffer == buffer
    assert closes(plan, value, organisation)


@settings(deadline=None)
@given(cases(), st.integers(0, 10), st.floats(-1e6, 1e8), st.sampled_from(["siblings", "buffer"]))
def test_moving_a_share_moves_only_siblings_or_the_buffer(case: tuple, which: int, amount: float, into: str) -> None:
    value, buffer, people, facts, by = case
    organisation = Organisation(people=people)
    plan = cascade(sales_target(value), people, by, facts, buffer=buffer)
    mover = people[which % len(people)]
    moved = move_share(plan, organisation, mover.id, round(amount, 2), into)  # type: ignore[arg-type]
    assert closes(moved, value, organisation)
    before, after = ({share.to: share.amount for share in one.people} for one in (plan, moved))
    changed = {name for name in before if before[name] != after[name]}
    if into == "buffer":
        assert changed <= {mover.id}
    else:
        assert changed <= {person.id for person in people if person.department == mover.department}
        assert moved.departments == plan.departments
        assert moved.buffer == plan.buffer


@settings(deadline=None)
@given(cases(), st.floats(0, 1e8), st.sampled_from(["siblings", "buffer"]))
def test_moving_a_department_keeps_every_sum(case: tuple, amount: float, into: str) -> None:
    value, buffer, people, facts, by = case
    organisation = Organisation(people=people)
    plan = cascade(sales_target(abs(value)), people, by, facts, buffer=buffer)
    moved = move_share(plan, organisation, plan.departments[0].to, round(amount, 2), into)  # type: ignore[arg-type]
    assert closes(moved, abs(value), organisation)
    if into == "buffer":
        assert moved.departments[1:] == plan.departments[1:]
    else:
        assert moved.buffer == plan.buffer


def test_history_splits_by_what_the_shops_made() -> None:
    people = staff(("ann", "Sales", ("A",)), ("bob", "Sales", ("B",)), ("eve", "Brand", ("C",)))
    facts = history(("2025-01", "A", 60.0), ("2025-01", "B", 30.0), ("2025-01", "C", 10.0))
    assert cascade(sales_target(1000.0), people, facts=facts) == Cascade(
        target="t1",
        departments=(Share(to="Sales", amount=900.0), Share(to="Brand", amount=100.0)),
        people=(Share(to="ann", amount=600.0), Share(to="bob", amount=300.0), Share(to="eve", amount=100.0)),
    )


def test_history_reads_the_last_twelve_months_of_the_segment() -> None:
    people = staff(("ann", "Sales", ("A",)), ("bob", "Sales", ("B",)))
    old = ("2023-01", "A", 9999.0)
    recent = [(f"2025-{m:02d}", shop, size) for m in range(1, 13) for shop, size in (("A", 1.0), ("B", 3.0))]
    plan = cascade(sales_target(100.0), people, facts=history(old, *recent))
    assert [share.amount for share in plan.people] == [25.0, 75.0]
    only_a = sales_target(100.0, segment=Segment(shop="A"))
    assert [share.amount for share in cascade(only_a, people, facts=history(*recent)).people] == [100.0, 0.0]


def test_a_jointly_owned_shop_is_shared() -> None:
    people = staff(("ann", "Sales", ("A", "B")), ("bob", "Sales", ("B",)))
    facts = history(("2025-01", "A", 40.0), ("2025-01", "B", 60.0))
    plan = cascade(sales_target(100.0), people, facts=facts)
    assert [share.amount for share in plan.people] == [70.0, 30.0]
    plan = cascade(sales_target(100.0), people, facts=facts, joint={"B": {"ann": 1, "bob": 2}})
    assert [share.amount for share in plan.people] == [60.0, 40.0]


def test_without_a_history_everybody_gets_the_same() -> None:
    people = staff(("ann", "Sales", ("A",)), ("bob", "Sales", ("B",)))
    plan = cascade(sales_target(100.01), people, facts=history(("2025-01", "C", 5.0)))
    assert [share.amount for share in plan.people] == [50.01, 50.0]


def test_by_hand_the_rest_goes_to_the_others_or_into_the_buffer() -> None:
    people = staff(("ann", "Sales", ()), ("bob", "Sales", ()), ("eve", "Brand", ()))
    plan = cascade(sales_target(100.0), people, "hand", hand={"ann": 50.0})
    assert [share.amount for share in plan.people] == [50.0, 25.0, 25.0]
    over = cascade(sales_target(100.0), people, "hand", hand={"ann": 50.0, "bob": 40.0, "eve": 20.0})
    assert (over.buffer, closes(over, 100.0, Organisation(people=people))) == (10.0, True)


def test_counts_are_split_in_whole_pieces() -> None:
    people = staff(("ann", "Sales", ()), ("bob", "Sales", ()), ("eve", "Brand", ()))
    pieces = Target(id="t1", kpi="sessions", first="2026-01", last="2026-01", value=100)
    assert [share.amount for share in cascade(pieces, people, "equal").people] == [34.0, 33.0, 33.0]


def test_a_share_without_siblings_stays() -> None:
    people = staff(("ann", "Sales", ()), ("bob", "Brand", ()))
    plan = cascade(sales_target(100.0), people, "equal")
    assert move_share(plan, Organisation(people=people), "ann", 80.0) == plan


def test_gaps_name_the_sum_that_is_off() -> None:
    people = staff(("ann", "Sales", ()), ("bob", "Brand", ()))
    plan = cascade(sales_target(100.0), people, "equal")
    broken = plan.model_copy(update={"people": (Share(to="ann", amount=49.99), *plan.people[1:])})
    assert gaps(broken, 100.0, Organisation(people=people)) == (Gap("Sales", 50.0, 49.99),)


@pytest.mark.parametrize(
    ("kpi", "people", "given_by", "sentence"),
    [
        ("gmv", (), {"by": "equal"}, "a target is split over at least one person"),
        ("cvr", staff(("ann", "", ())), {"by": "equal"}, "cvr is a ratio: parts of it do not add up, so everybody"),
        ("gmv", staff(("ann", "", ())), {}, "a split by history needs the monthly facts"),
        ("gmv", staff(("ann", "", ())), {"by": "hand", "hand": {"joe": 1.0}}, "amounts by hand for people who do not"),
    ],
)
def test_what_cannot_be_split(kpi: str, people: tuple, given_by: dict, sentence: str) -> None:
    target = Target(id="t", kpi=kpi, first="2026-01", last="2026-01", value=1.0)
    with pytest.raises(ValueError, match=sentence):
        cascade(target, people, **given_by)
