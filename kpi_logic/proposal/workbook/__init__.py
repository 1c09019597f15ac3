"""The scorecard workbook: what a team fills in each month, with the formulas of the scoring engine.

``scorecard_workbook`` gives XLSX bytes; openpyxl is loaded only when one is asked for.
"""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kpi_logic.proposal.assemble import Case
    from kpi_logic.text import Language

__all__ = ["scorecard_workbook"]


def scorecard_workbook(case: "Case", language: "Language | str") -> bytes:
    """The scorecards of a case as a workbook in one language; equal input gives equal bytes.

    A summary (people by months: score, grade, payout, cost), the rules, what history would have paid, and one sheet a
    person, or a role where nobody holds it.  Formulas carry the values that the engine computed, so that previews show
    numbers; whoever opens the file recalculates them.  Without a scheme the workbook says what is missing.
    """
    from kpi_logic.proposal.workbook.build import build
    from kpi_logic.text import Language

    return build(case, Language(language))
