"""What stands in the hidden column of a scorecard sheet, agreed between who writes it and who reads it back."""

from typing import NamedTuple

SCORECARD_FORMAT = "kpi-scorecard/1"
"""The first cell of the column; another number behind the stroke is another layout."""

MONTHS_KEY = "months"
ACTUAL, GATE, EXTRA, FORMULA = "actual", "gate", "extra", "formula"
"""What a row is: the months themselves; a KPI's or a gate's actuals, times of an extra, each with its code; a formula."""


class MarkRows(NamedTuple):
    """Rows (counted from 1) of the format, of the scheme's mark and of the person's id."""

    format: int = 1
    mark: int = 2
    person: int = 3


MARK_ROWS = MarkRows()
