"""proposal: the paper a client signs, as a value and as a PDF.

Receives   messages, amounts, tables and chart specifications.   Gives   a Proposal, its fingerprint, its PDF bytes.
May hold   reportlab, svglib, vl-convert (in the modules that draw, loaded when a PDF is asked for).
Never      decides a number, reads a clock, opens an address, lets a person's words act as markup.
"""

from kpi_logic.proposal.fingerprint import canonical, fingerprint
from kpi_logic.proposal.glyphs import GlyphMissing
from kpi_logic.proposal.outline import (
    Align,
    Block,
    Bullets,
    Callout,
    Column,
    Contents,
    Figure,
    KeyFigure,
    KeyFigures,
    OwnWords,
    PageBreak,
    Paragraph,
    Proposal,
    Role,
    Said,
    Section,
    Signer,
    SignOff,
    Table,
)
from kpi_logic.proposal.render import render_pdf, unprintable

__all__ = [
    "Align",
    "Block",
    "Bullets",
    "Callout",
    "Column",
    "Contents",
    "Figure",
    "GlyphMissing",
    "KeyFigure",
    "KeyFigures",
    "OwnWords",
    "PageBreak",
    "Paragraph",
    "Proposal",
    "Role",
    "Said",
    "Section",
    "SignOff",
    "Signer",
    "Table",
    "canonical",
    "fingerprint",
    "render_pdf",
    "unprintable",
]
