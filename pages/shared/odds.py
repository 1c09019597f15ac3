"""Odds as a short number for tables, rounded to what can honestly be said."""

from pages.shared.session import t

FIVE = 20  # steps of 5 % in a whole


def number(probability: float | None) -> str:
    """Odds to 5 %, never 0 or 100; a word where they cannot be told."""
    if probability is None:
        return t("odds.unknown")
    return t("page_targets.odds_number", percent=min(max(round(probability * FIVE), 1), FIVE - 1) * 5)
