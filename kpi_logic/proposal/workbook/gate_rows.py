"""One gate on a person's sheet: the KPI's actuals, and what is left of the payout."""

from kpi_logic.library import kpi_library
from kpi_logic.model import Gate, KpiRef, Raw
from kpi_logic.proposal.workbook import formulas
from kpi_logic.proposal.workbook.grid import ITEM, MONTH_COLUMNS, NAME_COLUMNS, SUM, Desk, told
from kpi_logic.proposal.workbook.shapes import POINTS, shape_of


def write_gate(desk: Desk, slot: int, gate: Gate) -> None:
    """Two rows: actual and factor."""
    page, top, kpi = desk.page, desk.at, kpi_library().kpis.get(gate.kpi)
    name = desk.words.word(KpiRef(kpi.code) if kpi else Raw(gate.kpi))
    page.text(f"A{top}", desk.say("gate", kpi=Raw(name)), "bold")
    page.text(f"B{top}", desk.unit(kpi), "soft", align="center")
    desk.direction(f"C{top}", kpi)
    page.text(f"D{top}", "")
    page.text(f"E{top}", desk.say("limit"), "soft", align="center")
    page.number(f"F{top}", gate.limit, shape_of(kpi, [gate.limit], full=True), given=True)
    page.number(f"G{top}", gate.multiplier, '"×"0.00', given=True)
    _months(desk, slot, gate)
    for n, item in enumerate(("actual", "factor")):
        page.text(f"{ITEM}{top + n}", desk.say(f"item.{item}"), align="center")
        page.text(f"{SUM}{top + n}", "")
    for column in NAME_COLUMNS:
        page.join(f"{column}{top}:{column}{top + 1}")
    desk.factors.append(top + 1)
    desk.at += 2


def _months(desk: Desk, slot: int, gate: Gate) -> None:
    top, kpi = desk.at, kpi_library().kpis.get(gate.kpi)
    actuals = desk.actuals(desk.plan.result.plan.gate_columns[desk.row, slot])
    shape = shape_of(kpi, [gate.limit, *actuals])
    for column, actual in zip(MONTH_COLUMNS, actuals, strict=True):
        desk.page.number(f"{column}{top}", told(actual), shape, given=True)
        desk.given.append(f"{column}{top}")
        breached = kpi is not None and kpi.direction.sign * (actual - gate.limit) < 0
        formula = formulas.factor(f"{column}{top}", f"$F${top}", f"$G${top}", f"$C${top}")
        desk.page.formula(f"{column}{top + 1}", formula, gate.multiplier if breached else 1.0, POINTS, fill="pale")
