"""A calendar file (iCalendar) that any calendar program takes in.

Source: RFC 5545 (line folding 3.1, text 3.3.11, all-day events 3.6.1, UID 3.8.4.7, DTSTAMP 3.8.7.2).
"""

import datetime
import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

OCTETS = 75
"""Most octets of a line, its break not counted."""
PRODUCT = "-//kpi-workbook//review calendar//EN"
DOMAIN = "kpi-workbook"
NAMED = {"\\": "\\\\", ";": "\\;", ",": "\\,", "\n": "\\n"}


@dataclass(frozen=True)
class IcsEvent:
    """One day in a calendar, its words already in the reader's language.

    ``name`` tells the event from all others and stays the same for ever: a file taken in again moves it, and does not
    put it there twice.
    """

    name: str
    day: datetime.date
    title: str
    words: str = ""


def ics(events: Iterable[IcsEvent], stamp: datetime.datetime, title: str) -> str:
    """The calendar as text; lines end in CRLF.

    Args:
        stamp: when the file was made; aware.
        title: what the calendar is called where programs show a name.

    Raises:
        ValueError: *stamp* does not say its zone.

    >>> event = IcsEvent("r1", datetime.date(2026, 12, 10), "Review, November")
    >>> made = ics([event], datetime.datetime(2026, 11, 24, 8, tzinfo=datetime.UTC), "Acme")
    >>> print(made.replace(chr(13), ""))
    BEGIN:VCALENDAR
    VERSION:2.0
    PRODID:-//kpi-workbook//review calendar//EN
    CALSCALE:GREGORIAN
    METHOD:PUBLISH
    X-WR-CALNAME:Acme
    BEGIN:VEVENT
    UID:82f3e9c695dc6b8d1b11818d5701919e@kpi-workbook
    DTSTAMP:20261124T080000Z
    DTSTART;VALUE=DATE:20261210
    DTEND;VALUE=DATE:20261211
    SUMMARY:Review\\, November
    TRANSP:TRANSPARENT
    END:VEVENT
    END:VCALENDAR
    <BLANKLINE>
    """
    if stamp.tzinfo is None:
        raise ValueError(f"a time must say its zone; got {stamp!r}")
    at = stamp.astimezone(datetime.UTC).strftime("%Y%m%dT%H%M%SZ")
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        f"PRODID:{PRODUCT}",
        "CALSCALE:GREGORIAN",
        "METHOD:PUBLISH",
        f"X-WR-CALNAME:{escaped(title)}",
        *(line for event in events for line in _event(event, at)),
        "END:VCALENDAR",
    ]
    return "".join(f"{folded(line)}\r\n" for line in lines)


def _event(event: IcsEvent, at: str) -> Iterator[str]:
    yield "BEGIN:VEVENT"
    yield f"UID:{uid(event.name)}"
    yield f"DTSTAMP:{at}"
    yield f"DTSTART;VALUE=DATE:{event.day:%Y%m%d}"
    yield f"DTEND;VALUE=DATE:{event.day + datetime.timedelta(days=1):%Y%m%d}"
    yield f"SUMMARY:{escaped(event.title)}"
    if event.words:
        yield f"DESCRIPTION:{escaped(event.words)}"
    yield "TRANSP:TRANSPARENT"
    yield "END:VEVENT"


def uid(name: str) -> str:
    """A name as an identifier that is the same on every machine and tells nobody anything."""
    return f"{hashlib.sha256(name.encode('utf-8', 'backslashreplace')).hexdigest()[:32]}@{DOMAIN}"


def escaped(text: str) -> str:
    """Words as a TEXT value: signs that would act are escaped, signs that may not stand there are left out.

    >>> escaped("a, b; c" + chr(10) + "d" + chr(7))
    'a\\\\, b\\\\; c\\\\nd'
    """
    plain = text.replace("\r\n", "\n").replace("\r", "\n")
    return "".join(NAMED.get(sign, sign) for sign in plain if _may_stand(sign))


def _may_stand(sign: str) -> bool:
    """No control characters but a line break and a tab, and no half of a surrogate pair."""
    return sign in "\n\t" or (ord(sign) >= 0x20 and ord(sign) != 0x7F and not 0xD800 <= ord(sign) <= 0xDFFF)


def folded(line: str) -> str:
    """A line in pieces of at most 75 octets, each but the first after a break and a space; no character is torn apart.

    >>> folded("x" * 80).split(chr(13) + chr(10))[1]
    ' xxxxx'
    """
    pieces, octets = [""], 0
    for sign in line:
        size = len(sign.encode())
        if octets + size > OCTETS:
            pieces.append(" ")
            octets = 1
        pieces[-1] += sign
        octets += size
    return "\r\n".join(pieces)
