"""The command that tells what a file in hand is."""

import json
from pathlib import Path

import pytest

from kpi_logic.cli.parser import run
from kpi_logic.proposal.edition import Edition
from kpi_logic.release import release
from kpi_logic.store import export_engagement
from kpi_logic.store.store import open_store
from tests.kpi_logic.release.conftest import NOW, client, released_papers


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """A folder with a database, an engagement file and the released PDF."""
    store = open_store(f"sqlite:///{tmp_path / 'kpi.db'}")
    saved = store.create(client()[0], "", NOW)
    made = released_papers("0.1")
    release(store, saved, made, Edition("0.1", draft=False), client()[1].fingerprint, "Chen", NOW)
    (tmp_path / "book.kpibook").write_bytes(export_engagement(store, saved.id))
    (tmp_path / "paper.pdf").write_bytes(made.files["proposal-zh.pdf"])
    store.engine.dispose()
    return tmp_path


def asked(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, dict]:
    status = run(["verify", *words, "--json"])
    return status, json.loads(capsys.readouterr().out)


def test_a_released_file(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    status, data = asked(capsys, str(place / "paper.pdf"), "--store", f"sqlite:///{place / 'kpi.db'}")
    assert (status, data["status"], data["version"], data["released_by"]) == (0, "released", "0.1", "Chen")
    status, data = asked(capsys, str(place / "paper.pdf"), "--book", str(place / "book.kpibook"))
    assert (status, data["status"], data["file"]) == (0, "released", "proposal-zh.pdf")


def test_an_altered_file(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (place / "paper.pdf").write_bytes((place / "paper.pdf").read_bytes().replace(b"%%EOF", b"%%EOG"))
    status, data = asked(capsys, str(place / "paper.pdf"), "--store", f"sqlite:///{place / 'kpi.db'}")
    assert (status, data["status"]) == (1, "altered")


def test_no_file_and_no_book(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    status, data = asked(capsys, str(place / "nothing.pdf"))
    assert (status, data["issues"][0]["code"]) == (1, "cli.unreadable")
    status, data = asked(capsys, str(place / "paper.pdf"), "--book", str(place / "paper.pdf"))
    assert (status, data["issues"][0]["code"]) == (1, "store.book.foreign")


def test_for_people(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["verify", str(place / "paper.pdf"), "--store", f"sqlite:///{place / 'kpi.db'}"]) == 0
    assert "exactly as it was released" in capsys.readouterr().out
