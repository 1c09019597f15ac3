"""A KPI's formula in words: combinations of the client's own measures."""

from collections.abc import Sequence

from kpi_logic.model import Kpi, MeasureRef, Message, Term, TimeFactor
from kpi_logic.proposal.assemble.saying import say


def formula(kpi: Kpi) -> Message | MeasureRef:
    """The formula as a message.

    >>> from kpi_logic.library import kpi_library
    >>> formula(kpi_library()["cvr"]).key
    'proposal.formula.ratio'
    """
    above = _sum(kpi.numerator, grouped=kpi.is_ratio or kpi.time_factor is not TimeFactor.NONE)
    whole = say("formula.ratio", a=above, b=_sum(kpi.denominator, grouped=True)) if kpi.is_ratio else above
    if kpi.time_factor is TimeFactor.NONE:
        return whole
    return say(f"formula.{kpi.time_factor.value}", a=whole)


def _sum(terms: Sequence[Term], grouped: bool) -> Message | MeasureRef:
    joined = _term(terms[0])
    if terms[0].factor < 0:
        joined = say("formula.negative", a=joined)
    for term in terms[1:]:
        joined = say("formula.minus" if term.factor < 0 else "formula.plus", a=joined, b=_term(term))
    return say("formula.group", a=joined) if grouped and len(terms) > 1 else joined


def _term(term: Term) -> Message | MeasureRef:
    size = abs(term.factor)
    return (
        MeasureRef(term.measure) if size == 1 else say("formula.times", factor=f"{size:g}", a=MeasureRef(term.measure))
    )
