"""Order lines to monthly figures as one Ibis expression: the same on every engine.

Money and quantities are summed as whole ten-thousandths, so that no engine's floating point decides a digit; orders are
counted exactly; the month is taken as it is written.  The rules are those of templates/intake/format/order_lines.toml:
lines below zero are returns, cancelled lines do not count, profit keeps its sign.
"""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from kpi_logic.warehouse.lines_mapping import KEYS, NUMBERS, LinesMapping

if TYPE_CHECKING:
    import ibis.expr.types as ir

SCALE = 10_000
"""Numbers are summed as whole parts of this size; what is finer is counted and told."""
_FINE = 0.001
_YEARS = [str(year) for year in range(1990, 2100)]
_TWO_DIGITS = [f"{number:02d}" for number in range(1, 32)]
COLUMNS = (
    "month", *KEYS, "sales", "refund_amt", "orders", "units", "returned_units", "gross_profit", "counted_lines", "first_day",
    "last_day", "fine_lines",
)  # fmt: skip
"""What the expression gives, in this order; ``month`` as 202503 or NULL where the date could not be read."""


def lines_table(mapping: LinesMapping, kinds: Mapping[str, str]) -> "ir.Table":
    """The unbound table of *mapping*; *kinds* gives the Ibis type of each of its columns."""
    import ibis

    table, schema = mapping.parts
    return ibis.table({name: kinds[name] for name in dict.fromkeys(mapping.columns.values())}, name=table,
                      database=schema)  # fmt: skip


def monthly_expression(lines: "ir.Table", mapping: LinesMapping) -> "ir.Table":
    """One row a month, shop and currency, with ``COLUMNS``; a measure whose columns are absent is NULL."""
    counted = _counted(lines, mapping)
    made = counted.select(**_line(counted, mapping))
    kept = made.is_return.ifelse(False, True)
    sums = {
        "sales": made.sales.sum(where=made.sales >= 0),
        "refund_amt": (-made.sales).sum(where=made.sales < 0),
        "orders": made.order_number.nunique(where=kept) if "order" in mapping.columns else made.nothing.sum(),
        "units": made.units.sum(where=made.units >= 0),
        "returned_units": (-made.units).sum(where=made.units < 0),
        "gross_profit": made.gross_profit.sum(),
        "counted_lines": made.count(),
        "first_day": made.day.min(),
        "last_day": made.day.max(),
        "fine_lines": made.fine.sum(),
    }
    return made.group_by(["month", *KEYS]).aggregate(**sums)


def _counted(lines: "ir.Table", mapping: LinesMapping) -> "ir.Table":
    """The lines whose order was not cancelled."""
    if "status" not in mapping.columns or not mapping.cancelled:
        return lines
    status = _text(lines, mapping, "status").lower()
    exact = [word for word in mapping.cancelled if not word.endswith("*")]
    is_cancelled = status.isin(exact)
    for word in mapping.cancelled:
        if word.endswith("*"):
            is_cancelled = is_cancelled | (status.substr(0, len(word) - 1) == word[:-1])
    return lines.filter(~is_cancelled)


def _line(lines: "ir.Table", mapping: LinesMapping) -> dict[str, Any]:
    """What one line gives: its month and shop, and its numbers as whole ten-thousandths."""
    import ibis

    month, day = _day(lines[mapping.columns["date"]])
    scaled = {name: lines[mapping.columns[name]] * SCALE for name in NUMBERS if name in mapping.columns}
    if "amount" not in mapping.columns:
        scaled["amount"] = lines[mapping.columns["price"]] * lines[mapping.columns["quantity"]] * SCALE
    none = ibis.null("int64")
    whole = {name: number.round().cast("int64") for name, number in scaled.items()}
    below = [number < 0 for name, number in whole.items() if name != "profit"]
    fine = [(number - whole[name]).abs() > _FINE for name, number in scaled.items() if name != "price"]
    order = _text(lines, mapping, "order").nullif("") if "order" in mapping.columns else ibis.null("string")
    return {
        "month": month, "day": day, **{key: _text(lines, mapping, key) for key in KEYS}, "order_number": order,
        "sales": whole["amount"], "units": whole.get("quantity", none), "gross_profit": whole.get("profit", none),
        "nothing": none, "is_return": _any(below), "fine": _any(fine).ifelse(1, 0),
    }  # fmt: skip


def _any(tests: list[Any]) -> Any:
    """Whether one of the tests holds; an unknown one does not."""
    found = tests[0].fill_null(False)
    for test in tests[1:]:
        found = found | test.fill_null(False)
    return found


def _text(lines: "ir.Table", mapping: LinesMapping, field: str) -> Any:
    """A text field without blanks at its ends, "" where it is missing."""
    import ibis

    if field not in mapping.columns:
        return ibis.literal("")
    return lines[mapping.columns[field]].cast("string").fill_null("").strip()


def _day(date: Any) -> tuple[Any, Any]:
    """Month (202503) and day of the month of a date, moment or ISO text; NULL where the text says neither."""
    import ibis

    if not date.type().is_string():
        return (date.year() * 100 + date.month()).cast("int64"), date.day().cast("int64")
    text = date.strip()
    year, month, day = text.substr(0, 4), text.substr(5, 2), text.substr(8, 2)
    sign = text.substr(4, 1)
    readable = (
        year.isin(_YEARS) & sign.isin(["-", "/"]) & month.isin(_TWO_DIGITS[:12]) & (text.substr(7, 1) == sign)
        & day.isin(_TWO_DIGITS) & ~text.substr(10, 1).isin([str(digit) for digit in range(10)])
    ).fill_null(False)  # fmt: skip
    none = ibis.null("int64")
    number = year.cast("int64") * 100 + month.cast("int64")
    return ibis.cases((readable, number), else_=none), ibis.cases((readable, day.cast("int64")), else_=none)
