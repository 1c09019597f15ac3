"""Which column of a database's table is likely which field of a list of order lines: by the names that files use too."""

from collections.abc import Iterable

from kpi_logic.intake.formats import LineFormat, line_formats
from kpi_logic.intake.words import cell_words

_LINES = "order_lines"


def suggested_columns(columns: Iterable[str]) -> dict[str, str]:
    """Field -> column, for the columns whose names are known; the first of a field is taken.

    >>> suggested_columns(["order_no", "order_date", "colour", "qty"])
    {'order': 'order_no', 'date': 'order_date', 'quantity': 'qty'}
    """
    from kpi_logic.warehouse import FIELDS  # no upload needs it

    words = _lines_format().vocabulary
    found: dict[str, str] = {}
    for column in columns:
        for text in (column, column.replace("_", " ")):
            heading = words.read(text)
            if heading is not None and not heading.trouble and heading.field in FIELDS:
                found.setdefault(heading.field, column)
                break
    return found


def cancelled_words() -> tuple[str, ...]:
    """The words of an order's status that say it does not count, in lower case."""
    return tuple(word.lower() for word in (_lines_format().cancelled or cell_words().cancelled.names))


def _lines_format() -> LineFormat:
    return next(form for form in line_formats() if form.code == _LINES)
