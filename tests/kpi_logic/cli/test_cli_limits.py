"""The client's own account health file goes before the published limits, on the command line too."""

import json
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from kpi_logic.cli import main


def diagnosed(capsys: pytest.CaptureFixture[str], *files: Path) -> Any:
    assert main(["diagnose", *map(str, files), "--json"]) == 0
    return json.loads(capsys.readouterr().out)


@pytest.fixture
def months(tmp_path: Path) -> Path:
    """Twelve months of one Amazon shop, 3 % of its orders late."""
    table = pd.DataFrame({"Month": pd.period_range("2025-01", periods=12, freq="M").astype(str)})
    table = table.assign(
        Platform="Amazon", Shop="A", Site="US", Currency="USD", Sales=1000.0, Orders=100.0, Units=110.0
    )
    table = table.assign(late_shipments=30.0, fbm_orders=1000.0)
    table.to_csv(tmp_path / "months.csv", index=False)
    return tmp_path / "months.csv"


@pytest.fixture
def health(tmp_path: Path) -> Path:
    """An account health report whose own target is 2 %."""
    span = {"reportingDateFrom": "2025-12-01", "reportingDateTo": "2025-12-31"}
    rate = {
        "rate": 0.03,
        "targetValue": 0.02,
        "targetCondition": "LESS_THAN",
        "reportingDateRange": span,
        "status": "AT_RISK",
    }
    report = {"performanceMetrics": [{"marketplaceId": "ATVPDKIKX0DER", "lateShipmentRate": rate}]}
    (tmp_path / "health.json").write_text(json.dumps(report), encoding="utf-8")
    return tmp_path / "health.json"


def test_the_clients_own_limit_is_the_one_held_against(
    capsys: pytest.CaptureFixture[str], months: Path, health: Path
) -> None:
    public = next(one for one in diagnosed(capsys, months)["limits"] if one["kpi"] == "lsr")
    assert (public["limit"], public["origin"], public["standing"]) == (0.04, "published", "within")
    data = diagnosed(capsys, months, health)
    own = next(one for one in data["limits"] if one["kpi"] == "lsr")
    assert (own["limit"], own["origin"], own["standing"]) == (0.02, "client", "breach")
    assert (own["source"], own["read"]) == ("health.json", "2025-12-31")
    assert {"value": 0.04, "why": ""} in [{k: other[k] for k in ("value", "why")} for other in own["others"]]
    first = data["bottlenecks"][0]
    assert (first["kpi"], first["reference"], first["reference_kind"]) == ("lsr", 0.02, "limit")
