"""The sheet of rules: how a score becomes a share of the bonus, and a grade."""

from dataclasses import dataclass

from kpi_logic.model import Scheme
from kpi_logic.proposal.workbook.names import quoted
from kpi_logic.proposal.workbook.page import Page
from kpi_logic.proposal.workbook.shapes import MONEY
from kpi_logic.text import Catalog

FIRST = 5


@dataclass(frozen=True)
class RuleCells:
    """Where the rules stand, as other sheets name the cells: (score, share) rising, (grade, least score) falling; ``pool`` "" for none."""

    curve: tuple[tuple[str, str], ...]
    grades: tuple[tuple[str, str], ...]
    pool: str = ""


def rule_cells(scheme: Scheme, sheet: str) -> RuleCells:
    """The cells of the rules on a sheet of that name."""
    at = quoted(sheet)
    points = tuple((f"{at}!$A${row}", f"{at}!$B${row}") for row in range(FIRST, FIRST + len(scheme.payout.points)))
    grades = tuple((f"{at}!$D${row}", f"{at}!$E${row}") for row in range(FIRST, FIRST + len(scheme.grades)))
    return RuleCells(points, grades, f"{at}!$G${FIRST}" if scheme.pool is not None else "")


def write_rules(page: Page, scheme: Scheme, words: Catalog, client: str, version: str) -> None:
    """The two tables and how a score is made, in words."""
    page.text("A1", words.say("scorecard.rules.title"), "title", box=False)
    page.text("A2", words.say("scorecard.rules.note"), "soft", box=False)
    page.heads(FIRST - 1, {"A": words.say("scorecard.score"), "B": words.say("scorecard.rules.share")})
    page.heads(FIRST - 1, {"D": words.say("scorecard.grade"), "E": words.say("scorecard.rules.from")})
    for row, (score, share) in enumerate(sorted(scheme.payout.points), start=FIRST):
        page.number(f"A{row}", score, "0.##", given=True)
        page.number(f"B{row}", share, "0.0%", given=True)
    for row, grade in enumerate(sorted(scheme.grades, key=lambda grade: -grade.score), start=FIRST):
        page.text(f"D{row}", grade.name, align="center")
        page.number(f"E{row}", grade.score, "0.##", given=True)
    if scheme.pool is not None:
        page.heads(FIRST - 1, {"G": words.say("scorecard.rules.pool")})
        page.number(f"G{FIRST}", scheme.pool, MONEY, given=True)
    below = FIRST + max(len(scheme.payout.points), len(scheme.grades)) + 1
    for row, key in enumerate(_said(scheme), start=below):
        page.text(f"A{row}", words.say(f"scorecard.rules.{key}"), box=False)
    page.widths({"A": 16, "B": 16, "C": 4, "D": 12, "E": 16, "F": 4, "G": 20})
    page.for_paper("1:4", client, version, fit=False)
    page.guard()


def _said(scheme: Scheme) -> list[str]:
    """The sentences that hold for this scheme."""
    score = "score" if scheme.missing == "pro_rata" else "score_whole"
    extras = ["extras"] if any(card.extras for card in scheme.scorecards) else []
    pool = ["shared"] if scheme.pool is not None else []
    return ["curve", score, *extras, "gates", "presence", *pool, "change"]
