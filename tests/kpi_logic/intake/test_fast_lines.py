"""A list that an engine adds up gives the records and the findings of the careful way, or is left to it."""

import random
from collections.abc import Callable, Sequence
from typing import Any

import pytest

from kpi_logic.intake.fast_lines import read_fast
from kpi_logic.intake.file import ClientFile
from kpi_logic.intake.finding import Findings, Refused
from kpi_logic.intake.lines import read_lines
from kpi_logic.intake.reading import _lines_of, _text
from kpi_logic.intake.records import Spellings
from kpi_logic.intake.table import Table

HEAD = "order id,order date,platform,shop,site,sku,quantity,unit price,amount,profit,status,currency"


def table_of(content: bytes) -> Table:
    """The list of lines in a file."""
    found = _lines_of(_text(ClientFile("lines.csv", content), {}), {})
    assert found is not None
    return found


def told(read: Callable[..., Any], content: bytes, **options: Any) -> Any:
    """Everything one way of reading gives and says; None where it does not read."""
    findings, spellings = Findings(), Spellings()
    try:
        batch = read(table_of(content), {}, spellings, findings, **options)
    except Refused as stop:
        return (stop.issue, findings.all())
    if batch is None:
        return None
    return (batch.records, batch.signs, batch.undated, batch.torn, findings.all(), spellings)


def fast(content: bytes) -> Any:
    return told(read_fast, content, smallest=0)


def careful(content: bytes) -> Any:
    return told(read_lines, content)


def _line(chance: random.Random, odd: float, orders: Sequence[str]) -> str:
    day = f"2025-{chance.randint(1, 12):02d}-{chance.randint(1, 28):02d}"
    cells = [
        chance.choice(orders),
        day if chance.random() < 0.5 else f"{day}{chance.choice('T ')}{chance.randint(0, 23):02d}:10:59",
        chance.choice(["Amazon", "Shopee", ""]),
        chance.choice(["North", "South", '"North, West"', '"the ""Shop"""']),
        chance.choice(["US", "DE"]),
        f"SKU{chance.randint(1, 9)}",
        chance.choice(["1", "2", "10", "-1", "", "03"]),
        f"{chance.randint(1, 99)}.5",
        chance.choice([f"{chance.randint(0, 99999) / 100:.2f}", "12", "-7.10", "0", "", "0.5"]),
        chance.choice(["", "1.25", "-3"]),
        chance.choice(["Shipped", "Pending", "Cancelled", "CANCELED", ""]),
        "USD",
    ]
    if chance.random() < odd:
        cells[chance.randint(0, 11)] = chance.choice([
            "1e3", "12.345", '"1,234.50"', "-", "n/a", "2025-02-30", "03/04/2025", " North", "north", "$5", "EUR", "1_0", " 7 ",
            "7 ", "'5", "+5", "9" * 20, "void", "total", "ORD-1 ", '""', " ", "店", "=1", '="7"', "a\tb", "２", "NaN", "inf",
        ])  # fmt: skip
    return ",".join(cells)


def _content(seed: int, odd: float) -> bytes:
    chance = random.Random(seed)
    orders = [f"ORD-{number:04d}" for number in range(60)] + (["A-1", "ORD-1", ""] if seed % 3 == 0 else [])
    text = HEAD + "\n" + "".join(_line(chance, odd, orders) + "\n" for _ in range(chance.randint(3, 400)))
    if seed % 5 == 1:
        text = text.replace("\n", "\r\n")
    if seed % 7 == 2:
        text = text.rstrip()
    if seed % 4 == 3:
        text = text.replace(",unit price,amount,", ",unit price,note,")  # sales are price times quantity
    if seed % 6 == 5:
        text = text.replace("North", "北店")
    return text.encode("utf-8-sig" if seed % 11 == 4 else "utf-8")


@pytest.mark.parametrize("seed", range(60))
def test_both_ways_agree_on_plain_lists(seed: int) -> None:
    content = _content(seed, 0)
    assert fast(content) == careful(content) is not None


@pytest.mark.parametrize("seed", range(200))
def test_both_ways_agree_or_the_careful_one_is_taken(seed: int) -> None:
    content = _content(seed, 0.004 if seed % 2 else 0.03)
    found = fast(content)
    assert found is None or found == careful(content)


@pytest.mark.parametrize(
    "change",
    [
        lambda text: text.replace("\n", "\n\n", 3),
        lambda text: text.replace("\n", "\r", 3),
        lambda text: text + "x,y\n",
        lambda text: text + "a," * 14 + "\n",
        lambda text: text + '"open\n',
        lambda text: text.replace("North", "No\x00rth", 1),
        lambda text: text.replace("Shipped", '"Ship\nped"', 1),
        lambda text: text.replace("SKU1", '="SKU1"', 1),
        lambda text: text + ",,,,,,,,,,,\n",
    ],
)  # fmt: skip
def test_what_is_not_plainly_written_is_left_to_the_careful_way(change: Callable[[str], str]) -> None:
    head, *body = _content(2, 0).decode().splitlines()
    content = change("\n".join([head, *body * 60]) + "\n").encode()  # beyond the first lines, which find the headings
    assert fast(content) in (None, careful(content))


def test_two_spellings_of_a_shop_are_one_and_their_orders_are_counted_once() -> None:
    lines = [
        "O1,2025-01-01,,North,US,,1,,10,,,USD",
        "O1,2025-01-02,,NORTH,US,,1,,10,,,USD",
        "O2,2025-01-31,,North,US,,1,,5,,,USD",
    ]
    content = "\n".join([HEAD, *lines]).encode()
    assert fast(content) == careful(content)
    (record,) = fast(content)[0]
    assert record.values == {"sales": 25.0, "units": 3, "orders": 2}


@pytest.mark.parametrize("size", [64, 333, 5000])
def test_where_the_pieces_are_cut_makes_no_difference(monkeypatch: pytest.MonkeyPatch, size: int) -> None:
    monkeypatch.setattr("kpi_logic.intake.line_pieces._PIECE", size)
    for seed in range(12):
        content = _content(seed, 0)
        assert fast(content) == careful(content) is not None
        odd = _content(seed, 0.02)
        assert fast(odd) in (None, careful(odd))
