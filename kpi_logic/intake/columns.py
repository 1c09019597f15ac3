"""The columns of a monthly table, and of every other format: which heading means what."""

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache

from pydantic import BaseModel, RootModel

from kpi_logic.intake.folding import folded_heading
from kpi_logic.intake.formats import line_formats
from kpi_logic.intake.vocabulary import Vocabulary, says_anything
from kpi_logic.intake.words import column_names
from kpi_logic.library import TEMPLATES, kpi_library, read_toml
from kpi_logic.text import Language

KEY_FIELDS = ("month", "platform", "shop", "site", "currency")
BESIDE = (*KEY_FIELDS, "year", "category")
"""Everything in a monthly table that is no measure."""
CONTRACT_MEASURES = (
    "sales", "orders", "units", "sessions", "gross_profit", "ad_spend", "ad_sales", "returned_units", "inventory_value",
    "late_shipments",
)  # fmt: skip
"""The ten measures that every monthly sheet begins with, in this order."""


class _MeasureText(BaseModel):
    name: str


class _MeasureTexts(RootModel[dict[str, _MeasureText]]):
    """measure.toml of one language."""


def measures_in_order() -> tuple[str, ...]:
    """The contract's ten, then all others as the library lists them."""
    others = (code for code in kpi_library().measures if code not in CONTRACT_MEASURES)
    return (*CONTRACT_MEASURES, *others)


@lru_cache(maxsize=1)
def monthly_vocabulary() -> Vocabulary:
    """Codes, the measures' names in both languages, and the other names of columns.toml."""
    names = {code: code for code in (*KEY_FIELDS, "year", *kpi_library().measures)}
    names |= {name: code for code, name in _text_names()}
    listed = column_names()
    for code, words in (*listed.measure.items(), *listed.key.items()):
        names |= dict.fromkeys(words.names, code)
    return Vocabulary(names)


def _text_names() -> Iterator[tuple[str, str]]:
    """The measures' names in both languages, from their own files: a whole catalogue is not worth its loading."""
    for language in Language:
        texts = read_toml(TEMPLATES / "text" / language / "measure.toml", _MeasureTexts).root
        yield from ((code, texts[code].name) for code in kpi_library().measures)


@lru_cache(maxsize=1)
def _all_vocabularies() -> tuple[Vocabulary, ...]:
    return (monthly_vocabulary(), *(form.vocabulary for form in line_formats() if not form.platform))


@lru_cache(maxsize=1)
def _platform_headings() -> frozenset[str]:
    return frozenset(name for form in line_formats() if form.platform for name in form.vocabulary.names)


@lru_cache(maxsize=1 << 14)
def is_known(heading: str) -> bool:
    """Whether any format knows this heading."""
    if not says_anything(heading):
        return False
    return folded_heading(heading) in _platform_headings() or any(names.read(heading) for names in _all_vocabularies())


def known_headings(cells: Iterable[object], *, beyond_ascii: bool = False) -> int:
    """How many of *cells* are headings some format knows, at most the first hundred cells.

    A cell may also be a whole line of text. ``beyond_ascii`` counts only headings with letters beyond ASCII.
    """
    count = 0
    for _, cell in zip(range(100), cells, strict=False):
        for piece in re.split(r"[,;\t|\"\r\n]", str(cell or ""))[:100]:
            count += len(piece) < 300 and is_known(piece) and not (beyond_ascii and piece.isascii())
    return count
