"""intake: the client's files, whatever they look like, as numbers that can be trusted.

Receives   client files as bytes, answers to questions.   Gives   Intake (facts, issues, sources, overlaps, limits); the client workbook.
May hold   openpyxl, pydantic, the standard library; numpy for long tables; pandas only when facts are made.
Never      lets a file raise, fills or sums in silence, uses an upload's name as a path, parses in its own process.
"""

from kpi_logic.intake.accepting import Accepted, accepted
from kpi_logic.intake.client_workbook import Filled, blank_workbook_path, client_workbook, write_blank_workbooks
from kpi_logic.intake.contract import to_contract_rows
from kpi_logic.intake.file import (
    ClientFile,
    FilledActual,
    FilledScorecards,
    Intake,
    Limit,
    Overlap,
    Question,
    Source,
)
from kpi_logic.intake.link_columns import cancelled_words, suggested_columns
from kpi_logic.intake.read import read_files
from kpi_logic.intake.read_scorecards import Expected, ScorecardActuals, read_scorecards
from kpi_logic.intake.scorecard_marks import ACTUAL, EXTRA, FORMULA, GATE, MARK_ROWS, MONTHS_KEY, SCORECARD_FORMAT
from kpi_logic.intake.spooled import LARGE, Spooled

__all__ = [
    "ACTUAL",
    "EXTRA",
    "FORMULA",
    "GATE",
    "LARGE",
    "MARK_ROWS",
    "MONTHS_KEY",
    "SCORECARD_FORMAT",
    "Accepted",
    "ClientFile",
    "Expected",
    "Filled",
    "FilledActual",
    "FilledScorecards",
    "Intake",
    "Limit",
    "Overlap",
    "Question",
    "ScorecardActuals",
    "Source",
    "Spooled",
    "accepted",
    "blank_workbook_path",
    "cancelled_words",
    "client_workbook",
    "read_files",
    "read_scorecards",
    "suggested_columns",
    "to_contract_rows",
    "write_blank_workbooks",
]
