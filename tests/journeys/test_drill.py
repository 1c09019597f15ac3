"""From the answer to a shop and back: a bar is clicked, its shop is shown, a double click returns."""

import pytest

from kpi_logic.model import Segment
from kpi_logic.text import Language
from pages.shared.markdown import plain
from tests.journeys.conftest import OpenTab

pytestmark = pytest.mark.journey
TIKTOK = Segment(platform="TikTok Shop", site="US", shop="Nestwell TT US")  # the second in money


@pytest.mark.parametrize("language", list(Language))
def test_a_bar_leads_to_its_shop_and_back(language: Language, enter: OpenTab) -> None:
    tab = enter(language).press("home.open_example")
    tab.page.wait_for_url("**/intake*")
    tab.settle().go("diagnosis")
    there = tab.say("page_diagnosis.picked.now", segment=plain(tab.words.segment(TIKTOK)))
    bars = tab.page.get_by_test_id("stVegaLiteChart").first.locator("g.mark-rect path")
    bars.nth(1).click()
    tab.settle()
    told = tab.page.get_by_text("Nestwell TT US").filter(has_text=there.split("\N{MIDDLE DOT}")[0].strip())
    tab.tab(1)
    told.locator("visible=true").first.wait_for()
    tab.tab(0)
    tab.page.get_by_test_id("stVegaLiteChart").first.locator("svg").dblclick(position={"x": 3, "y": 3})
    tab.settle()
    assert told.count() == 0
