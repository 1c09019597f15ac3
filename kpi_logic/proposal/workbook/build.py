"""The workbook's sheets put together."""

from openpyxl import Workbook

from kpi_logic.model import Raw, RoleRef
from kpi_logic.proposal.assemble.case import Case
from kpi_logic.proposal.workbook.board import Board, pool_row
from kpi_logic.proposal.workbook.card import Around, write_card
from kpi_logic.proposal.workbook.grid import Desk
from kpi_logic.proposal.workbook.mark import mark_of
from kpi_logic.proposal.workbook.names import quoted, sheet_names
from kpi_logic.proposal.workbook.pack import packed
from kpi_logic.proposal.workbook.page import Page, Palette
from kpi_logic.proposal.workbook.past import write_past
from kpi_logic.proposal.workbook.plan import Plan, plan_of
from kpi_logic.proposal.workbook.rules import rule_cells, write_rules
from kpi_logic.text import Catalog, Language, catalog


def build(case: Case, language: Language) -> bytes:
    """See ``scorecard_workbook``."""
    words, palette = catalog(language), Palette(language)
    book = Workbook()
    book.remove(book.active)
    book.properties.creator = ""
    book.properties.title = words.say("scorecard.board.title", client=case.client)
    plan = plan_of(case)
    pages = _empty(book, case, words, palette) if plan is None else _sheets(book, plan, words, palette)
    return packed(book, {n: page.values for n, page in enumerate(pages, start=1)}, case.date)


def _empty(book: Workbook, case: Case, words: Catalog, palette: Palette) -> list[Page]:
    """One sheet that says what is missing."""
    page = Page(book.create_sheet(words.say("scorecard.board.sheet")), palette)
    page.text("A1", words.say("scorecard.board.title", client=case.client), "title", box=False)
    page.text("A2", words.say("scorecard.empty"), box=False)
    return [page]


def _sheets(book: Workbook, plan: Plan, words: Catalog, palette: Palette) -> list[Page]:
    has_past = plan.case.replay is not None and bool(plan.case.replay.months) and bool(plan.case.replay.people)
    fixed = ["board.sheet", "rules.sheet", *(["past.sheet"] if has_past else [])]
    wanted = [words.say(f"scorecard.{key}") for key in fixed] + [
        _name(plan, row, words) for row in range(len(plan.people))
    ]
    names = sheet_names(wanted, words.say("scorecard.sheet"))
    pages = [Page(book.create_sheet(name), palette) for name in names]
    people, sheets = pages[len(fixed) :], names[len(fixed) :]
    rules = rule_cells(plan.scheme, names[1])
    mark = mark_of(plan.scheme, plan.case.engagement.organisation)
    around = Around(rules, mark, quoted(names[0]), pool_row(len(people)))
    rows = [write_card(Desk(page, plan, row, words), around) for row, page in enumerate(people)]
    Board(pages[0], plan, sheets, rows, words).write()
    client = plan.case.client.text
    version = words.say("scorecard.version", version=Raw(plan.case.version))
    write_rules(pages[1], plan.scheme, words, client, version)
    if has_past and plan.case.replay is not None:
        write_past(pages[2], plan.case, plan.case.replay, words)
    return pages


def _name(plan: Plan, row: int, words: Catalog) -> str:
    return plan.people[row].name or words.word(RoleRef(plan.people[row].role))
