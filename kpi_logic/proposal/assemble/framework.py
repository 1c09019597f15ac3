"""M4: the KPI framework as one drawing."""

from kpi_logic import figures
from kpi_logic.figures import Unowned
from kpi_logic.model import Message
from kpi_logic.proposal.assemble.case import Case
from kpi_logic.proposal.assemble.charts import figure
from kpi_logic.proposal.assemble.saying import say
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
    )
    blocks: list[Block] = [Paragraph(Message("framework.section.lead")), drawn]
    if loose:
        blocks.append(Callout(Message("framework.section.unowned", {"count": len(loose)})))
    return Section("framework", say("framework.title"), tuple(blocks))


def unowned(case: Case) -> tuple[Unowned, ...]:
    """Bottlenecks that no role with a person can move."""
    view = case.organisation
    held = view.ownership if view is not None else ()
    return tuple(Unowned(one.kpi, one.segment) for one in held if one.held is Held.NOBODY)
