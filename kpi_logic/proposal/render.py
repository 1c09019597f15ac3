"""From a proposal to its PDF; ReportLab is loaded only when one is asked for."""

from typing import TYPE_CHECKING

from kpi_logic.model import Issue
from kpi_logic.proposal.outline import Proposal
from kpi_logic.proposal.style import Sheet

if TYPE_CHECKING:
    from kpi_logic.text import Catalog


def render_pdf(
    proposal: Proposal,
    catalog: "Catalog",
    *,
    fingerprint: str = "",
    logo: bytes | None = None,
    sheet: Sheet = Sheet.PAPER,
) -> bytes:
    """The proposal as a PDF in the catalogue's language; equal input gives equal bytes.

    ``fingerprint`` is the proposal's SHA-256 (``proposal.fingerprint``), of which the footer shows the beginning;
    ``logo`` the bytes of a PNG or JPEG for the cover; ``sheet`` what it is printed on.  The file carries bookmarks, title, author and language.

    Raises:
        GlyphMissing: a text under templates/text holds a character that the fonts do not; nothing is drawn.
        KeyError: a message's key is in no text file.
    """
    from kpi_logic.proposal.pdf import build

    return build(proposal, catalog, fingerprint, logo, sheet)


def unprintable(proposal: Proposal, catalog: "Catalog") -> tuple[Issue, ...]:
    """What people wrote and the paper cannot print: one ``glyph_replaced`` note for each text, in reading order.

    Such characters (emoji, rare signs, other scripts) are printed as the geta mark, so that a name never stops a
    proposal.  Raises as :func:`render_pdf` does.
    """
    from kpi_logic.proposal.pdf import told

    return told(proposal, catalog)
