"""What changed since the version that was released before."""

from kpi_logic.proposal.assemble.case import Case
from kpi_logic.proposal.assemble.origins import all_settled
from kpi_logic.proposal.assemble.saying import say
from kpi_logic.proposal.outline import Bullets, Paragraph, Role, Section


def changed(case: Case) -> Section | None:
    """Each change as a sentence; None for a first version, or one that changes nothing."""
    if not case.edition.changes:
        return None
    lead = say("changed.lead", since=case.edition.since, version=case.version)
    blocks = (Paragraph(lead, Role.NOTE), Bullets(case.edition.changes))
    return Section("changed", say("changed.title"), blocks, origins=(all_settled(case),))
