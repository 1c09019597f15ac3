"""Spans: the periods that targets are usually set for, counted from the last month of the data."""

from __future__ import annotations

from dataclasses import dataclass

from kpi_logic.model import Month

QUARTER, YEAR = 3, 12


@dataclass(frozen=True)
class Span:
    """A period with the word for it: "quarter", "rest", "this", "year", "twelve"."""

    code: str
    first: Month
    last: Month


def usual_spans(latest: Month) -> tuple[Span, ...]:
    """The next three months, what is left of the year, the whole year, the next calendar year, the next twelve months.

    Each period stands once, under the first word that fits it.

    >>> for span in usual_spans(Month(2026, 10)):
    ...     print(span.code, span.first, span.last)
    quarter 2026-11 2027-01
    rest 2026-11 2026-12
    this 2026-01 2026-12
    year 2027-01 2027-12
    twelve 2026-11 2027-10
    >>> [span.code for span in usual_spans(Month(2026, 12))]
    ['quarter', 'year']
    """
    after = latest + 1
    spans = [Span("quarter", after, latest + QUARTER)]
    if latest.month < YEAR:
        spans.append(Span("rest", after, Month(latest.year, YEAR)))
        spans.append(Span("this", Month(latest.year, 1), Month(latest.year, YEAR)))
    spans += [
        Span("year", Month(latest.year + 1, 1), Month(latest.year + 1, YEAR)),
        Span("twelve", after, latest + YEAR),
    ]
    once: dict[tuple[Month, Month], Span] = {}
    for span in spans:
        once.setdefault((span.first, span.last), span)
    return tuple(once.values())
