"""A year's sales target on one page: its months, its people, everybody's yes, and all of it on the paper."""

import re
from decimal import Decimal
from io import BytesIO
from pathlib import Path

import openpyxl
import pytest
from pypdf import PdfReader

from kpi_logic.model import Engagement
from kpi_logic.text import Language
from tests.conftest import Server
from tests.journeys.browser import Tab
from tests.journeys.conftest import SCREENS, OpenTab
from tests.journeys.paper import kept
from tests.journeys.walk import choose_paper_languages

PEOPLE, MONTHS, PERSONAL, TOGETHER, BACK = range(5)
NAMED = ("Li Na / Sales", "Wang Fang / Sales", "Zhao Lei / Care")
AIMS = {"simulated": "50000000", "real": "12000000"}
ANOTHER = "4321000.55"  # a month set by hand

pytestmark = pytest.mark.journey


@pytest.mark.parametrize("sample", ["simulated", "real"])
@pytest.mark.parametrize("language", list(Language), ids=str)
def test_a_year_s_target_becomes_everybody_s_signed_months(
    sample: str, language: Language, enter: OpenTab, server: Server, tmp_path: Path
) -> None:
    screens = SCREENS / "targets" / sample / language
    tab = enter(language).press("home.open_example", nth=0 if sample == "simulated" else 1)
    tab.page.wait_for_url(re.compile("/intake"))
    tab.settle().go("targets").press("page_targets.add")
    _set_the_year(tab, AIMS[sample])
    _name_people(tab, sample)
    _set_a_month(tab)
    _agree(tab, server)
    tab.shoot(screens / "agreed.png")
    _take_the_files(tab, server, tmp_path)
    _everything_is_still_there(tab, server)
    for number, name in ((TOGETHER, "together"), (BACK, "back")):
        tab.tab(number).shoot(screens / f"{name}.png")
    _on_the_paper(tab, server, tmp_path)
    assert tab.complaints == []


def _engagement(server: Server) -> Engagement:
    return kept(server.data)[0].engagement


def _set_the_year(tab: Tab, value: str) -> None:
    """All of next year, and the number that the client has in mind."""
    tab.page.get_by_test_id("stSelectbox").nth(1).click()
    tab.page.get_by_role("option", name=tab.say("page_targets.span.year"), exact=True).click()
    tab.settle()
    _fill(tab, tab.page.get_by_test_id("stNumberInputField").first, value)


def _fill(tab: Tab, field: object, value: str) -> None:
    field.fill(value)  # type: ignore[attr-defined]
    field.press("Enter")  # type: ignore[attr-defined]
    tab.page.wait_for_timeout(400)
    tab.settle()


def _name_people(tab: Tab, sample: str) -> None:
    """People known from the client's book, or named here; then the split."""
    tab.tab(PEOPLE)
    if sample == "real":
        for name in NAMED:
            box = tab.page.get_by_test_id("stMultiSelect").first.locator("input")
            box.fill(name)
            box.press("Enter")
            tab.page.wait_for_timeout(400)
            tab.settle()
        tab.page.keyboard.press("Escape")
    tab.press("page_targets.cascade.history")


def _set_a_month(tab: Tab) -> None:
    """The third month by hand; the others follow."""
    tab.tab(MONTHS)
    panel = tab.page.get_by_role("tabpanel").first
    _fill(tab, panel.get_by_test_id("stNumberInputField").nth(2), ANOTHER)


def _agree(tab: Tab, server: Server) -> None:
    """One by a click on the name, the rest by one button; each is a decision."""
    tab.tab(PERSONAL)
    before = kept(server.data)[0].revision
    pills = tab.page.get_by_test_id("stButtonGroup").filter(has_text=tab.say("page_targets.personal.agree"))
    pills.get_by_role("button").first.click()
    tab.page.wait_for_timeout(300)
    tab.settle()
    assert len(_engagement(server).agreements) == 1
    tab.press("page_targets.personal.all")
    saved = kept(server.data)[0]
    assert saved.revision == before + 2
    _closes(saved.engagement)


def _closes(engagement: Engagement) -> None:
    """What was agreed sums to the target, month by month, to the cent."""
    [target], [plan] = engagement.targets, engagement.cascades
    assert len(engagement.agreements) == len(plan.people)
    assert str(target.phases[2]) == ANOTHER
    for month, part in enumerate(target.phases):
        assert sum(Decimal(repr(one.months[month])) for one in engagement.agreements) == Decimal(repr(part))
    assert sum(Decimal(repr(one.amount)) for one in engagement.agreements) == Decimal(repr(target.value))


def _take_the_files(tab: Tab, server: Server, folder: Path) -> None:
    engagement = _engagement(server)
    text = tab.download(tab.say("page_targets.personal.csv"), folder).read_bytes().decode("utf-8-sig")
    assert all(one.name in text and repr(one.months[0]) in text for one in engagement.agreements)
    book = openpyxl.load_workbook(BytesIO(tab.download(tab.say("page_targets.personal.xlsx"), folder).read_bytes()))
    cells = {cell.value for row in book.active.iter_rows() for cell in row}
    assert {one.months[0] for one in engagement.agreements} <= cells


def _everything_is_still_there(tab: Tab, server: Server) -> None:
    """A reload and a restart of the server: the same decisions, the same words on the screen."""
    decided = _engagement(server)
    said = tab.say("page_targets.personal.state", of=len(decided.agreements), agreed=len(decided.agreements))
    tab.page.reload()
    tab.settle().tab(PERSONAL)
    assert said in tab.reads()
    server.stop()
    server.start()
    tab.open(tab.page.url).tab(PERSONAL)
    assert said in tab.reads()
    assert _engagement(server) == decided


def _on_the_paper(tab: Tab, server: Server, folder: Path) -> None:
    """Both papers hold everybody's months and the day of the yes."""
    tab.go("proposal")
    choose_paper_languages(tab)
    tab.press("page_proposal.make")
    tab.page.get_by_text(tab.say("page_proposal.made"), exact=True).first.wait_for()
    tab.settle()
    engagement = _engagement(server)
    for language in ("zh", "en"):
        named = tab.say(f"frame.language_name.{language}")
        content = tab.download(tab.say("page_proposal.pdf", language=named), folder).read_bytes()
        text = re.sub(r"\s", "", "".join(page.extract_text() for page in PdfReader(BytesIO(content)).pages))
        for one in engagement.agreements:
            assert one.on in text
            assert all(f"{month:,.2f}" in text for month in one.months)


def test_an_agreement_is_asked_for_again_when_the_number_changes(enter: OpenTab, server: Server) -> None:
    tab = enter(Language.EN).press("home.open_example", nth=0)
    tab.page.wait_for_url(re.compile("/intake"))
    tab.settle().go("targets").press("page_targets.add").press("page_targets.cascade.history")
    tab.tab(PERSONAL).press("page_targets.personal.all")
    people = len(_engagement(server).agreements)
    tab.tab(PEOPLE)
    panel = tab.page.get_by_role("tabpanel").first
    _fill(tab, panel.get_by_test_id("stNumberInputField").nth(1), "1000000")
    tab.tab(PERSONAL)
    assert tab.say("page_targets.personal.state_changed", of=people, agreed=0, changed=people) in tab.reads()
    assert len(_engagement(server).agreements) == people
