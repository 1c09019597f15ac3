"""People by months as files to hand out: a CSV for any program, a workbook for people."""

from kpi_logic.proposal.personal.rows import Sheet
from kpi_logic.proposal.personal.write_csv import personal_csv
from kpi_logic.proposal.personal.write_xlsx import personal_workbook

__all__ = ["Sheet", "personal_csv", "personal_workbook"]
