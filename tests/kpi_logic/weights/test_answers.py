"""Answers read into what each method asks for."""

import numpy as np
import pytest

from kpi_logic.model import Judgement
from kpi_logic.weights import answered, bwm, judged, nearest_step, pairwise, preferences, to_hundred
from kpi_logic.weights.repair import SAATY

KPIS = ("acos", "cvr", "gmv")


def test_nothing_answered_gives_no_weights() -> None:
    assert judged(None, KPIS) is None
    assert judged(Judgement(role="ads", method="direct"), ()) is None
    assert judged(Judgement(role="ads", method="bwm", best="acos"), KPIS) is None
    assert judged(Judgement(role="ads", method="direct", answers=dict.fromkeys(KPIS, 0.0)), KPIS) is None


def test_points_left_out_count_as_half() -> None:
    assert judged(Judgement(role="ads", method="swing", answers={"acos": 100.0}), KPIS) == {
        "acos": 50,
        "cvr": 25,
        "gmv": 25,
    }


def test_a_pair_is_read_whichever_way_round_it_was_asked() -> None:
    one = Judgement(role="ads", method="ahp", answers={"acos:cvr": 4.0})
    other = Judgement(role="ads", method="ahp", answers={"cvr:acos": 0.25})
    assert answered(one, "cvr", "acos") == answered(other, "cvr", "acos") == 0.25
    expected = np.array([[1, 4, 1], [0.25, 1, 1], [1, 1, 1]])
    assert np.array_equal(pairwise(one, KPIS), expected)
    assert np.array_equal(pairwise(other, KPIS), expected)
    assert np.array_equal(pairwise(None, KPIS), np.ones((3, 3)))


def test_best_and_worst_make_two_rows() -> None:
    said = Judgement(
        role="ads", method="bwm", best="acos", worst="gmv", answers={"acos:gmv": 8.0, "acos:cvr": 2.0, "cvr:gmv": 4.0}
    )
    rows = preferences(said, KPIS)
    assert rows == ([1.0, 2.0, 8.0], [8.0, 4.0, 1.0])
    assert judged(said, KPIS) == dict(zip(KPIS, to_hundred(bwm(*rows).weights.tolist()), strict=True))
    assert preferences(said.model_copy(update={"worst": "acos"}), KPIS) is None


@pytest.mark.parametrize("place", range(len(SAATY)))
def test_every_step_of_the_scale_is_its_own_nearest(place: int) -> None:
    assert nearest_step(SAATY[place]) == place
