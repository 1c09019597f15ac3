"""Every issue the room can raise has words in both languages, and every text is raised by something."""

import re
from pathlib import Path

import pytest

from kpi_logic.intake.month_cell import read_month
from kpi_logic.text import Language, catalog

ROOM = Path(__file__).resolve().parents[3] / "kpi_logic" / "intake"
_INDIRECT = {
    "heading_lookalike",
    "heading_cumulative",
    "file_encrypted",
    "file_old_xls",
    "month_short_year",
    "month_serial",
    "reading_too_long",
    "reading_too_big",
    "reading_failed",
    "number_error",
    "number_date",
    "number_uncalculated",
    "no_table",
    "file_empty",
    "month_missing",
    "month_early_date",
    "month_open",
    "site_open",
    "currency_open",
    "shop_open",
}


def codes() -> set[str]:
    """Every issue code of the text files; other rooms keep some of theirs there too."""
    return {key.split(".")[1] for key in catalog("en").texts if key.startswith("issue.")}


def said(folder: Path) -> set[str]:
    """Every word in quotation marks in a folder's source that may be a code."""
    source = "\n".join(path.read_text(encoding="utf-8") for path in folder.rglob("*.py"))
    return set(re.findall(r'"([a-z]+(?:_[a-z]+)+)"', source)) | _INDIRECT


@pytest.mark.parametrize("language", list(Language))
def test_each_code_has_title_message_and_fix(language: Language) -> None:
    texts = catalog(language).texts
    for code in codes() & said(ROOM):
        assert {f"issue.{code}.{part}" for part in ("title", "message", "fix")} <= set(texts), code
        assert texts[f"issue.{code}.message"].startswith("{where}"), code


def test_each_text_is_raised_somewhere() -> None:
    assert codes() - said(ROOM.parent) - said(ROOM.parents[1] / "pages") == set()


def test_month_troubles_have_words() -> None:
    for text in ("", "2025-13", "2025Q1", "soon"):
        assert read_month(text).trouble in codes()


def test_the_issues_raised_by_literals_have_words() -> None:
    source = "\n".join(path.read_text(encoding="utf-8") for path in ROOM.glob("*.py"))
    raised = set(re.findall(r'\b(?:refused|findings\.say|issue)\(\s*"([a-z_]+)"', source))
    raised |= set(re.findall(r'(?:trouble|told)="((?:number|month|ratio)_[a-z_]+)"', source))
    assert raised - codes() == set()
