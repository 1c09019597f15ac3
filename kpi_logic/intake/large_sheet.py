"""A large plain sheet: what its first rows say it is, and its rows where they have to be made after all."""

from collections.abc import Sequence

from kpi_logic.intake.client_sheets import client_sheets
from kpi_logic.intake.file import Answers
from kpi_logic.intake.filled_scorecards import scorecards_in
from kpi_logic.intake.finding import Findings, Refused
from kpi_logic.intake.no_figures import without_figures
from kpi_logic.intake.rates import rates_in
from kpi_logic.intake.sheet import Sheet
from kpi_logic.intake.table import Table, find_table


def large_table(sheets: Sequence[Sheet], answers: Answers) -> Table | None:
    """The table of a large plain sheet that stands alone in its workbook; None for any other."""
    filled = [sheet for sheet in sheets if sheet.rows]
    if len(filled) != 1 or filled[0].body is None or filled[0].hidden or filled[0].far_cell or filled[0].merged:
        return None
    sheet = filled[0]
    if client_sheets(filled) or without_figures(sheet) or scorecards_in(filled, Findings()) is not None:
        return None
    try:
        return None if rates_in(sheet) else find_table(sheet, answers)
    except Refused:
        return None


def make_rows(sheets: Sequence[Sheet]) -> None:
    """Make the rows of large sheets, as of all others; raises Refused where they are too many."""
    for sheet in sheets:
        if sheet.body is not None:
            sheet.body.read_all()
