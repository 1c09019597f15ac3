"""The reliability diagram: read strictly, complete, and no further from the truth than the odds may be."""

from pathlib import Path

import pytest

from kpi_logic.library import TemplateError
from kpi_logic.targets import pool_reliability
from kpi_logic.targets.reliability import RELIABILITY_FILE

FOUND = pool_reliability()


def test_ten_bands_hold_every_target() -> None:
    assert len(FOUND.bin) == 10
    assert sum(one.targets for one in FOUND.bin) == FOUND.targets
    assert [int(one.said * 10) for one in FOUND.bin] == list(range(10))
    assert FOUND.by in ("sources", "series")


def test_what_was_said_came_true() -> None:
    assert FOUND.error <= 0.018
    assert max(abs(one.said - one.seen) for one in FOUND.bin) <= 0.04


def test_an_unknown_key_is_refused(tmp_path: Path) -> None:
    broken = tmp_path / "reliability.toml"
    broken.write_text(RELIABILITY_FILE.read_text(encoding="utf-8") + '\n[extra]\ncolour = "red"\n', encoding="utf-8")
    with pytest.raises(TemplateError, match=r"reliability\.toml"):
        pool_reliability(broken)
