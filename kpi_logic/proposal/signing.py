"""The page that is signed."""

from typing import Any

from reportlab.lib.units import mm
from reportlab.pdfbase.pdfdoc import PDFArray, PDFDictionary, PDFName, PDFString
from reportlab.platypus import Flowable, KeepTogether, Spacer
from reportlab.platypus import Table as Grid

from kpi_logic.proposal.look import Look
from kpi_logic.proposal.outline import Proposal, SignOff
from kpi_logic.proposal.paragraph import Prose
from kpi_logic.proposal.tagging import table_tags
from kpi_logic.proposal.words import Words

FIELD_HEIGHT = 11 * mm
HASH_SHOWN = 12  # hexadecimal digits: enough that two versions are never mistaken for each other


def sign_off(block: SignOff, proposal: Proposal, words: Words, look: Look, fingerprint: str) -> list[Any]:
    """What is signed, a line for each item, then a place for each signature."""
    facts = {"version": proposal.version, "date": words.date(proposal.date)}
    key = "sign_version" if fingerprint else "sign_version_plain"
    signed = words.own(key, **facts, **({"hash": fingerprint[:HASH_SHOWN]} if fingerprint else {}))
    story: list[Any] = [Prose(signed, look["note"]), Spacer(0, 4)]
    if block.items:
        story.append(_items(block, words, look))
    return [*story, Spacer(0, 26), KeepTogether([_signatures(block, words, look)])]


def _items(block: SignOff, words: Words, look: Look) -> Grid:
    heads = [Prose(words.own(key), look["head"]) for key in ("sign_section", "sign_approve", "sign_reserve")]
    box = "\N{WHITE SQUARE}"
    rows = [[Prose(words.say(item), look["cell"]), Prose(box, look["cell"]), Prose(box, look["cell"])]
            for item in block.items]  # fmt: skip
    widths = [look.measure * share for share in (0.42, 0.13, 0.45)]
    return Grid([heads, *rows], colWidths=widths, repeatRows=1, style=_lined(look, 5.5), renderCB=table_tags)


def _signatures(block: SignOff, words: Words, look: Look) -> Grid:
    keys = ("sign_title", "sign_name", "sign_signature", "sign_date")
    heads = [Prose(words.own(key), look["head"]) for key in keys]
    rows = [[Prose(words.say(person.role), look["cell"]), Prose(words.say(person.name), look["cell"]),
             SignatureField(f"signature-{n}", words.plain(person.role)), ""]
            for n, person in enumerate(block.people, start=1)]  # fmt: skip
    widths = [look.measure * share for share in (0.26, 0.2, 0.32, 0.22)]
    heights = [None, *[16 * mm] * len(rows)]
    style = _lined(look, 4.2, "BOTTOM")
    return Grid([heads, *rows], colWidths=widths, rowHeights=heights, repeatRows=1, style=style, renderCB=table_tags)


class SignatureField(Flowable):
    """A place for a digital signature, as wide as its cell; on paper it is the empty space to sign in."""

    def __init__(self, name: str, tooltip: str) -> None:
        super().__init__()
        self.name, self.tooltip = name, tooltip

    def wrap(self, availWidth: float, availHeight: float) -> tuple[float, float]:
        """The cell's width, and a line's height."""
        self.width, self.height = availWidth, FIELD_HEIGHT
        return self.width, self.height

    def draw(self) -> None:
        """Put the empty field on the page (ISO 32000-1, 12.7.4.5); nothing is seen of it on paper."""
        canvas = self.canv
        left, below = canvas.absolutePosition(0, 0)
        rectangle = PDFArray(
            [round(left, 2), round(below, 2), round(left + self.width, 2), round(below + self.height, 2)]
        )
        field = PDFDictionary(
            {
                "Type": PDFName("Annot"),
                "Subtype": PDFName("Widget"),
                "FT": PDFName("Sig"),
                "T": PDFString(self.name),
                "TU": PDFString(self.tooltip),
                "Rect": rectangle,
                "F": 4,  # printed
                "P": canvas._doc.thisPageRef(),
            }
        )
        canvas._addAnnotation(field)
        canvas.acroForm.fields.append(field)


def _lined(look: Look, padding: float, valign: str = "TOP") -> list[tuple[Any, ...]]:
    return [
        ("FONT", (0, 0), (-1, -1), look["cell"].fontName, look["cell"].fontSize),
        ("VALIGN", (0, 0), (-1, -1), valign),
        ("LEFTPADDING", (0, 0), (-1, -1), 5),
        ("LEFTPADDING", (0, 0), (0, -1), 0),
        ("RIGHTPADDING", (0, 0), (-1, -1), 5),
        ("TOPPADDING", (0, 0), (-1, -1), padding),
        ("BOTTOMPADDING", (0, 0), (-1, -1), padding),
        ("LINEABOVE", (0, 0), (-1, 0), 0.9, look.colour("ink")),
        ("LINEBELOW", (0, 0), (-1, 0), 0.6, look.colour("ink")),
        ("LINEBELOW", (0, 1), (-1, -1), 0.4, look.colour("rule")),
    ]
