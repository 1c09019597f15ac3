"""What can be changed on a scorecard, as changes of an engagement."""

from collections.abc import Callable, Mapping
from typing import Any

from kpi_logic.model import Engagement, Scheme, Scorecard

OneStep = Callable[[Engagement], Engagement]


def weighed(card: Scorecard, weights: Mapping[str, int], locked: frozenset[str]) -> OneStep:
    """A change that gives a card other weights and locks; a KPI that was taken off meanwhile stays off."""

    def change(engagement: Engagement) -> Engagement:
        now = standing(engagement, card)
        lines = tuple(
            line.model_copy(update={"weight": weights[line.kpi], "locked": line.kpi in locked})
            if line.kpi in weights
            else line
            for line in now.lines
        )
        return replaced(engagement, now.model_copy(update={"lines": lines}))

    return change


def with_weights(card: Scorecard, weights: Mapping[str, int]) -> OneStep:
    """A change that gives a card other weights, whoever found them; locks stay."""
    return weighed(card, weights, frozenset(line.kpi for line in card.lines if line.locked))


def with_line(engagement: Engagement, card: Scorecard, kpi: str, **fields: Any) -> Engagement:
    """The engagement with other fields in one line of a card."""
    card = standing(engagement, card)
    lines = tuple(line.model_copy(update=fields) if line.kpi == kpi else line for line in card.lines)
    return replaced(engagement, card.model_copy(update={"lines": lines}))


def standing(engagement: Engagement, card: Scorecard) -> Scorecard:
    """The card as it stands now: where answers follow quickly, the screen they were given on is a step behind."""
    assert engagement.scheme is not None
    return next((one for one in engagement.scheme.scorecards if one.role == card.role), card)


def replaced(engagement: Engagement, card: Scorecard) -> Engagement:
    """The engagement with a card in the place of its role's."""
    assert engagement.scheme is not None
    cards = tuple(card if old.role == card.role else old for old in engagement.scheme.scorecards)
    return with_scheme(engagement, engagement.scheme.model_copy(update={"scorecards": cards}))


def with_scheme(engagement: Engagement, scheme: Scheme) -> Engagement:
    """The engagement under another scheme."""
    return engagement.model_copy(update={"scheme": scheme})
