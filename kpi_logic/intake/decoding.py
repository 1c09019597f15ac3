"""Bytes of a text file as text, or a question; an encoding is never guessed from likelihood."""

import codecs
import io

from kpi_logic.intake.columns import known_headings
from kpi_logic.intake.file import Answers, ClientFile
from kpi_logic.intake.finding import refused, shown
from kpi_logic.intake.spooled import Spooled
from kpi_logic.model import Level, Place

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_LEGACY = ("gb18030", "big5", "shift_jis")
_NEVER = tuple(bytes([code]) for code in (*range(9), 11, *range(14, 27), *range(28, 32), 127))
_MOST_STRANGE = 0.02
"""More control characters than this share, and it is no text."""
OPTIONS = ("gb18030", "big5", "shift_jis", "cp1252", "utf-8", "utf-16-le", "utf-16-be")


def decode(file: ClientFile, answers: Answers) -> str:
    """The text of *file*.

    A byte order mark decides; else strict UTF-8; else an older encoding, only if it makes a heading readable that
    holds letters beyond ASCII.

    Raises:
        Refused: two encodings in one file, a character cut off at the end, or (level ASK) an encoding nobody can tell.
    """
    data, place = file.held, Place(file=file.name)
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _strict(data, encoding, file)
    if "encoding" in answers and answers["encoding"] in OPTIONS and not _is_utf8(data):
        return _strict(data, answers["encoding"], file)
    if b"\x00" in data[:400:2] or b"\x00" in data[1:400:2]:
        return _wide(data, file)
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        _refuse_broken_utf8(data, error, file)
    for encoding in _LEGACY:
        text = _decoded(data, encoding)
        if text is not None and _reads_well(text):
            return text
    if _is_noise(data):
        raise refused("file_noise", place)
    raise refused("encoding_unknown", place, Level.ASK, sample=shown(_sample(data)))


def encoding_of(file: ClientFile, answers: Answers) -> str:
    """The encoding of a large file, proven by reading all of it without keeping it.

    Raises:
        Refused: as ``decode``.
    """
    for mark, encoding in _MARKS:
        if file.content.startswith(mark):
            return encoding
    given = answers.get("encoding", "")
    candidates = ["utf-8", given] if given in OPTIONS else ["utf-8", *_LEGACY]
    for encoding in candidates:
        head = _head(file.content, encoding)
        if head is not None and _holds(file.content, encoding) and (encoding in ("utf-8", given) or _reads_well(head)):
            return encoding
    raise refused("encoding_unknown", Place(file=file.name), Level.ASK, sample=shown(_sample(file.content[: 1 << 20])))


def _head(data: "bytes | Spooled", encoding: str) -> str | None:
    try:
        return codecs.getincrementaldecoder(encoding)().decode(data[: 1 << 16])
    except UnicodeDecodeError:
        return None


def _holds(data: "bytes | Spooled", encoding: str) -> bool:
    decoder, step = codecs.getincrementaldecoder(encoding)(), 1 << 20
    try:
        for start in range(0, len(data), step):
            piece = data[start : start + step]
            if not (encoding == "utf-8" and piece.isascii() and not decoder.getstate()[0]):
                decoder.decode(piece)
        decoder.decode(b"", True)
    except UnicodeDecodeError:
        return False
    return True


def _is_utf8(data: bytes) -> bool:
    return _decoded(data, "utf-8") is not None


def _decoded(data: bytes, encoding: str) -> str | None:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        return None


def _strict(data: bytes, encoding: str, file: ClientFile) -> str:
    text = _decoded(data, encoding)
    if text is None:
        raise refused("encoding_broken", Place(file=file.name), encoding=shown(encoding))
    return text


def _wide(data: bytes, file: ClientFile) -> str:
    """UTF-16 without its mark, if it makes headings readable; UTF-8 with stray NULs otherwise."""
    for encoding in ("utf-16-le", "utf-16-be"):
        text = _decoded(data, encoding)
        if text is not None and known_headings(_lines(text, 40)) >= 2:
            return text
    text = _decoded(data, "utf-8")
    if text is not None and known_headings(_lines(text, 40)) >= 2:
        return text
    if _is_noise(data):
        raise refused("file_noise", Place(file=file.name))
    raise refused("encoding_unknown", Place(file=file.name), Level.ASK, sample=shown(""))


def _is_noise(data: bytes) -> bool:
    """Whether no encoding makes text of it: signs that no table holds, and no UTF-16 either. Nobody could answer then."""
    head = data[: 1 << 16]
    if sum(head.count(sign) for sign in _NEVER) <= _MOST_STRANGE * len(head):
        return False
    even = head[: len(head) // 2 * 2]
    return _decoded(even, "utf-16-le") is None and _decoded(even, "utf-16-be") is None


def _reads_well(text: str) -> bool:
    lines = _lines(text, 40)
    beyond = [line for line in lines if not line.isascii()]
    return known_headings(beyond, beyond_ascii=True) >= 2


def _lines(text: str, most: int) -> list[str]:
    stream = io.StringIO(text, newline=None)
    return [line for _, line in zip(range(most), stream, strict=False)]


def _refuse_broken_utf8(data: bytes, error: UnicodeDecodeError, file: ClientFile) -> None:
    lines = data.replace(b"\r\n", b"\n").replace(b"\r", b"\n").split(b"\n")
    bad = [i for i, line in enumerate(lines) if not _is_utf8(line)]
    good = [i for i, line in enumerate(lines) if not line.isascii() and _is_utf8(line)]
    if not good or good[0] > bad[0]:
        return
    place = Place(file=file.name, row=bad[0] + 1)
    if error.end >= len(data.rstrip()) and len(bad) == 1 and "end of data" in error.reason:
        raise refused("text_cut", place)
    raise refused("encoding_mixed", place)


def _sample(data: bytes) -> str:
    """The first words beyond ASCII, as the likeliest encoding would read them."""
    line = next((part for part in data.splitlines() if not part.isascii()), b"")
    return line.decode("gb18030", errors="replace")
