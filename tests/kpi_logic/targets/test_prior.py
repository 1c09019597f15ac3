"""The constants file: complete, on its grids, and reproduced by its script."""

import json
import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from kpi_logic.targets.learn_prior import dump
from kpi_logic.targets.prior import PRIOR_FILE, load_prior, read_prior

ROOT = Path(__file__).resolve().parents[3]
POOL = Path(os.environ.get("KPI_SERIES_POOL", "nowhere"))  # learning takes minutes: run by naming the pool
TEXT = PRIOR_FILE.read_text(encoding="utf-8")


def test_the_file_holds_these_parts_and_no_others() -> None:
    raw = json.loads(TEXT)
    assert list(raw) == ["version", "provenance", "scales", "profiles", "retail", "groups"]
    assert list(raw["provenance"]) == ["script", "method", "learnt_on", "seed", "series", "sources", "licence"]
    assert list(raw["provenance"]["sources"]) == list(raw["provenance"]["series"])
    assert all(list(group) == ["first", "structure", "scale", "profile", "weight"] for group in raw["groups"])
    assert dump(raw) == TEXT
    assert PRIOR_FILE.stat().st_size <= 48_000


def test_weights_and_profiles_are_in_order() -> None:
    prior = load_prior()
    assert [atoms.first for atoms in prior.groups] == [0, 8, 11, 15, 21, 30]
    assert all(atoms.weight.sum() == pytest.approx(1) and atoms.weight.min() > 0 for atoms in prior.groups)
    assert not prior.profiles[0].any()
    assert np.abs(prior.profiles.sum(axis=1)).max() < 0.01
    assert prior.retail.shape == (len(prior.profiles),)
    assert prior.retail.min() >= 0


@pytest.mark.parametrize(("months", "group"), [(4, 0), (7, 0), (8, 1), (10, 1), (11, 2), (20, 3), (29, 4), (99, 5)])
def test_the_group_of_a_history(months: int, group: int) -> None:
    assert load_prior().group(months) == group


def test_a_setting_off_the_grid_is_refused() -> None:
    raw = json.loads(TEXT)
    raw["groups"][2]["profile"][0] = 99
    with pytest.raises(ValueError, match="prior: settings from 11 months on do not fit the grids"):
        read_prior(json.dumps(raw))


@pytest.mark.claims
@pytest.mark.skipif(not POOL.exists(), reason="the pool of series is not part of the repository")
def test_the_script_reproduces_the_file(tmp_path: Path) -> None:
    out = tmp_path / "prior.json"
    command = [sys.executable, "-m", "kpi_logic.targets.learn_prior", "--pool", str(POOL), "--out", str(out)]
    subprocess.run(command, check=True, cwd=ROOT)
    assert out.read_text(encoding="utf-8") == TEXT
