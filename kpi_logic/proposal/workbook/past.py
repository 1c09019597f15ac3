"""What history would have paid: the engine's replay, month by month, the same numbers as on paper."""

import numpy as np
from openpyxl.utils import get_column_letter

from kpi_logic.model import Raw
from kpi_logic.proposal.assemble.case import Case
from kpi_logic.proposal.workbook.page import Page, wide
from kpi_logic.proposal.workbook.shapes import MONEY, POINTS
from kpi_logic.scheme import Replay
from kpi_logic.text import Catalog

FIRST = 5


def write_past(page: Page, case: Case, replay: Replay, words: Catalog) -> None:
    """Months down, people across; plain numbers, because history does not change."""
    people = replay.people
    columns = [get_column_letter(2 + n) for n in range(len(people))]
    total, profit = (get_column_letter(2 + len(people) + n) for n in range(2))
    page.text("A1", words.say("scorecard.past.title"), "title", box=False)
    page.text("A2", words.say("scorecard.past.note", currency=case.currency or "-"), "soft", box=False)
    heads = {"A": words.say("scorecard.past.month")}
    heads |= {column: person.name or person.id for column, person in zip(columns, people, strict=True)}
    page.heads(
        FIRST - 1, heads | {total: words.say("scorecard.board.total"), profit: words.say("scorecard.past.profit")}
    )
    for n, month in enumerate(replay.months):
        row = FIRST + n
        page.text(f"A{row}", str(month))
        for place, column in enumerate(columns):
            page.number(f"{column}{row}", _told(replay.payouts[place, n]), MONEY)
        page.number(f"{total}{row}", round(float(np.nansum(replay.payouts[:, n])), 2), MONEY, font="bold")
        page.number(f"{profit}{row}", _told(replay.actuals.profit[n]), "#,##0.00")
    _totals(page, replay, columns, total, profit, words)
    paid, earned = wide(replay.payout_totals, 12, 2), wide([np.nansum(replay.actuals.profit)], 13, 2)
    page.widths({"A": 16} | dict.fromkeys(columns, paid) | {total: wide([replay.total_cost], 13, 2), profit: earned})
    page.tall(FIRST - 1, FIRST + len(replay.months) + 2)
    page.sheet.freeze_panes = f"B{FIRST}"
    version = words.say("scorecard.version", version=Raw(case.version))
    page.for_paper(f"{FIRST - 1}:{FIRST - 1}", case.client.text, version)
    page.guard()


def _totals(page: Page, replay: Replay, columns: list[str], total: str, profit: str, words: Catalog) -> None:
    row = FIRST + len(replay.months)
    page.text(f"A{row}", words.say("scorecard.board.total"), "bold", fill="pale")
    for column, paid in zip(columns, replay.payout_totals, strict=True):
        page.number(f"{column}{row}", _told(paid), MONEY, font="bold")
    page.number(f"{total}{row}", replay.total_cost, MONEY, font="bold")
    known = replay.actuals.profit[~np.isnan(replay.actuals.profit)]
    page.number(f"{profit}{row}", float(known.sum()) if len(known) else None, "#,##0.00", font="bold")
    page.text(f"A{row + 1}", words.say("scorecard.past.mean"), "bold", fill="pale")
    for column, mean in zip(columns, replay.mean_scores, strict=True):
        page.number(f"{column}{row + 1}", _told(mean), POINTS, font="bold")
    page.text(f"A{row + 2}", words.say("scorecard.past.share"), "bold", fill="pale")
    page.number(f"{total}{row + 2}", replay.cost_share_of_profit, "0.0%", font="bold")


def _told(value: float) -> float | None:
    return None if np.isnan(value) else float(value)
