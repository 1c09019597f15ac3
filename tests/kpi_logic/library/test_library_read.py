"""A file that cannot be read at all."""

from pathlib import Path

import pytest

from kpi_logic.library import Strict, TemplateError, read_toml


class _Note(Strict):
    title: str


def test_a_good_file_becomes_a_value(tmp_path: Path) -> None:
    (tmp_path / "note.toml").write_text('title = "a"', encoding="utf-8")
    assert read_toml(tmp_path / "note.toml", _Note) == _Note(title="a")


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(TemplateError) as error:
        read_toml(tmp_path / "note.toml", _Note)
    assert str(error.value) == f"note.toml: not found in {tmp_path.name}/"


def test_another_encoding_is_refused_with_its_mend(tmp_path: Path) -> None:
    (tmp_path / "note.toml").write_bytes(b'title = "\xcf\xfa\xca\xdb"')  # GBK, as an old editor saves it
    with pytest.raises(TemplateError) as error:
        read_toml(tmp_path / "note.toml", _Note)
    assert str(error.value) == "note.toml: not UTF-8 text; save it again as UTF-8"
