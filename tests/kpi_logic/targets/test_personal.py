"""People by months: closed both ways to the cent under any edits, and agreements that hold for one set of numbers."""

from decimal import Decimal

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kpi_logic.facts import MonthlyFacts
from kpi_logic.library import kpi_library
from kpi_logic.model import ALL, Cascade, Month, Organisation, Person, Share, Target
from kpi_logic.targets.assent import Assent, agreed, standings, told
from kpi_logic.targets.cascade import cascade, closes, move_share, step_of, with_buffer
from kpi_logic.targets.outlook import Outlook, outlook
from kpi_logic.targets.personal import PersonalMonths, personal_months, spread
from kpi_logic.targets.phasing import move_phase, phased

KPI = kpi_library()["gmv"]


def sales(months: int = 18) -> MonthlyFacts:
    rows = [(str(Month(2024, 7) + n), "A", 1000.0 + 37 * (n % 12)) for n in range(months)]
    return MonthlyFacts.of(pd.DataFrame(rows, columns=["month", "shop", "sales"]))


VIEWS = {
    count: outlook(sales(), KPI, ALL, Month(2026, 1), Month(2026, 1) + (count - 1)) for count in (1, 3, 12)
}  # fmt: skip


def target(value: float, months: int, **more: object) -> Target:
    last = Month(2026, 1) + (months - 1)
    return Target(id="t1", kpi="gmv", first="2026-01", last=str(last), value=value).model_copy(update=more)


def people(count: int) -> tuple[Person, ...]:
    return tuple(
        Person(id=f"p{n}", name=f"Person {n}", department="XYZ"[n % 3], role="operations") for n in range(count)
    )


def exact(values: object) -> Decimal:
    return sum((Decimal(repr(value)) for value in values), Decimal(0))  # type: ignore[attr-defined]


whole = st.integers(-(10**12), 10**12)


@given(st.lists(whole, min_size=1, max_size=9), st.lists(st.integers(0, 10**10), min_size=1, max_size=12))
def test_a_table_closes_in_rows_and_columns(rows: list[int], weights: list[int]) -> None:
    cells = spread(rows, weights)
    assert [sum(row) for row in cells] == rows
    total, columns = sum(rows), [sum(column) for column in zip(*cells, strict=True)]
    share = [weight / sum(weights) if sum(weights) else 1 / len(weights) for weight in weights]
    assert sum(columns) == total
    for column, part in zip(columns, share, strict=True):
        assert abs(column - total * part) <= 1 + abs(total) * 1e-9
    if all(row >= 0 for row in rows):
        assert all(cell >= 0 for row in cells for cell in row)


class Desk:
    """One target with its cascade, edited the way the page does it."""

    def __init__(self, value: float, months: int, count: int) -> None:
        self.view: Outlook = VIEWS[months]
        self.organisation = Organisation(people=people(count))
        self.target = target(value, months)
        self.plan = cascade(self.target, self.organisation.people, "equal")

    def edit(self, kind: str, which: int, part: float) -> None:
        step = step_of(KPI.unit)
        if kind == "month":
            parts = phased(self.target, self.view)
            at = which % len(parts)
            moved = move_phase(parts, at, round(self.target.value * part, 2), step)
            self.target = self.target.model_copy(update={"phases": moved})
        elif kind == "buffer":
            amount = round(self.target.value * part, 2)
            self.plan = with_buffer(self.plan, self.organisation, self.target.value, amount, step)
        elif kind == "value":
            self.target = self.target.model_copy(update={"value": round(self.target.value * (0.5 + part), 2)})
            self.plan = with_buffer(self.plan, self.organisation, self.target.value, self.plan.buffer, step)
        else:
            shares = self.plan.people if kind == "person" else self.plan.departments
            to = shares[which % len(shares)].to
            into = "siblings" if which % 2 else "buffer"
            amount = round(self.target.value * part, 2)
            self.plan = move_share(self.plan, self.organisation, to, amount, into, step)  # type: ignore[arg-type]

    @property
    def table(self) -> PersonalMonths:
        made = personal_months(self.target, self.view, self.organisation, self.plan)
        assert made is not None
        return made


edits = st.tuples(
    st.sampled_from(["month", "person", "department", "buffer", "value"]), st.integers(0, 11), st.floats(0, 1.2)
)


@settings(deadline=None, max_examples=60)
@given(
    st.integers(1, 10**11),
    st.sampled_from([1, 3, 12]),
    st.integers(1, 8),
    st.lists(edits, max_size=6),
)
def test_people_months_and_departments_close_to_the_cent_under_any_edits(
    cents: int, months: int, count: int, changes: list[tuple[str, int, float]]
) -> None:
    desk = Desk(cents / 100, months, count)
    for change in changes:
        desk.edit(*change)
    table = desk.table
    assert closes(desk.plan, desk.target.value, desk.organisation)
    assert table.closes
    assert exact(table.company) == Decimal(repr(desk.target.value))
    for row in table.rows:
        assert exact(row.months) == Decimal(repr(row.amount))
    for share in desk.plan.departments:
        assert exact(table.summed(table.of_department(share.to))) == Decimal(repr(share.amount))
    for n in range(months):
        assert exact(row.months[n] for row in table.rows) == exact([table.company[n], table.on_top[n]])
    assert exact(table.on_top) == Decimal(repr(desk.plan.buffer))
    assert table.amount(table.rows) == pytest.approx(desk.target.value + desk.plan.buffer, abs=0.005)


def test_months_follow_the_target_s_own_months() -> None:
    sales_target = target(100.0, 3, phases=(50.0, 30.0, 20.0))
    plan = Cascade(target="t1", people=(Share(to="p0", amount=60.0), Share(to="p1", amount=40.0)))
    table = personal_months(sales_target, VIEWS[3], Organisation(people=people(2)), plan)
    assert table is not None
    assert [row.months for row in table.rows] == [(30.0, 18.0, 12.0), (20.0, 12.0, 8.0)]
    assert table.on_top == (0.0, 0.0, 0.0)


def test_a_ratio_is_carried_whole_by_everybody_whose_role_owns_it() -> None:
    acos = kpi_library()["acos"]
    view = Outlook(acos, ALL, "USD", Month(2026, 1), Month(2026, 2), pd.Series(dtype=float), None, adds=False)
    organisation = Organisation(
        people=(*people(2), Person(id="w", name="W", role="warehouse"), Person(id="a", name="A", role=acos.owners[0]))
    )
    aim = Target(id="t", kpi="acos", first="2026-01", last="2026-02", value=0.3)
    table = personal_months(aim, view, organisation)
    assert table is not None
    assert {row.months for row in table.rows} == {(0.3, 0.3)}
    assert {row.role for row in table.rows} <= set(acos.owners)
    assert not table.over_people


def test_nobody_carries_what_is_not_handed_down() -> None:
    assert personal_months(target(100.0, 3), VIEWS[3], Organisation(people=people(2))) is None


def test_an_agreement_holds_for_its_numbers_and_is_told_when_they_change() -> None:
    desk = Desk(1200.0, 12, 3)
    table = desk.table
    said = tuple(agreed(table, row, "2026-11-24") for row in table.rows[:2])
    assert [one.assent for one in standings(table, said)] == [Assent.AGREED, Assent.AGREED, Assent.OPEN]
    desk.edit("department", 1, 0.5)
    later = standings(desk.table, said)
    assert [one.assent for one in later] == [Assent.CHANGED, Assent.CHANGED, Assent.OPEN]
    assert [one.agreement for one in later] == [*said, None]
    assert told(later, Assent.OPEN) == 1


@settings(deadline=None, max_examples=60)
@given(st.integers(10**4, 10**9), st.integers(3, 9), st.floats(0, 0.3))
def test_what_others_agree_among_themselves_moves_nobody_s_signed_cents(cents: int, count: int, part: float) -> None:
    desk = Desk(cents / 100, 12, count)
    said = tuple(agreed(desk.table, row, "2026-11-24") for row in desk.table.rows if row.department != "X")
    movers = [person for person in desk.organisation.people if person.department == "X"]
    amount = round(desk.target.value * part, 2)
    desk.plan = move_share(desk.plan, desk.organisation, movers[0].id, amount, "siblings", 0.01)
    table = personal_months(desk.target, desk.view, desk.organisation, desk.plan, said)
    assert table is not None
    assert {one.assent for one in standings(table, said) if one.row.department != "X"} == {Assent.AGREED}
    assert table.closes
    assert exact(table.summed(table.rows)) == Decimal(repr(desk.target.value))


def test_another_month_s_agreement_does_not_count() -> None:
    desk = Desk(1200.0, 3, 1)
    [said] = (agreed(desk.table, row, "2026-11-24") for row in desk.table.rows)
    moved = said.model_copy(update={"first": "2027-01"})
    assert [one.assent for one in standings(desk.table, (moved,))] == [Assent.CHANGED]
