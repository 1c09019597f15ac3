"""Cross-checks: what single cells cannot show."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from statistics import median

from kpi_logic.intake.finding import Findings, issue, measure, named_shop
from kpi_logic.intake.records import Batch, Record
from kpi_logic.intake.words import checks
from kpi_logic.library import kpi_library
from kpi_logic.model import Issue, Level, Month, OverTime, Place, Raw, months_between

Shop = tuple[str, str, str]
FEWEST_MONTHS = 5
MOST_GAPS = 6
USUAL_YEARS = range(2000, 2080)
FAR_MONTHS = 60
"""A month this far from the shop's others is a slip of the year, not a gap."""


def check_batch(batch: Batch, findings: Findings) -> None:
    """Tell numbers of one table that cannot both be right, or that lie far from the shop's usual month."""
    for record in batch.records:
        check_pairs(batch, record, findings)
    for series in _by_shop(batch.records).values():
        check_far(batch, series, findings)
        check_year(batch, series, findings)


def check_pairs(batch: Batch, record: Record, findings: Findings) -> None:
    """Tell measures of one record that cannot both be right."""
    values = record.values
    for small, large in checks().not_more_than:
        if (
            small in values
            and large in values
            and values[small] > values[large] >= 0
            and (large != "sessions" or values[large])
        ):
            place = batch.table.place(record.row, small)
            facts = {"value": _text(values[small]), "other": _text(values[large])}
            findings.say("more_than", Level.WARN, place, measure=measure(small), limit=measure(large), **facts)
    if values.get("sessions") == 0 and values.get("orders", 0) > 0:
        findings.say("orders_without_sessions", Level.WARN, batch.table.place(record.row, "sessions"))


def _text(value: float) -> Raw:
    return Raw(f"{value:,.2f}".rstrip("0").rstrip("."))


def _by_shop(records: Iterable[Record]) -> dict[Shop, list[Record]]:
    shops: dict[Shop, list[Record]] = defaultdict(list)
    for record in records:
        shops[record.place_of_sale].append(record)
    return shops


def check_far(batch: Batch, series: Sequence[Record], findings: Findings) -> None:
    """Tell numbers of one shop far from its usual ones."""
    library, times = kpi_library().measures, checks().far_times
    if len(series) < FEWEST_MONTHS:
        return
    for code in dict.fromkeys(code for record in series for code in record.values):
        sizes = [abs(r.values[code]) for r in series if r.values.get(code)]
        if len(sizes) < FEWEST_MONTHS or library[code].over_time is OverTime.LAST:
            continue
        usual = median(sizes)
        ends = {min(record.month for record in series), max(record.month for record in series)}
        for record in series:
            size = abs(record.values.get(code, 0))
            is_small = size * times < usual and not library[code].may_be_negative and record.month not in ends
            if size and usual >= 10 and (size > times * usual or is_small):
                facts = {"value": _text(record.values[code]), "usual": _text(usual)}
                findings.say(
                    "far_from_usual", Level.WARN, batch.table.place(record.row, code), measure=measure(code), **facts
                )


def check_year(batch: Batch, series: Sequence[Record], findings: Findings) -> None:
    """Tell months of one shop whose year must be a slip."""
    usual = sorted(record.month for record in series)[(len(series) - 1) // 2]
    for record in series:
        if record.month.year not in USUAL_YEARS:
            place = batch.table.place(record.row, "month")
            findings.say("month_year", Level.WARN, place, month=str(record.month))
            continue
        if abs(record.month.since(usual)) > FAR_MONTHS and len(series) > 1:
            place = batch.table.place(record.row, "month")
            findings.say("month_far", Level.WARN, place, month=str(record.month), usual=str(usual))


def gap_issues(records: Sequence[Record]) -> list[Issue]:
    """One issue for each set of missing months, naming the shops that lack them; many sets fold into one."""
    lacking: dict[tuple[Month, ...], list[Shop]] = defaultdict(list)
    for shop, series in _by_shop(records).items():
        gap = _gap({record.month for record in series})
        if gap:
            lacking[gap].append(shop)
    sets = sorted(lacking.items(), key=lambda item: -len(item[1]))
    found = [
        issue(
            "month_gap",
            Level.WARN,
            Place(),
            months=spans(months),
            shops=tuple(map(named_shop, shops[:6])),
            number=len(months),
        )
        for months, shops in sets[:MOST_GAPS]
    ]
    rest = sum(len(shops) for _, shops in sets[MOST_GAPS:])
    return [*found, issue("month_gaps_more", Level.WARN, Place(), number=rest)] if rest else found


def spans(months: Sequence[Month]) -> tuple[str, ...]:
    """Months as written, three or more in a row as first/last.

    >>> spans([Month(2025, 1), Month(2025, 3), Month(2025, 4), Month(2025, 5)])
    ('2025-01', '2025-03/2025-05')
    """
    runs: list[list[Month]] = []
    for month in months:
        if runs and month.since(runs[-1][-1]) == 1:
            runs[-1].append(month)
        else:
            runs.append([month])
    return tuple(
        f"{run[0]}/{run[-1]}" if len(run) > 2 else text
        for run in runs
        for text in map(str, run[:1] if len(run) > 2 else run)
    )


def _gap(months: set[Month]) -> tuple[Month, ...]:
    usual = sorted(months)[(len(months) - 1) // 2]
    near = sorted(month for month in months if abs(month.since(usual)) <= FAR_MONTHS)
    return tuple(month for month in months_between(near[0], near[-1]) if month not in months)
