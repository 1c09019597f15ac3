"""Long monthly tables, read column by column where they are even."""

from dataclasses import replace

from kpi_logic.intake.block_checks import check_block
from kpi_logic.intake.columns import monthly_vocabulary
from kpi_logic.intake.fast_monthly import read_fast_monthly
from kpi_logic.intake.finding import Findings, Refused
from kpi_logic.intake.rates import rates_in
from kpi_logic.intake.records import Batch
from kpi_logic.intake.table import Table, find_table
from kpi_logic.intake.text_file import HEAD_ROWS, TextFile
from kpi_logic.intake.work import Work


def read_long_text(text: TextFile, part: Work, findings: Findings) -> bool:
    """Read a monthly text table; False where it has to be read cell by cell."""
    sheet = text.sheet(HEAD_ROWS)
    try:
        table = find_table(sheet, part.answers)
    except Refused:
        return False
    if table is None or table.form is not None or rates_in(sheet):
        return False
    return _kept(replace(table, body=[]), text, part, findings)


def read_long_sheet(table: Table, part: Work, findings: Findings) -> bool:
    """As ``read_long_text``, for the rows of a workbook's sheet."""
    return not table.sheet.is_text and _kept(table, None, part, findings)


def _kept(table: Table, text: TextFile | None, part: Work, findings: Findings) -> bool:
    block = read_fast_monthly(table, text, part.answers, part.spellings, findings, monthly_vocabulary())
    if block is None:
        return False
    batch = Batch(replace(table, body=[]), block)
    check_block(batch, block, findings)
    part.batches.append(batch)
    part.rows[batch.name] = len(block)
    return True
