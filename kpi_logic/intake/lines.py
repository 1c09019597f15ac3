"""Lists of orders and platforms' exports as records: two rounds over the rows, none of them kept."""

import re
from collections.abc import Mapping
from dataclasses import replace

from kpi_logic.intake.currency_column import Shop, read_currencies, stated_currency
from kpi_logic.intake.day_cell import day_key
from kpi_logic.intake.days import Days, read_days
from kpi_logic.intake.file import Answers
from kpi_logic.intake.finding import Findings, amount, refused, shown
from kpi_logic.intake.folding import folded
from kpi_logic.intake.gather import Gatherer, Key
from kpi_logic.intake.merged import fill_keys
from kpi_logic.intake.monthly import shop_of
from kpi_logic.intake.parts import Parts
from kpi_logic.intake.records import Batch, Spellings
from kpi_logic.intake.sheet import Cell, Row
from kpi_logic.intake.sieve import Sieve, order_in
from kpi_logic.intake.sites import currency_of, is_site, site_of, sites_with, writes_day_first
from kpi_logic.intake.survey import PLACE, DayKey, PlaceKey, Survey, reader, survey
from kpi_logic.intake.table import Table
from kpi_logic.model import Level, Month, Raw

Dates = Mapping[str, Days]
"""Order number -> the day of the order."""
UNDATED = Month(0, 1)
Named = tuple[Shop, str]


def order_dates(table: Table, answers: Answers, findings: Findings) -> Dates:
    """The day of each order in a list of orders; cancelled ones are left out and counted.

    Raises:
        Refused: see ``read_days``; an order stands there with two months.
    """
    sieve, found = _looked_at(table, findings)
    known = read_days(table, found, None, answers, findings)
    day_of = reader(table, ("date", "end"))
    dates: dict[str, Days] = {}
    for row in sieve.rows():
        days = known.get(_day_key(day_of(row.cells)))
        order = order_in(table.cell(row, "order"))
        if days is None:
            continue
        if order in dates and dates[order].month != days.month:
            raise refused("order_twice", table.place(row.number, "order"), order=shown(order))
        dates[order] = days
    return dates


def read_lines(
    table: Table, answers: Answers, spellings: Spellings, findings: Findings, dates: Dates | None = None
) -> Batch:
    """The records of a list; *dates* where the days stand in another table.

    Raises:
        Refused: a number that cannot be read (a sum with a hole is no sum), days or currencies that cannot.
    """
    sieve, found = _looked_at(table, findings)
    places = places_in(table, found, answers, spellings, findings)
    refuse_signs(table, found, {code for _, code in places.values() if code})
    undated = dates is None and "date" not in table.columns
    known: Mapping[DayKey, Days] = {}
    if dates is None and not undated:
        known = read_days(table, found, marketplace_order(table, found, places), answers, findings)
    parts = Parts.of(table, found.marks)
    gatherer, place_of, day_of = Gatherer(table, found.marks), reader(table, PLACE), reader(table, ("date", "end"))
    lost, met = [], set[str]()
    for row in sieve.rows():
        if dates is not None:
            order = order_in(table.cell(row, "order"))
            days = dates.get(order)
            met.add(order)
            if days is None:
                lost.append(row)
                continue
        else:
            days = Days(UNDATED) if undated else known.get(_day_key(day_of(row.cells)))
            if days is None:
                continue
        (platform, shop, site), currency = places[place_of(row.cells)]
        key: Key = (days.month, platform, shop, site, currency)
        gatherer.add(row, key, days)
        if parts is not None:
            parts.add(row, key, days)
    if dates is not None:
        _tell_unmet(table, lost, len(dates.keys() - met), findings)
    tell_sums(table, found, sieve, gatherer, findings)
    signs = tuple(sorted(found.signs or ()))
    return Batch(
        replace(table, body=[]), gatherer.records(), signs=signs, undated=undated, torn=frozenset(found.torn),
        parts=parts.records() if parts is not None else [],
    )  # fmt: skip


def _day_key(cells: tuple[Cell, ...]) -> DayKey:
    return day_key(cells[0]), day_key(cells[1])


def _looked_at(table: Table, findings: Findings) -> tuple[Sieve, Survey]:
    if table.sheet.merged:
        fill_keys(table, findings)
    sieve = Sieve(table)
    found = survey(table, sieve)
    sieve.tell(findings)
    if not found.live:
        raise refused("no_rows", table.sheet.place(table.head.number))
    tell_survey(table, found, findings)
    return sieve, found


def tell_survey(table: Table, found: Survey, findings: Findings) -> None:
    """Tell hidden and repeated rows."""
    if found.hidden:
        findings.say("rows_hidden", Level.WARN, table.sheet.place(found.hidden[0]), number=len(found.hidden))
    if found.identical and table.form and table.form.has_order:
        findings.say("lines_identical", Level.NOTE, table.place(table.head.number), number=found.identical)


def places_in(
    table: Table, found: Survey, answers: Answers, spellings: Spellings, findings: Findings
) -> dict[PlaceKey, Named]:
    """Platform, shop, site and currency of each distinct writing of them."""
    rows = list(found.places.values())
    shops = [shop_of(table, row, spellings, findings) for row in rows]
    if table.platform:
        shops = _of_export(table, shops)
    currencies = _currencies(table, rows, shops, answers, findings)
    return dict(zip(found.places, zip(shops, currencies, strict=True), strict=True))


def _of_export(table: Table, shops: list[Shop]) -> list[Shop]:
    """The platform is the format's; a row without a site takes the one site of the file."""
    named = [(table.platform, shop, site_of(site) if is_site(site) else site) for _, shop, site in shops]
    sites = {site for _, _, site in named if site}
    only = sites.pop() if len(sites) == 1 else ""
    return [(platform, shop, site or only) for platform, shop, site in named]


def _currencies(table: Table, rows: list[Row], shops: list[Shop], answers: Answers, findings: Findings) -> list[str]:
    if not table.platform:
        return read_currencies(table, rows, shops, answers, findings)
    if "currency" in table.columns:
        return read_currencies(table, rows, shops, {}, findings)
    return [stated_currency(table) or _in_preamble(table)] * len(rows)


def refuse_signs(table: Table, found: Survey, codes: set[str]) -> None:
    """Raises Refused where signs in the cells contradict each other, or the one currency of the file."""
    if found.signs is None or len(codes) > 1:
        return
    if not found.signs or (codes and not codes & found.signs):
        code = next(iter(codes), "")
        raise refused("currency_signs", table.sheet.place(table.head.number), currency=Raw(code))


def _in_preamble(table: Table) -> str:
    """The currency that the lines above the headings tell, or ""."""
    assert table.form is not None
    text = folded(" ".join(table.preamble))[:4000]
    codes = [code for code, pattern in table.form.file.preamble.items() if re.search(pattern, text)]
    return codes[0] if len(codes) == 1 else ""


def marketplace_order(table: Table, found: Survey, places: Mapping[PlaceKey, Named]) -> bool | None:
    """Whether the marketplace writes the day first: told by the format, the sites in the rows, or the money."""
    if table.form is None or not table.platform:
        return None
    if table.form.file.day_first is not None:
        return table.form.file.day_first
    sites = {site for (_, _, site), _ in places.values() if currency_of(site)}
    codes = {code for _, code in places.values() if code} or set(found.signs or ())
    return writes_day_first(tuple(sites) or sites_with(table.platform, tuple(codes)))


def _tell_unmet(table: Table, lost: list[Row], unmet: int, findings: Findings) -> None:
    if lost:
        order = shown(order_in(table.cell(lost[0], "order")))
        place = table.place(lost[0].number, "order")
        findings.say("lines_without_order", Level.WARN, place, number=len(lost), order=order)
    if unmet:
        findings.say("orders_without_lines", Level.WARN, table.place(table.head.number, "order"), number=unmet)


def tell_sums(table: Table, found: Survey, sieve: Sieve, gatherer: Gatherer, findings: Findings) -> None:
    """Tell what the sums hold and what they leave out."""
    returned = any(bucket.sums.get("refund_amt") for bucket in gatherer.buckets.values())
    if returned and not table.platform:
        findings.say("lines_returned", Level.NOTE, table.place(table.head.number))
    if table.form and table.form.file.utc:
        findings.say("times_utc", Level.NOTE, table.place(table.head.number, "date"))
    if gatherer.unclaimed:
        kinds = tuple(
            shown(name) for name, _ in sorted(gatherer.unclaimed.items(), key=lambda item: -abs(item[1]))[:12]
        )
        place, value = table.place(table.head.number, "description"), float(sum(gatherer.unclaimed.values()))
        findings.say("amounts_not_taken", Level.NOTE, place, kinds=kinds, value=amount(value))
    if table.platform and any(map(str.strip, table.unknown)):
        columns = tuple(map(shown, filter(str.strip, table.unknown[:12])))
        findings.say("columns_not_read", Level.NOTE, table.place(table.head.number), columns=columns)
    if sieve.sums:
        column = table.columns[gatherer.total]
        stated = sum(filter(None, (gatherer.number(row, column) for row in sieve.sums)))
        place, agrees = table.place(sieve.sums[0].number, gatherer.total), stated == gatherer.checked
        facts = {"value": amount(float(stated)), "other": amount(float(gatherer.checked))}
        findings.say(
            "total_agrees" if agrees else "total_differs", Level.NOTE if agrees else Level.WARN, place, **facts
        )
