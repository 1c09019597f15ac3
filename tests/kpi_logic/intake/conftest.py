"""Generated exports for the tests of this folder."""

import csv
import io
import tomllib
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook

from kpi_logic.intake import ClientFile
from kpi_logic.intake.file import Reading

FIXTURES = Path(__file__).resolve().parents[2] / "fixtures" / "intake" / "exports.toml"


class Exports:
    """The cases of exports.toml as files, and what a reading holds as plain rows."""

    def __init__(self) -> None:
        cases = tomllib.loads(FIXTURES.read_text(encoding="utf-8"))["case"]
        self.named: dict[str, dict[str, Any]] = {case["name"]: case for case in cases}

    @staticmethod
    def file(case: dict[str, Any], name: str = "") -> ClientFile:
        """The file of a case, under a name that says nothing."""
        rows = [[row.get(heading, "") for heading in case["headings"]] for row in case["rows"]]
        if case["kind"] == "workbook":
            book = Workbook()
            for line in case["preamble"]:
                book.active.append(line.split("|"))
            for cells in [case["headings"], *rows]:
                book.active.append([cell or None for cell in cells])
            out = io.BytesIO()
            book.save(out)
            return ClientFile(name or "file.xlsx", out.getvalue())
        text = io.StringIO()
        text.writelines(line + "\r\n" for line in case["preamble"])
        writer = csv.writer(text, delimiter=case["separator"])
        writer.writerows([case["headings"], *rows])
        return ClientFile(name or "file.csv", text.getvalue().encode(case["encoding"]))

    @staticmethod
    def answers(case: dict[str, Any], name: str) -> dict[str, str]:
        """The answers of a case for a file of that name."""
        return {key.format(file=name): value for key, value in case["answers"].items()}

    @staticmethod
    def rows(reading: Reading) -> list[dict[str, Any]]:
        """The rows as dicts, without what is missing."""
        found = [dict(zip(reading.columns, row, strict=True)) for row in reading.rows]
        kept = [{key: value for key, value in row.items() if value is not None} for row in found]
        return sorted(kept, key=lambda row: row["month"])

    @staticmethod
    def rounded(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
        """Amounts to a tenth of a cent."""
        return [{k: round(v, 4) if isinstance(v, float) else v for k, v in row.items()} for row in rows]


@pytest.fixture(scope="session")
def exports() -> Exports:
    """The generated exports."""
    return Exports()
