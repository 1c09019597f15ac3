"""Names of sheets that every spreadsheet program takes."""

import re
from collections.abc import Iterable

LONGEST = 31  # UTF-16 units
_FORBIDDEN = re.compile(r"[\[\]:*?/\\\x00-\x1f\x7f]")
_RESERVED = {"history"}


def sheet_names(wanted: Iterable[str], spare: str) -> list[str]:
    """A legal name for each wanted one, all different whatever their case; *spare* where nothing legal is left.

    >>> sheet_names(["A/B", "a b", "A B", "'x'", "", "History"], "Sheet")
    ['A B', 'a b (2)', 'A B (3)', 'x', 'Sheet', 'History (2)']
    """
    taken = set(_RESERVED)
    names = []
    for name in wanted:
        clean = _legal(name) or spare
        free, n = _cut(clean, LONGEST), 1
        while free.casefold() in taken:
            n += 1
            ending = f" ({n})"
            free = _cut(clean, LONGEST - len(ending)) + ending
        taken.add(free.casefold())
        names.append(free)
    return names


def _legal(name: str) -> str:
    """The name without what is forbidden, invisible or half a character."""
    plain = _FORBIDDEN.sub(" ", name).encode("utf-16", "ignore").decode("utf-16")
    visible = "".join(sign for sign in plain if sign.isprintable())
    return " ".join(visible.split()).strip("' ")


def _cut(name: str, units: int) -> str:
    while len(name.encode("utf-16-le")) > 2 * units:
        name = name[:-1]
    return name.rstrip("' ")


def quoted(name: str) -> str:
    """The name as it stands in a formula.

    >>> quoted("O'Neil")
    "'O''Neil'"
    """
    return "'" + name.replace("'", "''") + "'"
