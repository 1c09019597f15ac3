"""The look of the paper and the rules of line breaking, read from templates/style."""

from enum import StrEnum
from functools import lru_cache

from pydantic import BaseModel, ConfigDict, Field

from kpi_logic.library import TEMPLATES, read_toml

STYLE_FOLDER = TEMPLATES / "style"


class Sheet(StrEnum):
    """What is printed on: a sheet in the hand, or a slide on the wall."""

    PAPER = "paper"
    SLIDES = "slides"


class _Strict(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Page(_Strict):
    """The sheet in millimetres: its size, its margins, and where the cover's title and facts begin."""

    width: float = Field(gt=0)
    height: float = Field(gt=0)
    cover_title: float = Field(gt=0)
    cover_facts: float = Field(gt=0)
    margin: float = Field(gt=0)
    header: float = Field(gt=0)
    footer: float = Field(gt=0)


class Colours(_Strict):
    """Named colours, each ``#RRGGBB``."""

    ink: str
    soft: str
    rule: str
    accent: str
    pale: str
    watermark: str


class Sizes(_Strict):
    """Sizes of type in points."""

    cover: float
    section: float
    heading: float
    subheading: float
    lead: float
    body: float
    table: float
    small: float
    figure: float


class Leading(_Strict):
    """Line heights as multiples of the size; body text by language."""

    zh: float
    en: float
    heading: float
    table: float


class Chart(_Strict):
    """Height in millimetres where a figure names none; points on paper for one CSS pixel."""

    height: float = Field(gt=0)
    scale: float = Field(gt=0)


class PaperLook(_Strict):
    """templates/style/paper.toml, or slides.toml for what is shown on a wall."""

    page: Page
    colour: Colours
    size: Sizes
    leading: Leading
    chart: Chart


class KinsokuRules(_Strict):
    """templates/style/kinsoku.toml: signs that may not start or end a line, and what stays with a number."""

    cannot_start: str
    cannot_end: str
    empty_right: str
    empty_left: str
    before_number: str
    after_number: tuple[str, ...]


class GlyphRules(_Strict):
    """templates/style/glyphs.toml: what is printed for signs the fonts do not hold."""

    replacement: str = Field(min_length=1, max_length=1)
    stand_in: dict[str, str]


@lru_cache(maxsize=len(Sheet))
def paper_look(sheet: Sheet = Sheet.PAPER) -> PaperLook:
    """The look of the paper, read once."""
    return read_toml(STYLE_FOLDER / f"{sheet}.toml", PaperLook)


@lru_cache(maxsize=1)
def kinsoku_rules() -> KinsokuRules:
    """The rules of line breaking, read once."""
    return read_toml(STYLE_FOLDER / "kinsoku.toml", KinsokuRules)


@lru_cache(maxsize=1)
def glyph_rules() -> GlyphRules:
    """The stand-ins for missing glyphs, read once."""
    return read_toml(STYLE_FOLDER / "glyphs.toml", GlyphRules)
