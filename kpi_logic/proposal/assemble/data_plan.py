"""Who delivers which numbers, from which report, and whether they are there yet; and who does what in the pilot."""

from kpi_logic.metrics import deliverer
from kpi_logic.model import Kpi, KpiRef, MeasureRef, Message, Person, Raw
from kpi_logic.proposal.assemble.case import Case
from kpi_logic.proposal.assemble.origins import (
    catalogue,
    facts_data,
    known,
    organisation_settled,
    pilot_settled,
)
from kpi_logic.proposal.assemble.pilot_steps import pilot_steps
from kpi_logic.proposal.assemble.saying import say
from kpi_logic.proposal.outline import Column, Paragraph, Role, Said, Section, Table
from kpi_logic.scheme import kpis_of


def data_plan(case: Case) -> Section | None:
    """One row for each KPI that is scored or gates pay, then the steps of the pilot; None without a scheme."""
    kpis = planned(case)
    if not kpis:
        return None
    columns = (
        Column(say("table.kpi"), width=1.5),
        Column(Message("data_plan.deliverer"), width=1.0),
        Column(say("table.source"), width=2.4),
        Column(Message("data_plan.state"), width=1.6),
    )
    rows = tuple(
        (KpiRef(kpi.code), _deliverer(case, kpi), Message(f"kpi.{kpi.code}.source"), _state(case, kpi)) for kpi in kpis
    )
    lead = Paragraph(Message("data_plan.lead"), Role.LEAD)
    rests_on = known(catalogue(), facts_data(case), organisation_settled(case), pilot_settled(case))
    return Section("data", say("data.title"), (lead, Table(columns, rows), *pilot_steps(case)), origins=rests_on)


def data_told(case: Case) -> Message | None:
    """The plan in two sentences, for the main part."""
    kpis = planned(case)
    if not kpis:
        return None
    named = sum(_person(case, kpi) is not None for kpi in kpis)
    ready = sum(not _missing(case, kpi) for kpi in kpis)
    return Message("data_plan.told", {"count": len(kpis), "named": named, "ready": ready})


def planned(case: Case) -> tuple[Kpi, ...]:
    """The KPIs of the scheme that the catalogue has."""
    used = set(kpis_of(case.scheme)) if case.scheme else set()
    return tuple(kpi for kpi in case.used_kpis if kpi.code in used)


def _person(case: Case, kpi: Kpi) -> Person | None:
    return deliverer(kpi, case.engagement.organisation, case.engagement.data.deliverers)


def _deliverer(case: Case, kpi: Kpi) -> Said:
    person = _person(case, kpi)
    return Raw(person.name or person.id) if person else Message("data_plan.unnamed")


def _missing(case: Case, kpi: Kpi) -> tuple[str, ...]:
    return tuple(sorted(kpi.measures - frozenset(case.facts.measures)))


def _state(case: Case, kpi: Kpi) -> Message:
    missing = _missing(case, kpi)
    if missing:
        return Message("data_plan.missing", {"measures": tuple(map(MeasureRef, missing))})
    return Message("data_plan.there")
