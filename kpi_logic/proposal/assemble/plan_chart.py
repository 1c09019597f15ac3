"""The pilot and the reviews as one drawing over the months."""

from kpi_logic import figures
from kpi_logic.figures import Step
from kpi_logic.model import Message, Month, Scheme
from kpi_logic.proposal.assemble.case import Case
from kpi_logic.proposal.assemble.charts import figure
from kpi_logic.proposal.assemble.origins import pilot_settled, scheme_settled
from kpi_logic.proposal.assemble.review_months import regular, settled
from kpi_logic.proposal.outline import Figure
from kpi_logic.review.calendar import starts_to_count


def plan_chart(case: Case, first: Month, last: Month) -> Figure:
    """Preparation, pilot, decision, pay, reviews; the scheme must be there."""
    assert case.scheme is not None
    drawn = steps(case, case.scheme, first, last)
    title, subtitle = Message("gantt.figure"), Message("gantt.subtitle")
    rests_on = (pilot_settled(case), scheme_settled(case))
    return figure(case, lambda words: figures.gantt(drawn, words), title, subtitle, origins=rests_on, settled=True)


def steps(case: Case, scheme: Scheme, first: Month, last: Month) -> tuple[Step, ...]:
    """Every step with its months, in the order in which they begin."""
    reviews, due = regular(case), settled(case)
    end = max([last + 1, *reviews, *due])
    counts = starts_to_count(scheme, first, last)
    return (
        Step(Message("gantt.before"), first - 1, first - 1),
        Step(Message("gantt.run"), first, last, strong=True),
        Step(Message("gantt.feedback"), first, last),
        Step(Message("gantt.decide"), last + 1, last + 1, point=True),
        Step(Message("gantt.count"), counts, max(end, counts), strong=True),
        *(Step(Message("gantt.settle"), month, month, point=True) for month in sorted(due) if month >= first - 1),
        *(Step(Message("gantt.review"), month, month, point=True) for month in reviews),
    )
