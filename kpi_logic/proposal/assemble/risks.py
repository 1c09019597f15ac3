"""What may go wrong with this scheme, and what is done about it; then what is still open."""

from collections.abc import Iterator

from kpi_logic.model import Message
from kpi_logic.proposal.assemble.case import Case
from kpi_logic.proposal.assemble.open_questions import open_questions
from kpi_logic.proposal.assemble.origins import facts_data, known, organisation_settled, scheme_settled
from kpi_logic.proposal.assemble.saying import joined, say
from kpi_logic.proposal.outline import Block, Column, Paragraph, Section, Table

Row = tuple[Message, Message, Message]

SCHEME, ORGANISATION, DATA = 2, 1, 1  # the most of each in the main part


def risks(case: Case) -> Section | None:
    """The gravest of the scheme, the organisation and the data, each with its mend; None without a scheme."""
    if not case.cards:
        return None
    rows = (*_scheme(case), *_organisation(case), *_data(case))
    columns = (
        Column(Message("risk.kind"), width=0.8),
        Column(Message("risk.risk"), width=2.7),
        Column(Message("risk.answer"), width=2.7),
    )
    blocks: list[Block] = []
    if rows:
        blocks.append(Table(columns, rows))
    else:
        blocks.append(Paragraph(Message("risk.none")))
    told = [Message("risk.more", {"count": len(case.findings) - SCHEME})] if len(case.findings) > SCHEME else []
    open_ones = open_questions(case)
    if open_ones:
        told.append(Message("risk.open", {"questions": joined(open_ones)}))
    if told:
        blocks.append(Paragraph(joined(told)))
    rests_on = known(scheme_settled(case), organisation_settled(case), facts_data(case))
    return Section("risks", say("risks.title"), tuple(blocks), origins=rests_on)


def _scheme(case: Case) -> Iterator[Row]:
    for finding in case.findings[:SCHEME]:
        yield Message("risk.of.scheme"), finding.message, finding.fix


def _organisation(case: Case) -> Iterator[Row]:
    told = [finding.message for finding in case.findings[:SCHEME]]
    found = case.organisation.findings if case.organisation is not None else ()
    for one in [one for one in found if one.message not in told][:ORGANISATION]:
        yield Message("risk.of.organisation"), one.message, one.fix


def _data(case: Case) -> Iterator[Row]:
    for issue in case.diagnosis.issues[:DATA]:
        yield Message("risk.of.data"), issue.message, issue.fix
