"""The two languages are twins: the same files, keys and placeholders; nothing empty."""

import tomllib
from collections import Counter
from string import Formatter

import pytest

from kpi_logic.text import Language, catalog
from kpi_logic.text.catalog import TEXT_FOLDER

LANGUAGES = list(Language)
FILES = sorted({path.name for language in LANGUAGES for path in (TEXT_FOLDER / language).glob("*.toml")})


def _texts(language: Language, file: str) -> dict[str, object]:
    """The file's texts by dotted key; empty where the language lacks the file."""
    path = TEXT_FOLDER / language / file
    found: dict[str, object] = {}

    def walk(table: dict[str, object], prefix: str) -> None:
        for key, value in table.items():
            if isinstance(value, dict):
                walk(value, f"{prefix}{key}.")
            else:
                found[prefix + key] = value

    walk(tomllib.loads(path.read_text(encoding="utf-8")) if path.exists() else {}, "")
    return found


def _placeholders(text: object) -> Counter[str]:
    return Counter(name for _, name, _, _ in Formatter().parse(str(text)) if name is not None)


def test_both_languages_have_the_same_files() -> None:
    zh, en = ({path.name for path in (TEXT_FOLDER / language).iterdir()} for language in LANGUAGES)
    assert zh == en


@pytest.mark.parametrize("file", FILES)
def test_same_keys(file: str) -> None:
    zh, en = (set(_texts(language, file)) for language in LANGUAGES)
    assert {"only in zh": sorted(zh - en), "only in en": sorted(en - zh)} == {"only in zh": [], "only in en": []}


@pytest.mark.parametrize("file", FILES)
def test_same_placeholders(file: str) -> None:
    zh, en = (_texts(language, file) for language in LANGUAGES)
    both = zh.keys() & en.keys()
    assert [key for key in sorted(both) if set(_placeholders(zh[key])) != set(_placeholders(en[key]))] == []


@pytest.mark.parametrize("file", FILES)
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_text_is_a_string_with_words_in_it(language: Language, file: str) -> None:
    # A separator may be blank, but it is never nothing.
    texts = _texts(language, file)
    assert [key for key, text in texts.items() if not isinstance(text, str) or text == ""] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_two_kpis_have_the_same_name(language: Language) -> None:
    texts = catalog(language).texts
    names = Counter(text for key, text in texts.items() if key.startswith("kpi.") and key.endswith(".name"))
    assert [name for name, times in names.items() if times > 1] == []
