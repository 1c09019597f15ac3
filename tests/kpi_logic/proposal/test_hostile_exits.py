"""Sixty hostile texts at every place of the workbook where people's words come in: texts they stay."""

import io
import re
import zipfile
from dataclasses import replace

import openpyxl
import pytest

from kpi_logic.model import Extra, Raw
from kpi_logic.proposal.personal.write_csv import harmless
from kpi_logic.proposal.workbook import scorecard_workbook
from kpi_logic.proposal.workbook.page import clean
from kpi_logic.text import catalog
from tests.kpi_logic.proposal.random_schemes import random_case
from tests.kpi_logic.proposal.test_hostile import PAYLOADS

SEED = 3
_LIVE = re.compile(r"HYPERLINK|WEBSERVICE|DDE|IMPORT|CALL|REGISTER|SUM\(A1|https?:")


def hostile() -> bytes:
    """One workbook with every payload as the name of a kind of plus points, and some as names of everything else."""
    case = random_case(SEED)
    whole = case.engagement
    first = whole.organisation.people[0].model_copy(update={"duties": (), "joined": "", "left": ""})
    people = tuple(
        first.model_copy(update={"id": f"h{n}", "name": payload, "department": payload})
        for n, payload in enumerate(PAYLOADS[-3:])
    )
    extras = tuple(Extra(id=f"e{n}", kind="plus", name=payload) for n, payload in enumerate(PAYLOADS))
    cards = tuple(
        card.model_copy(update={"extras": extras if card.role == first.role else ()})
        for card in whole.scheme.scorecards
    )
    grades = tuple(
        grade.model_copy(update={"name": payload})
        for grade, payload in zip(whole.scheme.grades, PAYLOADS[-12:], strict=False)
    )
    update = {
        "profile": whole.profile.model_copy(update={"client": PAYLOADS[0]}),
        "organisation": whole.organisation.model_copy(update={"people": people}),
        "scheme": whole.scheme.model_copy(update={"scorecards": cards, "grades": grades}),
        "proposal": whole.proposal.model_copy(update={"version": PAYLOADS[-12]}),
    }
    return scorecard_workbook(replace(case, engagement=whole.model_copy(update=update)), "en")


def test_hostile_texts_are_only_texts_in_the_workbook():
    content = hostile()
    book = openpyxl.load_workbook(io.BytesIO(content))
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row if isinstance(cell.value, str)]
    formulas = [re.sub(r"'(?:[^']|'')*'", "'x'", cell.value) for cell in cells if cell.data_type == "f"]
    assert len(formulas) > 100 and not [text for text in formulas if _LIVE.search(text)]
    texts = {cell.value for cell in cells if cell.data_type != "f"}
    lead = catalog("en").say("scorecard.award.kind", name=Raw("")).rstrip()
    for payload in PAYLOADS:
        said = clean(catalog("en").say("scorecard.award.kind", name=Raw(payload)))
        assert said in texts and said.startswith(lead)
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        names = archive.namelist()
        sheets = "".join(archive.read(name).decode() for name in names if name.startswith("xl/worksheets/sheet"))
    assert not [name for name in names if "externalLink" in name or "media" in name or "vba" in name.lower()]
    assert "<hyperlink" not in sheets
    assert {clean(payload) for payload in PAYLOADS[-3:]} <= texts


@pytest.mark.parametrize("payload", PAYLOADS, ids=range(len(PAYLOADS)))
def test_a_hostile_text_is_only_text_in_a_csv(payload):
    made = harmless(payload)
    assert not re.match(r"^[\s\u200b-\u200f\ufeff]*[=+\-@|\uff1d\uff0b\uff0d\uff20]", made)
    assert harmless(made) == made
