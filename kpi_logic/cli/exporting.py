"""The tables for BI tools, with the decisions that ``propose`` would take."""

import hashlib
from collections.abc import Mapping, Sequence
from pathlib import Path

from kpi_logic.facts import MonthlyFacts
from kpi_logic.intake import Limit
from kpi_logic.model import Engagement

ZIP = "kpi-bi.zip"


def exported(engagement: Engagement, facts: MonthlyFacts, limits: Sequence[Limit]) -> tuple[dict[str, bytes], int]:
    """Names and bytes of every file and of their zip, and how many rows the tables have.

    Where several currencies stand side by side no default decision can be taken; what there is is written as it is.
    """
    from kpi_logic.bi import export_files, export_zip, snapshot
    from kpi_logic.diagnosis import ledger_of
    from kpi_logic.walk import with_defaults

    if facts.currency is not None:
        engagement = with_defaults(engagement, facts, ledger_of(limits).strictest(facts.shops))
    found = snapshot(engagement, facts)
    return export_files(found) | {ZIP: export_zip(found)}, found.rows


def listed(folder: Path, files: Mapping[str, bytes]) -> list[dict[str, str]]:
    """Each file's path and SHA-256."""
    return [{"path": str(folder / n), "sha256": hashlib.sha256(c).hexdigest()} for n, c in files.items()]
