"""What the lint still says of the scheme, the gravest first, each with its mend."""

from kpi_logic.model import Message
from kpi_logic.proposal.assemble.case import Case
from kpi_logic.proposal.assemble.origins import facts_data, known, organisation_settled, scheme_settled
from kpi_logic.proposal.assemble.saying import say
from kpi_logic.proposal.outline import Block, Column, Paragraph, Role, Section, Table
from kpi_logic.scheme import Severity

MOST = 12  # on paper; the gravest are always printed


def checks(case: Case) -> Section | None:
    """The findings that remain; None without a scheme to examine."""
    if not case.cards:
        return None
    found = case.findings
    if not found:
        none = Paragraph(Message("lint.none"))
        return Section("checks", say("checks.title"), (none,), new_page=False, origins=known(scheme_settled(case)))
    grave = sum(finding.severity is Severity.HIGH for finding in found)
    shown = found[: max(MOST, grave)]
    columns = (
        Column(say("table.severity"), width=0.65),
        Column(say("table.finding"), width=2.8),
        Column(say("table.mend"), width=2.8),
    )
    rows = tuple((Message(f"lint.severity.{f.severity.value}"), f.message, f.fix) for f in shown)
    counts = {severity.value: sum(f.severity is severity for f in found) for severity in Severity}
    blocks: list[Block] = [Paragraph(Message("lint.summary", counts), Role.LEAD), Table(columns, rows)]
    if len(found) > len(shown):
        blocks.append(Paragraph(say("checks.more", count=len(found) - len(shown)), Role.NOTE))
    rests_on = known(scheme_settled(case), organisation_settled(case), facts_data(case))
    return Section("checks", say("checks.title"), tuple(blocks), new_page=False, origins=rests_on)
