"""From the answer to a shop and back: a bar is clicked, every tab shows its shop, a button leads back to the whole."""

from typing import Any

import pytest

from kpi_logic.model import Segment
from kpi_logic.text import Language
from tests.journeys.browser import Tab
from tests.journeys.conftest import OpenTab

pytestmark = pytest.mark.journey
TIKTOK = Segment(platform="TikTok Shop")  # the platform's only shop, and the second in money
MONEY, TREE, CHANGE = range(3)


def _shown(box: Any) -> str:
    """What a select box shows: its value stands in an input, or beside it."""
    return f"{box.inner_text()} {box.locator('input').first.input_value()}"


def _looked_at(tab: Tab) -> str:
    """What stands in the box that says which part is looked at."""
    box = tab.page.get_by_test_id("stSelectbox").filter(has_text=tab.say("page_diagnosis.segment")).first
    return _shown(box)


@pytest.mark.parametrize("language", list(Language))
def test_a_bar_leads_to_its_shop_and_back(language: Language, enter: OpenTab) -> None:
    tab = enter(language).press("home.open_example")
    tab.page.wait_for_url("**/intake*")
    tab.settle().go("diagnosis")
    assert tab.say("word.all_shops") in _looked_at(tab)
    tab.page.get_by_test_id("stVegaLiteChart").first.locator("g.mark-rect path").nth(1).click()
    tab.settle()
    assert tab.words.segment(TIKTOK) in _looked_at(tab)
    assert "Nestwell TT US" in _shown(tab.page.get_by_test_id("stSelectbox").nth(1)), "the evidence of that bar"
    tab.tab(CHANGE)
    tab.page.get_by_text(f"{tab.words.segment(TIKTOK)}").first.wait_for()
    assert tab.words.segment(TIKTOK) in _looked_at(tab), "another tab, the same shop"
    tab.tab(TREE).tab(MONEY)
    assert tab.words.segment(TIKTOK) in _looked_at(tab)
    tab.press("page_diagnosis.picked.back")
    assert tab.say("word.all_shops") in _looked_at(tab)


@pytest.mark.parametrize("language", list(Language))
def test_two_months_of_ones_own_are_compared(language: Language, enter: OpenTab) -> None:
    tab = enter(language).press("home.open_example")
    tab.page.wait_for_url("**/intake*")
    tab.settle().go("diagnosis").tab(CHANGE)
    choice = tab.page.get_by_test_id("stButtonGroup").filter(has_text=tab.say("page_diagnosis.compared.custom")).first
    choice.get_by_text(tab.say("page_diagnosis.compared.custom"), exact=True).click()
    tab.settle()
    for name in ("before_first", "before_last", "after_first", "after_last"):
        assert tab.page.get_by_text(tab.say(f"page_diagnosis.compared.{name}"), exact=True).count() == 1
    tab.tab(TREE)
    assert tab.page.get_by_text(tab.say("page_diagnosis.compared.before_first"), exact=True).count() == 1
