"""One gate on a person's sheet: the KPI's actuals, and what is left of the payout."""

from kpi_logic.intake import FORMULA, GATE
from kpi_logic.library import kpi_library
from kpi_logic.model import Gate, KpiRef, Raw
from kpi_logic.proposal.workbook import formulas
from kpi_logic.proposal.workbook.grid import ITEM, MONTH_COLUMNS, NAME_COLUMNS, SUM, Desk, told
from kpi_logic.proposal.workbook.shapes import POINTS, shape_of


def write_gate(desk: Desk, slot: int, gate: Gate) -> None:
    """Two rows, actual and factor; between them the months' own limits where an exception sets some."""
    page, top, kpi = desk.page, desk.at, kpi_library().kpis.get(gate.kpi)
    name = desk.words.word(KpiRef(kpi.code) if kpi else Raw(gate.kpi))
    page.text(f"A{top}", desk.say("gate", kpi=Raw(name)), "bold")
    page.text(f"B{top}", desk.unit(kpi), "soft", align="center")
    desk.direction(f"C{top}", kpi)
    page.text(f"D{top}", "")
    page.text(f"E{top}", desk.say("limit"), "soft", align="center")
    page.number(f"F{top}", gate.limit, shape_of(kpi, [gate.limit], full=True), given=True)
    page.number(f"G{top}", gate.multiplier, '"×"0.00', given=True)
    items = ("actual", *(["limit"] if _eased(desk, slot, gate) else []), "factor")
    _months(desk, slot, gate, items)
    for n, item in enumerate(items):
        page.text(f"{ITEM}{top + n}", desk.say(f"item.{item}"), align="center")
        page.text(f"{SUM}{top + n}", "")
    for column in NAME_COLUMNS:
        page.join(f"{column}{top}:{column}{top + len(items) - 1}")
    desk.factors.append(top + len(items) - 1)
    desk.key(top, GATE, gate.kpi)
    desk.key(top + len(items) - 1, FORMULA, "factor")
    desk.at += len(items)


def _limits(desk: Desk, slot: int, gate: Gate) -> list[float]:
    """The limit of each month; NaN where an exception lifts the gate."""
    eased = desk.plan.result.plan.gate_limits
    return [gate.limit] * len(MONTH_COLUMNS) if eased is None else [float(x) for x in eased[desk.row, :, slot]]


def _eased(desk: Desk, slot: int, gate: Gate) -> bool:
    return gate.kpi in kpi_library().kpis and any(limit != gate.limit for limit in _limits(desk, slot, gate))


def _months(desk: Desk, slot: int, gate: Gate, items: tuple[str, ...]) -> None:
    top, kpi = desk.at, kpi_library().kpis.get(gate.kpi)
    actuals = desk.actuals(desk.plan.result.plan.gate_columns[desk.row, slot])
    shape = shape_of(kpi, [gate.limit, *actuals])
    last = top + len(items) - 1
    for column, actual, limit in zip(MONTH_COLUMNS, actuals, _limits(desk, slot, gate), strict=True):
        desk.page.number(f"{column}{top}", told(actual), shape, given=True)
        desk.given.append(f"{column}{top}")
        asked = f"$F${top}"
        if "limit" in items:
            asked = f"{column}{top + 1}"
            desk.page.number(asked, told(limit), shape_of(kpi, [limit], full=True), given=True, font="soft")
            desk.given.append(asked)
        breached = kpi is not None and kpi.direction.sign * (actual - limit) < 0
        formula = formulas.factor(f"{column}{top}", asked, f"$G${top}", f"$C${top}")
        desk.page.formula(f"{column}{last}", formula, gate.multiplier if breached else 1.0, POINTS, fill="pale")
