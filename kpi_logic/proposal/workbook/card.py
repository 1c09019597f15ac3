"""One person's sheet: each KPI's target, actual and difference month by month, and what follows from them."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from openpyxl.formatting.rule import FormulaRule
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation

from kpi_logic.library import kpi_library
from kpi_logic.model import Gate, Kpi, KpiRef, Line, Raw, RoleRef, Unit
from kpi_logic.proposal.assemble.levels import level_book, ratio_digits
from kpi_logic.proposal.workbook import formulas
from kpi_logic.proposal.workbook.page import ACCENT, TEXT, WARN, Page, wide
from kpi_logic.proposal.workbook.plan import Plan
from kpi_logic.proposal.workbook.rules import RuleCells
from kpi_logic.scheme import Levels, grade_of
from kpi_logic.text import Catalog

HEAD, STATE, FIRST = 5, 6, 7
BONUS, TOTAL_WEIGHT = "$D$3", "$G$3"
ITEMS = ("target", "actual", "difference", "threshold", "stretch", "points")
MONTH_COLUMNS = tuple(get_column_letter(9 + n) for n in range(12))
SUM = get_column_letter(21)
LEVEL_COLUMNS = ("E", "F", "G")
MONEY = "#,##0.00"


@dataclass(frozen=True)
class CardRows:
    """The rows that the summary reads."""

    score: int
    grade: int
    payout: int


class Card:
    """The sheet of one of the plan's people while it is written."""

    def __init__(self, page: Page, plan: Plan, row: int, rules: RuleCells, words: Catalog) -> None:
        self.page, self.plan, self.row, self.rules, self.words = page, plan, row, rules, words
        self.person = plan.people[row]
        self.card = plan.card(row)
        self.at = FIRST
        self.points: list[tuple[str, int]] = []  # (weight's cell, row of the points)
        self.factors: list[int] = []
        self.given: list[str] = []  # places that people fill with numbers

    def write(self) -> CardRows:
        """Everything, from the title to the payout."""
        self._title()
        for slot, line in enumerate(self.card.lines):
            self._line(slot, line)
        for slot, gate in enumerate(self.card.gates):
            self._gate(slot, gate)
        rows = self._result()
        self._checks()
        self._layout()
        return rows

    def say(self, key: str, **facts: object) -> str:
        """A text of the workbook."""
        return self.words.say(f"scorecard.{key}", **facts)

    def _title(self) -> None:
        page, person, case = self.page, self.person, self.plan.case
        role = self.words.word(RoleRef(person.role))
        page.text("A1", self.say("title", who=Raw(person.name or role)), "title", box=False)
        shops = tuple(map(Raw, person.shops)) or self.words.say("word.all_shops")
        facts = {"client": case.client, "role": role, "department": Raw(person.department or "-"), "shops": shops}
        page.text("A2", self.say("subtitle", **facts), "soft", box=False)
        page.text("A3", self.say("bonus", currency=case.currency or "-"), "bold")
        page.number("D3", person.bonus, MONEY, given=True)
        page.join("A3:C3")
        page.text("E3", self.say("weights_sum"), "bold")
        page.join("E3:F3")
        page.text("H3", self.say("weights_rule"), "soft", box=False)
        page.text("A4", self.say("note"), "soft", box=False)
        self._heads()

    def _heads(self) -> None:
        keys = ("kpi", "unit", "direction", "weight", "threshold", "target", "stretch", "item")
        self.page.heads(HEAD, {column: self.say(f"head.{key}") for column, key in zip("ABCDEFGH", keys, strict=True)})
        months = [str(month) for month in self.plan.months]
        self.page.heads(HEAD, dict(zip(MONTH_COLUMNS, months, strict=True)))
        self.page.heads(HEAD, {SUM: self.say("head.year")})
        for n, column in enumerate(MONTH_COLUMNS):
            state = self.say("state.history" if n < self.plan.past else "state.open")
            self.page.text(f"{column}{STATE}", state, "soft", fill="pale", align="center")
        for column in ("A", "B", "C", "D", "E", "F", "G", "H", SUM):
            self.page.text(f"{column}{STATE}", "", "soft", fill="pale")

    def _line(self, slot: int, line: Line) -> None:
        kpi = kpi_library().kpis.get(line.kpi)
        top = self.at
        rows = {item: top + n for n, item in enumerate(ITEMS)}
        self._standing(top, line, kpi)
        actuals = self._actuals(self.plan.result.plan.columns[self.row, slot])
        levels = self.plan.result.plan.levels[:, self.row, :, slot]
        shape = _shape(kpi, [*actuals, *levels.ravel()])
        for n, column in enumerate(MONTH_COLUMNS):
            self._month(slot, line, n, column, rows, actuals[n], shape)
        for item, row in rows.items():
            strong = item in ("target", "actual", "points")
            self.page.text(f"H{row}", self.say(f"item.{item}"), "plain" if strong else "soft", align="center")
            self.page.text(f"{SUM}{row}", "")
        mean = f"AVERAGE({MONTH_COLUMNS[0]}{rows['points']}:{MONTH_COLUMNS[-1]}{rows['points']})"
        self._summed("points", rows["points"], mean, _mean(self.plan.result.points[self.row, :, slot]))
        self.points.append((f"$D${top}", rows["points"]))
        self._marks(rows, top)
        self.at += len(ITEMS)

    def _standing(self, top: int, line: Line, kpi: Kpi | None) -> None:
        """Name, unit, direction, weight and the levels that hold when nothing else does."""
        page, bottom = self.page, top + len(ITEMS) - 1
        name = self.words.word(KpiRef(kpi.code) if kpi else Raw(line.kpi))
        page.text(f"A{top}", name, "bold")
        page.text(f"B{top}", self._unit(kpi), "soft", align="center")
        self._direction(f"C{top}", kpi)
        page.number(f"D{top}", line.weight, "0", given=True, font="bold", align="center")
        levels = self._levels(line, kpi)
        shape = _shape(kpi, levels, full=True)
        for column, level in zip(LEVEL_COLUMNS, levels, strict=True):
            page.number(f"{column}{top}", level, shape, given=True)
        for column in "ABCDEFG":
            page.join(f"{column}{top}:{column}{bottom}")

    def _direction(self, cell: str, kpi: Kpi | None) -> None:
        """+1 or -1, shown as words: the formulas read the number."""
        if kpi is None:
            self.page.text(cell, "", align="center")
            return
        better = (self.words.say(f"proposal.direction.{way}").replace('"', "") for way in ("higher", "lower"))
        self.page.number(
            cell, kpi.direction.sign, ";".join(f'"{word}"' for word in better), font="soft", align="center"
        )

    def _levels(self, line: Line, kpi: Kpi | None) -> tuple[float | None, float | None, float | None]:
        if kpi is None:
            return None, None, None
        held, _ = level_book(self.plan.case).standing(line, kpi, self.person)
        return tuple(held) if isinstance(held, Levels) else (line.threshold, line.target, line.stretch)  # type: ignore[return-value]

    def _unit(self, kpi: Kpi | None) -> str:
        if kpi is None:
            return ""
        if kpi.unit is Unit.MONEY and self.plan.case.currency:
            return self.plan.case.currency
        return self.words.say(f"proposal.unit.{kpi.unit.value}")

    def _actuals(self, column: int) -> Sequence[float]:
        count = len(self.plan.months)
        return list(self.plan.result.actuals.values[self.row, :, column]) if column >= 0 else [np.nan] * count

    def _month(
        self, slot: int, line: Line, n: int, column: str, rows: dict[str, int], actual: float, shape: str
    ) -> None:
        page, result = self.page, self.plan.result
        cell = {item: f"{column}{row}" for item, row in rows.items()}
        for place, (level_column, item) in enumerate(
            zip(LEVEL_COLUMNS, ("threshold", "target", "stretch"), strict=True)
        ):
            level = float(result.plan.levels[place, self.row, n, slot])
            self._level(
                cell[item],
                f"${level_column}${rows['target']}",
                level,
                str(result.plan.sources[self.row, n, slot]),
                shape,
                item,
            )
        page.number(cell["actual"], _none(actual), shape, given=True)
        target = float(result.plan.levels[1, self.row, n, slot])
        gap = f'=IF(COUNT({cell["actual"]},{cell["target"]})<2,"",{cell["actual"]}-{cell["target"]})'
        page.formula(cell["difference"], gap, actual - target, shape, font="soft")
        formula = formulas.points(
            cell["actual"], cell["threshold"], cell["target"], cell["stretch"], f"$C${rows['target']}",
            cliff=line.cliff, cap=line.cap,
        )  # fmt: skip
        page.formula(cell["points"], formula, float(result.points[self.row, n, slot]), "0.00", fill="pale")
        self.given.append(cell["actual"])

    def _level(self, cell: str, standing: str, level: float, source: str, shape: str, item: str) -> None:
        """The standing level, or the one that a target sets for this month; people may write over either."""
        font = "plain" if item == "target" else "soft"
        if source in ("target", "cascade"):
            self.page.number(cell, _none(level), shape, given=True, font=font)
        else:
            self.page.formula(cell, f'=IF({standing}="","",{standing})', level, shape, given=True, font=font)

    def _gate(self, slot: int, gate: Gate) -> None:
        page, top, kpi = self.page, self.at, kpi_library().kpis.get(gate.kpi)
        name = self.words.word(KpiRef(kpi.code) if kpi else Raw(gate.kpi))
        page.text(f"A{top}", self.say("gate", kpi=Raw(name)), "bold")
        page.text(f"B{top}", self._unit(kpi), "soft", align="center")
        self._direction(f"C{top}", kpi)
        page.text(f"D{top}", "")
        page.text(f"E{top}", self.say("limit"), "soft", align="center")
        actuals = self._actuals(self.plan.result.plan.gate_columns[self.row, slot])
        page.number(f"F{top}", gate.limit, _shape(kpi, [gate.limit], full=True), given=True)
        page.number(f"G{top}", gate.multiplier, '"×"0.00', given=True)
        shape = _shape(kpi, [gate.limit, *actuals])
        for n, column in enumerate(MONTH_COLUMNS):
            actual, factor = f"{column}{top}", f"{column}{top + 1}"
            page.number(actual, _none(actuals[n]), shape, given=True)
            breached = kpi is not None and kpi.direction.sign * (actuals[n] - gate.limit) < 0
            formula = formulas.factor(actual, f"$F${top}", f"$G${top}", f"$C${top}")
            page.formula(factor, formula, gate.multiplier if breached else 1.0, "0.00", fill="pale")
            self.given.append(actual)
        for n, item in enumerate(("actual", "factor")):
            page.text(f"H{top + n}", self.say(f"item.{item}"), align="center")
            page.text(f"{SUM}{top + n}", "")
        for column in "ABCDEFG":
            page.join(f"{column}{top}:{column}{top + 1}")
        self.factors.append(top + 1)
        self.at += 2

    def _result(self) -> CardRows:
        """Told weight, score, grade, gates, payout."""
        result, top = self.plan.result, self.at
        told, score, grade, gates, paid = range(top, top + 5)
        for n, column in enumerate(MONTH_COLUMNS):
            lines = [(weight, f"{column}{row}") for weight, row in self.points]
            total = float(result.scores[self.row, n])
            self._total(f"{column}{told}", formulas.told_weight(lines), float(result.told_weight[self.row, n]), "0")
            self._total(f"{column}{score}", formulas.score(lines, f"{column}{told}"), total, "0.00")
            name = grade_of(_none(total), self.plan.scheme.grades)
            self._total(f"{column}{grade}", formulas.grade(f"{column}{score}", self.rules.grades), name, TEXT)
            factors = [f"{column}{row}" for row in self.factors]
            self._total(f"{column}{gates}", formulas.product(factors), float(result.multipliers[self.row, n]), "0.00")
            money = formulas.payout(f"{column}{score}", BONUS, f"{column}{gates}", self.rules.curve)
            self._total(f"{column}{paid}", money, float(result.payouts[self.row, n]), MONEY)
        for row, key in zip(range(top, top + 5), ("told_weight", "score", "grade", "gates", "payout"), strict=True):
            self.page.text(f"A{row}", self.say(key), "bold", fill="pale")
            self.page.join(f"A{row}:H{row}")
            self.page.text(f"{SUM}{row}", "", fill="pale")
        span = f"{MONTH_COLUMNS[0]}{{row}}:{MONTH_COLUMNS[-1]}{{row}}"
        mean = f"AVERAGE({span.format(row=score)})"
        self._summed("score", score, mean, float(result.mean_scores[self.row]))
        self._summed("payout", paid, f"SUM({span.format(row=paid)})", float(result.payout_totals[self.row]), MONEY)
        self._shade(score)
        self.at += 5
        return CardRows(score, grade, paid)

    def _total(self, cell: str, formula: str, value: float | str | None, shape: str) -> None:
        self.page.formula(cell, formula, value, shape, font="bold", fill="pale")

    def _summed(self, item: str, row: int, formula: str, value: float, shape: str = "0.00") -> None:
        """The year's mean or sum; nothing where no month can be told."""
        span = f"{MONTH_COLUMNS[0]}{row}:{MONTH_COLUMNS[-1]}{row}"
        whole = f'=IF(COUNT({span})=0,"",{formula})'
        self.page.formula(f"{SUM}{row}", whole, value, shape, font="bold", fill="pale")

    def _marks(self, rows: dict[str, int], top: int) -> None:
        """A difference to the worse side and points below a pass are told by colour and by their sign."""
        first, last = MONTH_COLUMNS[0], MONTH_COLUMNS[-1]
        gap = rows["difference"]
        worse = FormulaRule([f"AND(ISNUMBER({first}{gap}),$C${top}*{first}{gap}<0)"], font=Font(color=WARN))
        self.page.sheet.conditional_formatting.add(f"{first}{gap}:{last}{gap}", worse)
        self._shade(rows["points"])

    def _shade(self, row: int) -> None:
        first, last = MONTH_COLUMNS[0], MONTH_COLUMNS[-1]
        area, cell = f"{first}{row}:{last}{row}", f"{first}{row}"
        for test, colour in ((f"{cell}<60", WARN), (f"{cell}>=100", ACCENT)):
            rule = FormulaRule([f"AND(ISNUMBER({cell}),{test})"], font=Font(color=colour, bold=True))
            self.page.sheet.conditional_formatting.add(area, rule)

    def _checks(self) -> None:
        """Only numbers where numbers belong; the weights sum to 100 or the sum turns red."""
        weights = [weight for weight, _ in self.points]
        total = float(sum(line.weight for line in self.card.lines))
        self.page.formula("G3", "=" + ("+".join(weights) or "0"), total, "0", font="bold")
        off = FormulaRule([f"{TOTAL_WEIGHT}<>100"], font=Font(color=WARN, bold=True))
        self.page.sheet.conditional_formatting.add("G3", off)
        self._check("decimal", "-1000000000000", "1000000000000", self.say("check.number"), self.given)
        self._check("whole", "0", "100", self.say("check.weight"), [weight.replace("$", "") for weight in weights])
        self._check("decimal", "0", "1000000000", self.say("check.bonus"), ["D3"])

    def _check(self, kind: str, low: str, high: str, told: str, cells: Sequence[str]) -> None:
        check = DataValidation(type=kind, operator="between", formula1=low, formula2=high, allow_blank=True)
        check.error, check.errorTitle, check.showErrorMessage = told, self.say("check.title"), True
        for cell in cells:
            check.add(cell)
        if cells:
            self.page.sheet.add_data_validation(check)

    def _layout(self) -> None:
        page, case = self.page, self.plan.case
        page.widths({"A": 18, "B": 7, "C": 9, "D": 7, "H": 9})
        result = self.plan.result
        levels = self._money(result.plan.levels[:, self.row], self.person.bonus)
        page.widths(dict.fromkeys(LEVEL_COLUMNS, wide(levels, 11.5, 2)))
        months = max(wide(self._money(result.actuals.values[self.row]), 9), wide(result.payouts[self.row], 9, 2))
        page.widths(dict.fromkeys(MONTH_COLUMNS, months) | {SUM: wide([result.payout_totals[self.row]], 11, 2)})
        page.tall(HEAD, self.at - 1)
        page.sheet.freeze_panes = f"{MONTH_COLUMNS[0]}{FIRST}"
        page.tall(1, 1, 24)
        page.for_paper(
            f"{HEAD}:{STATE}", case.client.text, self.say("version", version=Raw(case.engagement.proposal.version))
        )
        page.guard()

    def _money(self, *parts: np.ndarray | float | None) -> list[float]:
        """The large numbers among what a column shows."""
        return [float(value) for part in parts if part is not None for value in np.ravel(part)]


def _none(value: float) -> float | None:
    return None if value is None or np.isnan(value) else float(value)


def _mean(values: np.ndarray) -> float:
    return float(values[~np.isnan(values)].mean()) if (~np.isnan(values)).any() else float("nan")


def _shape(kpi: Kpi | None, values: Sequence[float | None], *, full: bool = False) -> str:
    """A number format with the digits that these values need; *full* money is to the cent."""
    if kpi is None:
        return "General"
    told = [value for value in values if value is not None and not np.isnan(value)]
    match kpi.unit:
        case Unit.MONEY:
            return MONEY if full else "#,##0"
        case Unit.RATIO:
            return "0." + "0" * (ratio_digits(told) if full else 2) + "%"
        case Unit.COUNT:
            return "#,##0" if all(float(value).is_integer() for value in told) else "#,##0.0"
        case Unit.TIMES:
            return "0.00"
    return "0.0"
