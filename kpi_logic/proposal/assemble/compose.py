"""The sections in order; what has no content is left out and named among the open questions."""

from kpi_logic.model import Raw
from kpi_logic.proposal.assemble.appendix import basis, definitions
from kpi_logic.proposal.assemble.case import Case
from kpi_logic.proposal.assemble.changed import changed
from kpi_logic.proposal.assemble.checks import checks
from kpi_logic.proposal.assemble.diagnosis import diagnosis
from kpi_logic.proposal.assemble.evidence import evidence
from kpi_logic.proposal.assemble.goals import goals
from kpi_logic.proposal.assemble.limits import benchmarks
from kpi_logic.proposal.assemble.pay import pay
from kpi_logic.proposal.assemble.personal import personal
from kpi_logic.proposal.assemble.saying import say
from kpi_logic.proposal.assemble.scorecards import scorecards
from kpi_logic.proposal.assemble.signing import signing
from kpi_logic.proposal.assemble.summary import summary
from kpi_logic.proposal.assemble.trial import trial
from kpi_logic.proposal.assemble.trust import trust
from kpi_logic.proposal.outline import Proposal, Section

MAIN = (diagnosis, goals, scorecards, pay, checks, trial)


def main_sections(case: Case) -> tuple[Section, ...]:
    """The sections with the charts; the engagement's choices for the paper and its date do not matter to them."""
    return tuple(section for section in (make(case) for make in MAIN) if section is not None)


def assemble(case: Case, main: tuple[Section, ...] | None = None) -> Proposal:
    """The proposal that a client signs, from the conclusions; in no language yet, and the same for equal input.

    Sections: a summary of one page, diagnosis, targets, scorecards, pay, findings, pilot, reviews, sign-off, then the
    definitions, the data basis, everybody's months and how far the odds can be trusted.  Works on an engagement that
    has only begun: what cannot be told is said.

    Args:
        main: ``main_sections`` of the case, if they are known already.
    """
    main = main_sections(case) if main is None else main
    rest = (
        signing(case, main),
        changed(case),
        definitions(case),
        basis(case),
        personal(case),
        trust(case),
        evidence(case),
        benchmarks(case),
    )
    choice = case.engagement.proposal
    return Proposal(
        title=say("title"),
        client=case.client,
        version=case.version,
        date=case.date,
        sections=(summary(case), *main, *(section for section in rest if section is not None)),
        subtitle=say("subtitle"),
        author=Raw(choice.consultant) if choice.consultant else None,
        as_of=case.latest,
        draft=case.edition.draft,
    )
