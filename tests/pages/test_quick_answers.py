"""Two answers given before the page was drawn again: the second starts from the first, it does not undo it."""

from kpi_logic.model import Engagement, Scorecard
from pages.shared import cascades, scorecards, target_changes
from tests.pages.conftest import engagement_in, sample_facts

FACTS = sample_facts("simulated")


def _card(engagement: Engagement) -> Scorecard:
    assert engagement.scheme is not None
    return engagement.scheme.scorecards[0]


def test_a_weight_moved_right_after_a_lock_leaves_the_locked_one_alone() -> None:
    start = engagement_in("complete")
    drawn = _card(start)
    first, second = drawn.lines[:2]
    locked = scorecards._lock(drawn, first.kpi)(start, True)
    moved = _card(scorecards._weigh(drawn, second.kpi)(locked, second.weight + 7))
    assert (moved.lines[0].locked, moved.lines[0].weight) == (True, first.weight)
    assert (moved.lines[1].weight, sum(line.weight for line in moved.lines)) == (second.weight + 7, 100)


def test_two_levels_typed_one_after_the_other_both_stand() -> None:
    start = engagement_in("complete")
    drawn = _card(start)
    kpi = drawn.lines[0].kpi
    once = scorecards._level(drawn, kpi, "threshold", 1)(start, 11.0)
    twice = _card(scorecards._level(drawn, kpi, "stretch", 1)(once, 33.0)).lines[0]
    assert (twice.threshold, twice.stretch) == (11.0, 33.0)


def test_a_kpi_that_was_just_taken_out_cannot_be_weighed() -> None:
    start = engagement_in("complete")
    drawn = _card(start)
    codes = tuple(line.kpi for line in drawn.lines[1:])
    without = scorecards._with_kpis(start, drawn, codes, FACTS)
    assert scorecards._weigh(drawn, drawn.lines[0].kpi)(without, 50) == without


def test_a_note_typed_right_after_a_new_value_keeps_the_value() -> None:
    start = engagement_in("complete")
    drawn = start.targets[0]
    valued = target_changes.valued(drawn, FACTS, drawn.value * 1.01)(start)
    noted = target_changes.changed(drawn, FACTS, "note")(valued, "as agreed").targets[0]
    assert (noted.value, noted.note) == (drawn.value * 1.01, "as agreed")


def test_a_target_that_was_just_removed_stays_removed() -> None:
    start = engagement_in("complete")
    drawn = start.targets[0]
    gone = target_changes.without(drawn)(start)
    assert target_changes.changed(drawn, FACTS, "note")(gone, "too late") == gone


def test_two_parts_of_a_cascade_moved_one_after_the_other_both_move() -> None:
    start = engagement_in("complete")
    drawn = start.cascades[0]
    first, second, *_ = drawn.people
    mine, yours = round(first.amount) + 1000.0, round(second.amount) + 500.0
    once = cascades._moved(drawn, first.to, "buffer", 1.0)(start, mine)
    twice = cascades._moved(drawn, second.to, "buffer", 1.0)(once, yours).cascades[0]
    amounts = {share.to: share.amount for share in twice.people}
    assert (amounts[first.to], amounts[second.to]) == (mine, yours)
