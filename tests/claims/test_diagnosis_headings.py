"""The diagnosis of a client's file does not depend on the language of its headings.

Sellers whose truth is known are written as client workbooks in both languages and diagnosed from the file.
"""

import importlib.util
import json
import sys
from pathlib import Path

import pytest

from kpi_logic.cli import main
from kpi_logic.intake import client_workbook

pytestmark = pytest.mark.claims
CAUSES = {"conversion": "cvr", "acos": "acos", "price": "asp", "returns": "return"}


def _simulator() -> object:
    name = "simulated_sellers"
    spec = importlib.util.spec_from_file_location(name, Path(__file__).with_name(f"{name}.py"))
    assert spec is not None and spec.loader is not None
    module = sys.modules.setdefault(name, importlib.util.module_from_spec(spec))
    spec.loader.exec_module(module)
    return module


class _Book:
    """What the workbook is filled with: the seller's facts and nothing else."""

    profile = organisation = present_scheme = None

    def __init__(self, facts: object) -> None:
        self.facts = facts


@pytest.mark.parametrize("cause", list(CAUSES))
def test_both_languages_lead_to_the_same_bottleneck(
    cause: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    seller = _simulator().simulate(77_001, cause, 36)  # type: ignore[attr-defined]
    found = {}
    for language in ("zh", "en"):
        path = tmp_path / f"{language}.xlsx"
        path.write_bytes(client_workbook(language, filled=_Book(seller.table)))
        main(["diagnose", str(path), "--json"])
        found[language] = json.loads(capsys.readouterr().out)["bottlenecks"]
    assert found["zh"] == found["en"]
    assert found["zh"][0]["kpi"].startswith(CAUSES[cause])
    assert found["zh"][0]["segment"]["shop"] == seller.shop
