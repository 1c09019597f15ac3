"""Cells in the bytes of a file: numbers are exactly those of their texts, equal words have one number."""

import re

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from kpi_logic.intake.byte_cells import PAD, ByteCells
from kpi_logic.intake.byte_signs import are_moments, are_visible, have_digit

PLAIN = re.compile(r"-?[0-9]{1,13}(?:\.[0-9]{1,9})?")
TEXTS = st.lists(
    st.one_of(
        st.from_regex(PLAIN, fullmatch=True), st.text("0123456789.-, e", max_size=26), st.text(max_size=12),
        st.floats(0, 1e12, allow_nan=False).map(repr), st.sampled_from(["", "-0", "0.125", "9" * 16, "1.", ".5", "--1"]),
    ),
    min_size=1, max_size=40,
)  # fmt: skip


def cells(texts: list[str]) -> ByteCells:
    """These texts as cells."""
    written = [text.encode("utf-8", "replace") for text in texts]
    size = np.array([len(each) for each in written])
    data = np.frombuffer(b"".join([bytes(PAD), *written, bytes(PAD)]), np.uint8)
    return ByteCells(data, PAD + np.cumsum(size) - size, size)


@settings(max_examples=300, deadline=None)
@given(TEXTS)
def test_numbers_are_those_of_their_texts(texts: list[str]) -> None:
    read = cells(texts).decimals()
    for text, value, plain, behind in zip(texts, read.values, read.plain, read.behind, strict=True):
        assert plain == bool(PLAIN.fullmatch(text) and text.isascii()), text
        if plain:
            assert (repr(float(value)), behind) == (repr(float(text)), len(text.partition(".")[2])), text


@settings(max_examples=200, deadline=None)
@given(TEXTS)
def test_words_are_numbered_as_they_are_met(texts: list[str]) -> None:
    texts = [text.encode("utf-8", "replace").decode() for text in texts]
    found = cells(texts).words()
    assert found is not None
    assert found.words == list(dict.fromkeys(texts))
    assert [found.words[code] for code in found.codes] == texts
    assert [texts.index(word) for word in found.words] == found.first.tolist()


@settings(max_examples=200, deadline=None)
@given(TEXTS)
def test_signs_are_told(texts: list[str]) -> None:
    texts = [text.encode("utf-8", "replace").decode() for text in texts]
    seen = [all("!" <= sign <= "~" and sign != '"' for sign in text) for text in texts]
    assert are_visible(cells(texts)).tolist() == seen
    digits = [text.isascii() and any(sign in "0123456789" for sign in text) for text in texts]
    assert have_digit(cells(texts)).tolist() == digits


def test_moments_are_told() -> None:
    texts = ["2025-03-04 10:11:12", "2025-03-04T10:11:12", "2025-03-04", "2025/03/04 10:11:12", "2025-03-04 10.11.12"]
    assert are_moments(cells(texts)).tolist() == [True, True, False, False, False]
