"""Ten mixed files dropped at once: what each was taken for, what overlaps, the questions, the choices, the totals."""

import re
from pathlib import Path

import pytest

from kpi_logic.intake import read_files
from kpi_logic.library import kpi_library
from kpi_logic.metrics import kpi_value, ready_facts
from kpi_logic.model import Engagement, Raw
from kpi_logic.text import Language
from tests.conftest import Server
from tests.journeys import ten_files
from tests.journeys.browser import Tab
from tests.journeys.conftest import SCREENS, OpenTab
from tests.journeys.paper import kept

pytestmark = pytest.mark.journey
FILES, BOARD, DEFINITION = 0, 3, 4
DAYS = len(ten_files.DAYS)


@pytest.mark.parametrize("language", list(Language), ids=str)
def test_ten_mixed_files_at_once(language: Language, enter: OpenTab, server: Server, tmp_path: Path) -> None:
    screens = SCREENS / "ten" / language
    tab = enter(language)
    tab.page.get_by_role("textbox", name=tab.say("home.new_name")).fill("Acme")
    tab.press("home.create")
    tab.page.wait_for_url(re.compile("/intake"))
    tab.settle().shoot(screens / "empty.png")

    tab.give(*ten_files.write(tmp_path / "ten"))
    _is_told(tab, server)
    _shoot_tall(tab, screens / "dropped.png")
    _answer(tab, ("month", "2026-06", 1), ("site", "US", 0), ("site", "US", 0))
    _choose(tab, "ads.csv")
    _shoot_tall(tab, screens / "answered.png")

    tab.give(ten_files.rates(tmp_path))
    _totals_are_right(server, shipped=False)
    tab.tab(BOARD)
    assert tab.say("page_intake.measure.title") in tab.reads()
    _shoot_tall(tab, screens / "board.png")

    tab.tab(DEFINITION)
    assert tab.say("page_intake.exchange.complete") in tab.reads()
    _choose(tab, tab.say("definition.sales.shipped"))
    _shoot_tall(tab, screens / "definition.png")
    _totals_are_right(server, shipped=True)
    _choose(tab, tab.say("definition.sales.ordered"))
    _totals_are_right(server, shipped=False)
    tab.go("diagnosis")
    assert tab.say("page_diagnosis.title") in tab.reads()
    assert tab.complaints == []


def _is_told(tab: Tab, server: Server) -> None:
    """One file refused with its mend, one twin left aside, eight kept, the overlap and the questions on the page."""
    said = tab.reads()
    assert tab.say("page_intake.upload.refused") in said
    assert ten_files.BAD in said
    assert tab.say("issue.file_noise.fix") in said
    assert tab.say("page_intake.source.title", count=8) in said
    assert tab.say("page_intake.questions", count=5) in said
    pair = tab.say("page_intake.two.pair", first=Raw("ads.csv"), second=Raw("book.xlsx · Sheet"))
    assert pair in said
    names = [ref.name for ref in _engagement(server).data.files]
    assert (len(names), ten_files.TWIN in names, ten_files.LONG_NAME in names) == (8, False, True)


def _answer(tab: Tab, *answers: tuple[str, str, int]) -> None:
    """Choose from the select box of a question; those of two files have the same words."""
    for topic, option, nth in answers:
        label = tab.say(f"intake_words.question.{topic}")
        box = tab.page.get_by_test_id("stSelectbox").filter(has_text=label).nth(0 if topic == "month" else nth)
        box.locator("input").click()
        box.locator("input").fill(option)
        tab.page.keyboard.press("Enter")
        tab.page.wait_for_timeout(300)
        tab.settle()


def _choose(tab: Tab, label: str) -> None:
    """Press one of a few that are all visible."""
    button = tab.page.get_by_test_id("stButtonGroup").get_by_role("radio", name=label, exact=True)
    button = (
        button
        if button.count()
        else tab.page.get_by_test_id("stButtonGroup").get_by_role("button", name=label, exact=True)
    )
    button.first.click()
    tab.page.wait_for_timeout(300)
    tab.settle()


def _totals_are_right(server: Server, *, shipped: bool) -> None:
    """Every total in yuan, by hand: dollars and euros at their own rates, each number once."""
    saved, files = kept(server.data)
    intake = read_files(files, saved.engagement.data.answers)
    ready = ready_facts(intake, saved.engagement.data)
    assert ready.facts is not None
    a_day = ten_files.SHIPPED_A_DAY if shipped else ten_files.SALES_A_DAY
    dollars, euros = DAYS * (a_day + 50), DAYS * 300
    assert _total(ready.facts, "gmv") == pytest.approx(
        dollars * ten_files.USD_CNY + euros * ten_files.EUR_CNY, rel=1e-12
    )
    own = ready.facts.table[ready.facts.table["shop"] == ten_files.US]
    assert own["ad_spend"].sum() == pytest.approx(DAYS * ten_files.AD_REPORT * ten_files.USD_CNY, rel=1e-12)
    assert own["returned_units"].sum() == DAYS
    assert own["inv_units_end"].dropna().tolist() == [100.0]


def _total(facts: object, code: str) -> float:
    value = kpi_value(facts, kpi_library()[code]).value  # type: ignore[arg-type]
    assert value is not None
    return value


def _engagement(server: Server) -> Engagement:
    return kept(server.data)[0].engagement


def _shoot_tall(tab: Tab, path: Path) -> None:
    """The whole of a long page."""
    tab.page.set_viewport_size({"width": 1366, "height": 2400})
    tab.page.wait_for_timeout(800)
    tab.settle().shoot(path)
    tab.page.set_viewport_size({"width": 1366, "height": 900})
