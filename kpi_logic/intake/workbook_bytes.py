"""A workbook's bytes without the hour of their making: equal workbooks are equal bytes."""

import io
import re
import zipfile
from typing import Any

STAMP = (2026, 1, 1, 0, 0, 0)
_WRITTEN = re.compile(rb"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")


def workbook_bytes(book: Any) -> bytes:
    """The .xlsx of an openpyxl workbook, stored without compression so that no zlib build changes it."""
    made = io.BytesIO()
    book.save(made)
    out = io.BytesIO()
    with zipfile.ZipFile(made) as source, zipfile.ZipFile(out, "w") as target:
        for info in source.infolist():
            data = source.read(info)
            if info.filename == "docProps/core.xml":
                data = _WRITTEN.sub(b"2026-01-01T00:00:00Z", data)
            target.writestr(zipfile.ZipInfo(info.filename, STAMP), data)
    return out.getvalue()
