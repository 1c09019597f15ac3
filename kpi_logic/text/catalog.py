"""The text files of one language, and the one way to make words from a Message."""

import tomllib
from collections.abc import Iterable, Mapping
from enum import StrEnum
from functools import lru_cache
from pathlib import Path
from typing import Any

from kpi_logic.model import Amount, KpiRef, MeasureRef, Message, Month, Raw, RoleRef, Segment, Unit
from kpi_logic.text import numbers

TEXT_FOLDER = Path(__file__).resolve().parents[2] / "templates" / "text"


class Language(StrEnum):
    """The languages everything is said in."""

    ZH = "zh"
    EN = "en"

    @classmethod
    def of_locale(cls, locale: str | None) -> "Language":
        """The language for a browser's locale; English unless the locale is Chinese.

        >>> Language.of_locale("zh-CN"), Language.of_locale("de-DE"), Language.of_locale(None)
        (<Language.ZH: 'zh'>, <Language.EN: 'en'>, <Language.EN: 'en'>)
        """
        return cls.ZH if (locale or "").lower().startswith("zh") else cls.EN


class Catalog:
    """Says messages in one language.

    >>> Catalog({"hello": "{name}, {n}"}, Language.EN).say("hello", name="Ann", n=3)
    'Ann, 3'
    """

    def __init__(self, texts: Mapping[str, str], language: Language) -> None:
        self.texts = texts
        self.language = language
        self._number_words = {key: text for key, text in texts.items() if key.startswith("number.")}

    def say(self, message: Message | str, /, **facts: Any) -> str:
        """The sentence of *message*, or of a text key and its facts; raises KeyError for an unknown key."""
        if isinstance(message, Message):
            return self.texts[message.key].format_map(self._worded(message.facts))
        return self.texts[message].format_map(self._worded(facts))

    def has(self, key: str) -> bool:
        """Whether there is a text of that key."""
        return key in self.texts

    def word(self, fact: Any) -> str:
        """Any single fact in words."""
        match fact:
            case str():
                return fact
            case bool():
                return self.texts["word.yes" if fact else "word.no"]
            case int():
                return numbers.grouped(fact, 0)
            case Month():
                return self.month(fact)
            case Amount():
                return self.amount(fact)
            case Raw():
                return fact.text
            case KpiRef():
                return self.texts[f"kpi.{fact.code}.name"]
            case MeasureRef():
                return self.texts[f"measure.{fact.code}.name"]
            case RoleRef():
                return self.texts.get(f"role.{fact.code}.name", fact.code)
            case Segment():
                return self.segment(fact)
            case Message():
                return self.say(fact)
            case tuple() | list():
                return self.texts["word.list_separator"].join(self.word(part) for part in fact)
        raise TypeError(f"no words for a {type(fact).__name__}; give an Amount, a ref or a string: {fact!r}")

    def amount(self, a: Amount) -> str:
        """A number with its unit."""
        return numbers.amount(a, self.language, self._number_words)

    def money(self, value: float | None, currency: str | None, *, full: bool = False, signed: bool = False) -> str:
        """An amount of money, short for reading or full to the cent."""
        return self.amount(Amount(value, Unit.MONEY, currency, signed=signed, full=full))

    def ratio(self, value: float | None) -> str:
        """A share stored 0-1, as a percentage."""
        return self.amount(Amount(value, Unit.RATIO))

    def month(self, month: Month) -> str:
        """A month as people write it."""
        name = self.texts[f"month.m{month.month:02d}"]
        return self.texts["month.form"].format(year=month.year, month=name)

    def segment(self, segment: Segment) -> str:
        """A part of the business; the whole has a word of its own."""
        return " · ".join(segment.parts()) or self.texts["word.all_shops"]

    def odds(self, probability: float | None) -> str:
        """Odds in words and number, rounded to what can honestly be said (5 %)."""
        if probability is None:
            return self.texts["odds.unknown"]
        step = min(max(round(probability * 20), 1), 19)
        return self.texts[f"odds.p{step * 5:02d}"]

    def _worded(self, facts: Mapping[str, Any]) -> dict[str, str]:
        return {name: self.word(fact) for name, fact in facts.items()}


@lru_cache(maxsize=4)
def catalog(language: Language | str) -> Catalog:
    """The catalogue of one language, read once.

    >>> catalog("en").money(42_300, "CNY"), catalog("zh").ratio(0.118)
    ('CN¥42.3k', '11.8%')
    """
    language = Language(language)
    return Catalog(dict(_read(TEXT_FOLDER / language)), language)


def _read(folder: Path) -> Iterable[tuple[str, str]]:
    """Every text of a language; the file's name is the first word of its keys."""
    for path in sorted(folder.glob("*.toml")):
        yield from _flat(tomllib.loads(path.read_text(encoding="utf-8")), path.stem)


def _flat(table: Mapping[str, Any], prefix: str) -> Iterable[tuple[str, str]]:
    for key, value in table.items():
        name = f"{prefix}.{key}"
        if isinstance(value, dict):
            yield from _flat(value, name)
        else:
            yield name, value
