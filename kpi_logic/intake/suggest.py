"""Headings that are nearly known: never read on likeness, only proposed, and read once a person has said so."""

from collections.abc import Iterable, Mapping
from functools import lru_cache

from kpi_logic.intake.columns import KEY_FIELDS, monthly_vocabulary
from kpi_logic.intake.file import Answers
from kpi_logic.intake.finding import Findings, measure, shown
from kpi_logic.intake.folding import folded_heading
from kpi_logic.intake.formats import LineFormat, line_formats
from kpi_logic.intake.vocabulary import Vocabulary
from kpi_logic.library import kpi_library
from kpi_logic.model import Level, MeasureRef, Message, Place

NONE = "-"
"""The answer that a column is to be left alone."""
_PREFIX = "column:"


def near(heading: str, words: Vocabulary) -> str | None:
    """The one field whose names *heading* is nearly like: the same words in another order, or a letter or two off.

    >>> near("Sales nett", Vocabulary({"net sales": "sales", "net orders": "orders"})), near("Colour", Vocabulary({}))
    ('sales', None)
    """
    text = folded_heading(heading)
    if len(text) < 2 or len(text) > 60:
        return None
    same = {field for name, field in words.names.items() if _same_words(text, name)}
    close = same or {field for name, field in words.names.items() if _close(text, name)}
    return close.pop() if len(close) == 1 else None


def _tokens(text: str) -> list[str]:
    for mark in "_-/().,":
        text = text.replace(mark, " ")
    return sorted(text.split())


@lru_cache(maxsize=1 << 14)
def _sorted_words(text: str) -> str:
    return " ".join(_tokens(text))


def _same_words(one: str, other: str) -> bool:
    return len(one) > 3 and _sorted_words(one) == _sorted_words(other)


def _close(one: str, other: str) -> bool:
    """Two slips in long names, one in shorter ones, none in the shortest; a Chinese character weighs as two letters."""
    size = min(sum(1 if mark.isascii() else 2 for mark in text) for text in (one, other))
    most = 2 if size >= 9 else 1 if size >= 5 else 0
    if not most or abs(len(one) - len(other)) > most:
        return False
    return distance(_sorted_words(one), _sorted_words(other), most) <= most


def distance(one: str, other: str, most: int) -> int:
    """Slips between two words: a letter more, less or changed, or two swapped; counting stops above *most*.

    Damerau, F. J. (1964), A technique for computer detection and correction of spelling errors, CACM 7(3).

    >>> distance("orders", "odrers", 2), distance("sales", "units", 2) > 2
    (1, True)
    """
    before: list[int] = []
    row = list(range(len(other) + 1))
    for i, a in enumerate(one, start=1):
        older, before, row = before, row, [i]
        for j, b in enumerate(other, start=1):
            cost = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (a != b))
            if i > 1 and j > 1 and a == other[j - 2] and b == one[i - 2]:
                cost = min(cost, older[j - 2] + 1)
            row.append(cost)
        if min(row) > most:
            return most + 1
    return row[-1]


def answered(words: Vocabulary, answers: Answers) -> Vocabulary:
    """The vocabulary with the headings a person has named."""
    fields = set(words.names.values())
    given = {key.removeprefix(_PREFIX): field for key, field in answers.items() if key.startswith(_PREFIX)}
    given = {heading: field for heading, field in given.items() if field in fields}
    return Vocabulary({**words.names, **given}) if given else words


def general_vocabularies() -> list[tuple[LineFormat | None, Vocabulary]]:
    """The kinds of table whose columns may be named by hand: monthly tables and general lists."""
    general = [(form, form.vocabulary) for form in line_formats() if not form.platform]
    return [(None, monthly_vocabulary()), *general]


def tell_near(headings: Mapping[str, Place], words: Vocabulary, taken: Iterable[str], answers: Answers,
              findings: Findings, level: Level) -> int:  # fmt: skip
    """Propose what unknown columns may be; the number of proposals."""
    used, number = set(taken), 0
    for heading, place in headings.items():
        field = near(heading, words)
        if field is None or field in used or f"{_PREFIX}{heading}" in answers:
            continue
        findings.say("column_like", level, place, heading=shown(heading), name=named(field), field=field)
        used.add(field)
        number += 1
    return number


def named(field: str) -> Message | MeasureRef:
    """A field's name in the reader's language."""
    is_measure = field in kpi_library().measures and field not in KEY_FIELDS
    return measure(field) if is_measure else Message(f"intake_words.field.{field}")
