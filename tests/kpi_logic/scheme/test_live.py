"""What a browser is told of a replay is enough to score it again."""

import pytest

from kpi_logic.facts import MonthlyFacts
from kpi_logic.model import Duty, Organisation, Scheme
from kpi_logic.scheme import live, replay


def test_everybody_is_told_by_whose_weights_move(
    scheme: Scheme, organisation: Organisation, facts: MonthlyFacts
) -> None:
    lead, one, other, ads = organisation.people
    both = ads.model_copy(update={"duties": (Duty(role="lead", share=0.25),)})
    result = replay(scheme, organisation.model_copy(update={"people": (lead, one, other, both)}), facts)
    card = scheme.scorecards[0]
    told = live(result, card)
    assert [(one.moves, one.weights is None, one.mix is None) for one in told] == [
        (True, True, True),
        (False, False, True),
        (False, False, True),
        (True, True, False),
    ]
    mix = told[3].mix
    assert mix is not None
    assert sum(
        share * (card.lines[at].weight if at is not None else still) for line in mix for at, still, share in line
    ) == (pytest.approx(100))
    assert len(mix) == len(told[3].months[0].points)


def test_points_and_weights_make_the_score(scheme: Scheme, organisation: Organisation, facts: MonthlyFacts) -> None:
    result = replay(scheme, organisation, facts)
    card = scheme.scorecards[0]
    month = live(result, card)[0].months[3]
    pairs = [(line.weight, points) for line, points in zip(card.lines, month.points, strict=True) if points is not None]
    assert sum(w * p for w, p in pairs) / sum(w for w, _ in pairs) == pytest.approx(result.scores[0, 3])
    assert (month.counts, month.extra, month.here) == (None, None, None)
