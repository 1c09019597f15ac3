"""Norms: money rests on grade A and B only; the others are told beside the evidence, with their grade."""

import datetime

import pandas as pd

from kpi_logic.diagnosis import diagnose, norms_told
from kpi_logic.diagnosis.cube import Cube
from kpi_logic.diagnosis.leaf import leaves_of
from kpi_logic.diagnosis.norms import edge, norm_of
from kpi_logic.facts import MonthlyFacts
from kpi_logic.library import Benchmark, Ledger, ledger
from kpi_logic.model import Amount, Message, Raw, Segment, Unit

AMAZON = Segment(platform="Amazon", site="US", shop="Shop 0")


def _norm(**facts: object) -> Benchmark:
    told = {"metric": "acos", "kind": "norm", "platform": "Amazon", "market": "", "bound": "between", "value": 0.1,
            "top": 0.15, "reached": True, "days": (), "source": "platform report", "grade": "B",
            "read": datetime.date(2026, 1, 1), "used": True}  # fmt: skip
    return Benchmark.model_validate(told | facts)


def test_a_sourced_norm_is_a_reference_for_money(table: pd.DataFrame) -> None:
    benchmarks = Ledger((_norm(), _norm(value=0.05, top=0.2)))
    found = [p for p in diagnose(MonthlyFacts.of(table), benchmarks=benchmarks).potentials if p.kpi == "acos"]
    assert [(p.reference_kind, p.segment.shop, p.norm) for p in found] == [
        ("benchmark", "Shop 1", benchmarks.lines[0])
    ], "Shop 0's part is below what is worth a line"
    recent = table[(table["shop"] == "Shop 1") & (table["month"] >= "2025-10")]
    gap = recent["ad_spend"].sum() - 0.15 * recent["ad_sales"].sum()
    assert round(found[0].reference, 3) == 0.15
    assert abs(found[0].money_per_month / (gap / 3) - 1) < 0.02


def test_a_norm_of_a_poor_source_puts_no_money_on_anything(table: pd.DataFrame) -> None:
    poor = Ledger(
        (_norm(grade="C", used=False, why="estimate"), _norm(used=False, why="conflict"), _norm(whom="launch"))
    )
    assert [
        p for p in diagnose(MonthlyFacts.of(table), benchmarks=poor).potentials if p.reference_kind == "benchmark"
    ] == []


def test_the_nearest_usual_value_is_the_reference(table: pd.DataFrame) -> None:
    leaves = {leaf.code: leaf for leaf in leaves_of(Cube.of(MonthlyFacts.of(table)))}
    assert edge(_norm(), leaves["acos"]) == 0.15
    assert edge(_norm(metric="cvr"), leaves["cvr"]) == 0.1
    assert norm_of(Ledger((_norm(bound="above", top=None),)), leaves["acos"], AMAZON) is None
    assert norm_of(Ledger((_norm(metric="cogs_rate"),)), leaves["cogs_rate"], AMAZON) is None, "a cost a unit"
    assert norm_of(Ledger((_norm(platform="Shopee"),)), leaves["acos"], AMAZON) is None


def test_the_platforms_own_advice_on_stock_counts(table: pd.DataFrame) -> None:
    leaves = {leaf.code: leaf for leaf in leaves_of(Cube.of(MonthlyFacts.of(table)))}
    line = norm_of(ledger(), leaves["inv_days"], AMAZON)
    assert line is not None
    assert (line.metric, line.grade, line.value, line.top) == ("stock_sales_days", "A", 30.0, 60.0)


def test_an_estimate_is_told_with_its_grade() -> None:
    bound = Message("diagnosis.bound.between", {"value": Amount(0.05, Unit.RATIO), "top": Amount(0.15, Unit.RATIO)})
    facts = {"bound": bound, "source": Raw("ppcninja.com/blog/amazon-ppc-kpis"), "grade": Raw("C")}
    assert norms_told(ledger(), "tacos", AMAZON) == (Message("diagnosis_norm.told", facts),)
    assert norms_told(ledger(), "tacos", Segment(platform="Shopee")) == ()
    assert [m.key for m in norms_told(ledger(), "inv_days", AMAZON)] == ["diagnosis_norm.advised"]
