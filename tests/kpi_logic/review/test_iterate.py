"""What the pilot's months speak for, and what a press makes of it."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from kpi_logic.facts import MonthlyFacts
from kpi_logic.model import (
    ChangeReason,
    Difference,
    Duty,
    Engagement,
    Feedback,
    Line,
    Organisation,
    Person,
    PersonalLevels,
    Pilot,
    Scheme,
    Scorecard,
    Target,
)
from kpi_logic.review import (
    advice,
    advised,
    before_after,
    changes_due,
    reason_for,
    reasoned,
    trial_months,
    without_reason,
)
from kpi_logic.review.before_after import laid_over
from kpi_logic.review.change_reasons import asks_for_reason
from kpi_logic.review.pilot_advice import Advice
from kpi_logic.scheme import actuals_table, replay_engagement
from kpi_logic.text import catalog

TEAM = Organisation(
    people=(
        Person(id="p1", name="Li", role="ads", bonus=1000.0),
        Person(id="p2", name="Wu", role="ads", bonus=2000.0),
    )
)
FACTS = MonthlyFacts.of(
    pd.DataFrame(
        {
            "month": ["2026-12", "2027-01", "2027-02"],
            "currency": "CNY",
            "sales": [1000.0, 1100.0, 1200.0],
            "units": [100.0, 110.0, 120.0],
            "sessions": [2000.0, 2000.0, 2000.0],  # conversion 5, 5.5, 6 %
            "ad_spend": [100.0, 100.0, 100.0],
            "ad_sales": [400.0, 500.0, 500.0],  # ACoS 25, 20, 20 %
            "kw_tasks_done": [98.0, 99.0, 99.0],
            "kw_tasks_plan": [100.0, 100.0, 100.0],
        }
    )
)


def client(*lines: Line, **more: object) -> Engagement:
    scheme = Scheme(scorecards=(Scorecard(role="ads", lines=lines),))
    pilot = Pilot(first="2026-12", months=3)
    return Engagement(name="Acme", organisation=TEAM, scheme=scheme, pilot=pilot).model_copy(update=dict(more))


def found(engagement: Engagement, *feedback: Feedback) -> dict[str, Advice]:
    months = trial_months(engagement.pilot, FACTS.months)
    assert months.tried
    result = replay_engagement(engagement, FACTS, months=months.months)
    return {one.kind: one for one in advice(result, feedback)}


CVR = Line(kpi="cvr", weight=60, threshold=0.08, target=0.1, stretch=0.12)
ACOS = Line(kpi="acos", weight=40, threshold=0.3, target=0.22, stretch=0.15)


def test_a_threshold_nobody_reached_goes_where_half_would_pass() -> None:
    engagement = client(CVR, ACOS)
    hard = found(engagement)["too_hard"]
    assert (hard.role, hard.kpi, hard.levels) == ("ads", "cvr", (("", 0.055, None, None),))
    assert (hard.facts["people"], hard.facts["times"]) == (2, 6)
    line = advised(engagement, hard).scheme.scorecards[0].lines[0]  # type: ignore[union-attr]
    assert line == CVR.model_copy(update={"threshold": 0.055})
    for language in ("zh", "en"):
        said = catalog(language).say(hard.message) + catalog(language).say(hard.step)
        assert "5.5%" in said
        assert "8.0%" in said


def test_personal_thresholds_are_eased_person_by_person() -> None:
    personal = (PersonalLevels(person="p1", threshold=0.09, target=0.1), PersonalLevels(person="p2", target=0.11))
    engagement = client(CVR.model_copy(update={"personal": personal}), ACOS)
    hard = found(engagement)["too_hard"]
    assert [one.person for one in hard.levels] == ["p1", "p2"]
    eased = advised(engagement, hard).scheme.scorecards[0].lines[0].personal  # type: ignore[union-attr]
    assert [(one.threshold, one.target) for one in eased] == [(0.055, 0.1), (0.055, 0.11)]
    places = [one.path for one in changes_due(engagement, advised(engagement, hard))]
    assert places == [f"scheme.scorecards.ads.lines.cvr.personal.{who}.threshold" for who in ("p1", "p2")]


def test_levels_everybody_passed_move_one_step_up() -> None:
    easy = ACOS.model_copy(update={"threshold": 0.5, "target": 0.4, "stretch": 0.3})
    engagement = client(CVR, easy)
    one = found(engagement)["too_easy"]
    assert one.levels == (("", 0.4, 0.3, 0.2),)
    line = advised(engagement, one).scheme.scorecards[0].lines[1]  # type: ignore[union-attr]
    assert (line.threshold, line.target, line.stretch) == (0.4, 0.3, 0.2)


@pytest.mark.parametrize(
    ("kpi", "threshold", "target", "stretch", "beyond"),
    [("acos", 0.6, 0.5, 0.3, 0.1), ("acos", 0.9, 0.8, 0.3, 0.15), ("kw_task", 0.8, 0.9, 0.97, 0.985)],
)
def test_the_step_up_stays_where_it_can_be_reached(
    kpi: str, threshold: float, target: float, stretch: float, beyond: float
) -> None:
    line = Line(kpi=kpi, weight=40, threshold=threshold, target=target, stretch=stretch)
    assert found(client(CVR, line))["too_easy"].levels == (("", target, stretch, beyond),)


def test_what_was_never_measured_gives_its_weight_to_the_others() -> None:
    engagement = client(CVR, ACOS.model_copy(update={"weight": 20}), Line(kpi="return_rate", weight=20, target=0.05))
    one = found(engagement)["unmeasured"]
    assert dict(one.weights) == {"return_rate": 0, "cvr": 75, "acos": 25}
    assert one.source == "data"
    after = advised(engagement, one)
    assert sum(line.weight for line in after.scheme.scorecards[0].lines) == 100  # type: ignore[union-attr]


def test_the_only_kpi_of_a_card_has_nobody_to_give_to() -> None:
    alone = found(client(Line(kpi="return_rate", weight=100, target=0.05)))["unmeasured"]
    assert not alone.can_be_pressed
    assert alone.step.key == "iterate.unmeasured.look"


def test_a_kpi_that_is_called_unfair_weighs_a_third_less() -> None:
    voice = Feedback(id="f1", person="p1", fair=1, words="not mine", topic="kpi", kpi="cvr")
    one = found(client(CVR, ACOS), voice)["criticised"]
    assert dict(one.weights) == {"cvr": 40, "acos": 60}
    assert (one.feedback, one.source) == (("f1",), "feedback")
    elsewhere = voice.model_copy(update={"person": "p9"})
    assert "criticised" not in found(client(CVR, ACOS), elsewhere)


def test_levels_that_a_target_sets_are_left_to_the_targets() -> None:
    target = Target(id="t1", kpi="cvr", first="2026-12", last="2027-02", value=0.1, threshold=0.08)
    hard = found(client(CVR, ACOS, targets=(target,)))["too_hard"]
    assert not hard.can_be_pressed
    assert hard.step.key == "iterate.too_hard.look"


def test_too_few_months_say_nothing() -> None:
    engagement = client(CVR, ACOS, organisation=TEAM.model_copy(update={"people": TEAM.people[:1]}))
    result = replay_engagement(engagement, FACTS, months=FACTS.months[:2])
    assert [one for one in advice(result) if one.kind != "unmeasured"] == []


def test_nobody_to_score_says_nothing() -> None:
    for people in ((), (Person(id="p9", name="Qi", role="store"),)):
        engagement = client(CVR, ACOS, organisation=Organisation(people=people))
        assert advice(replay_engagement(engagement, FACTS, months=FACTS.months)) == ()


def test_somebody_with_two_roles_counts_on_both_cards() -> None:
    engagement = client(ACOS.model_copy(update={"weight": 100}))
    assert engagement.scheme is not None
    cards = (*engagement.scheme.scorecards, Scorecard(role="store", lines=(CVR.model_copy(update={"weight": 100}),)))
    both = Person(id="p1", name="Li", role="ads", bonus=1000.0, duties=(Duty(role="store", share=0.5),))
    split = engagement.model_copy(
        update={
            "scheme": engagement.scheme.model_copy(update={"scorecards": cards}),
            "organisation": Organisation(people=(both,)),
        }
    )
    assert [(one.kind, one.role, one.kpi) for one in found(split).values()] == [("too_hard", "store", "cvr")]


def test_before_and_after_for_each_person_on_the_same_months() -> None:
    engagement = client(CVR, ACOS)
    after = advised(engagement, found(engagement)["too_hard"])
    months = trial_months(engagement.pilot, FACTS.months).months
    result = before_after(engagement, after, FACTS, months)
    assert result is not None
    assert [one.person.id for one in result.winners] == ["p2", "p1"]
    assert result.losers == ()
    assert result.cost_change == pytest.approx(sum(one.gain or 0 for one in result.changes))
    assert before_after(engagement, engagement, FACTS, months).cost_change == 0  # type: ignore[union-attr]
    assert before_after(engagement.model_copy(update={"scheme": None}), after, FACTS, months) is None


def test_what_filled_scorecards_told_counts_in_both_versions() -> None:
    engagement = client(CVR, ACOS)
    after = advised(engagement, found(engagement)["too_hard"])
    table = actuals_table(TEAM, FACTS, ("cvr",), list(FACTS.months[:1]))
    told = replace(table, values=np.where(np.isnan(table.values), np.nan, 0.11))
    result = before_after(engagement, after, FACTS, FACTS.months, told)
    plain = before_after(engagement, after, FACTS, FACTS.months)
    assert result is not None
    assert plain is not None
    assert all(one.score_before > other.score_before for one, other in zip(result.changes, plain.changes, strict=True))  # type: ignore[operator]
    assert laid_over(table, None) is table
    assert laid_over(table, told).values.tolist() == [[[0.11]], [[0.11]]]


def test_months_before_the_pilot_stand_in_while_it_has_none() -> None:
    later = client(CVR, pilot=Pilot(first="2027-06", months=2))
    months = trial_months(later.pilot, FACTS.months)
    assert (months.tried, [str(month) for month in months.months]) == (False, ["2027-01", "2027-02"])


def test_a_press_gives_every_change_its_reason_and_no_more() -> None:
    engagement = client(CVR, ACOS)
    one = found(engagement)["too_hard"]
    after = reasoned(engagement, advised(engagement, one), "1.0", one.source, "nobody reached it")
    assert [given.place for given in after.reasons] == ["scheme.scorecards.ads.lines.cvr.threshold"]
    assert without_reason(engagement, after, "1.0") == ()
    assert [bare.path for bare in without_reason(engagement, after, "0.9")] == [after.reasons[0].place]
    again = reasoned(engagement, after, "1.0", "review", "still")
    assert [(given.source, given.reason) for given in again.reasons] == [("review", "still")]


def test_which_changes_ask_for_a_reason() -> None:
    def asks(*place: str) -> bool:
        return asks_for_reason(Difference(place, 1, 2))

    assert asks("scheme", "payout", "points")
    assert asks("targets", "t1", "value")
    assert asks("cascades", "t1", "people", "p1", "amount")
    assert not asks("targets", "t1", "probability")
    assert not asks("scheme", "roll_out", "briefing")
    assert not asks("organisation", "people", "p1", "bonus")
    assert not asks_for_reason(Difference(("scheme", "scorecards"), ["a", "b"], ["b", "a"]))


def test_the_nearest_reason_counts_and_a_blank_one_is_none() -> None:
    one = Difference(("scheme", "scorecards", "ads", "lines", "cvr", "weight"), 60, 40)
    wide = ChangeReason(place="scheme.scorecards.ads", base="1.0", reason="wide")
    near = ChangeReason(place=one.path, base="1.0", reason="near")
    blank = near.model_copy(update={"reason": "  "})
    assert reason_for(one, (wide, near), "1.0") == near
    assert reason_for(one, (blank, wide), "1.0") == wide
    assert reason_for(one, (near.model_copy(update={"place": "scheme.scorecards.ad"}),), "1.0") is None
