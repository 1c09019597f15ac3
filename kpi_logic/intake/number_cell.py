"""A number as people write it: used only if it has one reading."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import lru_cache

from kpi_logic.intake.folding import folded, plain
from kpi_logic.intake.words import cell_words, currencies, missing_marks

_SIMPLE = re.compile(r"-?[0-9]{1,13}(?:\.[0-9]{1,2})?")
_POINT = re.compile(r"(?:[0-9]+|[0-9]{1,3}(?:,[0-9]{3})+|[0-9]{1,2}(?:,[0-9]{2})+,[0-9]{3})(?:\.[0-9]+)?|\.[0-9]+")
_COMMA = re.compile(r"(?:[0-9]+|[0-9]{1,3}(?:\.[0-9]{3})+)(?:,[0-9]+)?")
_BLANKS = re.compile(r"[0-9]{1,3}(?:[ '][0-9]{3})+(?:[.,][0-9]+)?")
_SCIENTIFIC = re.compile(r"[0-9]+(?:\.[0-9]+)?e[+-]?[0-9]{1,3}")
_NOT_FINITE = re.compile(r"nan|[+-]?inf(inity)?")
_LARGEST = Decimal(2) ** 53


@dataclass(frozen=True, slots=True)
class NumberCell:
    """A number cell as read.

    ``value`` None with no ``trouble`` is missing. ``trouble`` is an issue code. ``told`` names an issue for a number
    that was read all the same. ``currencies`` are the codes a sign in the cell allows. ``word`` is a unit written beside
    the number.
    """

    value: Decimal | None = None
    trouble: str = ""
    told: str = ""
    currencies: tuple[str, ...] = ()
    is_percent: bool = False
    word: str = ""


@dataclass(frozen=True, slots=True)
class Marks:
    """Which decimal marks a table's numbers prove: a point, a comma, both, none."""

    point: bool
    comma: bool


def proves(text: str) -> str:
    """Which decimal mark *text* can only be read with: "point", "comma", "perhaps comma" (12,5) or "" (either).

    >>> proves("1,234.56"), proves("1.234,56"), proves("1,234")
    ('point', 'comma', '')
    """
    if _SIMPLE.fullmatch(text):
        return "point" if "." in text else ""
    body = re.sub(r"[^0-9.,]", "", plain(text))
    if not any(mark in body for mark in ".,"):
        return ""
    with_point, with_comma = bool(_POINT.fullmatch(body)), bool(_COMMA.fullmatch(body))
    if with_point == with_comma:
        return ""
    if with_point:
        return "point" if "." in body or body.count(",") > 1 else ""
    return "comma" if "." in body else "perhaps comma"


def marks_of(texts: Iterable[str]) -> Marks:
    """The decimal marks that a table's texts prove; a lone ``12,5`` proves a comma only where nothing proves a point.

    >>> marks_of(["12,5", "1.234,50"]), marks_of(["12,5", "3.25"])
    (Marks(point=False, comma=True), Marks(point=True, comma=False))
    """
    proofs = {proves(text) for text in texts}
    return Marks("point" in proofs, "comma" in proofs or ("perhaps comma" in proofs and "point" not in proofs))


@lru_cache(maxsize=1 << 16)
def read_number(text: str, marks: Marks) -> NumberCell:
    """The number in *text*, for a table with these decimal marks.

    >>> dot = Marks(point=True, comma=False)
    >>> read_number("1,234.50", dot).value, read_number("(98)", dot).value, read_number("12,34", dot).trouble
    (Decimal('1234.50'), Decimal('-98'), 'number_unclear')
    """
    if _SIMPLE.fullmatch(text):
        return NumberCell(Decimal(text))
    body = plain(text).casefold()
    if not body or folded(body) in missing_marks():
        return NumberCell()
    if _NOT_FINITE.fullmatch(body):
        return NumberCell(trouble="number_not_finite")
    if body.startswith("#"):
        return NumberCell(trouble="number_error")
    return _signed(body, marks)


def _signed(body: str, marks: Marks) -> NumberCell:
    negative = False
    if body.startswith("(") and body.endswith(")"):
        negative, body = True, body[1:-1].strip()
    body, codes = _without_currency(body)
    if body[:1] in ("-", "+"):
        negative, body = negative or body[0] == "-", body[1:].strip()
    elif body.endswith("-"):
        negative, body = True, body[:-1].strip()
    if not codes:
        body, codes = _without_currency(body)
    read = _unsigned(body, marks)
    value = -read.value if read.value is not None and negative else read.value
    return NumberCell(value, read.trouble, read.told, codes, read.is_percent, read.word)


def _without_currency(body: str) -> tuple[str, tuple[str, ...]]:
    """The body without a currency's sign or name before or behind it, and the codes it allows."""
    known, shared = currencies()
    lead = re.match(r"[^0-9.,()+-]+\.?", body)
    tail = re.search(r"[^0-9.,()+%-]+$", body)
    ends = [(lead[0], body[len(lead[0]) :])] if lead else []
    ends += [(tail[0], body[: tail.start()])] if tail else []
    for sign, rest in ends:
        name = folded(sign)
        if name in shared:
            return rest.strip(), shared[name]
        if name in known:
            return rest.strip(), (known[name],)
    return body, ()


def _unsigned(body: str, marks: Marks) -> NumberCell:
    if body.endswith("%"):
        inner = _grouped(body[:-1].strip(), marks)
        return NumberCell(None if inner.value is None else inner.value / 100, inner.trouble, is_percent=True)
    if any(re.fullmatch(pattern, body) for pattern in cell_words().approximate.patterns):
        return NumberCell(trouble="number_approximate")
    if _SCIENTIFIC.fullmatch(body):
        return _scientific(body)
    tail = re.search(r"[^0-9.,' ]+$", body)
    if tail is None:
        return _grouped(body, marks)
    return _with_word(body[: tail.start()].strip(), tail[0].strip(), marks)


def _with_word(number: str, word: str, marks: Marks) -> NumberCell:
    words, factor = cell_words(), 1
    for name, size in words.scale.items():
        if word == name or (word.startswith(name) and word[len(name) :] in words.unit.names):
            factor, word = size, ""
    if word and word not in words.unit.names:
        return NumberCell(trouble="number_not")
    read = _grouped(number, marks)
    if read.value is None or factor == 1:
        return replace(read, word=word)
    return NumberCell(read.value * factor, told="number_rounded")


def _scientific(body: str) -> NumberCell:
    value = Decimal(body)
    if value > Decimal("1e15"):
        return NumberCell(trouble="number_not_finite" if value > Decimal("1e300") else "number_too_large")
    return NumberCell(value, told="number_rounded")


def _grouped(body: str, marks: Marks) -> NumberCell:
    if _BLANKS.fullmatch(body):
        whole, _, part = body.replace(" ", "").replace("'", "").replace(",", ".").partition(".")
        return _bounded(Decimal(f"{whole}.{part or 0}"))
    readings = []
    if _POINT.fullmatch(body):
        readings.append(("point", Decimal(body.replace(",", ""))))
    if _COMMA.fullmatch(body):
        readings.append(("comma", Decimal(body.replace(".", "").replace(",", "."))))
    if not readings:
        return NumberCell(trouble="number_unclear" if re.fullmatch(r"[0-9., ']+", body) else "number_not")
    return _chosen(body, dict(readings), marks)


def _chosen(body: str, readings: dict[str, Decimal], marks: Marks) -> NumberCell:
    if len(set(readings.values())) == 1 and len(readings) == 2:
        return _bounded(readings["point"])
    if "point" in readings and "comma" in readings:
        return _of_two(body, readings, marks)
    if "point" in readings:
        return _bounded(readings["point"])
    if ("." in body and "," in body) or body.count(".") > 1 or (marks.comma and not marks.point):
        return _bounded(readings["comma"])
    return NumberCell(trouble="number_unclear")


def _of_two(body: str, readings: dict[str, Decimal], marks: Marks) -> NumberCell:
    """``1,234`` and ``1.234``: the table's own decimal mark decides, and only if it leaves a thousands group."""
    if marks.point and marks.comma:
        return NumberCell(trouble="number_unclear")
    if marks.comma:
        return _bounded(readings["comma"]) if "." in body else NumberCell(trouble="number_unclear")
    if "," in body or marks.point or body.startswith("0"):
        return _bounded(readings["point"])
    return NumberCell(trouble="number_unclear")


def _bounded(value: Decimal) -> NumberCell:
    if abs(value) > _LARGEST:
        return NumberCell(trouble="number_too_large")
    return NumberCell(value)
