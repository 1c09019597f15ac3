"""What may be printed: people's words made printable, our own words held to what the fonts have."""

import re
import unicodedata

from kpi_logic.proposal.fonts import coverage
from kpi_logic.proposal.style import glyph_rules

# Control, format (bidi and zero-width too), surrogate, private-use and unassigned characters say nothing on paper.
_INVISIBLE = frozenset({"Cc", "Cf", "Cs", "Co", "Cn"})
_CUT = "\N{HORIZONTAL ELLIPSIS}"


class GlyphMissing(Exception):
    """One of our own texts holds characters that the paper's fonts do not; names the text and the characters."""

    def __init__(self, text: str, characters: str) -> None:
        self.text = text
        self.characters = characters
        codes = ", ".join(f"U+{ord(c):04X}" for c in characters)
        super().__init__(f"the fonts of the paper have no glyph for {codes} ({characters}) in: {text}")


def clean(text: str, limit: int) -> str:
    """A person's words on one line of spaces, without invisible characters, at most *limit* characters.

    >>> clean("  Acme\\u202e\\tUS\\x00 ", 20), clean("abcdef", 4)
    ('Acme US', 'abc…')
    """
    # A composed character may be in the fonts where a letter with a combining accent is not. Composing is done on a
    # bounded piece: nothing beyond the limit is shown anyway, and a name may have 200,000 characters.
    piece = unicodedata.normalize("NFC", text[: 8 * limit])
    spaced = " ".join(re.sub(r"[\t\n\v\f\r\x1c-\x1f\x85\u2028\u2029]", " ", piece).split())
    visible = "".join(c for c in spaced if c.isascii() or unicodedata.category(c) not in _INVISIBLE)
    visible = visible if visible.isprintable() else "".join(c for c in visible if c.isprintable() or c == " ")
    visible = " ".join(visible.split())
    return visible if len(visible) <= limit else visible[: limit - 1] + _CUT


def missing(text: str) -> str:
    """The characters of *text* that cannot be printed, each once, in order.

    >>> missing("KPI"), missing("a\\U0001f600b\\u20ab")
    ('', '😀₫')
    """
    return "".join(dict.fromkeys(c for c in text if c not in coverage())) if set(text) - coverage() else ""


def printable(text: str) -> str:
    """*text* with every unprintable character replaced by its stand-in, its plain form, or the geta mark.

    A currency sign becomes its ISO code, a ligature or a styled letter its plain letters; marks that only colour the
    character before them (variation selectors, uncomposed accents) are dropped.

    >>> printable("\\u20ab5 \\ufb01t")
    'VND 5 fit'
    """
    absent = missing(text)
    return text.translate({ord(c): _instead(c) for c in absent}) if absent else text


def stood_in(text: str) -> str:
    """*text* with only the currency signs replaced: what may be done to our own words."""
    absent = missing(text)
    stand_in = glyph_rules().stand_in
    return text.translate({ord(c): stand_in[c] for c in absent if c in stand_in}) if absent else text


def _instead(char: str) -> str:
    rules = glyph_rules()
    if char in rules.stand_in:
        return rules.stand_in[char]
    if unicodedata.combining(char) or unicodedata.category(char) in {"Mn", "Me"}:
        return ""
    plain = unicodedata.normalize("NFKC", char)
    return plain if plain != char and not missing(plain) else rules.replacement
