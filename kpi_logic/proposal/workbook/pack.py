"""The last pass over the file: the formulas' values, and nothing that depends on the hour."""

import datetime
import io
import re
import zipfile
from collections.abc import Mapping
from typing import Any
from xml.sax.saxutils import escape

_FORMULA = re.compile(r'<c r="([A-Z]+[0-9]+)"([^>]*)><f>(.*?)</f><v\s*/?>(?:</v>)?</c>', re.DOTALL)
_STAMP = re.compile(r"(<dcterms:(created|modified)[^>]*>)[^<]*")
_OLDEST = (1980, 1, 1, 0, 0, 0)  # the first date a ZIP can tell

Values = Mapping[str, float | str]


def packed(workbook: Any, values: Mapping[int, Values], date: datetime.date) -> bytes:
    """The workbook's bytes, the same for equal input.

    Args:
        workbook: an openpyxl workbook.
        values: for each sheet (its number from 1) what each formula's cell shows.
        date: the day the file says it was made.
    """
    raw = io.BytesIO()
    workbook.save(raw)
    out = io.BytesIO()
    with zipfile.ZipFile(raw) as source, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            text = source.read(name)
            if name == "docProps/core.xml":
                text = _STAMP.sub(rf"\g<1>{date.isoformat()}T00:00:00Z", text.decode()).encode()
            elif found := re.fullmatch(r"xl/worksheets/sheet(\d+)\.xml", name):
                text = with_values(text.decode(), values.get(int(found[1]), {})).encode()
            entry = zipfile.ZipInfo(name, _OLDEST)
            entry.compress_type, entry.external_attr = zipfile.ZIP_DEFLATED, 0o600 << 16
            target.writestr(entry, text)
    return out.getvalue()


def with_values(sheet: str, values: Values) -> str:
    """The sheet's XML with a value in every formula's cell that *values* names.

    >>> with_values('<c r="A1" s="2"><f>1+1</f><v></v></c>', {"A1": 2.0})
    '<c r="A1" s="2"><f>1+1</f><v>2.0</v></c>'
    """

    def filled(match: re.Match[str]) -> str:
        cell, rest, formula = match[1], match[2], match[3]
        value = values.get(cell)
        if value is None:
            return match[0]
        kind = ' t="str"' if isinstance(value, str) else ""
        shown = escape(value) if isinstance(value, str) else repr(float(value))
        return f'<c r="{cell}"{rest}{kind}><f>{formula}</f><v>{shown}</v></c>'

    return _FORMULA.sub(filled, sheet)
