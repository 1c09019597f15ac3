"""Every shop against its platform's limits, and the limits' sources."""

from kpi_logic.diagnosis import LimitState, bound_of, ledger_rows, limits_told
from kpi_logic.library import Benchmark
from kpi_logic.model import Amount, KpiRef, Message, Raw, Segment, Unit
from kpi_logic.proposal.assemble.case import Case
from kpi_logic.proposal.assemble.charts import source
from kpi_logic.proposal.assemble.origins import ledger_published, rows_data
from kpi_logic.proposal.assemble.saying import listed
from kpi_logic.proposal.outline import Align, Block, Column, Paragraph, Role, Said, Section, Table


def limits_short(case: Case) -> tuple[Message, ...]:
    """What stands in the main part: one sentence a kind of standing."""
    return limits_told(case.diagnosis.limits)


def limits_table(case: Case) -> list[Block]:
    """Each KPI of each shop, its limit, the distance, the verdict."""
    states = case.diagnosis.limits
    if not states:
        return []
    columns = (
        Column(Message("proposal.table.kpi"), width=1.35),
        Column(Message("proposal.table.shop"), width=2.35),
        Column(Message("proposal.table.now"), align=Align.NUMBER, width=0.75),
        Column(Message("evidence.limit"), width=1.3),
        Column(Message("evidence.distance"), align=Align.NUMBER, width=1.3),
        Column(Message("proposal.table.verdict"), width=1.25),
    )
    table = Table(
        columns,
        tuple(map(_state, states)),
        source=source(case, rows_data(case), ledger_published(case)),
        as_of=case.latest,
    )
    return [Paragraph(Message("evidence.heading.limits"), Role.HEADING), table]


def _state(state: LimitState) -> tuple[Said | None, ...]:
    points = state.unit is Unit.RATIO
    return (
        KpiRef(state.kpi),
        state.segment,
        Amount(state.current, state.unit),
        None if state.limit is None else bound_of(state.limit, state.unit),
        None if state.distance is None else Amount(state.distance, state.unit, signed=True, points=points),
        Message(f"diagnosis.standing.{state.standing.value}", {"months": state.months_to_breach or 0}),
    )


def benchmarks(case: Case) -> Section | None:
    """The lines of the ledger that concern the client: value, source, grade, day read; stale ones and conflicts named."""
    rows = [row for row in ledger_rows(case.diagnosis.benchmarks, case.facts) if row.concerns]
    used_kpis = {kpi.code for kpi in case.used_kpis} | {state.kpi for state in case.diagnosis.limits}
    rows = [row for row in rows if row.line.metric in used_kpis or row.in_force]
    if not rows:
        return None
    columns = (
        Column(Message("proposal.table.kpi"), width=1.2),
        Column(Message("evidence.where"), width=0.95),
        Column(Message("evidence.value"), width=1.25),
        Column(Message("evidence.state"), width=1.25),
        Column(Message("evidence.grade"), width=0.72),
        Column(Message("evidence.read"), width=1.12),
        Column(Message("evidence.source"), width=1.9),
    )
    rows.sort(key=lambda row: (row.line.metric, row.line.platform, not row.in_force, not row.line.used))
    table = Table(columns, tuple(_line(case, row.line, row.in_force) for row in rows))
    blocks = (Paragraph(Message("evidence.ledger_lead")), table)
    return Section("ledger", Message("evidence.ledger_title"), blocks, origins=(ledger_published(case),))


def _line(case: Case, line: Benchmark, in_force: bool) -> tuple[Said | None, ...]:
    name: Said = KpiRef(line.metric) if line.is_kpi else _own_name(line)
    told: list[Said] = [bound_of(line)] if line.value is not None or not line.told else []
    told += [Message(f"ledger.told.{line.told}")] if line.told else []
    told += [Message(f"ledger.whom.{line.whom}")] if line.whom else []
    return (
        name,
        Segment(platform=line.platform or None, site=line.market or None),
        listed(*told),
        _standing(case, line, in_force),
        Raw(line.grade),
        None if line.read is None else Raw(line.read.isoformat()),
        Raw(line.source),
    )


def _own_name(line: Benchmark) -> Said:
    """A metric of the ledger's own; one that only the client's file knows goes by the platform's name."""
    return Message(f"ledger.metric.{line.metric}") if line.unit is not None else Raw(line.metric)


def _standing(case: Case, line: Benchmark, in_force: bool) -> Message:
    if not line.used:
        return Message(f"diagnosis.why.{line.why}")
    if line.is_limit and not in_force:
        return Message("diagnosis.why.replaced")
    if line.origin != "published":
        return Message(f"ledger.standing.used_{line.origin}")
    return Message(f"ledger.standing.{'stale' if line.stale_on(case.date) else 'used'}")
