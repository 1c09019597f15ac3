"""Folding: text cleaned for keeping, and folded for comparing."""

import re
import unicodedata
from functools import lru_cache

_BREAKS = "\t\n\r\v\f\x1c\x1d\x1e\x1f\x85\u2028\u2029"
_TO_BLANK = {ord(mark): " " for mark in _BREAKS}
_PLAIN_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}
_PLAIN_WIDTH |= {
    ord(blank): 32
    for blank in "\u00a0\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000"
}
_PLAIN_WIDTH |= {ord(minus): 45 for minus in "\u2010\u2011\u2012\u2013\u2212\ufe63\uff0d"}
_NAME = 100
"""Shorter texts are names that come again and again; longer ones are not remembered."""
_GUARDED = re.compile(r"'+[=+\-@]")
_JOINER = "\u200d"


def _is_unseen(mark: str) -> bool:
    return unicodedata.category(mark) in ("Cc", "Cf", "Cs", "Co", "Cn")


def cleaned(text: str) -> str:
    """Text as it is kept: unseen characters gone, blanks at the ends gone, line breaks as blanks.

    A joiner inside an emoji stays.

    >>> cleaned("\\u200bNorth\\nSouth ")
    'North South'
    """
    if text.isascii() and text.isprintable():
        return text.strip()
    text = text.translate(_TO_BLANK)
    kept = [m for i, m in enumerate(text) if not _is_unseen(m) or (m == _JOINER and i and ord(text[i - 1]) > 0x2000)]
    return " ".join("".join(kept).replace("\u00a0", " ").split())


def name_of(text: str) -> str:
    """A name as it is kept: ``cleaned``, without the apostrophe that keeps a spreadsheet from taking it for a formula.

    >>> name_of("'=Best shop"), name_of("'t Hoekje")
    ('=Best shop', "'t Hoekje")
    """
    name = cleaned(text)
    return name[1:] if _GUARDED.match(name) else name


def hides_something(text: str) -> bool:
    """Whether *text* holds characters that change how it is read and cannot be seen (controls, direction marks).

    >>> hides_something("a\\u202eb"), hides_something("a\\nb")
    (True, False)
    """
    if text.isascii() and text.isprintable():
        return False
    return any(
        (unicodedata.category(m) == "Cc" and m not in _BREAKS) or "\u202a" <= m <= "\u202e" or "\u2066" <= m <= "\u2069"
        or m in "\u200e\u200f" for m in text
    )  # fmt: skip


def plain(text: str) -> str:
    """Digits, letters and signs at their plain width, unseen characters gone; for numbers and months.

    Unlike NFKC it leaves superscripts and circled digits alone, which are no digits of a number.

    >>> plain("\\uff11\\uff12 "), plain("5\\u00b2") == "5\\u00b2"
    ('12', True)
    """
    if not text.isascii():
        text = "".join(m for m in text.translate(_PLAIN_WIDTH) if not _is_unseen(m) or m in _BREAKS)
    return text.strip(" \t\r\n").removeprefix("'").strip()


def folded(text: str) -> str:
    """Text for comparing names: NFKC, case folded, single blanks.

    >>> folded(" Acme\\u3000STORE ")
    'acme store'
    """
    return _folded(text) if len(text) < _NAME else _folded.__wrapped__(text)


@lru_cache(maxsize=1 << 16)
def _folded(text: str) -> str:
    return " ".join(cleaned(unicodedata.normalize("NFKC", text)).casefold().split())


_DASHES = {ord(dash): "-" for dash in "\u2010\u2011\u2012\u2013\u2014\u2212"}
_ACCENT_FREE = re.compile(r"\s*([/|(),:;\[\]-])\s*")


def folded_heading(text: str) -> str:
    """A heading for comparing: as ``folded``, without blanks around marks and without marks at the ends.

    >>> folded_heading(" Sales ( USD )*")
    'sales(usd)'
    """
    return _ACCENT_FREE.sub(r"\1", folded(text).translate(_DASHES)).strip(" *:#.;,'\"")
