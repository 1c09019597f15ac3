"""The client workbook's words, in both languages at once: any label back to what it stands for."""

from collections.abc import Iterable, Mapping
from functools import lru_cache

from kpi_logic.intake.folding import folded
from kpi_logic.intake.words import cell_words
from kpi_logic.library import kpi_library, role_library
from kpi_logic.text import Language, catalog

CLIENT_SHEETS = ("guide", "profile", "people", "scheme", "kpis")
PROFILE_FIELDS = (
    "client", "service_form", "yearly_sales", "currency", "platforms", "team_size", "categories", "departments",
    "pains_in_words", "current_appraisal", "problems",
)  # fmt: skip
PAINS = (
    "no_goals", "scattered", "hard_to_judge", "growth_stalls",
    "departments_at_odds", "waste", "by_feeling", "slow_start",
)  # fmt: skip
PEOPLE_FIELDS = ("name", "department", "role", "shops", "bonus", "leads", "id")
SCHEME_ANSWERS = ("rewards_and_penalties", "trial_months", "review_every_months", "exception_rule")
SCHEME_FIELDS = ("role", "kpi", "weight", "threshold", "target", "stretch", "gate", "multiplier")
SERVICES = ("managed", "coaching", "custom")
REWARDS = ("both", "penalties", "rewards", "none", "unknown")


@lru_cache(maxsize=64)
def words_of(prefix: str, codes: tuple[str, ...], suffix: str = "") -> Mapping[str, str]:
    """Folded label in either language, or the code itself -> code, for the texts ``prefix.<code><suffix>``."""
    labels = {folded(code): code for code in codes}
    for language in Language:
        labels |= {folded(catalog(language).say(f"{prefix}.{code}{suffix}")): code for code in codes}
    return labels


def sheet_titles() -> Mapping[str, str]:
    """Folded sheet title -> which sheet of the client workbook it is."""
    return words_of("workbook.sheet", CLIENT_SHEETS)


def roles() -> Mapping[str, str]:
    """Folded name of a role -> its code."""
    return words_of("role", tuple(role_library()), ".name")


def kpis() -> Mapping[str, str]:
    """Folded name of a KPI -> its code."""
    return words_of("kpi", tuple(kpi_library().kpis), ".name")


def yes_no(text: str) -> bool | None:
    """Yes, no, or neither word.

    >>> yes_no("Yes"), yes_no("n"), yes_no("perhaps")
    (True, False, None)
    """
    answers, word = cell_words().answer, folded(text)
    return True if word in answers.yes else False if word in answers.no else None


def listed(items: Iterable[str], separator: str) -> str:
    """A list in one cell, so that ``unlisted`` gives it back exactly."""
    items = tuple(items)
    if any(mark in item for item in items for mark in SEPARATORS):
        return "\n".join(items) + "\n"
    return separator.join(items)


SEPARATORS = "\u3001\uff0c,\uff1b;\n"


def unlisted(text: str) -> tuple[str, ...]:
    """The items of a list in one cell: a line each, or separated by commas.

    >>> unlisted("Amazon, Shopee"), unlisted("A, B\\n")
    (('Amazon', 'Shopee'), ('A, B',))
    """
    if "\n" in text:
        parts = text.split("\n")
    else:
        for mark in SEPARATORS:
            text = text.replace(mark, "\n")
        parts = text.split("\n")
    return tuple(part.strip() for part in parts if part.strip())
