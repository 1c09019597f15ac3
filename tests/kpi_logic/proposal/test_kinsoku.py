"""No line of mixed text may be broken where Chinese typesetting forbids it."""

import random
import re
import tomllib
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kpi_logic.proposal.fonts import REGULAR, widths
from kpi_logic.proposal.kinsoku import SHORTEST_LAST, break_lines, spaced
from kpi_logic.proposal.style import kinsoku_rules

MADE_OF = tomllib.loads((Path(__file__).parent / "words" / "lines.toml").read_text(encoding="utf-8"))
SIZE = 10.0
UNIT = re.compile("|".join(re.escape(u.strip()) for u in sorted(MADE_OF["unit"], key=len, reverse=True)))


def mixed(rng: random.Random, words: int) -> str:
    """Han, Latin, numbers with units, brackets and stops, with and without spaces, never two stops in a row."""
    parts: list[str] = []
    for _ in range(words):
        kind = rng.choice(("han", "han", "latin", "number", "bracket"))
        word = rng.choice(MADE_OF[kind])
        if kind == "number":
            word += rng.choice(("", *MADE_OF["unit"]))
        if kind == "bracket":
            word = (
                rng.choice(MADE_OF["han"]).join(word) if rng.random() < 0.5 else rng.choice(MADE_OF["latin"]).join(word)
            )
        parts += [word, rng.choice(("", "", " ", rng.choice(MADE_OF["closing"])))]
    joined = re.sub("(?<=[!-~])\x01+(?=[!-~])", " ", "\x01".join(parts))  # two Latin words are never one
    return spaced(re.sub(" +", " ", joined.replace("\x01", "")).strip())


def lines_of(text: str, measure: float) -> list[str]:
    known = widths(REGULAR)
    advances = [known[c] * SIZE for c in text]
    return [text[line.start : line.end] for line in break_lines(text, advances, measure, SIZE)]


def word_at(text: str, at: int) -> str:
    """The Latin word or number around a place."""
    start, end = at, at
    while start > 0 and text[start - 1].isascii() and text[start - 1].isalnum():
        start -= 1
    while end < len(text) and text[end].isascii() and text[end].isalnum():
        end += 1
    return text[start:end]


def fault(before: str, after: str, text: str, at: int, touching: bool) -> str | None:
    if after[0] in MADE_OF["cannot_start"]:
        return "a line begins with a closing sign"
    if before[-1] in MADE_OF["cannot_end"]:
        return "a line ends with an opening sign"
    if touching and all(c.isascii() and c.isalnum() for c in (before[-1], after[0])):
        return f"a word is cut: {word_at(text, at)}"
    if before[-1] in "0123456789%" and UNIT.match(after):
        return "a number is parted from its unit"
    return None


def faults(text: str, measure: float) -> tuple[int, list[tuple[str, str, str]]]:
    lines = lines_of(text, measure)
    found = []
    at = 0
    for before, after in pairwise(lines):
        at = text.index(before, at) + len(before)
        touching = text[at : at + 1] != " "
        what = fault(before, after, text, at, touching)
        if what:
            found.append((what, before, after))
    return len(lines), found


def test_no_forbidden_break_in_ten_thousand_lines():
    rng = random.Random(20260305)
    count, found = 0, []
    while count < 10_000:
        lines, bad = faults(mixed(rng, rng.randint(20, 70)), rng.choice((170.0, 240.0, 320.0, 482.0)))
        count += lines
        found += bad
    assert found == []


@pytest.mark.parametrize("measure", [60.0, 482.0])
def test_the_oracle_sees_a_bad_break(measure):
    assert fault("a", MADE_OF["cannot_start"][0], "a", 1, True) == "a line begins with a closing sign"
    assert fault("1", MADE_OF["unit"][0], "1", 1, True) == "a number is parted from its unit"


@given(st.integers(0, 10_000), st.floats(40, 500))
def test_lines_hold_the_whole_text_and_fit(seed, measure):
    text = mixed(random.Random(seed), 30)
    known = widths(REGULAR)
    advances = [known[c] * SIZE for c in text]
    lines = break_lines(text, advances, measure, SIZE)
    assert "".join(text[line.start : line.end] for line in lines).replace(" ", "") == text.replace(" ", "")
    assert all(line.width <= measure + 0.01 or line.end - line.start == 1 for line in lines)
    assert [line.last for line in lines] == [False] * (len(lines) - 1) + [True]


def test_a_word_longer_than_a_line_is_cut_and_nothing_lost():
    lines = lines_of("A" * 200, 100.0)
    assert len(lines) > 5
    assert "".join(lines) == "A" * 200


def test_the_last_line_is_not_a_single_character():
    han = MADE_OF["han"][0][0]
    for length in range(11, 60):
        text = han * length
        lines = break_lines(text, [SIZE] * length, 100.0, SIZE)
        assert lines[-1].width >= SHORTEST_LAST * SIZE or len(lines) == 1


def test_a_newline_ends_a_line():
    assert lines_of("one\n\ntwo", 300.0) == ["one", "", "two"]


def test_the_rules_cover_what_the_oracle_forbids():
    rules = kinsoku_rules()
    assert set(MADE_OF["cannot_start"]) <= set(rules.cannot_start)
    assert set(MADE_OF["cannot_end"]) <= set(rules.cannot_end)
