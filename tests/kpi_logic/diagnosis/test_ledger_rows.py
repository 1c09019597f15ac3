"""The ledger as a client meets it: what concerns him, what is in force, where he stands."""

import pandas as pd

from kpi_logic.diagnosis import ledger_of, ledger_rows
from kpi_logic.facts import MonthlyFacts
from kpi_logic.library import ledger
from kpi_logic.model import AgreedLimit


def _facts() -> MonthlyFacts:
    months = pd.period_range("2025-01", periods=4, freq="M").astype(str)
    shops = [("Amazon", "US", "A", 10.0), ("Amazon", "UK", "B", 30.0), ("Shopee", "MY", "C", 100.0)]
    rows = [
        {
            "month": month,
            "platform": p,
            "site": s,
            "shop": n,
            "currency": "USD",
            "late_shipments": late,
            "fbm_orders": 1000.0,
        }
        for month in months
        for p, s, n, late in shops
    ]
    return MonthlyFacts.of(pd.DataFrame(rows))


def _of(rows: tuple, metric: str, platform: str) -> list:
    return [row for row in rows if (row.line.metric, row.line.platform) == (metric, platform)]


def test_only_what_the_client_trades_on_concerns_him() -> None:
    rows = ledger_rows(ledger(), _facts())
    assert {row.line.platform for row in rows if row.concerns} == {"Amazon", "Shopee", ""}
    assert [row.in_force for row in _of(rows, "lsr", "Amazon")] == [True, False]
    assert [row.current for row in _of(rows, "lsr", "Amazon")] == [0.02, 0.02], "both shops together, from their sums"


def test_conflicting_lines_stand_beside_each_other_and_none_is_in_force() -> None:
    rows = _of(ledger_rows(ledger(), _facts()), "lsr", "Shopee")
    assert [(row.in_force, row.current, len(row.others)) for row in rows] == [(False, 0.1, 2)] * 3


def test_an_agreed_line_takes_the_place_of_the_published_one() -> None:
    agreed = AgreedLimit(metric="lsr", platform="Amazon", market="US", value=0.01, reason="seller centre")
    rows = _of(ledger_rows(ledger_of(agreed=[agreed]), _facts()), "lsr", "Amazon")
    assert [(row.line.value, row.in_force, row.current) for row in rows] == [
        (0.01, True, 0.01), (0.04, True, 0.02), (0.05, False, 0.02),
    ], "the published one still holds in the other market"  # fmt: skip


def test_without_facts_nothing_concerns_anybody() -> None:
    rows = ledger_rows(ledger(), None)
    assert len(rows) == len(ledger().lines)
    assert not any(row.concerns or row.in_force or row.current is not None for row in rows)
