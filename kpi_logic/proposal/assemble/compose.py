"""The sections in order; what has no content is left out and named among the open questions."""

from dataclasses import replace

from kpi_logic.model import Raw
from kpi_logic.proposal.assemble.appendix import basis, definitions
from kpi_logic.proposal.assemble.background import background
from kpi_logic.proposal.assemble.case import Case
from kpi_logic.proposal.assemble.changed import changed
from kpi_logic.proposal.assemble.checks import checks
from kpi_logic.proposal.assemble.data_plan import data_plan
from kpi_logic.proposal.assemble.diagnosis import diagnosis
from kpi_logic.proposal.assemble.evidence import evidence
from kpi_logic.proposal.assemble.fees import fees
from kpi_logic.proposal.assemble.framework import framework
from kpi_logic.proposal.assemble.goals import goals
from kpi_logic.proposal.assemble.limits import benchmarks
from kpi_logic.proposal.assemble.listing import EMPTY, listing
from kpi_logic.proposal.assemble.order import Order, order, ordered
from kpi_logic.proposal.assemble.past import past
from kpi_logic.proposal.assemble.pay import pay
from kpi_logic.proposal.assemble.personal import personal
from kpi_logic.proposal.assemble.risks import risks
from kpi_logic.proposal.assemble.saying import say
from kpi_logic.proposal.assemble.scorecards import levels, scorecards
from kpi_logic.proposal.assemble.signing import signing
from kpi_logic.proposal.assemble.summary import summary
from kpi_logic.proposal.assemble.trial import trial
from kpi_logic.proposal.assemble.trust import trust
from kpi_logic.proposal.origins import Origin, in_order
from kpi_logic.proposal.outline import OwnWords, Proposal, Section

# What depends on the decisions and the facts alone: made once, however often a word on the cover changes.
CONCLUDED = (
    background, diagnosis, goals, framework, scorecards, pay, trial, risks, levels, definitions, data_plan, basis, checks, past, personal,
    trust, evidence, benchmarks,
)  # fmt: skip
CHOSEN = (summary, fees, changed)


def main_sections(case: Case) -> tuple[Section, ...]:
    """The sections with the charts; the engagement's choices for the paper and its date do not matter to them."""
    return tuple(section for section in (make(case) for make in CONCLUDED) if section is not None)


def assemble(case: Case, main: tuple[Section, ...] | None = None, by: Order | None = None) -> Proposal:
    """The proposal that a client signs, from the conclusions; in no language yet, and the same for equal input.

    Works on an engagement that has only begun: what cannot be told is said.

    Args:
        main: ``main_sections`` of the case, if they are known already.
        by: which sections, in which order (default: ``templates/proposal/outline.toml``).
    """
    main = main_sections(case) if main is None else main
    by = by or order()
    chosen = tuple(section for section in (make(case) for make in CHOSEN) if section is not None)
    there = ordered((*main, *chosen), by)
    sections = ordered((*main, *chosen, *_signed(case, there), EMPTY), by)
    rests_on = in_order(sorted(sections, key=lambda section: section.key == "changed"))  # its coming moves no id
    sections = tuple(_listed(case, section, rests_on) for section in sections if rests_on or section.key != EMPTY.key)
    choice = case.engagement.proposal
    return Proposal(
        title=say("title"),
        client=case.client,
        version=case.version,
        date=case.date,
        sections=tuple(_with_words(case, section) for section in sections),
        subtitle=say("subtitle"),
        author=Raw(choice.consultant) if choice.consultant else None,
        as_of=case.latest,
        draft=case.edition.draft,
        origins=rests_on,
        brand=choice.brand,
    )


def _listed(case: Case, section: Section, rests_on: tuple[Origin, ...]) -> Section:
    """The list of origins filled in, now that all of them are known."""
    return replace(section, blocks=listing(case, rests_on)) if section.key == EMPTY.key else section


def _signed(case: Case, sections: tuple[Section, ...]) -> tuple[Section, ...]:
    found = signing(case, sections)
    return (found,) if found is not None else ()


def _with_words(case: Case, section: Section) -> Section:
    """The consultant's own lead before everything else of a section."""
    own = next((words for words in case.engagement.proposal.prose if words.section == section.key), None)
    said = {"zh": own.zh.strip(), "en": own.en.strip()} if own is not None else {}
    if not any(said.values()):
        return section
    return replace(section, blocks=(OwnWords(said), *section.blocks))
