"""Changes of one scorecard that keep its weights at 100."""

from collections.abc import Callable, Iterable, Sequence

from kpi_logic.facts import MonthlyFacts
from kpi_logic.model import Engagement, Line, Scheme, Scorecard
from kpi_logic.model.apportion import apportion
from kpi_logic.scheme.suggest import filled
from kpi_logic.weights import TOTAL

MOST_KPIS = 5


def subject(engagement: Engagement) -> Scheme:
    """The scheme that is mended: the new one, else the present one as a start."""
    return engagement.scheme or engagement.present_scheme or Scheme()


def with_scheme(engagement: Engagement, scheme: Scheme) -> Engagement:
    """The engagement with this new scheme; the present one stays as the client has it."""
    return engagement.model_copy(update={"scheme": scheme})


def with_card(engagement: Engagement, role: str | None, change: Callable[[Scorecard], Scorecard]) -> Engagement | None:
    """The engagement with one role's scorecard changed; None where there is none, or nothing changed."""
    scheme = subject(engagement)
    cards = tuple(change(card) if card.role == role else card for card in scheme.scorecards)
    if cards == scheme.scorecards:
        return None
    return with_scheme(engagement, scheme.model_copy(update={"scorecards": cards}))


def weighed(card: Scorecard, lines: Sequence[Line], weights: Sequence[float]) -> Scorecard:
    """The card with these lines at these weights, made whole numbers that sum to 100."""
    if not lines:
        return card.model_copy(update={"lines": ()})
    whole = apportion(TOTAL, [max(weight, 0.0) for weight in weights])
    return card.model_copy(
        update={"lines": tuple(x.model_copy(update={"weight": w}) for x, w in zip(lines, whole, strict=True))}
    )


def without(card: Scorecard, dropped: Iterable[Line]) -> Scorecard:
    """The card without some lines; the others take their weight in proportion."""
    gone = {id(line) for line in dropped}
    kept = [line for line in card.lines if id(line) not in gone]
    return weighed(card, kept, [line.weight for line in kept])


def without_kpi(card: Scorecard, kpi: str | None) -> Scorecard:
    """The card without a KPI."""
    return without(card, [line for line in card.lines if line.kpi == kpi])


def with_line(card: Scorecard, line: Line, weight: int) -> Scorecard:
    """The card with one line more at *weight*; of five the lightest makes room."""
    kept = sorted(card.lines, key=lambda other: -other.weight)[: MOST_KPIS - 1]
    ordered = [other for other in card.lines if other in kept]
    rest = apportion(TOTAL - weight, [float(max(x.weight, 0)) for x in ordered]) if ordered else []
    return weighed(card, [*ordered, line], [*rest, weight if ordered else TOTAL])


def capped(weights: Sequence[int], most: int, least: int) -> list[int]:
    """Whole weights that sum to 100, none above *most* or below *least* as far as that can be.

    >>> capped([70, 20, 10], 50, 5), capped([96, 2, 2], 50, 5)
    ([50, 33, 17], [50, 25, 25])
    """
    inside = [min(max(weight, least), most) for weight in weights]
    for _ in range(len(inside)):
        over = TOTAL - sum(inside)
        free = [i for i, weight in enumerate(inside) if (weight < most if over > 0 else weight > least)]
        if over == 0 or not free:
            break
        for i, part in zip(free, apportion(over, [float(inside[i]) for i in free]), strict=True):
            inside[i] = min(max(inside[i] + part, least), most)
    return inside


def levelled(kpi: str, role: str, engagement: Engagement, facts: MonthlyFacts) -> Line | None:
    """A line of a KPI on the levels that history suggests for the role's people; None where it suggests none."""
    bare = Scheme(scorecards=(Scorecard(role=role, lines=(Line(kpi=kpi, weight=0),)),))
    line = filled(bare, engagement.organisation, facts).scorecards[0].lines[0]
    told = line.target is not None or (line.personal and all(own.target is not None for own in line.personal))
    return line if told else None
