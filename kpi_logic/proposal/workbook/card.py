"""One person's sheet: the KPIs, the gates, and what follows from them."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from openpyxl.formatting.rule import FormulaRule
from openpyxl.styles import Font
from openpyxl.worksheet.datavalidation import DataValidation

from kpi_logic.intake import FORMULA, MARK_ROWS, MONTHS_KEY, SCORECARD_FORMAT
from kpi_logic.model import Raw, RoleRef
from kpi_logic.proposal.workbook import formulas
from kpi_logic.proposal.workbook.extra_rows import MOST_TIMES, write_extra
from kpi_logic.proposal.workbook.gate_rows import write_gate
from kpi_logic.proposal.workbook.grid import (
    BONUS,
    FIRST,
    HEAD,
    ITEM,
    KEY,
    LEVEL_COLUMNS,
    MONTH_COLUMNS,
    NAME_COLUMNS,
    STATE,
    SUM,
    SUMMARY_COLUMNS,
    TOTAL_WEIGHT,
    Desk,
    told,
)
from kpi_logic.proposal.workbook.kpi_rows import shade, write_kpi
from kpi_logic.proposal.workbook.page import TEXT, WARN, wide
from kpi_logic.proposal.workbook.rules import RuleCells
from kpi_logic.proposal.workbook.shapes import MONEY, POINTS
from kpi_logic.scheme import grade_of
from kpi_logic.scheme.duty import roles_of

PERCENT = "0.0%"
ROWS_A_PAGE = 50


@dataclass(frozen=True)
class CardRows:
    """The rows that the summary reads."""

    score: int
    grade: int
    payout: int
    uncut: int | None = None


@dataclass(frozen=True)
class Around:
    """What a sheet reads from the others: the rules, this workbook's mark, the summary and its sum before the pool."""

    rules: RuleCells
    mark: str
    summary: str
    pool_row: int


def write_card(desk: Desk, around: Around) -> CardRows:
    """The whole sheet, from the title to the payout."""
    _title(desk)
    _heads(desk)
    for slot, line in enumerate(desk.card.lines):
        write_kpi(desk, slot, line)
    for slot, gate in enumerate(desk.card.gates):
        write_gate(desk, slot, gate)
    for extra in desk.card.extras:
        write_extra(desk, extra)
    rows = _results(desk, around)
    _checks(desk)
    _keys(desk, around.mark)
    _layout(desk)
    return rows


def _title(desk: Desk) -> None:
    page, person, case = desk.page, desk.person, desk.plan.case
    role = desk.words.word(RoleRef(person.role))
    roles = tuple(map(RoleRef, roles_of(person)))
    page.text("A1", desk.say("title", who=Raw(person.name or role)), "title", box=False)
    shops = tuple(map(Raw, person.shops)) or desk.words.say("word.all_shops")
    facts = {"client": case.client, "role": roles, "department": Raw(person.department or "-"), "shops": shops}
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


def _shown(desk: Desk) -> list[str]:
    """The rows of results: those that only some sheets need stand only there."""
    extras = ["bare", "extra"] if desk.card.extras else []
    part = ["presence"] if desk.plan.presence(desk.row) is not None else []
    pool = ["uncut"] if desk.plan.scheme.pool is not None else []
    return ["told_weight", *extras, *part, "score", "grade", "gates", *pool, "payout"]


def _results(desk: Desk, around: Around) -> CardRows:
    """From the weight that can be told to the payout."""
    rows = {key: desk.at + n for n, key in enumerate(_shown(desk))}
    if desk.at + len(rows) > ROWS_A_PAGE:  # the results stay together
        desk.page.new_page(desk.at)
    for n in range(len(MONTH_COLUMNS)):
        _result(desk, around, n, rows)
    for key, row in rows.items():
        desk.page.text(f"A{row}", desk.say(key), "bold", fill="pale")
        desk.page.join(f"A{row}:{ITEM}{row}")
        desk.page.text(f"{SUM}{row}", "", fill="pale")
        if key != "presence":
            desk.key(row, FORMULA, key)
    result = desk.plan.result
    _whole(desk, rows["score"], "AVERAGE", float(result.mean_scores[desk.row]), POINTS)
    _whole(desk, rows["payout"], "SUM", float(result.payout_totals[desk.row]), MONEY)
    shade(desk, rows["score"])
    desk.at += len(rows)
    return CardRows(rows["score"], rows["grade"], rows["payout"], rows.get("uncut"))


def _result(desk: Desk, around: Around, n: int, rows: dict[str, int]) -> None:
    """One month's column."""
    column = MONTH_COLUMNS[n]
    cell = {key: f"{column}{row}" for key, row in rows.items()}
    presence = desk.plan.presence(desk.row)
    if presence is not None:
        desk.page.number(cell["presence"], float(presence[n]), PERCENT, given=True, font="bold")
        desk.parts.append(cell["presence"])
    values = _values(desk, n)
    for key, formula in _formulas(desk, around, n, cell).items():
        value, shape = values[key]
        desk.page.formula(cell[key], formula, value, shape, font="bold", fill="pale")


def _values(desk: Desk, n: int) -> dict[str, tuple[float | str | None, str]]:
    """What the engine says of a month, and how it is shown."""
    plan, row = desk.plan, desk.row
    result, score = plan.result, float(plan.result.scores[row, n])
    extra = result.plan.extra
    return {
        "told_weight": (float(result.told_weight[row, n]), "0" if result.plan.counts is None else "0.0"),
        "bare": (float(plan.bare[row, n]), POINTS),
        "extra": (0.0 if extra is None else float(extra[row, n]), "+0.0;-0.0;0"),
        "score": (score, POINTS),
        "grade": (grade_of(told(score), plan.scheme.grades), TEXT),
        "gates": (float(result.multipliers[row, n]), POINTS),
        "uncut": (float(plan.uncut[row, n]), MONEY),
        "payout": (float(result.payouts[row, n]), MONEY),
    }


def _formulas(desk: Desk, around: Around, n: int, cell: dict[str, str]) -> dict[str, str]:
    """The engine's steps from points to money, as far as this sheet has them."""
    column, rules, there = MONTH_COLUMNS[n], around.rules, cell.get("presence", "")
    lines = [(line.counted(column), f"{column}{line.row}") for line in desk.points]
    asked = _asked(desk, column)
    money = formulas.payout(cell["score"], BONUS, cell["gates"], rules.curve, there)
    steps = {
        "told_weight": formulas.told_weight(lines),
        "score": formulas.score(lines, cell["told_weight"], asked=asked, presence=there),
        "grade": formulas.grade(cell["score"], rules.grades),
        "gates": formulas.product([f"{column}{row}" for row in desk.factors]),
        "payout": money,
    }
    if "bare" in cell:
        kinds = [(f"$C${row}", f"$F${row}", f"$G${row}", f"{column}{row}") for row in desk.extras]
        steps["bare"] = formulas.score(lines, cell["told_weight"], asked=asked)
        steps["extra"] = formulas.extra(kinds, desk.card.extra_cap)
        steps["score"] = formulas.with_extra(cell["bare"], cell["extra"], there)
    if "uncut" in cell:
        total = f"{around.summary}!{SUMMARY_COLUMNS[n]}{around.pool_row}"
        steps |= {"uncut": money, "payout": formulas.from_pool(cell["uncut"], total, rules.pool)}
    return steps


def _asked(desk: Desk, column: str) -> str:
    """The weight that must be told where a month with a gap is not scored; "" where the others count in proportion."""
    if desk.plan.scheme.missing != "not_scored":
        return ""
    return "+".join(line.counted(column) for line in desk.points if line.known) or "0"


def _whole(desk: Desk, row: int, function: str, value: float, shape: str) -> None:
    """The year's mean or sum; nothing where no month can be told."""
    area = desk.over_months(row)
    formula = f'=IF(COUNT({area})=0,"",{function}({area}))'
    desk.page.formula(f"{SUM}{row}", formula, value, shape, font="bold", fill="pale")


def _checks(desk: Desk) -> None:
    """Only numbers where numbers belong; the weights sum to 100 or the sum turns red."""
    weights = [line.weight for line in desk.points]
    total = float(sum(line.weight for line in desk.card.lines))
    desk.page.formula("G3", "=" + ("+".join(weights) or "0"), total, "0", font="bold")
    off = FormulaRule([f"{TOTAL_WEIGHT}<>100"], font=Font(color=WARN, bold=True))
    desk.page.sheet.conditional_formatting.add("G3", off)
    _check(desk, "decimal", "-1000000000000", "1000000000000", "number", desk.given)
    _check(desk, "whole", "0", "100", "weight", [weight.replace("$", "") for weight in weights])
    _check(desk, "decimal", "0", "1000000000", "bonus", ["D3"])
    _check(desk, "decimal", "0", "1", "part", desk.parts)
    _check(desk, "whole", "0", str(MOST_TIMES), "times", desk.times)


def _keys(desk: Desk, mark: str) -> None:
    """What makes the sheet known when it comes back filled, in a column that nobody sees."""
    for row, text in ((MARK_ROWS.format, SCORECARD_FORMAT), (MARK_ROWS.mark, mark), (MARK_ROWS.person, desk.person.id)):
        desk.page.text(f"{KEY}{row}", text, box=False)
    desk.key(HEAD, MONTHS_KEY)
    desk.page.sheet.column_dimensions[KEY].hidden = True


def _check(desk: Desk, kind: str, low: str, high: str, said: str, cells: Sequence[str]) -> None:
    if not cells:
        return
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
