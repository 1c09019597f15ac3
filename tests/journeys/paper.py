"""What a finished proposal must hold, read from the PDF itself."""

import hashlib
import re
from io import BytesIO
from pathlib import Path
from typing import Any

import openpyxl
from pypdf import PdfReader

from kpi_logic.intake import ClientFile, read_files
from kpi_logic.model import Engagement
from kpi_logic.proposal.assemble import assemble
from kpi_logic.store import Saved, default_url, open_store
from kpi_logic.text import Language, catalog
from kpi_logic.walk.conclusions import case_of
from pages.shared import session

NO_GLYPH = "\ufffd\u25a0"  # what stands in a text where a font had no sign (an empty box is for ticking)


def kept(data: Path) -> tuple[Saved, list[ClientFile]]:
    """The one engagement in a database, and its files."""
    store = open_store(default_url({"XDG_DATA_HOME": str(data)}))
    [summary] = store.list()
    saved = store.open(summary.id)
    files = [ClientFile(ref.name, store.file(ref.digest)) for ref in saved.engagement.data.files]
    store.engine.dispose()
    return saved, files


def headings(engagement: Engagement, files: list[ClientFile], language: Language) -> list[str]:
    """The title of every section that the proposal of this engagement has."""
    facts = read_files(files, dict(engagement.data.answers)).facts
    assert facts is not None
    if len(facts.currencies) > 1:
        facts = facts.of_currency(engagement.data.currency)
    proposal = assemble(case_of(engagement, facts, session.now().date()))
    return [catalog(language).word(section.title) for section in proposal.sections]


def check_pdf(path: Path, expected: list[str], screen: str) -> None:
    """Every heading, no missing glyph, every font embedded; and the hash on the screen is that of the file."""
    content = path.read_bytes()
    assert hashlib.sha256(content).hexdigest() in screen, "the SHA-256 on the screen is not that of the file"
    reader = PdfReader(BytesIO(content))
    text = "\n".join(page.extract_text() for page in reader.pages)
    solid = _solid(text)
    assert [heading for heading in expected if _solid(heading) not in solid] == []
    assert [sign for sign in NO_GLYPH if sign in text] == []
    assert [name for name, embedded in _fonts(reader).items() if not embedded] == []


def check_workbook(path: Path, screen: str) -> None:
    """It opens, holds something on every sheet, and its hash is the one on the screen."""
    content = path.read_bytes()
    assert hashlib.sha256(content).hexdigest() in screen, "the SHA-256 on the screen is not that of the file"
    book = openpyxl.load_workbook(BytesIO(content))
    assert book.sheetnames
    for sheet in book.worksheets:
        assert sheet.max_row > 1, f"sheet {sheet.title} is empty"


def _solid(text: str) -> str:
    """Without spaces: where a line breaks is the layout's business."""
    return re.sub(r"\s", "", text)


def _fonts(reader: PdfReader) -> dict[str, bool]:
    """Every font that a page names, and whether the file carries it."""
    found: dict[str, bool] = {}
    for page in reader.pages:
        resources: Any = page["/Resources"].get_object()
        for font in (resources.get("/Font") or {}).values():
            font = font.get_object()
            carriers = [inner.get_object() for inner in font.get("/DescendantFonts", [])] or [font]
            descriptors = [one["/FontDescriptor"].get_object() for one in carriers if "/FontDescriptor" in one]
            found[str(font["/BaseFont"])] = any(
                key in one for one in descriptors for key in ("/FontFile", "/FontFile2", "/FontFile3")
            )
    return found
