"""The command that writes the tables for BI tools."""

import hashlib
import json
from pathlib import Path

from kpi_logic.cli import main

ROOT = Path(__file__).resolve().parents[3]


def test_export_writes_every_table_twice_with_its_dictionary(tmp_path, capsys):
    status = main(["export", str(ROOT / "sample_data" / "simulated_client.xlsx"), "--out", str(tmp_path), "--json"])
    data = json.loads(capsys.readouterr().out)
    assert status == 0 and data["rows"] > 5_000
    names = {Path(file["path"]).name for file in data["files"]}
    tables = ("monthly_kpi", "targets", "scores", "score_lines")
    assert names == {"dictionary.csv", "kpi-bi.zip", *(f"{t}.{kind}" for t in tables for kind in ("csv", "parquet"))}
    for file in data["files"]:
        assert hashlib.sha256(Path(file["path"]).read_bytes()).hexdigest() == file["sha256"]


def test_export_of_nothing_readable_stops(tmp_path, capsys):
    status = main(["export", str(tmp_path / "absent.xlsx"), "--out", str(tmp_path / "out"), "--json"])
    data = json.loads(capsys.readouterr().out)
    assert status == 1 and data["files"] == [] and data["issues"]
    assert not (tmp_path / "out").exists()
