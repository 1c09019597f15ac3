"""The appendix that every id points to."""

from kpi_logic.model import Message
from kpi_logic.proposal.assemble.case import Case
from kpi_logic.proposal.assemble.origins import settled_when
from kpi_logic.proposal.origins import Origin, OriginKind, ids_of
from kpi_logic.proposal.outline import Block, Column, Paragraph, Said, Section, Table

EMPTY = Section("origins", Message("proposal_origins.title"), ())


def listing(case: Case, origins: tuple[Origin, ...]) -> tuple[Block, ...]:
    """Every origin with its id, kind by kind."""
    ids = ids_of(origins)
    blocks: list[Block] = [Paragraph(Message("proposal_origins.lead"))]
    for kind in OriginKind:
        found = [origin for origin in origins if origin.kind is kind]
        if found:
            rows = [_row(case, ids[origin.key], origin) for origin in found]
            blocks.append(_table(kind, rows))
    return tuple(blocks)


def _table(kind: OriginKind, rows: list[tuple[Said | None, ...]]) -> Table:
    """Without a column that would be empty."""
    columns = _columns(kind)
    told = [at for at in range(len(columns)) if any(row[at] is not None for row in rows)]
    return Table(
        tuple(columns[at] for at in told),
        tuple(tuple(row[at] for at in told) for row in rows),
        caption=Message(f"proposal_origins.kind.{kind.value}"),
    )


def _columns(kind: OriginKind) -> tuple[Column, ...]:
    """Only data are of a part of the business; what was settled names its own."""
    where = (Column(_head("where"), width=1.9),) if kind is OriginKind.DATA else ()
    when = Column(_head(f"when_{kind.value}"), width=1.6)
    return (
        Column(_head("id"), width=0.5),
        Column(_head("what"), width=2.9),
        *where,
        when,
        Column(_head("held"), width=2.3),
    )


def _head(name: str) -> Message:
    return Message(f"proposal_origins.head.{name}")


def _row(case: Case, id: str, origin: Origin) -> tuple[Said | None, ...]:
    match origin.kind:
        case OriginKind.DATA:
            return id, origin.what, origin.where, origin.when, origin.held
        case OriginKind.SETTLED:
            return id, _settled(origin), *settled_when(case, origin)
    return id, origin.what, origin.when, origin.held


def _settled(origin: Origin) -> Said:
    """What was settled, and for which part of the business where it is not for all of it."""
    what: Message = origin.what
    if origin.where is None or origin.where.is_all:
        return what
    return Message("proposal.kpi_of", {"kpi": what, "segment": origin.where})
