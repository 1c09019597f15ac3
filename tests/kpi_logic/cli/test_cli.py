"""The command line keeps its promises: one JSON object, exit status, no traceback for bad input."""

import hashlib
import json
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from kpi_logic.cli import main

SAMPLES = Path(__file__).resolve().parents[3] / "sample_data"
CLIENT = str(SAMPLES / "simulated_client.xlsx")
RETAIL = str(SAMPLES / "online_retail_monthly.csv")


def run(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, Any]:
    """The exit status and the JSON object of a command."""
    status = main([*words, "--json"])
    printed = capsys.readouterr().out
    return status, json.loads(printed) if printed else None


@pytest.fixture
def bad_file(tmp_path: Path) -> str:
    path = tmp_path / "bad.csv"
    path.write_text("Month,Shop,Currency,Sales\n2025-01,A,USD,10\nlast spring,A,USD,11\n", encoding="utf-8")
    return str(path)


def test_template_writes_the_blank_workbook(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    target = tmp_path / "blank.xlsx"
    assert run(capsys, "template", str(target), "--lang", "en") == (0, {"path": str(target)})
    assert target.read_bytes() == (SAMPLES.parent / "templates" / "client_workbook_en.xlsx").read_bytes()


def test_check_reads_the_sample_without_a_word(capsys: pytest.CaptureFixture[str]) -> None:
    status, data = run(capsys, "check", CLIENT)
    assert (status, data["status"], data["issues"], len(data["rows"])) == (0, "ok", [], 72)
    row = data["rows"][0]
    assert list(row)[:15] == [
        "month", "platform", "shop", "site", "currency", "sales", "orders", "units", "sessions", "gross_profit",
        "ad_spend", "ad_sales", "returned_units", "inventory_value", "late_shipments",
    ]  # fmt: skip
    assert (row["month"], row["shop"], row["sales"], row["orders"]) == ("2024-11", "Nestwell US", 3083974.1, 15841)
    assert row["sp_points"] is None  # a number that only another platform knows is missing, never 0


def test_check_names_the_place_and_the_mend_in_both_languages(
    capsys: pytest.CaptureFixture[str], bad_file: str
) -> None:
    status, data = run(capsys, "check", bad_file)
    assert status in (0, 1)
    told = [issue for issue in data["issues"] if issue["row"] == 3]
    assert told
    assert all(issue[words] for issue in told for words in ("message_en", "message_zh", "fix_en", "fix_zh"))


def test_monthly_writes_the_canonical_table(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    for ending, reader in ((".csv", pd.read_csv), (".parquet", pd.read_parquet)):
        target = tmp_path / f"monthly{ending}"
        status, data = run(capsys, "monthly", RETAIL, "--out", str(target))
        assert (status, data["rows"], len(data["months"])) == (0, 281, 12)
        assert reader(target)["sales"].sum() == pytest.approx(pd.read_csv(RETAIL)["sales"].sum(), abs=0.005)


def test_diagnose_parts_sum_to_the_change(capsys: pytest.CaptureFixture[str]) -> None:
    status, data = run(capsys, "diagnose", CLIENT)
    first, change = data["bottlenecks"][0], data["change"]
    assert (status, data["currency"], data["basis"]) == (0, "CNY", "cm3")
    assert (first["kpi"], first["segment"]["shop"], first["rank"]) == ("cvr", "Nestwell US", 1)
    assert first["money_low"] < first["money_per_month"] < first["money_high"]
    assert sum(part["value"] for part in change["parts"]) == pytest.approx(change["delta"], rel=1e-9)


def test_targets_gives_odds(capsys: pytest.CaptureFixture[str]) -> None:
    status, data = run(
        capsys, "targets", CLIENT, "--kpi", "gmv", "--target", "12000000", "--periods", "2026-11..2027-01"
    )
    assert (status, data["kpi"], data["periods"], data["n_months"]) == (0, "gmv", ["2026-11", "2027-01"], 24)
    assert 0 < data["probability"] < 1
    assert data["interval80"][0] < data["median"] < data["interval80"][1]


def test_targets_cannot_tell_from_too_little(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    path = tmp_path / "short.csv"
    path.write_text("Month,Shop,Currency,Sales\n2025-01,A,USD,10\n2025-02,A,USD,11\n", encoding="utf-8")
    status, data = run(capsys, "targets", str(path), "--kpi", "gmv", "--target", "12", "--periods", "2025-03")
    assert (status, data["verdict"], data["probability"], data["interval80"]) == (0, "cannot_tell", None, [None, None])


def test_an_unknown_kpi_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    status, data = run(capsys, "targets", CLIENT, "--kpi", "nonsense", "--target", "1", "--periods", "2026-11")
    assert status == 1
    assert [issue["message_en"] for issue in data["issues"]] == ["There is no KPI with the code “nonsense”."]


def test_lint_finds_the_classic_faults(capsys: pytest.CaptureFixture[str]) -> None:
    status, data = run(capsys, "lint", CLIENT)
    rules = {finding["rule"] for finding in data["findings"]}
    assert status == 0
    assert {"P2.too_many", "P2.twins", "P3.sales_only"} <= rules
    assert all(finding["message_zh"] and finding["fix_en"] for finding in data["findings"])


def test_score_lists_everybody(capsys: pytest.CaptureFixture[str]) -> None:
    status, data = run(capsys, "score", CLIENT, "--month", "2026-10")
    assert (status, data["month"], len(data["people"])) == (0, "2026-10", 9)
    for person in data["people"]:
        assert set(person) >= {"person", "role", "score", "grade", "payout", "kpis", "gates", "exceptions"}
        assert (person["exceptions"], person["extra"], person["presence"]) == ([], 0.0, 1.0)
        assert all(found["message_en"] and found["message_zh"] for found in person["findings"])


def test_score_of_an_absent_month_stops(capsys: pytest.CaptureFixture[str]) -> None:
    status, data = run(capsys, "score", CLIENT, "--month", "2020-01")
    assert (status, data["people"]) == (1, [])
    assert data["issues"][-1]["code"] == "month_absent"


@pytest.mark.parametrize("sample", [CLIENT, RETAIL], ids=["simulated", "real"])
def test_propose_makes_the_same_papers_twice(capsys: pytest.CaptureFixture[str], tmp_path: Path, sample: str) -> None:
    status, first = run(capsys, "propose", sample, "--out", str(tmp_path / "a"))
    assert status == 0
    names = {Path(file["path"]).name for file in first["files"]}
    assert names == {
        "proposal-zh.pdf", "proposal-en.pdf", "scorecards-zh.xlsx", "scorecards-en.xlsx", "engagement.kpibook", "manifest.json",
    }  # fmt: skip
    for file in first["files"]:
        assert hashlib.sha256(Path(file["path"]).read_bytes()).hexdigest() == file["sha256"]
    _, second = run(capsys, "propose", sample, "--out", str(tmp_path / "b"))
    assert [file["sha256"] for file in first["files"]] == [file["sha256"] for file in second["files"]]


@pytest.mark.parametrize("command", ["check", "diagnose", "lint", "propose"])
def test_a_file_that_is_not_there_is_an_issue_not_a_traceback(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, command: str
) -> None:
    more = ["--out", str(tmp_path)] if command == "propose" else []
    status, data = run(capsys, command, str(tmp_path / "missing.xlsx"), *more)
    assert status == 1
    assert data["issues"]


@pytest.mark.parametrize(
    "words",
    [[], ["nonsense"], ["targets", CLIENT], ["score", CLIENT, "--month", "October"], ["monthly", CLIENT, "--out", "x.pdf"],
     ["targets", CLIENT, "--kpi", "gmv", "--target", "nan", "--periods", "2026-11"]],
)  # fmt: skip
def test_wrong_usage_is_status_2(capsys: pytest.CaptureFixture[str], words: list[str]) -> None:
    assert main(words) == 2
    assert capsys.readouterr().out == ""
