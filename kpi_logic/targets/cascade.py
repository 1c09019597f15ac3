"""A company target broken down to departments and people, so that every level sums to the one above it.

Amounts are whole steps (cents, pieces) and are split by largest remainders, so a cascade closes exactly: people sum to
their department, departments to the target plus the buffer that is over-assigned on purpose.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from kpi_logic.facts import MonthlyFacts
from kpi_logic.library import KpiLibrary, kpi_library
from kpi_logic.model import Cascade, Kpi, Organisation, Person, Share, Target, Unit
from kpi_logic.model.apportion import apportion
from kpi_logic.targets.sharing import person_weights, shop_history

By = Literal["history", "potential", "equal", "hand"]

STEPS = {Unit.MONEY: 0.01, Unit.COUNT: 1.0, Unit.SCORE: 1.0, Unit.DAYS: 0.1}


def step_of(unit: Unit) -> float:
    """The smallest part of a target in that unit: a cent, a piece, a tenth of a day.

    >>> step_of(Unit.MONEY), step_of(Unit.COUNT)
    (0.01, 1.0)
    """
    return STEPS.get(unit, 0.01)


def cascade(
    target: Target,
    people: Sequence[Person],
    by: By = "history",
    facts: MonthlyFacts | None = None,
    hand: Mapping[str, float] | None = None,
    buffer: float = 0.0,
    joint: Mapping[str, Mapping[str, float]] | None = None,
    step: float | None = None,
    library: KpiLibrary | None = None,
    potential: Mapping[str, float] | None = None,
) -> Cascade:
    """Split a target over people, and over departments as the sums of their people.

    Args:
        target: of a KPI that adds up; its segment says which shops count for a split by history.
        people: who carries it, at least one; a person without a department stands in the department "".
        by: "history", in proportion to what the person's shops made of the KPI in the last twelve months; "potential",
            in proportion to what *potential* says they could make; "equal", the same for everybody; "hand", as *hand*
            says, what is left spread evenly over the people it leaves out.
        hand: amounts by person id, for "hand".  Where it names everybody, what is over or short becomes the buffer.
        buffer: how much more than the target is handed out on purpose, in the target's unit.
        joint: for a shop with several owners, their shares by person id (any scale); equal shares where not given.
        potential: for "potential", numbers by shop (``sharing.shop_potential``) or by person id, plain and 0 or more.
        step: the smallest part; by the KPI's unit where not given.

    Returns:
        Amounts in whole steps: people sum to departments, departments to the target plus the buffer.  A split by
        history or potential falls back to equal parts where these hold nothing above 0 for these people.

    Raises:
        ValueError: nobody to carry it; a ratio, which everybody meets for himself; "history" without facts, "potential" without
            numbers; an amount
            by hand for somebody who does not carry the target.

    >>> sales = Target(id="t", kpi="gmv", first="2026-01", last="2026-03", value=100.0)
    >>> plan = cascade(sales, [Person(id=name, name=name, department="Sales") for name in "abc"], by="equal")
    >>> [share.amount for share in plan.people], [(share.to, share.amount) for share in plan.departments]
    ([33.34, 33.33, 33.33], [('Sales', 100.0)])
    """
    library = library or kpi_library()
    kpi = library[target.kpi]
    _check(kpi, people, by, facts, hand or {}, potential)
    unit = step_of(kpi.unit) if step is None else step
    total = to_steps(target.value, unit) + to_steps(buffer, unit)
    if by == "hand":
        parts = _by_hand(total, people, hand or {}, unit)
    else:
        parts = apportion(total, _weights(kpi, target, people, by, facts, joint or {}, potential or {}, library))
    amounts = dict(zip((person.id for person in people), parts, strict=True))
    extra = sum(parts) - to_steps(target.value, unit)
    made = _written(target.id, amounts, _departments(people), extra, unit)
    return made.model_copy(update={"joint": {shop: dict(shares) for shop, shares in (joint or {}).items()}})


def move_share(
    plan: Cascade,
    organisation: Organisation,
    to: str,
    amount: float,
    into: Literal["siblings", "buffer"] = "siblings",
    step: float = 0.01,
) -> Cascade:
    """The cascade after one person's or department's share was set; nothing moves but its siblings or the buffer.

    A person's siblings are the others of the same department, whose total stays; a department's siblings are the other
    departments, and each changed department's people follow in proportion.  With "buffer" the siblings stay and the
    buffer takes the difference.  With "siblings" the amount is clamped to what there is, and stays as it was where
    there are no siblings.

    Raises:
        KeyError: nobody and no department of the cascade is called *to*.

    >>> plan = Cascade(target="t", departments=(Share(to="D", amount=10),),
    ...                people=(Share(to="a", amount=4), Share(to="b", amount=6)))
    >>> two = Organisation(people=(Person(id="a", name="A", department="D"), Person(id="b", name="B", department="D")))
    >>> [share.amount for share in move_share(plan, two, "a", 7.5).people]
    [7.5, 2.5]
    >>> move_share(plan, two, "a", 7.5, into="buffer").buffer
    3.5
    """
    amounts = {share.to: to_steps(share.amount, step) for share in plan.people}
    home = _homes(plan, organisation)
    groups = {share.to: to_steps(share.amount, step) for share in plan.departments}
    if to in amounts:
        level, before = {name: amounts[name] for name in amounts if home[name] == home[to]}, amounts
    elif to in groups:
        level, before = groups, groups
    else:
        raise KeyError(to)
    wanted = to_steps(amount, step)
    moved = {**level, to: wanted} if into == "buffer" else among(level, to, wanted)
    extra = to_steps(plan.buffer, step) + sum(moved.values()) - sum(level.values())
    if before is groups:
        amounts = _follow(amounts, home, groups, moved)
    else:
        amounts.update(moved)
    return _written(plan.target, amounts, home, extra, step).model_copy(update={"joint": plan.joint})


def with_buffer(plan: Cascade, organisation: Organisation, total: float, buffer: float, step: float = 0.01) -> Cascade:
    """The cascade when *total* is handed out plus that buffer: everybody's part follows in proportion.

    >>> plan = Cascade(target="t", people=(Share(to="a", amount=60.0), Share(to="b", amount=40.0)))
    >>> [share.amount for share in with_buffer(plan, Organisation(), 100.0, 10.0).people]
    [66.0, 44.0]
    """
    extra = to_steps(buffer, step)
    names = [share.to for share in plan.people]
    parts = apportion(to_steps(total, step) + extra, [abs(share.amount) for share in plan.people])
    amounts = dict(zip(names, parts, strict=True))
    return _written(plan.target, amounts, _homes(plan, organisation), extra, step).model_copy(
        update={"joint": plan.joint}
    )


@dataclass(frozen=True)
class Gap:
    """A sum that is not what stands above it: ``of`` is a department, or "" for the departments together."""

    of: str
    expected: float
    got: float


def gaps(plan: Cascade, total: float, organisation: Organisation, step: float = 0.01) -> tuple[Gap, ...]:
    """Where a cascade does not close, by half a step or more: empty if people make departments and these the target.

    >>> plan = Cascade(target="t", departments=(Share(to="D", amount=90),), people=(Share(to="a", amount=90),))
    >>> gaps(plan, 100.0, Organisation(people=(Person(id="a", name="A", department="D"),)))
    (Gap(of='', expected=100.0, got=90.0),)
    """
    home = _homes(plan, organisation)
    top = Gap("", total + plan.buffer, sum(share.amount for share in plan.departments))
    below = [
        Gap(part.to, part.amount, sum(share.amount for share in plan.people if home[share.to] == part.to))
        for part in plan.departments
        if plan.people
    ]
    lost = sum(share.amount for share in plan.people if home[share.to] not in {part.to for part in plan.departments})
    astray = [Gap("", 0.0, lost)] if lost else []
    return tuple(gap for gap in (top, *below, *astray) if abs(gap.got - gap.expected) >= step / 2)


def closes(plan: Cascade, total: float, organisation: Organisation, step: float = 0.01) -> bool:
    """Whether people sum to departments, and departments to the target plus the buffer."""
    return not gaps(plan, total, organisation, step)


def _check(
    kpi: Kpi,
    people: Sequence[Person],
    by: By,
    facts: MonthlyFacts | None,
    hand: Mapping[str, float],
    potential: Mapping[str, float] | None,
) -> None:
    if not people:
        raise ValueError("a target is split over at least one person")
    if kpi.is_ratio:
        raise ValueError(f"{kpi.code} is a ratio: parts of it do not add up, so everybody gets the same target")
    if by == "history" and facts is None:
        raise ValueError("a split by history needs the monthly facts")
    if by == "potential" and potential is None:
        raise ValueError("a split by potential needs a number for each shop or person")
    strangers = set(hand) - {person.id for person in people}
    if strangers:
        raise ValueError(f"amounts by hand for people who do not carry the target: {sorted(strangers)}")


def _weights(
    kpi: Kpi,
    target: Target,
    people: Sequence[Person],
    by: By,
    facts: MonthlyFacts | None,
    joint: Mapping[str, Mapping[str, float]],
    potential: Mapping[str, float],
    library: KpiLibrary,
) -> list[float]:
    """One number a person, 0 or more."""
    if by == "potential":
        return person_weights(people, potential, joint)
    if by == "equal" or facts is None:
        return [1.0] * len(people)
    return person_weights(people, shop_history(kpi, target.segment, facts, library), joint)


def _by_hand(total: int, people: Sequence[Person], hand: Mapping[str, float], unit: float) -> list[int]:
    given = {name: to_steps(amount, unit) for name, amount in hand.items()}
    others = [person.id for person in people if person.id not in given]
    if others:
        given.update(zip(others, apportion(total - sum(given.values()), [1.0] * len(others)), strict=True))
    return [given[person.id] for person in people]


def among(level: Mapping[str, int], to: str, wanted: int) -> dict[str, int]:
    """One part set, the others shrunk or grown in proportion, the sum kept.

    >>> among({"a": 4, "b": 6, "c": 2}, "a", 8)
    {'a': 8, 'b': 3, 'c': 1}
    """
    total = sum(level.values())
    siblings = [name for name in level if name != to]
    if not siblings:
        return dict(level)
    value = max(min(wanted, max(total, 0)), min(total, 0))
    rest = apportion(total - value, [abs(level[name]) for name in siblings])
    parts = {to: value, **dict(zip(siblings, rest, strict=True))}
    return {name: parts[name] for name in level}


def _follow(
    amounts: Mapping[str, int], home: Mapping[str, str], before: Mapping[str, int], after: Mapping[str, int]
) -> dict[str, int]:
    """People of changed departments scaled to the new total."""
    result = dict(amounts)
    for department, total in after.items():
        names = [name for name in amounts if home[name] == department]
        if names and total != before[department]:
            result.update(zip(names, apportion(total, [abs(amounts[name]) for name in names]), strict=True))
    return result


def _departments(people: Iterable[Person]) -> dict[str, str]:
    return {person.id: person.department for person in people}


def _homes(plan: Cascade, organisation: Organisation) -> dict[str, str]:
    """The department of everybody in the cascade; "" for people whom the organisation no longer has."""
    known = _departments(organisation.people)
    return {share.to: known.get(share.to, "") for share in plan.people}


def _written(target: str, amounts: Mapping[str, int], home: Mapping[str, str], extra: int, unit: float) -> Cascade:
    departments: dict[str, int] = {}
    for name, steps in amounts.items():
        departments[home[name]] = departments.get(home[name], 0) + steps
    return Cascade(
        target=target,
        departments=tuple(Share(to=name, amount=from_steps(steps, unit)) for name, steps in departments.items()),
        people=tuple(Share(to=name, amount=from_steps(steps, unit)) for name, steps in amounts.items()),
        buffer=from_steps(extra, unit),
    )


def to_steps(amount: float, unit: float) -> int:
    """Whole steps in an amount, exactly as it is written in decimals.

    >>> to_steps(12.34, 0.01)
    1234
    """
    return round(Decimal(repr(float(amount))) / Decimal(repr(float(unit))))


def from_steps(steps: int, unit: float) -> float:
    """The amount that so many steps are.

    >>> from_steps(1234, 0.01)
    12.34
    """
    return float(steps * Decimal(repr(float(unit))))
