"""The summary: everybody's scores, grades and payouts by month, and what it costs."""

from collections.abc import Sequence

import numpy as np
from openpyxl.utils import get_column_letter

from kpi_logic.model import Raw, RoleRef
from kpi_logic.proposal.workbook.card import CardRows
from kpi_logic.proposal.workbook.charts import bars
from kpi_logic.proposal.workbook.grid import MONTH_COLUMNS
from kpi_logic.proposal.workbook.grid import SUMMARY_COLUMNS as COLUMNS
from kpi_logic.proposal.workbook.names import quoted
from kpi_logic.proposal.workbook.page import TEXT, Page, wide
from kpi_logic.proposal.workbook.plan import Plan
from kpi_logic.proposal.workbook.shapes import MONEY, POINTS
from kpi_logic.scheme import grade_of
from kpi_logic.text import Catalog

FIRST = 5
ROWS_A_PAGE = 36
SUM = get_column_letter(15)


def pool_row(people: int) -> int:
    """The summary's row of the sum before the pool: behind the blocks of scores and grades, below everybody's own."""
    return FIRST + 2 * (people + 2) + 1 + people


class Board:
    """The first sheet while it is written; every number in it comes from the people's sheets."""

    def __init__(self, page: Page, plan: Plan, sheets: Sequence[str], rows: Sequence[CardRows], words: Catalog) -> None:
        self.page, self.plan, self.sheets, self.rows, self.words = page, plan, sheets, rows, words
        self.at = FIRST
        self.cost_row = 0
        self.page_from = 1

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
        if self.plan.scheme.pool is not None:
            self._before_pool()
        payouts = self._block("payout", "SUM", MONEY, result.payouts, result.payout_totals)
        self._cost(payouts)
        self._charts(payouts[0] - 1)
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
        self._new_page(len(self.plan.people) + 1)
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

    def _before_pool(self) -> None:
        """What would be paid if the pool had no end, and its sum, which every sheet compares with the pool."""
        uncut = self.plan.uncut
        totals = np.where(np.isnan(uncut).all(axis=1), np.nan, np.nansum(uncut, axis=1))
        first, last = self._block("uncut", "SUM", MONEY, uncut, totals)
        row = self.at - 1
        assert row == pool_row(len(self.plan.people))
        self.page.text(f"A{row}", self.say("board.total"), "bold", fill="pale")
        self.page.text(f"B{row}", "", fill="pale")
        for n, column in enumerate(COLUMNS):
            self._sum(column, row, (first, last), uncut[:, n])
        self.page.text(f"{SUM}{row}", "", fill="pale")
        self.at += 1

    def _grades(self) -> None:
        self._new_page(len(self.plan.people) + 1)
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

    def _charts(self, head: int) -> None:
        """Everybody's mean score, and what all bonuses cost a month, below the tables."""
        people, sheet, top = len(self.plan.people), self.page.sheet, self.at + 1
        scores = bars(
            sheet, self.say("board.chart_scores"), (f"A{FIRST + 1}", f"{SUM}{FIRST + 1}"), people, across=False
        )
        cost = bars(
            sheet,
            self.say("board.chart_cost"),
            (f"{COLUMNS[0]}{head}", f"{COLUMNS[0]}{self.cost_row}"),
            len(COLUMNS),
            across=True,
        )
        scores.height = max(6.0, 1.6 + 0.7 * people)
        sheet.add_chart(scores, f"A{top}")
        sheet.add_chart(cost, f"H{top}")

    def _cost(self, payouts: tuple[int, int]) -> None:
        """Cost of all bonuses, the profit they are paid from, and their share of it."""
        cost, profit, share = (self.at - 1, self.at, self.at + 1)
        self.cost_row = cost
        result, first, last = self.plan.result, *payouts
        paid = np.nansum(result.payouts, axis=0)
        for key, row in (("cost", cost), ("profit", profit), ("cost_share", share)):
            self.page.text(
                f"A{row}", self.say(f"board.{key}", currency=self.plan.case.currency or "-"), "bold", fill="pale"
            )
            self.page.join(f"A{row}:B{row}")
        for n, column in enumerate(COLUMNS):
            self._sum(column, cost, (first, last), result.payouts[:, n])
            earned = float(result.actuals.profit[n])
            self.page.number(f"{column}{profit}", None if np.isnan(earned) else earned, "#,##0", given=True)
            told = earned > 0 and not np.isnan(result.payouts[:, n]).all()
            part = paid[n] / earned if told else float("nan")
            formula = f'=IF(AND(N({column}{profit})>0,ISNUMBER({column}{cost})),{column}{cost}/{column}{profit},"")'
            self.page.formula(f"{column}{share}", formula, part, "0.0%")
        self._whole(cost, profit, share, paid)
        self.at = share + 1

    def _sum(self, column: str, row: int, rows: tuple[int, int], values: np.ndarray) -> None:
        """One month's sum over people; nothing where nobody has a number."""
        span = f"{column}{rows[0]}:{column}{rows[1]}"
        total = float("nan") if np.isnan(values).all() else round(float(np.nansum(values)), 2)
        self.page.formula(f"{column}{row}", f'=IF(COUNT({span})=0,"",SUM({span}))', total, MONEY, font="bold")

    def _new_page(self, rows: int) -> None:
        """Begin a new page where the next *rows* would not fit on this one."""
        if self.at + rows - self.page_from > ROWS_A_PAGE:
            self.page.new_page(self.at)
            self.page_from = self.at

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
