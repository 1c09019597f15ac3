"""What one person is scored on: one role's scorecard, or several roles' by their share of the work."""

from collections.abc import Iterable

from kpi_logic.model import Gate, Line, Person, Scheme, Scorecard
from kpi_logic.model.apportion import apportion


def card_of(scheme: Scheme, person: Person) -> Scorecard | None:
    """The person's scorecard; None where no role of the person has one.

    Of several roles the lines are put together, each at its weight times the role's share (whole numbers that keep the
    sum, largest remainder); a KPI that two roles carry is one line, on the first role's levels.  A gate takes only the
    part of the pay that its role has.  The main role has the share that the duties leave.

    >>> from kpi_logic.model import Duty
    >>> ads = Scorecard(role="ads", lines=(Line(kpi="acos", weight=100),))
    >>> both = Person(id="p", name="P", role="lead", duties=(Duty(role="ads", share=0.25),))
    >>> lead = Scorecard(role="lead", lines=(Line(kpi="cm3", weight=60), Line(kpi="gmv", weight=40)))
    >>> [(line.kpi, line.weight) for line in card_of(Scheme(scorecards=(lead, ads)), both).lines]
    [('cm3', 45), ('gmv', 30), ('acos', 25)]
    """
    by_role = {card.role: card for card in scheme.scorecards}
    if not person.duties:
        return by_role.get(person.role)
    parts = [(by_role[role], share) for role, share in shares_of(person).items() if role in by_role]
    if not parts:
        return None
    whole = sum(share for _, share in parts)
    return _merged(person.role, [(card, share / whole) for card, share in parts])


def roles_of(person: Person) -> tuple[str, ...]:
    """The main role, then those beside it.

    >>> from kpi_logic.model import Duty
    >>> roles_of(Person(id="p", name="P", role="lead", duties=(Duty(role="ads", share=0.25),)))
    ('lead', 'ads')
    """
    return (person.role, *(duty.role for duty in person.duties))


def shares_of(person: Person) -> dict[str, float]:
    """Each role's share of the person's work (0-1); the main role has what the duties leave, never below 0.

    >>> from kpi_logic.model import Duty
    >>> shares_of(Person(id="p", name="P", role="lead", duties=(Duty(role="ads", share=0.25),)))
    {'lead': 0.75, 'ads': 0.25}
    """
    beside: dict[str, float] = {}
    for duty in person.duties:
        beside[duty.role] = beside.get(duty.role, 0.0) + duty.share
    rest = max(1.0 - sum(beside.values()), 0.0)
    shares = {person.role: rest + beside.pop(person.role, 0.0), **beside}
    total = sum(shares.values())
    return {role: share / total for role, share in shares.items() if share > 0}


def _merged(role: str, parts: Iterable[tuple[Scorecard, float]]) -> Scorecard:
    parts = list(parts)
    lines: dict[str, Line] = {}
    exact: dict[str, float] = {}
    for card, share in parts:
        for line in card.lines:
            lines.setdefault(line.kpi, line)
            exact[line.kpi] = exact.get(line.kpi, 0.0) + max(line.weight, 0) * share
    total = round(sum(exact.values()))
    weights = apportion(total, list(exact.values())) if exact else []
    return Scorecard(
        role=role,
        lines=tuple(lines[kpi].model_copy(update={"weight": w}) for kpi, w in zip(exact, weights, strict=True)),
        gates=tuple(_softened(gate, share) for card, share in parts for gate in card.gates),
        extras=tuple({extra.id: extra for card, _ in parts for extra in card.extras}.values()),
        extra_cap=max(card.extra_cap for card, _ in parts),
    )


def _softened(gate: Gate, share: float) -> Gate:
    """The gate on a part of the pay: what it takes is taken from that part only."""
    return gate.model_copy(update={"multiplier": 1 - share * (1 - gate.multiplier)})
