"""bi: what a BI tool reads without us: tables of stable names and columns, a data dictionary, one zip.

Receives   an Engagement and MonthlyFacts.     Gives   a Snapshot (four tables), its dictionary, a zip of CSV and Parquet.
May hold   pandas, pyarrow, zipfile, csv.
Never      computes a number of its own, opens a database, changes a decision.
"""

from kpi_logic.bi.columns import COLUMNS, TABLES
from kpi_logic.bi.export import export_files, export_zip
from kpi_logic.bi.snapshot import Snapshot, snapshot

__all__ = ["COLUMNS", "TABLES", "Snapshot", "export_files", "export_zip", "snapshot"]
