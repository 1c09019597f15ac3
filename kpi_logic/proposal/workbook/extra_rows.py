"""Plus and minus points on a person's sheet: how often each kind happened, month by month."""

from kpi_logic.intake import EXTRA
from kpi_logic.model import Extra, Raw
from kpi_logic.proposal.workbook.grid import ITEM, MONTH_COLUMNS, SUM, Desk

MOST_TIMES = 31


def write_extra(desk: Desk, extra: Extra) -> None:
    """One row: the kind, its points each and at most, and how many times in each month (empty: not once)."""
    page, row = desk.page, desk.at
    page.text(f"A{row}", desk.say("award.kind", name=Raw(extra.name or extra.id)), "bold")
    page.text(f"B{row}", desk.say("award.unit"), "soft", align="center")
    signs = ";".join('"' + desk.say(f"award.{kind}").replace('"', "") + '"' for kind in ("plus", "minus"))
    page.number(f"C{row}", 1 if extra.kind == "plus" else -1, signs, font="soft", align="center")
    page.text(f"D{row}", "")
    page.text(f"E{row}", desk.say("award.limit"), "soft", align="center")
    page.number(f"F{row}", extra.points, "0.##", given=True)
    page.number(f"G{row}", extra.most, "0.##", given=True)
    page.text(f"{ITEM}{row}", desk.say("item.times"), align="center")
    for column, month in zip(MONTH_COLUMNS, desk.plan.months, strict=True):
        page.number(f"{column}{row}", _times(desk, extra, str(month)) or None, "0", given=True)
        desk.times.append(f"{column}{row}")
    area = desk.over_months(row)
    whole = sum(_times(desk, extra, str(month)) for month in desk.plan.months)
    page.formula(f"{SUM}{row}", f"=SUM({area})", float(whole), "0", fill="pale")
    desk.key(row, EXTRA, extra.id)
    desk.extras.append(row)
    desk.at += 1


def _times(desk: Desk, extra: Extra, month: str) -> int:
    awards = desk.plan.case.engagement.awards
    return sum(a.times for a in awards if (a.person, a.month, a.extra) == (desk.person.id, month, extra.id))
