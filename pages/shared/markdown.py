"""Somebody's words inside Markdown: shown as typed, never acting."""

MARKUP = frozenset("\\`*_{}[]()<>#+!|$~:")


def plain(text: str) -> str:
    """A sentence with somebody's words in it, safe for Markdown: signs that would act are shown as they are."""
    return "".join(f"\\{sign}" if sign in MARKUP else sign for sign in text)
