"""The two fonts of the paper, registered once with everything that draws: ReportLab, svglib and vl-convert."""

from functools import lru_cache
from threading import Lock

from kpi_logic.library import TEMPLATES

FONT_FOLDER = TEMPLATES / "fonts"
FAMILY = "Noto Sans SC"  # the name inside the font files, by which charts ask for it
REGULAR, BOLD = "NotoSansSC", "NotoSansSC-Bold"
FILES = {REGULAR: FONT_FOLDER / "NotoSansSC-Regular.ttf", BOLD: FONT_FOLDER / "NotoSansSC-Bold.ttf"}

_lock = Lock()


def register() -> None:
    """Make both fonts known to ReportLab and svglib; cheap after the first time."""
    with _lock:
        _register_once()


@lru_cache(maxsize=1)
def _register_once() -> None:
    from reportlab.pdfbase.pdfmetrics import registerFont, registerFontFamily
    from reportlab.pdfbase.ttfonts import TTFont
    from svglib.svglib import register_font

    for name, path in FILES.items():
        registerFont(TTFont(name, str(path)))
    registerFontFamily(REGULAR, normal=REGULAR, bold=BOLD, italic=REGULAR, boldItalic=BOLD)
    for weight, name in (("normal", REGULAR), ("bold", BOLD)):
        register_font(FAMILY, str(FILES[name]), weight=weight, rlgFontName=name)


@lru_cache(maxsize=1)
def coverage() -> frozenset[str]:
    """Every character both fonts can print and a reader can copy out again.

    Characters beyond U+FFFF are left out although the fonts hold 196 of them: ReportLab writes their way back to
    Unicode truncated, so that they would be copied and searched as something else.

    >>> "\\u53d1" in coverage(), "\\U0001f600" in coverage()
    (True, False)
    """
    from reportlab.pdfbase.pdfmetrics import getFont

    register()
    glyphs = [set(getFont(name).face.charToGlyph) for name in FILES]
    return frozenset(chr(code) for code in glyphs[0] & glyphs[1] if code <= 0xFFFF)


class Widths(dict[str, float]):
    """Width of each character of one font for a size of 1, learnt as it is met."""

    def __init__(self, font: str) -> None:
        from reportlab.pdfbase.pdfmetrics import getFont

        super().__init__()
        self._face = getFont(font).face

    def __missing__(self, char: str) -> float:
        width = self._face.charWidths.get(ord(char), self._face.defaultWidth) / 1000
        self[char] = width
        return float(width)


@lru_cache(maxsize=4)
def widths(font: str) -> Widths:
    """The widths of a registered font."""
    register()
    return Widths(font)
