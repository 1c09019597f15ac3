"""M4: the KPI framework as one drawing."""

from kpi_logic import figures
from kpi_logic.figures import Unowned
from kpi_logic.model import Message
from kpi_logic.proposal.assemble.case import Case
from kpi_logic.proposal.assemble.charts import figure
from kpi_logic.proposal.assemble.origins import organisation_settled, scheme_settled, targets_settled
from kpi_logic.proposal.assemble.saying import say
from kpi_logic.proposal.origins import cite
from kpi_logic.proposal.outline import Block, Callout, Paragraph, Section
from kpi_logic.scheme import Held


def framework(case: Case) -> Section | None:
    """Company, departments, people; None where neither people nor scorecards are known."""
    if not case.cards and not case.engagement.organisation.people:
        return None
    loose = unowned(case)
    drawn = figure(
        case,
        lambda words: figures.framework_tree(case.engagement, words, case.currency, loose),
        Message("framework.section.drawn"),
        Message("framework.subtitle"),
        settled=True,
        origins=(*targets_settled(case), scheme_settled(case), organisation_settled(case)),
    )
    blocks: list[Block] = [Paragraph(cite(Message("framework.section.lead"), scheme_settled(case))), drawn]
    if loose:
        found = Message("framework.section.unowned", {"count": len(loose)})
        blocks.append(Callout(cite(found, organisation_settled(case))))
    return Section("framework", say("framework.title"), tuple(blocks))


def unowned(case: Case) -> tuple[Unowned, ...]:
    """Bottlenecks that no role with a person can move."""
    view = case.organisation
    held = view.ownership if view is not None else ()
    return tuple(Unowned(one.kpi, one.segment) for one in held if one.held is Held.NOBODY)
