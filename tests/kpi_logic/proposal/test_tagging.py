"""The structure of the whole paper: every mark on a page is a leaf of the tree or decoration, every chart has words."""

from io import BytesIO

import pytest
from pypdf import PdfReader
from pypdf.generic import ContentStream

from kpi_logic.proposal import fingerprint, render_pdf
from kpi_logic.proposal.assemble import assemble
from kpi_logic.text import catalog
from tests.kpi_logic.proposal import cases

PAINTS = {b"Tj", b"TJ", b"Do", b"S", b"f", b"f*", b"B"}


@pytest.mark.parametrize("language", ["zh", "en"])
def test_nothing_is_painted_outside_the_structure(language):
    made = assemble(cases.real())
    reader = PdfReader(BytesIO(render_pdf(made, catalog(language), fingerprint=fingerprint(made))))
    loose = []
    for number, page in enumerate(reader.pages, start=1):
        depth = 0
        for operands, operator in ContentStream(page.get_contents(), reader).operations:
            depth += {b"BDC": 1, b"BMC": 1, b"EMC": -1}.get(operator, 0)
            if depth == 0 and operator in PAINTS:
                loose.append((number, operator, operands))
    assert loose == []


def test_every_chart_is_told_in_words():
    made = assemble(cases.real())
    reader = PdfReader(BytesIO(render_pdf(made, catalog("en"), fingerprint=fingerprint(made))))
    figures = [node for node in nodes(reader.trailer["/Root"]["/StructTreeRoot"]["/K"]) if node.get("/S") == "/Figure"]
    assert figures and all(len(str(node.get("/Alt", ""))) > len("Chart: ") for node in figures)


def nodes(value):
    value = value.get_object() if hasattr(value, "get_object") else value
    if isinstance(value, list):
        for part in value:
            yield from nodes(part)
    elif isinstance(value, dict):
        yield value
        yield from nodes(value.get("/K", []))
