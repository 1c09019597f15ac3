"""Company to department to person: a table that closes."""

from kpi_logic.library import kpi_library
from kpi_logic.model import Amount, Cascade, KpiRef, Message, Person, Raw, Target, Unit
from kpi_logic.proposal.assemble.case import Case
from kpi_logic.proposal.assemble.origins import cascade_settled
from kpi_logic.proposal.assemble.saying import narrow, say
from kpi_logic.proposal.origins import cite
from kpi_logic.proposal.outline import Align, Block, Callout, Column, Paragraph, Role, Said, Table
from kpi_logic.targets.cascade import Gap, gaps, step_of

MOST = 3  # cascades side by side in one table

Pair = tuple[Target, Cascade]


def cascades(case: Case) -> list[Block]:
    """The cascaded targets, three to a table, and whether they close; a sentence where there is none."""
    by_id = {target.id: target for target, _, _ in case.outlooks}
    plans = [(by_id[plan.target], plan) for plan in case.engagement.cascades if plan.target in by_id and plan.people]
    blocks: list[Block] = [Paragraph(say("cascade.title"), Role.HEADING)]
    if not plans:
        return [*blocks, Paragraph(say("cascade.none"))]
    tables: list[Block] = [_table(case, plans[at : at + MOST]) for at in range(0, len(plans), MOST)]
    off = [(target, gap) for target, plan in plans for gap in _gaps(case, target, plan)]
    if not off:
        return [*blocks, Paragraph(Message("cascade.sum.closes")), *tables]
    return [
        *blocks,
        *tables,
        *(
            Callout(cite(_off(case, target, gap), cascade_settled(case, target)), say("cascade.off"))
            for target, gap in off
        ),
    ]


def _gaps(case: Case, target: Target, plan: Cascade) -> tuple[Gap, ...]:
    step = step_of(kpi_library()[target.kpi].unit)
    return gaps(plan, target.value, case.engagement.organisation, step)


def _off(case: Case, target: Target, gap: Gap) -> Message:
    where = Raw(gap.of) if gap.of else Message("cascade.company")
    facts = {"where": where, "got": _amount(case, target, gap.got), "expected": _amount(case, target, gap.expected)}
    return Message("cascade.sum.off", facts)


def _table(case: Case, plans: list[Pair]) -> Table:
    columns = (
        Column(say("cascade.who"), width=1.7),
        *(
            Column(
                cite(
                    say("cascade.head", kpi=KpiRef(target.kpi), period=narrow(target.first, target.last)),
                    cascade_settled(case, target),
                ),
                None,
                Align.NUMBER,
            )
            for target, _ in plans
        ),
    )
    rows: list[tuple[Said | None, ...]] = [
        (Message("cascade.company"), *(_amount(case, target, target.value) for target, _ in plans))
    ]
    if any(plan.buffer for _, plan in plans):
        rows.append((Message("cascade.buffer"), *(_amount(case, target, plan.buffer) for target, plan in plans)))
    for department in dict.fromkeys(share.to for _, plan in plans for share in plan.departments):
        rows.append((_named(department), *(_of(case, pair, department, True) for pair in plans)))
        rows += [
            (say("cascade.person", person=Raw(name)), *(_of(case, pair, person, False) for pair in plans))
            for person, name in _members(case, plans, department)
        ]
    return Table(columns, tuple(rows))


def _named(department: str) -> Said:
    return Raw(department) if department else Message("cascade.no_department")


def _members(case: Case, plans: list[Pair], department: str) -> list[tuple[str, str]]:
    """(id, name) of everybody in the department who carries a part."""
    people: dict[str, Person] = {person.id: person for person in case.engagement.organisation.people}
    ids = dict.fromkeys(share.to for _, plan in plans for share in plan.people)
    home = {name: people[name].department if name in people else "" for name in ids}
    return [(name, people[name].name if name in people else name) for name in ids if home[name] == department]


def _of(case: Case, pair: Pair, to: str, department: bool) -> Amount | None:
    target, plan = pair
    shares = plan.departments if department else plan.people
    return next((_amount(case, target, share.amount) for share in shares if share.to == to), None)


def _amount(case: Case, target: Target, value: float) -> Amount:
    unit = kpi_library()[target.kpi].unit
    return Amount(value, unit, case.currency if unit is Unit.MONEY else None, full=True)
