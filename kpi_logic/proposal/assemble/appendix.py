"""What every KPI means, and what the numbers rest on."""

from kpi_logic.metrics import agreed_lines
from kpi_logic.model import KpiRef, MeasureRef, Message, Raw, Segment
from kpi_logic.proposal.assemble.case import Case
from kpi_logic.proposal.assemble.formulas import formula
from kpi_logic.proposal.assemble.origins import catalogue, definition_settled, facts_data, known
from kpi_logic.proposal.assemble.saying import listed, narrow, period, say
from kpi_logic.proposal.origins import cite
from kpi_logic.proposal.outline import Align, Block, Bullets, Column, Paragraph, Role, Said, Section, Table

FINGERPRINT = 12  # hexadecimal digits shown of a digest
FILES = 20


def definitions(case: Case) -> Section | None:
    """Every KPI used: formula, unit, direction, source, and its card; None where there is none."""
    if not case.used_kpis:
        return None
    columns = (
        Column(say("table.kpi"), width=1.35),
        Column(say("table.formula"), width=2.3),
        Column(say("table.unit_direction"), width=1.0),
        Column(say("table.source"), width=1.5),
    )
    rows = tuple(
        (
            KpiRef(kpi.code),
            formula(kpi),
            say(
                "definition.unit", unit=say(f"unit.{kpi.unit.value}"), direction=say(f"direction.{kpi.direction.value}")
            ),
            Message(f"kpi.{kpi.code}.source"),
        )
        for kpi in case.used_kpis
    )
    cards: list[Block] = []
    for kpi in case.used_kpis:
        cards.append(Paragraph(say("definition.card", kpi=KpiRef(kpi.code), card=Message(f"kpi.{kpi.code}.card"))))
    blocks: list[Block] = [
        Paragraph(say("definition.lead")),
        *_agreed(case),
        Table(columns, rows),
        Paragraph(say("definition.cards"), Role.HEADING),
    ]
    rests_on = known(catalogue(), definition_settled(case))
    return Section("definitions", say("definition.title"), (*blocks, *cards), origins=rests_on)


def _agreed(case: Case) -> list[Block]:
    """What was agreed about the numbers: definitions, currency, and which of two sources counts."""
    lines = agreed_lines(case.engagement.data, case.intake)
    if not lines:
        return []
    told = tuple(cite(line, definition_settled(case)) for line in lines)
    return [
        Paragraph(say("definition.agreed"), Role.HEADING),
        Bullets(told),
        Paragraph(say("definition.used"), Role.HEADING),
    ]


def basis(case: Case) -> Section:
    """Months, shops, files, what is missing, and the methods' versions."""
    told: list[Said] = []
    if case.facts.is_empty:
        told.append(say("basis.no_facts"))
    else:
        facts = case.facts
        told.append(say("basis.months", period=period(facts.months[0], facts.months[-1]), months=len(facts.months)))
        told.append(say("basis.currency", currency=case.currency) if case.currency else say("basis.no_currency"))
        told.append(say("basis.measures", count=len(facts.measures)))
        told += _missing(case)
        told.append(say("basis.facts", digest=facts.fingerprint[:FINGERPRINT]))
    told += _method(case)
    blocks: list[Block] = [Bullets(tuple(told))]
    if case.facts.shops:
        blocks.append(_shops(case))
    files = case.engagement.data.files
    if files:
        blocks.append(_files(case))
    rests_on = known(facts_data(case))
    return Section("basis", say("basis.title"), tuple(blocks), new_page=case.used_kpis == (), origins=rests_on)


def _missing(case: Case) -> list[Said]:
    """KPIs in use that cannot be computed, with the columns that would unlock them."""
    there = frozenset(case.facts.measures)
    lacking = [(kpi, sorted(kpi.measures - there)) for kpi in case.used_kpis if not kpi.measures <= there]
    if not lacking:
        return [say("basis.nothing_missing")]
    return [
        say("basis.missing", kpi=KpiRef(kpi.code), measures=tuple(MeasureRef(name) for name in names))
        for kpi, names in lacking
    ]


def _method(case: Case) -> list[Said]:
    methods = dict.fromkeys([case.method, *(view.method for _, view, _ in case.outlooks)])
    known = tuple(Raw(method) for method in methods if method)
    return [say("basis.method", method=listed(*known))] if known else []


def _shops(case: Case) -> Table:
    columns = (
        Column(say("table.shop"), width=3.0),
        Column(say("table.period"), width=2.4),
        Column(say("table.months"), align=Align.NUMBER),
    )
    rows = []
    for shop in case.facts.shops:
        months = case.facts.of_segment(shop).months
        rows.append((_named(shop), narrow(months[0], months[-1]), len(months)))
    return Table(columns, tuple(rows), caption=say("basis.shops"))


def _named(shop: Segment) -> Segment:
    """The shop without the names that the client left empty."""
    return Segment(platform=shop.platform or None, site=shop.site or None, shop=shop.shop or None)


def _files(case: Case) -> Table:
    columns = (Column(say("table.file"), width=3.0), Column(say("table.digest"), width=1.4))
    files = case.engagement.data.files[:FILES]
    rows = tuple((Raw(file.name), file.digest[:FINGERPRINT]) for file in files)
    return Table(columns, rows, caption=say("basis.files", count=len(case.engagement.data.files)))
