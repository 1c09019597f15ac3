"""One KPI on a person's sheet: target, actual, difference, threshold, stretch and points by month."""

import numpy as np
from openpyxl.formatting.rule import FormulaRule
from openpyxl.styles import Font

from kpi_logic.intake import ACTUAL, FORMULA
from kpi_logic.library import kpi_library
from kpi_logic.model import Kpi, KpiRef, Line, Raw
from kpi_logic.proposal.assemble.levels import level_book
from kpi_logic.proposal.workbook import formulas
from kpi_logic.proposal.workbook.grid import ITEM, LEVEL_COLUMNS, MONTH_COLUMNS, NAME_COLUMNS, SUM, Desk, Scored, told
from kpi_logic.proposal.workbook.page import ACCENT, WARN
from kpi_logic.proposal.workbook.shapes import POINTS, shape_of
from kpi_logic.scheme import Levels

ITEMS = ("target", "actual", "difference", "threshold", "stretch")
STRONG = frozenset({"target", "actual", "points"})
LEVELS = ("threshold", "target", "stretch")  # in the order of LEVEL_COLUMNS and of the engine
DATED = frozenset({"target", "cascade"})  # levels that a target sets for its own months

Standing = tuple[float | None, float | None, float | None]


def write_kpi(desk: Desk, slot: int, line: Line) -> None:
    """The rows of one line of the scorecard."""
    kpi = kpi_library().kpis.get(line.kpi)
    rows = {item: desk.at + n for n, item in enumerate((*ITEMS, *_excepted(desk, slot), "points"))}
    standing = _standing(desk, line, kpi)
    _names(desk, line, kpi, standing, rows["points"])
    actuals = desk.actuals(desk.plan.result.plan.columns[desk.row, slot])
    shape = shape_of(kpi, [*actuals, *desk.plan.result.plan.levels[:, desk.row, :, slot].ravel()])
    for n in range(len(MONTH_COLUMNS)):
        shown = _levels(desk, slot, n, rows, standing, shape)
        _month(desk, slot, line, n, rows, actuals[n], shown, shape)
    _items(desk, slot, rows)
    _marks(desk, rows)
    desk.points.append(Scored(f"$D${desk.at}", rows["points"], rows.get("counts"), kpi is not None))
    desk.key(rows["actual"], ACTUAL, line.kpi)
    for item in ("difference", "points"):
        desk.key(rows[item], FORMULA, item)
    desk.at = rows["points"] + 1


def _excepted(desk: Desk, slot: int) -> list[str]:
    """Rows that only a line with exceptions has: the part of its weight that counts, the points it gets at least."""
    plan = desk.plan.result.plan
    parts = plan.counts is not None and bool((plan.counts[desk.row, :, slot] != 1).any())
    held = plan.floor is not None and bool((plan.floor[desk.row, :, slot] > -np.inf).any())
    return ["counts"] * parts + ["floor"] * held


def _standing(desk: Desk, line: Line, kpi: Kpi | None) -> Standing:
    """The levels that hold when no target sets others; as they were written where no curve can be drawn on them."""
    if kpi is None:
        return None, None, None
    held, _ = level_book(desk.plan.case).standing(line, kpi, desk.person)
    if isinstance(held, Levels):
        return held.threshold, held.target, held.stretch
    own = next((personal for personal in line.personal if personal.person == desk.person.id), line)
    return own.threshold, own.target, own.stretch


def _names(desk: Desk, line: Line, kpi: Kpi | None, standing: Standing, last: int) -> None:
    """Name, unit, direction, weight and standing levels, each over all rows of the KPI."""
    page, top = desk.page, desk.at
    page.text(f"A{top}", desk.words.word(KpiRef(kpi.code) if kpi else Raw(line.kpi)), "bold")
    page.text(f"B{top}", desk.unit(kpi), "soft", align="center")
    desk.direction(f"C{top}", kpi)
    page.number(f"D{top}", line.weight, "0", given=True, font="bold", align="center")
    shape = shape_of(kpi, standing, full=True)
    for column, level in zip(LEVEL_COLUMNS, standing, strict=True):
        page.number(f"{column}{top}", level, shape, given=True)
    for column in NAME_COLUMNS:
        page.join(f"{column}{top}:{column}{last}")


def _levels(desk: Desk, slot: int, n: int, rows: dict[str, int], standing: Standing, shape: str) -> Standing:
    """The month's levels: a target's own, or the standing ones by formula; people may write over either."""
    result, column = desk.plan.result, MONTH_COLUMNS[n]
    found = tuple(told(level) for level in result.plan.levels[:, desk.row, n, slot])
    eased = None not in found and found != standing  # by an exception
    dated = eased or str(result.plan.sources[desk.row, n, slot]) in DATED
    shown = list(standing)
    for place, item in enumerate(LEVELS):
        cell, font = f"{column}{rows[item]}", "plain" if item in STRONG else "soft"
        if dated:
            shown[place] = found[place]
            desk.page.number(cell, shown[place], shape, given=True, font=font)
        else:
            home = f"${LEVEL_COLUMNS[place]}${desk.at}"
            desk.page.formula(cell, f'=IF({home}="","",{home})', shown[place], shape, given=True, font=font)
    return shown[0], shown[1], shown[2]


def _month(
    desk: Desk, slot: int, line: Line, n: int, rows: dict[str, int], actual: float, levels: Standing, shape: str
) -> None:
    page, column = desk.page, MONTH_COLUMNS[n]
    cell = {item: f"{column}{row}" for item, row in rows.items()}
    page.number(cell["actual"], told(actual), shape, given=True)
    desk.given.append(cell["actual"])
    gap = f'=IF(COUNT({cell["actual"]},{cell["target"]})<2,"",{cell["actual"]}-{cell["target"]})'
    page.formula(cell["difference"], gap, None if levels[1] is None else actual - levels[1], shape, font="soft")
    _exceptions(desk, slot, n, cell)
    curve = formulas.points(
        cell["actual"],
        cell["threshold"],
        cell["target"],
        cell["stretch"],
        f"$C${desk.at}",
        cliff=line.cliff,
        cap=line.cap,
        least=cell.get("floor", ""),
    )
    page.formula(cell["points"], curve, float(desk.plan.result.points[desk.row, n, slot]), POINTS, fill="pale")


def _exceptions(desk: Desk, slot: int, n: int, cell: dict[str, str]) -> None:
    """What recorded exceptions change in a month; people may write over it."""
    plan = desk.plan.result.plan
    if "counts" in cell and plan.counts is not None:
        desk.page.number(cell["counts"], float(plan.counts[desk.row, n, slot]), "0.0%", given=True, font="soft")
        desk.parts.append(cell["counts"])
    if "floor" in cell and plan.floor is not None:
        least = float(plan.floor[desk.row, n, slot])
        desk.page.number(cell["floor"], least if np.isfinite(least) else None, POINTS, given=True, font="soft")
        desk.given.append(cell["floor"])


def _items(desk: Desk, slot: int, rows: dict[str, int]) -> None:
    """What each row is, and the mean of the points at its end."""
    for item, row in rows.items():
        font = "plain" if item in STRONG else "soft"
        desk.page.text(f"{ITEM}{row}", desk.say(f"item.{item}"), font, align="center")
        desk.page.text(f"{SUM}{row}", "")
    points = desk.plan.result.points[desk.row, :, slot]
    known = points[~np.isnan(points)]
    area = desk.over_months(rows["points"])
    mean = f'=IF(COUNT({area})=0,"",AVERAGE({area}))'
    value = float(known.mean()) if len(known) else None
    desk.page.formula(f"{SUM}{rows['points']}", mean, value, POINTS, font="bold", fill="pale")


def _marks(desk: Desk, rows: dict[str, int]) -> None:
    """A difference to the worse side is told by colour beside its sign; so are points below a pass."""
    first, gap = MONTH_COLUMNS[0], rows["difference"]
    worse = FormulaRule([f"AND(ISNUMBER({first}{gap}),$C${desk.at}*{first}{gap}<0)"], font=Font(color=WARN))
    desk.page.sheet.conditional_formatting.add(desk.over_months(gap), worse)
    shade(desk, rows["points"])


def shade(desk: Desk, row: int) -> None:
    """A row of scores: below 60 in the warning colour, from 100 in the accent."""
    cell = f"{MONTH_COLUMNS[0]}{row}"
    for test, colour in ((f"{cell}<60", WARN), (f"{cell}>=100", ACCENT)):
        rule = FormulaRule([f"AND(ISNUMBER({cell}),{test})"], font=Font(color=colour, bold=True))
        desk.page.sheet.conditional_formatting.add(desk.over_months(row), rule)
