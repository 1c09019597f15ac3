"""The data files of the diagnosis are read strictly, and everything in them has a name."""

from pathlib import Path

import pytest

from kpi_logic.diagnosis.leaf import LeafFile, leaf_entries
from kpi_logic.diagnosis.limits import limit_of, limits
from kpi_logic.diagnosis.telling import name_of
from kpi_logic.library import TemplateError, kpi_library, read_toml
from kpi_logic.model import Segment
from kpi_logic.text import catalog


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_leaf_has_a_name(language: str) -> None:
    names = [catalog(language).word(name_of(code)) for code in leaf_entries()]
    assert all(names) and len(set(names)) == len(names)


def test_every_measure_of_a_leaf_exists() -> None:
    known = set(kpi_library().measures) | {"all_costs"}
    for code, entry in leaf_entries().items():
        used = {*entry.over, *entry.under, *entry.needs, *entry.unless, *filter(None, [entry.shown_under])}
        assert used <= known, code


def test_an_unknown_key_is_refused_by_file_and_key(tmp_path: Path) -> None:
    text = (
        '[leaf.cvr]\nover = ["units"]\neffect = "volume"\ndirection = "higher"\nslab = 0.2\nunit = "ratio"\nsize = 3\n'
    )
    (tmp_path / "leaves.toml").write_text(text, encoding="utf-8")
    with pytest.raises(TemplateError, match=r"leaves\.toml: leaf\.cvr\.size: Extra inputs are not permitted"):
        read_toml(tmp_path / "leaves.toml", LeafFile)


def test_limits_name_source_and_number() -> None:
    assert all(limit.source and limit.value is not None for limit in limits())
    assert limit_of("lsr", Segment(platform="amazon")).value == 0.04
    assert limit_of("lsr", Segment(platform="Shopee")) is None, "sources conflict: no breach is called"
    assert limit_of("lsr", Segment()) is None
