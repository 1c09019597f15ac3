"""The currencies of a whole column: one code per shop, whatever it was called."""

from collections import defaultdict
from collections.abc import Mapping, Sequence

from kpi_logic.intake.file import Answers
from kpi_logic.intake.finding import Findings, named_shop, refused, shown
from kpi_logic.intake.folding import folded
from kpi_logic.intake.sheet import Row
from kpi_logic.intake.table import Table
from kpi_logic.intake.words import currencies
from kpi_logic.model import Level, Raw

Shop = tuple[str, str, str]


def read_currencies(
    table: Table, rows: Sequence[Row], shops: Sequence[Shop], answers: Answers, findings: Findings
) -> list[str]:
    """The currency code of each row, "" where nothing tells it.

    Raises:
        Refused: a word that is no currency, or a sign that several share with nothing to tell them apart (level ASK).
    """
    if "currency" not in table.columns:
        return [stated_currency(table) or answers.get("currency", "")] * len(rows)
    allowed = [allowed_codes(table, row) for row in rows]
    known: dict[Shop, set[str]] = defaultdict(set)
    for shop, codes in zip(shops, allowed, strict=True):
        if len(codes) == 1:
            known[shop].update(codes)
    chosen = [_chosen(table, row, codes, known[shop], answers, findings)
              for row, shop, codes in zip(rows, shops, allowed, strict=True)]  # fmt: skip
    tell_mixed(table, known, findings)
    return chosen


def stated_currency(table: Table) -> str:
    """The one currency that headings name, or "".

    Raises:
        Refused: headings name several.
    """
    stated = {column.currency: column for column in table.columns.values() if column.currency}
    if len(stated) > 1:
        place = table.place(table.head.number, list(stated.values())[-1].field)
        raise refused("currency_headings", place, currencies=tuple(map(Raw, sorted(stated))))
    return next(iter(stated), "")


def allowed_codes(table: Table, row: Row) -> tuple[str, ...]:
    """The codes a cell allows: one, several (a shared sign), none (blank).

    Raises:
        Refused: it is no currency.
    """
    cell = table.cell(row, "currency")
    name = folded(str(cell)) if cell is not None else ""
    if name in ("", "-", "--", "n/a"):
        return ()
    by_name, shared = currencies()
    if name in by_name:
        return (by_name[name],)
    if name in shared:
        return shared[name]
    raise refused("currency_not_known", table.place(row.number, "currency"), value=shown(cell))


def _chosen(
    table: Table, row: Row, codes: tuple[str, ...], of_shop: set[str], answers: Answers, findings: Findings
) -> str:
    if len(codes) == 1:
        return codes[0]
    fitting = of_shop & set(codes) if codes else of_shop
    place = table.place(row.number, "currency")
    if len(fitting) == 1:
        code = next(iter(fitting))
        if not codes:
            findings.say("currency_filled", Level.WARN, place, currency=code)
        return code
    if answers.get("currency") and (not codes or answers["currency"] in codes):
        return answers["currency"]
    if codes:
        cell = shown(table.cell(row, "currency"))
        raise refused("currency_shared", place, Level.ASK, value=cell, options=tuple(map(Raw, codes)))
    return ""


def tell_mixed(table: Table, known: Mapping[Shop, set[str]], findings: Findings) -> None:
    """Tell shops whose rows have several currencies."""
    for shop, codes in known.items():
        if len(codes) > 1:
            place = table.place(table.head.number, "currency")
            findings.say(
                "currency_mixed", Level.WARN, place, shop=named_shop(shop), currencies=tuple(map(Raw, sorted(codes)))
            )


def shop_name(shop: Shop) -> str:
    """Platform, shop and site in one line."""
    return " · ".join(part for part in shop if part)
