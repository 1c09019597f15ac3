"""A spreadsheet's formulas computed anew, for the few functions that the scorecard workbook uses."""

import io
import math
import re
from collections.abc import Callable
from typing import Any

import openpyxl

_TOKEN = re.compile(
    r"""\s*(?:(?P<text>"(?:[^"]|"")*")
    |(?P<cell>(?:'(?:[^']|'')+'!)?\$?[A-Z]{1,3}\$?[0-9]+(?::\$?[A-Z]{1,3}\$?[0-9]+)?)
    |(?P<name>[A-Z]+)(?=\()
    |(?P<number>[0-9]+(?:\.[0-9]+)?)
    |(?P<sign><>|<=|>=|[-+*/(),<>=]))""",
    re.VERBOSE,
)


class Sheets:
    """The cells of a workbook; a formula is computed when it is first asked for."""

    def __init__(self, content: bytes) -> None:
        self.book = openpyxl.load_workbook(io.BytesIO(content))
        self.known: dict[tuple[str, str], Any] = {}

    def formulas(self) -> list[tuple[str, str]]:
        """(sheet, cell) of every formula."""
        return [
            (ws.title, c.coordinate) for ws in self.book for row in ws.iter_rows() for c in row if c.data_type == "f"
        ]

    def value(self, sheet: str, cell: str) -> Any:
        """What the cell shows; None where it is empty."""
        key = (sheet, cell)
        if key not in self.known:
            found = self.book[sheet][cell]
            self.known[key] = Reader(self, sheet, found.value[1:]).read() if found.data_type == "f" else found.value
        return self.known[key]

    def area(self, sheet: str, first: str, last: str) -> list[Any]:
        """The cells of an area, row by row."""
        return [self.value(sheet, cell.coordinate) for row in self.book[sheet][f"{first}:{last}"] for cell in row]


class Reader:
    """One formula, read and computed by descent; a branch of IF that is not taken is not computed."""

    def __init__(self, sheets: Sheets, sheet: str, formula: str) -> None:
        self.sheets, self.sheet = sheets, sheet
        self.tokens: list[tuple[str, str]] = []
        at = 0
        while at < len(formula):
            match = _TOKEN.match(formula, at)
            assert match is not None, formula[at:]
            self.tokens.append((str(match.lastgroup), match[str(match.lastgroup)]))
            at = match.end()
        self.at = 0

    def read(self) -> Any:
        return self.compared()()

    def take(self, *signs: str) -> str | None:
        if self.at < len(self.tokens) and self.tokens[self.at][0] == "sign" and self.tokens[self.at][1] in signs:
            self.at += 1
            return self.tokens[self.at - 1][1]
        return None

    def compared(self) -> Callable[[], Any]:
        left = self.summed()
        sign = self.take("<>", "<=", ">=", "<", ">", "=")
        if sign is None:
            return left
        right = self.summed()
        return lambda: _compare(sign, left(), right())

    def summed(self) -> Callable[[], Any]:
        left = self.multiplied()
        while sign := self.take("+", "-"):
            left = _joined(sign, left, self.multiplied())
        return left

    def multiplied(self) -> Callable[[], Any]:
        left = self.single()
        while sign := self.take("*", "/"):
            left = _joined(sign, left, self.single())
        return left

    def single(self) -> Callable[[], Any]:
        if self.take("-"):
            inner = self.single()
            return lambda: -_number(inner())
        if self.take("("):
            inner = self.compared()
            assert self.take(")")
            return inner
        kind, text = self.tokens[self.at]
        self.at += 1
        if kind == "number":
            return lambda: float(text)
        if kind == "text":
            return lambda: text[1:-1].replace('""', '"')
        if kind == "cell":
            return self.cell(text)
        return self.called(text)

    def cell(self, text: str) -> Callable[[], Any]:
        sheet = self.sheet
        if "!" in text:
            name, text = text.rsplit("!", 1)
            sheet = name[1:-1].replace("''", "'")
        first, _, last = text.replace("$", "").partition(":")
        if last:
            return lambda: self.sheets.area(sheet, first, last)
        return lambda: self.sheets.value(sheet, first)

    def called(self, name: str) -> Callable[[], Any]:
        assert self.take("(")
        given = []
        while not self.take(")"):
            given.append(self.compared())
            self.take(",")
        return lambda: FUNCTIONS[name](given)


def _joined(sign: str, left: Callable[[], Any], right: Callable[[], Any]) -> Callable[[], Any]:
    work = {"+": float.__add__, "-": float.__sub__, "*": float.__mul__, "/": float.__truediv__}[sign]
    return lambda: work(_number(left()), _number(right()))


def _number(value: Any) -> float:
    assert not isinstance(value, str), "#VALUE!"
    return float(value or 0.0)


def _compare(sign: str, a: Any, b: Any) -> bool:
    if isinstance(a, str) or isinstance(b, str):
        a, b = ("" if a is None else a), ("" if b is None else b)
        assert sign in ("=", "<>") or type(a) is type(b), "a text compared with a number"
        if type(a) is not type(b):
            return sign == "<>"
    else:
        a, b = a or 0.0, b or 0.0
    return {"=": a == b, "<>": a != b, "<": a < b, ">": a > b, "<=": a <= b, ">=": a >= b}[sign]


def _numbers(given: list[Callable[[], Any]]) -> list[float]:
    got = [one() for one in given]
    flat = [value for one in got for value in (one if isinstance(one, list) else [one])]
    return [float(value) for value in flat if isinstance(value, (int, float)) and not isinstance(value, bool)]


def _sumif(given: list[Callable[[], Any]]) -> float:
    tested, test, summed = (one() for one in given)
    assert test == "<>"
    pairs = zip(tested, summed, strict=True)
    return sum(float(value) for there, value in pairs if there is not None and isinstance(value, (int, float)))


def _rounded(given: list[Callable[[], Any]]) -> float:
    value, digits = _number(given[0]()), int(given[1]())
    return int(value * 10**digits + 0.5) / 10**digits


FUNCTIONS: dict[str, Callable[[list[Callable[[], Any]]], Any]] = {
    "IF": lambda given: (given[1] if given[0]() else given[2])(),
    "AND": lambda given: all(tuple(one() for one in given)),
    "OR": lambda given: any(tuple(one() for one in given)),
    "COUNT": lambda given: float(len(_numbers(given))),
    "SUM": lambda given: sum(_numbers(given)),
    "AVERAGE": lambda given: sum(_numbers(given)) / len(_numbers(given)),
    "MIN": lambda given: min(_numbers(given)),
    "MAX": lambda given: max(_numbers(given)),
    "ISNUMBER": lambda given: isinstance(given[0](), (int, float)),
    "N": lambda given: value if isinstance(value := given[0](), (int, float)) else 0.0,
    "ROUND": _rounded,
    "INT": lambda given: float(math.floor(_number(given[0]()))),
    "SUMIF": _sumif,
}
