"""The summary: everybody's scores, grades and payouts by month, and what it costs."""

from collections.abc import Sequence

import numpy as np
from openpyxl.utils import get_column_letter

from kpi_logic.model import Raw, RoleRef
from kpi_logic.proposal.workbook.card import CardRows
from kpi_logic.proposal.workbook.grid import MONTH_COLUMNS
from kpi_logic.proposal.workbook.names import quoted
from kpi_logic.proposal.workbook.page import TEXT, Page, wide
from kpi_logic.proposal.workbook.plan import Plan
from kpi_logic.proposal.workbook.shapes import MONEY, POINTS
from kpi_logic.scheme import grade_of
from kpi_logic.text import Catalog

FIRST = 5
COLUMNS = tuple(get_column_letter(3 + n) for n in range(12))
SUM = get_column_letter(15)


class Board:
    """The first sheet while it is written; every number in it comes from the people's sheets."""

    def __init__(self, page: Page, plan: Plan, sheets: Sequence[str], rows: Sequence[CardRows], words: Catalog) -> None:
        self.page, self.plan, self.sheets, self.rows, self.words = page, plan, sheets, rows, words
        self.at = FIRST

    def say(self, key: str, **facts: object) -> str:
        """A text of the workbook."""
        return self.words.say(f"scorecard.{key}", **facts)

    def write(self) -> None:
        """Three blocks and the cost."""
        case, result = self.plan.case, self.plan.result
        version = self.say("version", version=Raw(case.version))
        self.page.text("A1", self.say("board.title", client=case.client), "title", box=False)
        self.page.text("A2", self.say("board.subtitle", date=case.date.isoformat(), version=version), "soft", box=False)
        self.page.text("A3", self.say("board.note"), "soft", box=False)
        self._block("score", "AVERAGE", POINTS, result.scores, result.mean_scores)
        self._grades()
        payouts = self._block("payout", "SUM", MONEY, result.payouts, result.payout_totals)
        self._cost(payouts)
        months = wide([*result.actuals.profit, *np.nansum(result.payouts, axis=0) * 100], 10)
        self.page.widths({"A": 16, "B": 16} | dict.fromkeys(COLUMNS, months) | {SUM: wide([result.total_cost], 13, 2)})
        self.page.tall(1, 1, 24)
        self.page.tall(FIRST, self.at - 1)
        self.page.sheet.freeze_panes = f"{COLUMNS[0]}{FIRST}"
        self.page.for_paper("1:2", case.client.text, version)
        self.page.guard()

    def _heads(self, key: str, last: str) -> None:
        months = {column: str(month) for column, month in zip(COLUMNS, self.plan.months, strict=True)}
        heads = {"A": self.say(key), "B": self.say("board.role"), **months, SUM: self.say(last)}
        self.page.heads(self.at, heads)
        self.at += 1

    def _names(self, place: int) -> None:
        person = self.plan.people[place]
        self.page.text(f"A{self.at}", person.name or self.say("board.nobody"), "bold")
        self.page.text(f"B{self.at}", self.words.word(RoleRef(person.role)), "soft")

    def _block(self, key: str, whole: str, shape: str, values: np.ndarray, totals: np.ndarray) -> tuple[int, int]:
        """One row a person; the rows it takes."""
        self._heads(key, "board.mean" if whole == "AVERAGE" else "board.total")
        first = self.at
        for place in range(len(self.plan.people)):
            self._names(place)
            for n, column in enumerate(COLUMNS):
                cell = self._there(place, n, getattr(self.rows[place], key))
                self.page.formula(f"{column}{self.at}", f"={cell}", float(values[place, n]), shape)
            span = f"{COLUMNS[0]}{self.at}:{COLUMNS[-1]}{self.at}"
            formula = f'=IF(COUNT({span})=0,"",{whole}({span}))'
            self.page.formula(f"{SUM}{self.at}", formula, float(totals[place]), shape, font="bold", fill="pale")
            self.at += 1
        self.at += 1
        return first, self.at - 2

    def _grades(self) -> None:
        self._heads("grade", "board.none")
        for place in range(len(self.plan.people)):
            self._names(place)
            for n, column in enumerate(COLUMNS):
                score = float(self.plan.result.scores[place, n])
                name = grade_of(None if np.isnan(score) else score, self.plan.scheme.grades)
                cell = self._there(place, n, self.rows[place].grade)
                self.page.formula(f"{column}{self.at}", f"={cell}", name, TEXT)
            self.page.text(f"{SUM}{self.at}", "", fill="pale")
            self.at += 1
        self.at += 1

    def _there(self, place: int, month: int, row: int) -> str:
        return f"{quoted(self.sheets[place])}!{MONTH_COLUMNS[month]}{row}"

    def _cost(self, payouts: tuple[int, int]) -> None:
        """Cost of all bonuses, the profit they are paid from, and their share of it."""
        cost, profit, share = (self.at - 1, self.at, self.at + 1)
        result, first, last = self.plan.result, *payouts
        paid = np.nansum(result.payouts, axis=0)
        for key, row in (("cost", cost), ("profit", profit), ("cost_share", share)):
            self.page.text(
                f"A{row}", self.say(f"board.{key}", currency=self.plan.case.currency or "-"), "bold", fill="pale"
            )
            self.page.join(f"A{row}:B{row}")
        for n, column in enumerate(COLUMNS):
            self.page.formula(
                f"{column}{cost}", f"=SUM({column}{first}:{column}{last})", round(float(paid[n]), 2), MONEY, font="bold"
            )
            earned = float(result.actuals.profit[n])
            self.page.number(f"{column}{profit}", None if np.isnan(earned) else earned, "#,##0", given=True)
            part = paid[n] / earned if earned > 0 else float("nan")
            formula = f'=IF(N({column}{profit})>0,{column}{cost}/{column}{profit},"")'
            self.page.formula(f"{column}{share}", formula, part, "0.0%")
        self._whole(cost, profit, share, paid)
        self.at = share + 1

    def _whole(self, cost: int, profit: int, share: int, paid: np.ndarray) -> None:
        span = {row: f"{COLUMNS[0]}{row}:{COLUMNS[-1]}{row}" for row in (cost, profit)}
        earned = self.plan.result.actuals.profit
        known = ~np.isnan(earned)
        total = float(earned[known].sum()) if known.any() else float("nan")
        self.page.formula(
            f"{SUM}{cost}", f"=SUM({span[cost]})", self.plan.result.total_cost, MONEY, font="bold", fill="pale"
        )
        sum_known = f'=IF(COUNT({span[profit]})=0,"",SUM({span[profit]}))'
        self.page.formula(f"{SUM}{profit}", sum_known, total, "#,##0", font="bold", fill="pale")
        told = f'SUMIF({span[profit]},"<>",{span[cost]})'
        formula = f'=IF(N({SUM}{profit})>0,{told}/{SUM}{profit},"")'
        part = float(paid[known].sum()) / total if total > 0 else float("nan")
        self.page.formula(f"{SUM}{share}", formula, part, "0.0%", font="bold", fill="pale")
