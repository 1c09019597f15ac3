"""Order lines in a database from the command line."""

import json
import sqlite3
from pathlib import Path

import pytest

from kpi_logic.cli import main


@pytest.fixture
def link(tmp_path: Path) -> str:
    path = tmp_path / "erp.db"
    connection = sqlite3.connect(path)
    connection.execute("CREATE TABLE sales (order_date text, order_no text, net real, store text, currency text)")
    rows = [("2025-01-01", "A", 12.5, "North", "USD"), ("2025-01-31", "B", 7, "North", "USD")]
    connection.executemany("INSERT INTO sales VALUES (?, ?, ?, ?, ?)", rows)
    connection.commit()
    connection.close()
    return f"sqlite:///{path}"


def test_lines_of_a_table_become_the_monthly_table(
    link: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "monthly.csv"
    words = ["monthly", "--link", link, "--table", "sales", "--map", "amount=net", "--out", str(out), "--json"]
    assert main(words) == 0
    assert json.loads(capsys.readouterr().out) == {"path": str(out), "rows": 1, "months": ["2025-01"], "issues": []}
    assert out.read_text().splitlines() == [
        "month,platform,shop,site,currency,orders,sales",
        "2025-01,,North,,USD,2.0,19.5",
    ]


def test_what_is_wrong_with_a_link_is_an_issue(link: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    words = ["monthly", "--link", link, "--table", "nothing", "--out", str(tmp_path / "m.csv"), "--json"]
    assert main(words) == 1
    assert [issue["code"] for issue in json.loads(capsys.readouterr().out)["issues"]] == ["link_no_table"]


def test_a_link_and_files_do_not_go_together(link: str, tmp_path: Path) -> None:
    out = str(tmp_path / "m.csv")
    assert main(["monthly", "--out", out]) == 2
    assert main(["monthly", "a.csv", "--link", link, "--table", "t", "--out", out]) == 2
    assert main(["monthly", "--link", link, "--out", out]) == 2
    assert main(["monthly", "--link", link, "--table", "t", "--map", "amount", "--out", out]) == 2
