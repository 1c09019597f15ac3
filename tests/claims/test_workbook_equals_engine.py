"""A hundred random schemes, recalculated by LibreOffice: the workbook and the engine agree to the cent."""

from pathlib import Path

import numpy as np
import pytest

from kpi_logic.intake import ClientFile
from kpi_logic.intake.archive import open_archive
from kpi_logic.intake.sheet import Fault, letters
from kpi_logic.intake.workbook import read_workbook
from kpi_logic.proposal.workbook import scorecard_workbook
from kpi_logic.proposal.workbook.plan import plan_of
from tests.kpi_logic.proposal.libreoffice import PROGRAM, recalculated
from tests.kpi_logic.proposal.random_schemes import random_case

SCHEMES = 100

pytestmark = [pytest.mark.claims, pytest.mark.skipif(PROGRAM is None, reason="LibreOffice is not installed")]


def _values(content: bytes) -> dict[tuple[str, str], object]:
    """What each cell shows; an empty text, which is what a formula with nothing to say gives, counts as nothing."""
    parts = open_archive(ClientFile("x.xlsx", content))
    return {
        (str(sheet.name), f"{letters(column)}{row.number}"): cell
        for sheet in read_workbook(parts, "x.xlsx")
        for row in sheet.rows
        for column, cell in enumerate(row.cells)
        if cell is not None and not isinstance(cell, Fault)
    }


def test_a_hundred_random_schemes_agree_to_the_cent(tmp_path: Path) -> None:
    cases = [random_case(seed) for seed in range(SCHEMES)]
    written = [scorecard_workbook(case, "en") for case in cases]
    paid = 0
    for seed, (before, after) in enumerate(zip(written, recalculated(written, tmp_path), strict=True)):
        kept, fresh = _values(before), _values(after)
        assert kept.keys() == fresh.keys(), (seed, kept.keys() ^ fresh.keys())
        for place, value in kept.items():
            if isinstance(value, (int, float)):
                assert fresh[place] == pytest.approx(value, rel=1e-9, abs=1e-8), (seed, place)
            else:
                assert fresh[place] == value, (seed, place)
        paid += _payouts(cases[seed], fresh)
    assert paid > 300


def _payouts(case, fresh: dict[tuple[str, str], object]) -> int:
    """How many payouts of the engine stand in the recalculated summary, each to the cent."""
    plan = plan_of(case)
    heads = [int(cell[1:]) for (sheet, cell), value in fresh.items() if sheet == "Summary" and value == "Payout"]
    first, paid = heads[0] + 1, 0
    for place, row in enumerate(plan.result.payouts):
        for n, amount in enumerate(row):
            found = fresh.get(("Summary", f"{'CDEFGHIJKLMN'[n]}{first + place}"))
            assert (found is None) == bool(np.isnan(amount))
            if found is not None:
                assert round(found * 100) == round(amount * 100) and found == pytest.approx(amount, abs=1e-9)
                paid += amount > 0
    return paid
