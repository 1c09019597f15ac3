"""A workbook's parts as sheets of cells, read in one pass.

An own reader because one pass must show at once what openpyxl shows in two: stored results beside formulas that were
never calculated, hidden rows, merged cells, error cells, serials without rounding; and it must stop at depth and size.
"""

import datetime as dt
import io
import posixpath
import re
from xml.etree import ElementTree
from xml.parsers import expat

from kpi_logic.intake import limits
from kpi_logic.intake.archive import LargePart
from kpi_logic.intake.finding import refused
from kpi_logic.intake.plain_sheet import NEVER, unescaped
from kpi_logic.intake.sheet import Sheet
from kpi_logic.intake.worksheet import WorksheetReader
from kpi_logic.model import Place

_DATE_CODE = re.compile(r"[ymdhs]", re.IGNORECASE)
_NOT_CODE = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]|_.')
_BUILT_IN_DATES = frozenset([*range(14, 23), *range(27, 37), 45, 46, 47, *range(50, 59)])
_STRING = re.compile(r'<si><t(?: xml:space="preserve")?>([^<]*)</t></si>')
Parts = dict[str, bytes | LargePart]
EPOCH_1900, EPOCH_1904 = dt.datetime(1899, 12, 30), dt.datetime(1904, 1, 1)


def read_workbook(parts: Parts, file: str) -> list[Sheet]:
    """Every sheet of the workbook, hidden ones too (marked so).

    Raises:
        Refused: a part is damaged, missing, too deep, or beyond the limits.
    """
    place = Place(file=file)
    try:
        return _sheets(parts, file, place)
    except (
        ElementTree.ParseError,
        expat.ExpatError,
        KeyError,
        IndexError,
        ValueError,
        OverflowError,
        RecursionError,
    ) as error:
        raise refused("file_damaged", place) from error


def _sheets(parts: Parts, file: str, place: Place) -> list[Sheet]:
    book = _tree(_small(parts, "xl/workbook.xml"), place)
    entries = [node for node in book.iter() if _tag(node) == "sheet"]
    if len(entries) > limits.SHEETS:
        raise refused("too_many_sheets", place, number=len(entries), limit=limits.SHEETS)
    targets = _relations(parts, place)
    strings, dates = _strings(parts, place), _date_styles(parts, place)
    is_1904 = any(_tag(n) == "workbookPr" and n.get("date1904") in ("1", "true") for n in book.iter())
    epoch = EPOCH_1904 if is_1904 else EPOCH_1900
    sheets = []
    for entry in entries:
        path = targets.get(_relation_id(entry), "")
        if "chartsheet" in path or "dialogsheet" in path:
            continue
        if path not in parts:
            raise refused("sheet_part_missing", Place(file=file, sheet=entry.get("name")))
        sheet = Sheet(file, entry.get("name") or "", [], hidden=entry.get("state", "visible") != "visible")
        reader, part = WorksheetReader(sheet, strings, dates, epoch), parts[path]
        if isinstance(part, bytes):
            reader.read(part)
        else:
            reader.read_large(part)
        sheets.append(sheet)
    return sheets


def _small(parts: Parts, name: str) -> bytes:
    part = parts[name]
    if not isinstance(part, bytes):
        raise ValueError(f"{name} is no worksheet")
    return part


def _plain_strings(data: bytes) -> list[str] | None:
    """Shared strings of one plain text each; None where anything else stands among them."""
    start, end = data.find(b"<si>"), data.rfind(b"</sst>")
    if start < 0 or end < 0 or any(mark in data for mark in (b"<!", b"&#", b"<r", b"<phoneticPr")):
        return None
    found = _STRING.split(data[start:end].decode("utf-8"))
    if any(found[::2]) or len(data) != len(data.translate(None, NEVER)):
        return None
    return [unescaped(text) or text or "" for text in found[1::2]]


def _relation_id(entry: ElementTree.Element) -> str:
    return next((value for key, value in entry.attrib.items() if key.endswith("}id")), "")


def _relations(parts: Parts, place: Place) -> dict[str, str]:
    tree = _tree(_small(parts, "xl/_rels/workbook.xml.rels"), place)
    return {node.get("Id", ""): _path(node.get("Target", "")) for node in tree}


def _path(target: str) -> str:
    return target.lstrip("/") if target.startswith("/") else posixpath.normpath(posixpath.join("xl", target))


def _strings(parts: Parts, place: Place) -> list[str]:
    """The shared strings; reading aids (phonetic runs) are no part of the text."""
    if "xl/sharedStrings.xml" not in parts:
        return []
    data = _small(parts, "xl/sharedStrings.xml")
    plain = _plain_strings(data)
    if plain is not None:
        return plain
    return [_text_of(item) for item in _tree(data, place) if _tag(item) == "si"]


def _text_of(item: ElementTree.Element) -> str:
    pieces = []
    for node in item:
        if _tag(node) == "t":
            pieces.append(node.text or "")
        elif _tag(node) == "r":
            pieces.extend(part.text or "" for part in node if _tag(part) == "t")
    return "".join(pieces)


def _date_styles(parts: Parts, place: Place) -> frozenset[int]:
    """Numbers of the cell styles that show a date."""
    if "xl/styles.xml" not in parts:
        return frozenset()
    tree = _tree(_small(parts, "xl/styles.xml"), place)
    own = {int(n.get("numFmtId", "0")): n.get("formatCode", "") for n in tree.iter() if _tag(n) == "numFmt"}
    styles = next((node for node in tree if _tag(node) == "cellXfs"), None)
    formats = [int(node.get("numFmtId", "0")) for node in (styles if styles is not None else ())]
    return frozenset(i for i, number in enumerate(formats) if _is_date(number, own))


def _is_date(number: int, own: dict[int, str]) -> bool:
    if number in own:
        code = _NOT_CODE.sub("", own[number].split(";")[0])
        return bool(_DATE_CODE.search(code)) and "general" not in code.casefold()
    return number in _BUILT_IN_DATES


def _tag(node: ElementTree.Element) -> str:
    return node.tag.rsplit("}", 1)[-1] if isinstance(node.tag, str) else ""


def _tree(data: bytes, place: Place) -> ElementTree.Element:
    """A small part as a tree, refused when nested deeper than Excel ever writes."""
    depth = 0
    for event, _ in ElementTree.iterparse(io.BytesIO(data), events=("start", "end")):
        depth += 1 if event == "start" else -1
        if depth > limits.XML_DEPTH:
            raise refused("xml_too_deep", place)
    return ElementTree.fromstring(data)
