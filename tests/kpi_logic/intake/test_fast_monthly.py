"""A long monthly table read column by column: the same rows, issues, places and sources as cell by cell."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kpi_logic.intake import reading as reading_module
from kpi_logic.intake.file import ClientFile, Reading
from kpi_logic.intake.reading import read_all
from kpi_logic.intake.wire import pack, unpack

HEADINGS = "month,platform,shop,site,currency,sales,orders,units,sessions,gross_profit,buybox,inventory_value"
ODD = (
    "", " ", "-", "n/a", "-5", "1.5", "1.234", "12.3456", "1,5", "1,234", "$12", "12%", "abc", "5.", ".5", "1e5", "nan",
    "inf", "-", "--5", "1.2.3", "007", "-0", "\uff11\uff12", "12 k", "99999999999999999999", "=1+1", "0.5", "1234.567",
)  # fmt: skip


def read(text: str, fast: bool, **answers: str) -> Reading:
    """The reading of one file with or without the quick way."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(reading_module, "LONG", 0 if fast else 1 << 60)
        return read_all([ClientFile("m.csv", text.encode())], answers, lambda number: None)


def plain(found: Reading) -> dict[str, Any]:
    """What a reading says, long or short, in one form."""
    rows: list[list[Any]]
    if found.packed is not None:
        table = found.packed.facts().table.astype({"month": str})
        columns = list(table.columns)
        rows = [[None if v != v else v for v in row] for row in table.astype(object).to_numpy().tolist()]
    else:
        columns, rows = list(found.columns), [list(row) for row in found.rows]
    at = {name: i for i, name in enumerate(columns)}
    facts = sorted((tuple((name, row[i]) for name, i in sorted(at.items())) for row in rows), key=repr)
    return {"facts": facts, "issues": found.issues, "sources": found.sources, "questions": found.questions}


def text_of(rows: list[list[str]], separator: str = ",") -> str:
    """A file of these rows."""
    quoted = [['"' + c + '"' if separator in c else c for c in row] for row in rows]
    return "\n".join([HEADINGS.replace(",", separator), *(separator.join(row) for row in quoted)]) + "\n"


def honest(shops: int = 3, months: int = 12) -> list[list[str]]:
    """Rows about which nothing is to be said."""
    rows = []
    for shop in range(shops):
        for month in range(months):
            sales = 1000 + 37 * shop + 11 * month
            rows.append([
                f"2025-{month + 1:02d}", "Amazon", f"Shop {shop}", "US", "USD", f"{sales}.50", f"{sales // 20}",
                f"{sales // 15}", f"{sales}", f"{sales / 5:.2f}", f"0.{month + 10}", "500",
            ])  # fmt: skip
    return rows


def test_an_honest_table_is_read_in_columns() -> None:
    quick, careful = read(text_of(honest()), fast=True), read(text_of(honest()), fast=False)
    assert quick.packed is not None and careful.packed is None
    assert plain(quick) == plain(careful)


def test_a_long_reading_passes_between_child_and_parent() -> None:
    found = read(text_of(honest()), fast=True)
    assert plain(unpack(pack(found))) == plain(found)


def test_what_may_be_said_of_numbers_is_said_at_the_same_places() -> None:
    rows = honest(4, 12)
    rows[3][6] = "99999"  # more orders than sessions
    rows[15][5] = "900000.00"  # far from usual
    rows[20][7] = "-4"
    rows[21][8] = ""
    rows[30][0] = "2013-07"
    del rows[40]
    quick, careful = read(text_of(rows), fast=True), read(text_of(rows), fast=False)
    assert quick.packed is not None and len(quick.issues) > 4
    assert plain(quick) == plain(careful)


@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_quoted_names_and_other_separators_are_cut_alike(separator: str) -> None:
    rows = honest()
    for row in rows:
        row[2] = row[2].replace("Shop", f"Shop{separator}")
    quick, careful = read(text_of(rows, separator), fast=True), read(text_of(rows, separator), fast=False)
    assert plain(quick) == plain(careful)


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_odd_cells_anywhere_give_what_the_careful_way_gives(data: st.DataObject) -> None:
    rows = honest(data.draw(st.integers(1, 4)), data.draw(st.integers(1, 9)))
    for _ in range(data.draw(st.integers(0, 4))):
        row = rows[data.draw(st.integers(0, len(rows) - 1))]
        row[data.draw(st.integers(5, 11))] = data.draw(st.sampled_from(ODD))
    if data.draw(st.booleans()):
        row = rows[data.draw(st.integers(0, len(rows) - 1))]
        at = data.draw(st.integers(0, 4))
        row[at] = data.draw(st.sampled_from((
            "", "Total", "amazon", "Shop 0 ", "shop 1", "EUR", "$", "2025-13", "2025/3", "03/04/2025", "Jan 25", "month", "2025-01-15", "45658",
        )))  # fmt: skip
    if data.draw(st.integers(0, 5)) == 0:
        rows.insert(data.draw(st.integers(0, len(rows))), data.draw(st.sampled_from((["note"], rows[0], [""] * 12))))
    text = text_of(rows)
    assert plain(read(text, fast=True)) == plain(read(text, fast=False))
