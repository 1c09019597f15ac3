"""Files that are recognised and hold no monthly figures: lists of names, appraisal forms."""

from functools import lru_cache

from pydantic import BaseModel, ConfigDict

from kpi_logic.intake.folding import folded, folded_heading
from kpi_logic.intake.sheet import Sheet
from kpi_logic.intake.words import INTAKE
from kpi_logic.library import read_toml

FORM = "appraisal_form"
_ROWS = 40


class _Form(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    fewest: int
    words: tuple[str, ...]


class _File(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    list: dict[str, tuple[str, ...]]
    form: _Form


@lru_cache(maxsize=1)
def _file() -> _File:
    return read_toml(INTAKE / "no_figures.toml", _File)


def without_figures(sheet: Sheet) -> str:
    """What kind of such file *sheet* is, as a text key under ``intake_words.format``, or ""."""
    texts: set[str] = set()
    for row in sheet.rows[:_ROWS]:
        cells = [cell for cell in row.cells if isinstance(cell, str) and len(cell) < 200]
        headings = {folded_heading(cell) for cell in cells}
        for code, names in _file().list.items():
            if {folded_heading(name) for name in names} <= headings:
                return code
        texts.update(map(folded, cells))
    met = [word for word in map(folded, _file().form.words) if any(word in text for text in texts)]
    return FORM if not sheet.is_text and len(met) >= _file().form.fewest else ""
