"""A value and its unit in the writing of a language."""

from functools import lru_cache

from kpi_logic.model import Amount, Unit

MINUS = "\N{MINUS SIGN}"
MISSING = "\N{EM DASH}"

# Chinese readers count in 10^4 and 10^8, English ones in 10^3 and 10^6; the signs are in the text files.
STEPS = {"zh": (1e8, 1e4), "en": (1e6, 1e3)}


@lru_cache(maxsize=256)
def currency_symbol(currency: str, language: str) -> str:
    """The sign of a currency as readers of *language* know it.

    >>> currency_symbol("USD", "en"), currency_symbol("CNY", "zh")
    ('$', '¥')
    """
    from babel.numbers import get_currency_symbol

    return str(get_currency_symbol(currency, locale={"zh": "zh_CN", "en": "en_US"}[language]))


def grouped(value: float, decimals: int) -> str:
    """Digits with thousands separators and a real minus sign.

    >>> grouped(-1234.5, 2)
    '−1,234.50'
    """
    text = f"{abs(value):,.{decimals}f}"
    is_zero = not text.strip("0.,")
    return text if value >= 0 or is_zero else MINUS + text


def amount(a: Amount, language: str, words: dict[str, str]) -> str:
    """*a* as a reader of *language* writes it; a missing value is an em dash, never 0.

    ``words`` holds the ``number.*`` texts.  See ``Catalog.amount`` for the door most callers want.
    """
    if a.value is None or a.value != a.value:
        return MISSING
    text = _WRITERS[a.unit](a, language, words)
    return f"+{text}" if a.signed and a.value > 0 else text


def _money(a: Amount, language: str, words: dict[str, str]) -> str:
    assert a.value is not None
    symbol = currency_symbol(a.currency, language) if a.currency else ""
    sign = MINUS if a.value < 0 else ""
    size = abs(a.value)
    if a.full:
        return f"{sign if size >= 0.005 else ''}{symbol}{size:,.2f}"
    for step, key in zip(STEPS[language], ("number.large_step", "number.small_step"), strict=True):
        if size >= step * 0.99995:
            return f"{sign}{symbol}{size / step:,.1f}{words[key]}"
    decimals = 0 if size >= 100 or size == 0 else 2
    return f"{sign if round(size, decimals) else ''}{symbol}{size:,.{decimals}f}"


def _ratio(a: Amount, language: str, words: dict[str, str]) -> str:
    assert a.value is not None
    decimals = 2 if 0 < abs(a.value) < 0.01 else 1
    text = grouped(a.value * 100, decimals)
    return text + words["number.points"] if a.points else text + "%"


def _count(a: Amount, language: str, words: dict[str, str]) -> str:
    assert a.value is not None
    whole = float(a.value).is_integer() or abs(a.value) >= 100
    return grouped(a.value, 0 if whole else 1)


def _days(a: Amount, language: str, words: dict[str, str]) -> str:
    assert a.value is not None
    return grouped(a.value, 1) + words["number.days"]


def _times(a: Amount, language: str, words: dict[str, str]) -> str:
    assert a.value is not None
    return grouped(a.value, 2) + words["number.times"]


def _score(a: Amount, language: str, words: dict[str, str]) -> str:
    assert a.value is not None
    return grouped(a.value, 0 if float(a.value).is_integer() else 1)


_WRITERS = {Unit.MONEY: _money, Unit.RATIO: _ratio, Unit.COUNT: _count, Unit.DAYS: _days, Unit.TIMES: _times,
            Unit.SCORE: _score}  # fmt: skip
