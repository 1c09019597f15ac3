"""The structure that screen readers follow: headings, paragraphs, tables and charts with their words, in reading order.

What is drawn is put between marks on its page, and a tree beside the pages says what each mark is (ISO 32000-1, 14.7
and 14.8).  A canvas without ``tags`` draws the same without marks.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from reportlab.pdfbase.pdfdoc import PDFArray, PDFDictionary, PDFName, PDFObjectReference, PDFString
from reportlab.pdfgen.canvas import Canvas

PARAGRAPH, FIGURE = "P", "Figure"
# By the name of a style; everything else is a paragraph.
HEADINGS = {
    "cover": "H1",
    "section": "H1",
    "heading": "H2",
    "subheading": "H3",
    "chart_title": "Caption",
    "caption": "Caption",
}


@dataclass
class Element:
    """One node of the tree; a leaf names the page and the mark on it."""

    role: str
    alt: str = ""
    children: list["Element"] = field(default_factory=list)
    page: PDFObjectReference | None = None
    mark: int = -1


class Tags:
    """The tree of one document, built while its pages are drawn."""

    def __init__(self) -> None:
        self.root = Element("Document")
        self._open = [self.root]
        self._marks: list[list[Element]] = [[]]  # of each page, by the number of the mark

    def open(self, role: str) -> None:
        """What is drawn from now on lies inside an element."""
        element = Element(role)
        self._open[-1].children.append(element)
        self._open.append(element)

    def close(self) -> None:
        """End the innermost element."""
        self._open.pop()

    def next_page(self) -> None:
        """The marks of a new page are counted from 0."""
        self._marks.append([])

    def mark(self, canvas: Canvas, role: str, alt: str) -> int:
        """A new leaf on the page; gives the number of its mark."""
        page = self._marks[-1]
        leaf = Element(role, alt, page=canvas._doc.thisPageRef(), mark=len(page))
        self._open[-1].children.append(leaf)
        page.append(leaf)
        return leaf.mark

    def write(self, canvas: Canvas) -> None:
        """Hang the tree into the document, just before it is written."""
        document = canvas._doc
        written: dict[int, Any] = {}
        tree = PDFDictionary({"Type": PDFName("StructTreeRoot")})
        root = document.Reference(tree)
        tree.dict["K"] = _written(self.root, root, document, written)
        numbers: list[Any] = []
        for number, (page, marks) in enumerate(zip(document.Pages.pages, self._marks, strict=False)):
            numbers += [number, PDFArray([written[id(leaf)] for leaf in marks])]
            page.StructParents, page.Tabs = number, PDFName("S")
            page.__NoDefault__ = [*page.__NoDefault__, "StructParents", "Tabs"]
        tree.dict["ParentTree"] = document.Reference(PDFDictionary({"Nums": PDFArray(numbers)}))
        tree.dict["ParentTreeNextKey"] = len(self._marks)
        document.Catalog.StructTreeRoot = tree
        document.Catalog.MarkInfo = PDFDictionary({"Marked": "true"})


def _written(element: Element, parent: Any, document: Any, written: dict[int, Any]) -> Any:
    """The element as an object of the file; gives the reference to it."""
    entry = PDFDictionary({"Type": PDFName("StructElem"), "S": PDFName(element.role), "P": parent})
    here = document.Reference(entry)
    written[id(element)] = here
    if element.alt:
        entry.dict["Alt"] = PDFString(element.alt)
    if element.page is not None:
        entry.dict |= {"Pg": element.page, "K": element.mark}
    else:
        kids = [_written(child, here, document, written) for child in element.children]
        entry.dict["K"] = PDFArray(kids)
    return here


@contextmanager
def tagged(canvas: Any, role: str, alt: str = "") -> Iterator[None]:
    """What is drawn inside is one leaf of the tree; ``alt`` says in words what is seen."""
    tags: Tags | None = getattr(canvas, "tags", None)
    if tags is None:
        yield
        return
    canvas._code.append(f"/{role} <</MCID {tags.mark(canvas, role, alt)}>> BDC")
    yield
    canvas._code.append("EMC")


@contextmanager
def decoration(canvas: Any) -> Iterator[None]:
    """What is drawn inside is not read: rules, running heads, the watermark."""
    if getattr(canvas, "tags", None) is None:
        yield
        return
    canvas._code.append("/Artifact BMC")
    yield
    canvas._code.append("EMC")


def role_of(style: str) -> str:
    """What a paragraph of a style is."""
    return HEADINGS.get(style, PARAGRAPH)


def table_tags(table: Any, what: str, *place: Any) -> None:
    """ReportLab calls this while it draws a table: rows and cells become elements, backgrounds and lines decoration."""
    tags: Tags | None = getattr(table.canv, "tags", None)
    if tags is None:
        return
    match what:
        case "startTable":
            tags.open("Table")
        case "startRow":
            tags.open("TR")
        case "startCell":
            tags.open("TH" if place[0] < table.repeatRows else "TD")
        case "endTable" | "endRow" | "endCell":
            tags.close()
        case _:
            layout_tags(table, what, *place)


def layout_tags(table: Any, what: str, *place: Any) -> None:
    """The same for a grid that only puts things beside each other: its backgrounds and lines are decoration."""
    if getattr(table.canv, "tags", None) is None:
        return
    if what in ("startBG", "startLines"):
        table.canv._code.append("/Artifact BMC")
    elif what in ("endBG", "endLines"):
        table.canv._code.append("EMC")
