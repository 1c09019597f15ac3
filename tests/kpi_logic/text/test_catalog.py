"""Messages become sentences; whatever a person typed stays as typed."""

import pytest

from kpi_logic.model import KpiRef, Message, Month, Raw, Segment
from kpi_logic.text import Catalog, Language, catalog


def test_facts_of_every_kind_have_words() -> None:
    said = Catalog({**catalog("en").texts, "x": "{a}|{b}|{c}|{d}|{e}|{f}"}, Language.EN)
    facts = {
        "a": 1234,
        "b": Month(2025, 3),
        "c": Segment(platform="Amazon", shop="US"),
        "d": ("x", 2),
        "e": KpiRef("cvr"),
        "f": True,
    }
    assert (
        said.say(Message("x", facts))
        == "1,234|Mar 2025|Amazon · US|x, 2|" + catalog("en").texts["kpi.cvr.name"] + "|yes"
    )


def test_braces_in_a_persons_words_are_only_braces() -> None:
    said = Catalog({"x": "{name}"}, Language.ZH)
    assert said.say("x", name=Raw("{0.__class__} {name}")) == "{0.__class__} {name}"


def test_a_bare_number_with_decimals_is_refused() -> None:
    with pytest.raises(TypeError, match=r"no words for a float; give an Amount, a ref or a string: 0\.5"):
        Catalog({"x": "{n}"}, Language.EN).say("x", n=0.5)


def test_an_unknown_key_is_an_error() -> None:
    with pytest.raises(KeyError, match="no_such_key"):
        catalog("zh").say("no_such_key")
