"""One person's sheet: the KPIs, the gates, and what follows from them."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from openpyxl.formatting.rule import FormulaRule
from openpyxl.styles import Font
from openpyxl.worksheet.datavalidation import DataValidation

from kpi_logic.model import Raw, RoleRef
from kpi_logic.proposal.workbook import formulas
from kpi_logic.proposal.workbook.gate_rows import write_gate
from kpi_logic.proposal.workbook.grid import (
    BONUS,
    FIRST,
    HEAD,
    ITEM,
    LEVEL_COLUMNS,
    MONTH_COLUMNS,
    NAME_COLUMNS,
    STATE,
    SUM,
    TOTAL_WEIGHT,
    Desk,
    told,
)
from kpi_logic.proposal.workbook.kpi_rows import shade, write_kpi
from kpi_logic.proposal.workbook.page import TEXT, WARN, wide
from kpi_logic.proposal.workbook.rules import RuleCells
from kpi_logic.proposal.workbook.shapes import MONEY, POINTS
from kpi_logic.scheme import grade_of

RESULTS = ("told_weight", "score", "grade", "gates", "payout")


@dataclass(frozen=True)
class CardRows:
    """The rows that the summary reads."""

    score: int
    grade: int
    payout: int


def write_card(desk: Desk, rules: RuleCells) -> CardRows:
    """The whole sheet, from the title to the payout."""
    _title(desk)
    _heads(desk)
    for slot, line in enumerate(desk.card.lines):
        write_kpi(desk, slot, line)
    for slot, gate in enumerate(desk.card.gates):
        write_gate(desk, slot, gate)
    rows = _results(desk, rules)
    _checks(desk)
    _layout(desk)
    return rows


def _title(desk: Desk) -> None:
    page, person, case = desk.page, desk.person, desk.plan.case
    role = desk.words.word(RoleRef(person.role))
    page.text("A1", desk.say("title", who=Raw(person.name or role)), "title", box=False)
    shops = tuple(map(Raw, person.shops)) or desk.words.say("word.all_shops")
    facts = {"client": case.client, "role": role, "department": Raw(person.department or "-"), "shops": shops}
    page.text("A2", desk.say("subtitle", **facts), "soft", box=False)
    page.text("A3", desk.say("bonus", currency=case.currency or "-"), "bold")
    page.number("D3", person.bonus, MONEY, given=True)
    page.join("A3:C3")
    page.text("E3", desk.say("weights_sum"), "bold")
    page.join("E3:F3")
    page.text("H3", desk.say("weights_rule"), "soft", box=False)
    page.text("A4", desk.say("note"), "soft", box=False)


def _heads(desk: Desk) -> None:
    keys = ("kpi", "unit", "direction", "weight", "threshold", "target", "stretch", "item")
    named = (*NAME_COLUMNS, ITEM)
    desk.page.heads(HEAD, {column: desk.say(f"head.{key}") for column, key in zip(named, keys, strict=True)})
    desk.page.heads(HEAD, dict(zip(MONTH_COLUMNS, map(str, desk.plan.months), strict=True)))
    desk.page.heads(HEAD, {SUM: desk.say("head.year")})
    for n, column in enumerate(MONTH_COLUMNS):
        state = desk.say("state.history" if n < desk.plan.past else "state.open")
        desk.page.text(f"{column}{STATE}", state, "soft", fill="pale", align="center")
    for column in (*named, SUM):
        desk.page.text(f"{column}{STATE}", "", "soft", fill="pale")


def _results(desk: Desk, rules: RuleCells) -> CardRows:
    """Told weight, score, grade, gates, payout."""
    rows = {key: desk.at + n for n, key in enumerate(RESULTS)}
    for n in range(len(MONTH_COLUMNS)):
        _result(desk, rules, n, rows)
    for key, row in rows.items():
        desk.page.text(f"A{row}", desk.say(key), "bold", fill="pale")
        desk.page.join(f"A{row}:{ITEM}{row}")
        desk.page.text(f"{SUM}{row}", "", fill="pale")
    result = desk.plan.result
    _whole(desk, rows["score"], "AVERAGE", float(result.mean_scores[desk.row]), POINTS)
    _whole(desk, rows["payout"], "SUM", float(result.payout_totals[desk.row]), MONEY)
    shade(desk, rows["score"])
    desk.at += len(RESULTS)
    return CardRows(rows["score"], rows["grade"], rows["payout"])


def _result(desk: Desk, rules: RuleCells, n: int, rows: dict[str, int]) -> None:
    """One month's column."""
    result, column = desk.plan.result, MONTH_COLUMNS[n]
    cell = {key: f"{column}{row}" for key, row in rows.items()}
    lines = [(weight, f"{column}{row}") for weight, row in desk.points]
    score = float(result.scores[desk.row, n])
    grade = grade_of(told(score), desk.plan.scheme.grades)
    gates = formulas.product([f"{column}{row}" for row in desk.factors])
    money = formulas.payout(cell["score"], BONUS, cell["gates"], rules.curve)
    written: tuple[tuple[str, str, float | str | None, str], ...] = (
        ("told_weight", formulas.told_weight(lines), float(result.told_weight[desk.row, n]), "0"),
        ("score", formulas.score(lines, cell["told_weight"]), score, POINTS),
        ("grade", formulas.grade(cell["score"], rules.grades), grade, TEXT),
        ("gates", gates, float(result.multipliers[desk.row, n]), POINTS),
        ("payout", money, float(result.payouts[desk.row, n]), MONEY),
    )
    for key, formula, value, shape in written:
        desk.page.formula(cell[key], formula, value, shape, font="bold", fill="pale")


def _whole(desk: Desk, row: int, function: str, value: float, shape: str) -> None:
    """The year's mean or sum; nothing where no month can be told."""
    area = desk.over_months(row)
    formula = f'=IF(COUNT({area})=0,"",{function}({area}))'
    desk.page.formula(f"{SUM}{row}", formula, value, shape, font="bold", fill="pale")


def _checks(desk: Desk) -> None:
    """Only numbers where numbers belong; the weights sum to 100 or the sum turns red."""
    weights = [weight for weight, _ in desk.points]
    total = float(sum(line.weight for line in desk.card.lines))
    desk.page.formula("G3", "=" + ("+".join(weights) or "0"), total, "0", font="bold")
    off = FormulaRule([f"{TOTAL_WEIGHT}<>100"], font=Font(color=WARN, bold=True))
    desk.page.sheet.conditional_formatting.add("G3", off)
    _check(desk, "decimal", "-1000000000000", "1000000000000", "number", desk.given)
    _check(desk, "whole", "0", "100", "weight", [weight.replace("$", "") for weight in weights])
    _check(desk, "decimal", "0", "1000000000", "bonus", ["D3"])


def _check(desk: Desk, kind: str, low: str, high: str, said: str, cells: Sequence[str]) -> None:
    check = DataValidation(type=kind, operator="between", formula1=low, formula2=high, allow_blank=True)
    check.error, check.errorTitle = desk.say(f"check.{said}"), desk.say("check.title")
    check.showErrorMessage = True
    for cell in cells:
        check.add(cell)
    desk.page.sheet.add_data_validation(check)


def _layout(desk: Desk) -> None:
    page, case, result = desk.page, desk.plan.case, desk.plan.result
    page.widths({"A": 18, "B": 7, "C": 9, "D": 9, ITEM: 9})
    levels = wide([*result.plan.levels[:, desk.row].ravel(), desk.person.bonus], 11.5, 2)
    page.widths(dict.fromkeys(LEVEL_COLUMNS, levels))
    months = max(wide(np.ravel(result.actuals.values[desk.row]), 9), wide(result.payouts[desk.row], 9, 2))
    page.widths(dict.fromkeys(MONTH_COLUMNS, months) | {SUM: wide([result.payout_totals[desk.row]], 11, 2)})
    page.tall(HEAD, desk.at - 1)
    page.tall(1, 1, 24)
    page.sheet.freeze_panes = f"{MONTH_COLUMNS[0]}{FIRST}"
    version = desk.say("version", version=Raw(case.version))
    page.for_paper(f"{HEAD}:{STATE}", case.client.text, version)
    page.guard()
