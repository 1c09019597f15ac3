"""Folds: every series is judged exactly once, and never by a prior that saw its kin."""

import numpy as np
import pytest

from kpi_logic.targets.folds import KINDS, folds_of
from kpi_logic.targets.pool import MIX, Pool

SOURCES = np.array(sorted(MIX) * 6)
POOL = Pool([np.zeros(40)] * SOURCES.size, np.zeros(SOURCES.size, np.int64), SOURCES, np.arange(SOURCES.size) // 2)


@pytest.mark.parametrize("by", ["sources", "series"])
def test_every_series_falls_in_one_fold(by: str) -> None:
    folds = folds_of(POOL, by)
    assert (np.sum(list(folds.values()), axis=0) == 1).all()


def test_kin_fall_in_one_fold() -> None:
    one = folds_of(POOL, "series")["one"]
    assert all(np.ptp(one[POOL.unit == unit].astype(int)) == 0 for unit in np.unique(POOL.unit))
    assert 0.2 < one.mean() < 0.8


def test_every_source_has_a_kind() -> None:
    assert sorted(name for kin in KINDS.values() for name in kin) == sorted(MIX)
    with pytest.raises(ValueError, match="folds are by sources or series, got 'luck'"):
        folds_of(POOL, "luck")
