"""The targets month by month: a table that sums to what is signed."""

from collections.abc import Sequence

from kpi_logic.model import Amount, KpiRef, Message, Month, Target
from kpi_logic.proposal.assemble.case import Case
from kpi_logic.proposal.outline import Align, Block, Column, Paragraph, Role, Said, Table
from kpi_logic.targets.outlook import Outlook
from kpi_logic.targets.phasing import phased

MOST = 4  # targets side by side in one table

Parts = tuple[Target, Outlook, tuple[float, ...]]


def months(case: Case) -> list[Block]:
    """Every target of several months that add up, its months below each other; nothing where there is none."""
    found = [(target, view, phased(target, view)) for target, view, _ in case.outlooks if view.months > 1]
    told = [parts for parts in found if parts[2]]
    if not told:
        return []
    learnt = any(not target.phases for target, _, _ in told)
    lead = Message("goals.months_lead", {"learnt": Message("goals.learnt" if learnt else "goals.fixed")})
    tables: list[Block] = [_table(told[at : at + MOST]) for at in range(0, len(told), MOST)]
    return [Paragraph(Message("goals.months"), Role.HEADING), Paragraph(lead), *tables]


def _table(told: Sequence[Parts]) -> Table:
    columns = (
        Column(Message("personal.paper.month"), width=0.7),
        *(
            Column(
                Message("goals.months_head", {"kpi": KpiRef(target.kpi), "segment": target.segment}),
                align=Align.NUMBER,
            )
            for target, _, _ in told
        ),
    )
    ordinals = sorted({view.first.ordinal + n for _, view, parts in told for n in range(len(parts))})
    rows: tuple[tuple[Said | None, ...], ...] = tuple(
        (str(Month.of(ordinal)), *(_part(parts, ordinal) for parts in told)) for ordinal in ordinals
    )
    total: tuple[Said | None, ...] = (
        Message("goals.months_total"),
        *(_full(view, target.value) for target, view, _ in told),
    )
    return Table(columns, rows, total=total)


def _part(parts: Parts, ordinal: int) -> Said | None:
    _, view, values = parts
    which = ordinal - view.first.ordinal
    return _full(view, values[which]) if 0 <= which < len(values) else None


def _full(view: Outlook, value: float) -> Amount:
    shown = view.amount(value)
    return Amount(shown.value, shown.unit, shown.currency, full=True)
