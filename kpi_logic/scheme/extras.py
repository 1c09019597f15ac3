"""Plus and minus points of a month, within the limits agreed."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from kpi_logic.model import Award, Month, Person, Scorecard

Array = NDArray[np.float64]


def extra_points(
    people: Sequence[Person], cards: Sequence[Scorecard | None], months: Sequence[Month], awards: Sequence[Award]
) -> Array | None:
    """(people, months) points added to the score (minus: below 0); None where there are none.

    Each kind counts up to its own limit a month, all together up to the scorecard's; an award of a kind that the
    scorecard does not have, or of another person, adds nothing (``unknown_awards`` names it).
    """
    if not awards:
        return None
    place = {str(month): column for column, month in enumerate(months)}
    result = np.zeros((len(people), len(months)))
    for row, (person, card) in enumerate(zip(people, cards, strict=True)):
        for month, column in place.items():
            given = [award for award in awards if award.person == person.id and award.month == month]
            if given and card:
                result[row, column] = _of_month(card, given)
    return result if result.any() else None


def _of_month(card: Scorecard, given: Sequence[Award]) -> float:
    times: dict[str, int] = {}
    for award in given:
        times[award.extra] = times.get(award.extra, 0) + award.times
    total = 0.0
    for extra in card.extras:
        size = min(extra.points * times.get(extra.id, 0), extra.most)
        total += size if extra.kind == "plus" else -size
    return min(max(total, -card.extra_cap), card.extra_cap)


def unknown_awards(
    people: Sequence[Person], cards: Sequence[Scorecard | None], awards: Sequence[Award]
) -> tuple[Award, ...]:
    """Awards that add nothing, because their kind is not on the person's scorecard."""
    kinds = {
        person.id: {extra.id for extra in card.extras} if card else set()
        for person, card in zip(people, cards, strict=True)
    }
    return tuple(award for award in awards if award.extra not in kinds.get(award.person, set()))
