"""Numbers as each language writes them."""

import pytest

from kpi_logic.model import Amount, Unit
from kpi_logic.text import catalog


@pytest.mark.parametrize(
    ("amount", "zh", "en"),
    [
        (Amount(42_300, Unit.MONEY, "CNY"), "¥4.2 万", "CN¥42.3k"),
        (Amount(-42_300, Unit.MONEY, "USD"), "−US$4.2 万", "−$42.3k"),
        (Amount(136_000_000, Unit.MONEY, "CNY"), "¥1.4 亿", "CN¥136.0m"),
        (Amount(999_999, Unit.MONEY, "USD"), "US$100.0 万", "$1.0m"),
        (Amount(9_999.9, Unit.MONEY, "CNY"), "¥1.0 万", "CN¥10.0k"),
        (Amount(12.345, Unit.MONEY, "CNY"), "¥12.35", "CN¥12.35"),
        (Amount(0, Unit.MONEY, "CNY"), "¥0", "CN¥0"),
        (Amount(-0.001, Unit.MONEY, "CNY"), "¥0.00", "CN¥0.00"),
        (Amount(1234567.891, Unit.MONEY, "CNY", full=True), "¥1,234,567.89", "CN¥1,234,567.89"),
        (Amount(0.118, Unit.RATIO), "11.8%", "11.8%"),
        (Amount(0.0042, Unit.RATIO), "0.42%", "0.42%"),
        (Amount(-0.022, Unit.RATIO, points=True), "−2.2 个百分点", "−2.2 pp"),
        (Amount(0.05, Unit.RATIO, signed=True), "+5.0%", "+5.0%"),
        (Amount(1234, Unit.COUNT), "1,234", "1,234"),
        (Amount(12.5, Unit.COUNT), "12.5", "12.5"),
        (Amount(55.4531, Unit.DAYS), "55.5 天", "55.5 days"),
        (Amount(6.5821, Unit.TIMES), "6.58 倍", "6.58×"),
        (Amount(205, Unit.SCORE), "205", "205"),
        (Amount(None, Unit.MONEY, "CNY"), "—", "—"),
        (Amount(float("nan"), Unit.RATIO), "—", "—"),
    ],
)
def test_amounts(amount: Amount, zh: str, en: str) -> None:
    assert (catalog("zh").amount(amount), catalog("en").amount(amount)) == (zh, en)


@pytest.mark.parametrize(
    ("probability", "zh", "en"),
    [
        (0.62, "大约六成把握（60%）", "about 60%"),
        (0.001, "不到一成把握（约 5%）", "about 1 in 20 (5%)"),
        (0.999, "九成五以上把握（95%）", "about 19 in 20 (95%)"),
        (None, "说不准", "cannot tell"),
    ],
)
def test_odds_are_said_without_false_precision(probability: float | None, zh: str, en: str) -> None:
    assert (catalog("zh").odds(probability), catalog("en").odds(probability)) == (zh, en)
