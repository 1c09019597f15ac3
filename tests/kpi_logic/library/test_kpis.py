"""Reading a KPI catalogue: one good example, one thing broken at a time."""

from pathlib import Path

import pytest

from kpi_logic.library import TemplateError
from kpi_logic.library.kpis import read_library
from kpi_logic.model import Direction, Kind, Kpi, Term, TimeFactor, Unit

MEASURES = """
[measure.sales]
unit = "money"
over_time = "sum"
over_shops = "sum"
grain = "month x store"
platform_source = "Business Report"

[measure.refunds]
unit = "money"
over_time = "sum"
over_shops = "sum"
grain = "month x store"
platform_source = "Settlement"

[measure.orders]
unit = "count"
over_time = "sum"
over_shops = "sum"
grain = "month x store"
platform_source = "Business Report"

[subtotal]
net = { sales = 1, refunds = -1 }
"""

SHOP = """
[kpi.value]
numerator = { net = 2, refunds = 2 }
denominator = { orders = 1 }
time_factor = "none"
unit = "money"
direction = "higher"
kind = "result"
gate = false
owners = ["lead"]
counters = ["refund_rate"]
definition_source = "trade usage"
benchmark = "unknown"

[kpi.refund_rate]
numerator = { refunds = 1 }
denominator = { sales = 1 }
time_factor = "none"
unit = "ratio"
direction = "lower"
kind = "result"
gate = true
owners = ["lead"]
counters = []
definition_source = "trade usage"
benchmark = "unknown"
"""

INEXPRESSIBLE = """
[kpi.gap]
formula = "abs(sales - refunds)"
reason = "absolute_value"
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "kpi").mkdir()
    (tmp_path / "measures.toml").write_text(MEASURES, encoding="utf-8")
    (tmp_path / "kpi" / "shop.toml").write_text(SHOP, encoding="utf-8")
    (tmp_path / "kpi_inexpressible.toml").write_text(INEXPRESSIBLE, encoding="utf-8")
    return tmp_path


def test_a_good_catalogue_is_read_and_its_subtotals_are_written_out(folder: Path) -> None:
    library = read_library(folder)
    assert list(library.measures) == ["sales", "refunds", "orders"]
    assert list(library.inexpressible) == ["gap"]
    assert library["value"] == Kpi(
        code="value",
        numerator=(Term(measure="sales", factor=2.0),),  # the refunds cancel out
        denominator=(Term(measure="orders"),),
        time_factor=TimeFactor.NONE,
        unit=Unit.MONEY,
        direction=Direction.HIGHER,
        kind=Kind.RESULT,
        gate=False,
        owners=("lead",),
        counters=("refund_rate",),
        definition_source="trade usage",
        benchmark="unknown",
        domain="shop",
    )


BROKEN = [
    ("measures.toml", 'grain = "month x store"', 'grian = "month x store"',
     "measures.toml: measure.sales.grain: Field required\n"
     "measures.toml: measure.sales.grian: Extra inputs are not permitted"),
    ("measures.toml", 'over_time = "sum"', 'over_time = "total"',
     "measures.toml: measure.sales.over_time: Input should be 'sum', 'average' or 'last'"),
    ("measures.toml", "net = {", "sales = {",
     "measures.toml: subtotal.sales: a measure has this code already"),
    ("measures.toml", "net = { sales = 1", "net = { turnover = 1",
     "measures.toml: subtotal.net: turnover is neither a measure nor a subtotal that stands before it"),
    ("kpi/shop.toml", 'direction = "higher"\n', "", "shop.toml: kpi.value.direction: Field required"),
    ("kpi/shop.toml", 'kind = "result"', 'kind = "outcome"',
     "shop.toml: kpi.value.kind: Input should be 'result' or 'process'"),
    ("kpi/shop.toml", 'benchmark = "unknown"', 'benchmark = "unknown"\ncolour = "red"',
     "shop.toml: kpi.value.colour: Extra inputs are not permitted"),
    ("kpi/shop.toml", "numerator = { net = 2, refunds = 2 }", "numerator = {}",
     "shop.toml: kpi.value.numerator: Dictionary should have at least 1 item after validation, not 0"),
    ("kpi/shop.toml", "numerator = { net = 2, refunds = 2 }", "numerator = { net = 1, sales = -1, refunds = 1 }",
     "shop.toml: kpi.value.numerator: nothing is left, the terms cancel out"),
    ("kpi/shop.toml", "denominator = { orders = 1 }", "denominator = { order = 1 }",
     "shop.toml: kpi.value.denominator: order is neither a measure nor a subtotal that stands before it"),
    ("kpi/shop.toml", 'counters = ["refund_rate"]', 'counters = ["return_rate"]',
     "shop.toml: kpi.value.counters: no KPI has the code return_rate"),
    ("kpi/shop.toml", 'unit = "money"', 'unit = "ratio"',
     "shop.toml: kpi.value.unit: money over count gives money, not ratio"),
    ("kpi/shop.toml", "[kpi.value]", "[kpi.value",
     "shop.toml: not valid TOML: Expected ']' at the end of a table declaration (at line 2, column 11)"),
    ("kpi_inexpressible.toml", "reason =", "because =",
     "kpi_inexpressible.toml: kpi.gap.reason: Field required\n"
     "kpi_inexpressible.toml: kpi.gap.because: Extra inputs are not permitted"),
    ("kpi_inexpressible.toml", "[kpi.gap]", "[kpi.value]",
     "kpi_inexpressible.toml: kpi.value: the code stands in shop.toml already"),
]  # fmt: skip


@pytest.mark.parametrize(("file", "good", "bad", "message"), BROKEN)
def test_one_broken_thing_is_refused_by_file_and_key(
    folder: Path, file: str, good: str, bad: str, message: str
) -> None:
    path = folder / file
    text = path.read_text(encoding="utf-8")
    assert good in text
    path.write_text(text.replace(good, bad, 1), encoding="utf-8")
    with pytest.raises(TemplateError) as error:
        read_library(folder)
    assert str(error.value) == message


def test_a_code_in_two_files_is_refused(folder: Path) -> None:
    (folder / "kpi" / "zoo.toml").write_text(SHOP, encoding="utf-8")
    with pytest.raises(TemplateError) as error:
        read_library(folder)
    assert str(error.value) == "zoo.toml: kpi.value: the code stands in shop.toml already"
