"""The calendar file read back by RFC 5545's own rules: nothing a client types breaks it."""

import datetime
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kpi_logic.review.ics import IcsEvent, escaped, folded, ics, uid

STAMP = datetime.datetime(2026, 11, 24, 9, 0, tzinfo=datetime.timezone(datetime.timedelta(hours=8)))
DAY = datetime.date(2026, 12, 31)
any_text = st.text(max_size=300)
PROPERTY = re.compile(r"([A-Z-]+)((?:;[A-Z-]+=[^:;]+)*):(.*)", re.DOTALL)


def read(text: str) -> list[dict[str, str]]:
    """A reader of our own: unfolds, splits names from values, unescapes; one dict an event."""
    lines = text.split("\r\n")
    assert lines.pop() == ""
    assert all(len(line.encode()) <= 75 for line in lines), "a line is longer than 75 octets"
    assert not any("\r" in line or "\n" in line for line in lines), "a bare line break"
    whole: list[str] = []
    for line in lines:
        if line.startswith(" "):
            whole[-1] += line[1:]
        else:
            whole.append(line)
    events: list[dict[str, str]] = []
    stack: list[str] = []
    for line in whole:
        match = PROPERTY.fullmatch(line)
        assert match, line
        name, _, value = match.groups()
        if name == "BEGIN":
            stack.append(value)
            if value == "VEVENT":
                events.append({})
        elif name == "END":
            assert stack.pop() == value
        elif stack[-1] == "VEVENT":
            events[-1][name] = unescaped(value)
    assert stack == []
    return events


def unescaped(value: str) -> str:
    assert not re.search(r"(?<!\\)(?:\\\\)*[;,]", value), value
    return re.sub(r"\\([\\;,nN])", lambda match: {"n": "\n", "N": "\n"}.get(match[1], match[1]), value)


def allowed(text: str) -> str:
    """What TEXT may hold of it."""
    plain = text.replace("\r\n", "\n").replace("\r", "\n")
    return "".join(x for x in plain if x in "\n\t" or not (ord(x) < 32 or ord(x) == 127 or 0xD800 <= ord(x) <= 0xDFFF))


@given(any_text, any_text, any_text)
def test_whatever_is_typed_comes_back(title: str, words: str, name: str) -> None:
    [event] = read(ics([IcsEvent(name, DAY, title, words)], STAMP, title))
    assert event["SUMMARY"] == allowed(title)
    assert event.get("DESCRIPTION", "") == allowed(words)
    assert (event["DTSTART"], event["DTEND"], event["DTSTAMP"]) == ("20261231", "20270101", "20261124T010000Z")


@given(st.text(min_size=1))
def test_folding_tears_no_character(text: str) -> None:
    line = escaped(text)
    pieces = folded(line).split("\r\n")
    assert "".join([pieces[0], *(piece[1:] for piece in pieces[1:])]) == line
    assert all(len(piece.encode()) <= 75 for piece in pieces)


def test_the_same_event_keeps_its_name_and_no_two_share_one() -> None:
    assert uid("e.monthly.2026-12") == uid("e.monthly.2026-12") != uid("e.quarterly.2026-12")
    assert re.fullmatch(r"[0-9a-f]{32}@kpi-workbook", uid("\ud800"))


def test_an_empty_calendar_is_still_one() -> None:
    assert read(ics([], STAMP, "Acme")) == []


def test_a_time_says_its_zone() -> None:
    with pytest.raises(
        ValueError, match=re.escape("a time must say its zone; got datetime.datetime(2026, 1, 1, 0, 0)")
    ):
        ics([], datetime.datetime(2026, 1, 1), "Acme")
