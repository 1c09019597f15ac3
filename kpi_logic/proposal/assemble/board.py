"""The KPI board as a table: short in the main part, whole in the appendix."""

from collections.abc import Sequence

from kpi_logic.diagnosis import BoardRow, Verdict
from kpi_logic.model import Amount, KpiRef, Message, Unit
from kpi_logic.proposal.assemble.case import Case
from kpi_logic.proposal.assemble.charts import source
from kpi_logic.proposal.assemble.origins import board_data
from kpi_logic.proposal.assemble.saying import say
from kpi_logic.proposal.outline import Align, Column, Said, Table

ALWAYS = 3  # what a business is steered by stands first on the board


def told_first(rows: Sequence[BoardRow], most: int) -> tuple[BoardRow, ...]:
    """The first rows and those that moved beyond noise, in the board's order, at most *most*."""
    moved = [row for row in rows[ALWAYS:] if row.verdict in (Verdict.WORSENING, Verdict.IMPROVING)]
    worse_first = sorted(moved, key=lambda row: row.verdict is not Verdict.WORSENING)
    chosen = {row.kpi for row in (*rows[:ALWAYS], *worse_first[: most - ALWAYS])}
    return tuple(row for row in rows if row.kpi in chosen)


def board_table(case: Case, rows: Sequence[BoardRow]) -> Table:
    """Three months, the three before, a year ago, the change, the verdict; without a year's history no year ago."""
    yearly = any(row.year_ago is not None for row in rows)
    against = "year" if yearly else "before"
    columns = (
        Column(say("table.kpi"), width=2.2),
        Column(say("table.recent"), align=Align.NUMBER, width=1.15),
        Column(say("table.before"), align=Align.NUMBER, width=1.35),
        *([Column(say("table.year_ago"), align=Align.NUMBER, width=1.15)] if yearly else []),
        Column(say(f"table.change_{against}"), align=Align.NUMBER, width=1.45),
        Column(say("table.verdict"), width=1.0),
    )
    return Table(
        columns,
        tuple(_row(case, row, yearly) for row in rows),
        caption=say("diagnosis.board_caption" if yearly else "diagnosis.board_caption_short"),
        source=source(case, board_data(case)),
        as_of=case.latest,
    )


def _row(case: Case, row: BoardRow, yearly: bool) -> tuple[Said | None, ...]:
    def amount(value: float | None) -> Amount:
        return Amount(value, row.unit, case.currency if row.unit is Unit.MONEY else None)

    return (
        KpiRef(row.kpi),
        amount(row.recent),
        amount(row.before),
        *([amount(row.year_ago)] if yearly else []),
        _moved(row, row.change_year if yearly else row.change),
        Message(f"diagnosis.verdict.{row.verdict.value}"),
    )


def _moved(row: BoardRow, change: float | None) -> Amount:
    """Points for ratios, a share for money and counts, else a plain difference."""
    unit = Unit.RATIO if row.unit in (Unit.MONEY, Unit.COUNT) else row.unit
    return Amount(change, unit, signed=True, points=row.unit is Unit.RATIO)
