"""LibreOffice as an independent engine: workbooks without their cached values, opened, computed and saved anew."""

import io
import re
import shutil
import subprocess
import zipfile
from collections.abc import Sequence
from pathlib import Path

PROGRAM = shutil.which("soffice") or shutil.which("libreoffice")
# LibreOffice trusts the cached values of a file that it did not write; without them it has to compute.
_CACHED = re.compile(r'(<c r="[A-Z]+[0-9]+"[^>]*?)(?: t="str")?(><f>.*?</f>)<v>[^<]*</v>', re.DOTALL)


def recalculated(contents: Sequence[bytes], folder: Path) -> list[bytes]:
    """Each workbook as LibreOffice computes it; *folder* is used for the files and for LibreOffice's profile."""
    assert PROGRAM is not None
    (folder / "out").mkdir()
    for n, content in enumerate(contents):
        (folder / f"{n}.xlsx").write_bytes(without_values(content))
    command = [PROGRAM, f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--headless", "--convert-to", "xlsx"]
    files = [str(folder / f"{n}.xlsx") for n in range(len(contents))]
    subprocess.run([*command, "--outdir", str(folder / "out"), *files], check=True, capture_output=True, timeout=300)
    return [(folder / "out" / f"{n}.xlsx").read_bytes() for n in range(len(contents))]


def without_values(content: bytes) -> bytes:
    """The workbook with formulas only."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as source, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            data = source.read(name)
            if name.startswith("xl/worksheets/sheet"):
                data = _CACHED.sub(r"\1\2", data.decode()).encode()
            target.writestr(name, data)
    return out.getvalue()
