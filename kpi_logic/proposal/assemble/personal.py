"""The appendix that people sign: what each of them carries in every month, and when they agreed to it."""

from kpi_logic.model import Amount, KpiRef, Message, Raw, Target, Unit
from kpi_logic.proposal.assemble.case import Case
from kpi_logic.proposal.assemble.origins import cascade_settled, targets_settled
from kpi_logic.proposal.assemble.saying import narrow
from kpi_logic.proposal.assemble.target_checks import from_below
from kpi_logic.proposal.assemble.target_months import months
from kpi_logic.proposal.origins import cite
from kpi_logic.proposal.outline import Align, Block, Column, Paragraph, Role, Said, Section, Table
from kpi_logic.targets.assent import Assent, Standing, standings, told
from kpi_logic.targets.outlook import Outlook
from kpi_logic.targets.personal import PersonalMonths, PersonalRow, personal_months

ACROSS = 5  # people side by side: a cent of a large currency needs its room

Found = tuple[Target, Outlook, PersonalMonths]


def personal(case: Case) -> Section | None:
    """Every target month by month, then person by person where it is handed down; None where there is neither."""
    blocks = [
        *from_below(case, agreed_so_far(case)),
        *months(case),
        *(block for found in _tables(case) for block in _blocks(case, found)),
    ]
    if not blocks:
        return None
    lead = Paragraph(Message("personal.paper.lead"), Role.LEAD)
    rests_on = (*targets_settled(case), *(cascade_settled(case, target) for target, _, _ in _tables(case)))
    return Section("personal", Message("personal.paper.title"), (lead, *blocks), origins=rests_on)


def agreed_so_far(case: Case) -> list[Said]:
    """One sentence: of each target, how many have agreed to their months; nothing where nobody carries any."""
    counts = []
    for target, _, table in _tables(case):
        found = standings(table, case.engagement.agreements)
        facts = {"kpi": KpiRef(target.kpi), "of": len(found), "agreed": told(found, Assent.AGREED)}
        changed = told(found, Assent.CHANGED)
        more = {"changed": changed} if changed else {}
        counts.append(Message(f"personal.paper.{'count_changed' if changed else 'count'}", facts | more))
    said = Message("personal.paper.counts", {"counts": tuple(counts)})
    return [cite(said, *(cascade_settled(case, target) for target, _, _ in _tables(case)))] if counts else []


def _tables(case: Case) -> list[Found]:
    plans = {plan.target: plan for plan in case.engagement.cascades}
    found = []
    for target, view, _ in case.outlooks:
        mine = [one for one in case.engagement.agreements if one.target == target.id]
        table = personal_months(target, view, case.engagement.organisation, plans.get(target.id), mine)
        if table is not None:
            found.append((target, view, table))
    return found


def _blocks(case: Case, found: Found) -> list[Block]:
    target, view, table = found
    facts = {"kpi": KpiRef(target.kpi), "segment": target.segment, "period": narrow(target.first, target.last)}
    caption = Message("personal.paper.caption", facts)
    stands = standings(table, case.engagement.agreements)
    if not table.over_people:
        return [Paragraph(caption, Role.HEADING), _shared(view, stands)]
    parts = [stands[at : at + ACROSS] for at in range(0, len(stands), ACROSS)]
    tables = [_table(case, table, part, first=n == 0) for n, part in enumerate(parts)]
    return [Paragraph(caption, Role.HEADING), *tables]


def _shared(view: Outlook, stands: tuple[Standing, ...]) -> Table:
    """Everybody with the same number: one row a person is enough."""
    heads = (("personal.head.who", 2.0), ("personal.paper.total", 1.0), ("personal.paper.agreed", 1.4))
    columns = tuple(
        Column(Message(key), width=width, align=Align.NUMBER if n == 1 else Align.TEXT)
        for n, (key, width) in enumerate(heads)
    )
    rows = tuple((Raw(one.row.name), view.amount(one.row.amount), _state(one)) for one in stands)
    return Table(columns, rows)


def _table(case: Case, table: PersonalMonths, stands: tuple[Standing, ...], first: bool) -> Table:
    """Months below each other; the company and what is on top stand in the first of several tables."""
    on_top = first and any(table.on_top)
    columns = [Column(Message("personal.paper.month"), width=0.8)]
    if first:
        columns.append(_column(case, table, Message("personal.paper.company")))
    if on_top:
        columns.append(_column(case, table, Message("personal.paper.on_top")))
    columns += [_column(case, table, Raw(one.row.name)) for one in stands]
    rows: list[tuple[Said | None, ...]] = []
    for n, month in enumerate(table.months):
        lead = [table.company[n]] * first + [table.on_top[n]] * on_top
        rows.append((str(month), *(_amount(case, table, value) for value in [*lead, *_of(stands, n)])))
    top = table.amount(table.rows) - table.target.value
    sums = [table.target.value] * first + [top] * on_top + [one.row.amount for one in stands]
    rows.append((Message("personal.paper.total"), *(_amount(case, table, value) for value in sums)))
    blank: list[Said | None] = [None] * (first + on_top)
    signs = (Message("personal.paper.agreed"), *blank, *(_state(one) for one in stands))
    return Table(tuple(columns), tuple(rows), total=signs)


def _of(stands: tuple[Standing, ...], month: int) -> list[float]:
    rows: list[PersonalRow] = [one.row for one in stands]
    return [row.months[month] for row in rows]


def _column(case: Case, table: PersonalMonths, head: Said) -> Column:
    unit = Raw(case.currency) if table.kpi.unit is Unit.MONEY and case.currency else None
    return Column(head, unit, Align.NUMBER)


def _state(standing: Standing) -> Said:
    if standing.assent is Assent.AGREED and standing.agreement is not None:
        return Raw(standing.agreement.on)
    return Message(f"personal.paper.state_{standing.assent.value}")


def _amount(case: Case, table: PersonalMonths, value: float) -> Amount:
    money = case.currency if table.kpi.unit is Unit.MONEY else None
    return Amount(value, table.kpi.unit, money, full=True)
