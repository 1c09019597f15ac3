"""From an empty database to the downloaded paper, in a real browser."""

import re
from pathlib import Path

import pytest

from kpi_logic.model import Engagement
from kpi_logic.text import Language
from tests.conftest import ROOT, Server
from tests.journeys import walk
from tests.journeys.browser import Tab
from tests.journeys.conftest import SCREENS, OpenTab
from tests.journeys.paper import kept

ORDERS = ROOT.parent / "shared" / "data" / "orders" / "ecom_india_targets"
GOOD = "month,platform,shop,site,currency,sales,orders\n" + "".join(
    f"2025-{month:02d},Amazon,North,US,USD,{1000 + 37 * month}.50,{20 + month}\n" for month in range(1, 13)
)

pytestmark = pytest.mark.journey
both_languages = pytest.mark.parametrize("language", list(Language), ids=str)


@both_languages
def test_the_simulated_client_from_nothing_to_the_signed_paper(
    language: Language, enter: OpenTab, server: Server, tmp_path: Path
) -> None:
    screens = SCREENS / "simulated" / language
    tab = enter(language)
    tab.shoot(screens / "home.png")
    assert tab.say("home.empty") in tab.reads()
    tab.press("home.open_example", nth=0)
    tab.page.wait_for_url(re.compile("/intake"))
    for number, name in enumerate(("files", "client", "people", "board")):
        tab.tab(number).shoot(screens / f"intake_{name}.png")
    walk.see_the_diagnosis(tab, screens)
    walk.set_targets(tab, screens)
    tab.press("page_targets.cascade.history")
    assert tab.page.get_by_text(tab.say("page_targets.cascade.title")).count() == 1
    walk.make_scorecards(tab, screens)
    _weigh(tab, server)
    _nothing_is_lost(tab, server)
    walk.make_the_papers(tab, screens, tmp_path)
    tab.go("home").shoot(screens / "home_complete.png")
    assert tab.say("home.all_done") in tab.reads()
    assert tab.complaints == []


def _engagement(server: Server) -> Engagement:
    return kept(server.data)[0].engagement


def _first_weights(server: Server) -> list[int]:
    scheme = _engagement(server).scheme
    assert scheme is not None
    return [line.weight for line in scheme.scorecards[0].lines]


def _weigh(tab: Tab, server: Server) -> None:
    """A weight by keyboard, one by mouse, a lock: the sum stays 100 and the locked one stays where it is."""
    before = _first_weights(server)
    slider = tab.page.get_by_role("slider").first
    slider.focus()
    for _ in range(5):
        tab.page.keyboard.press("ArrowRight")
        tab.page.wait_for_timeout(150)
    tab.page.wait_for_timeout(500)
    tab.settle()
    by_key = _first_weights(server)
    assert (str(by_key[0]), sum(by_key)) == (slider.input_value(), 100)
    assert by_key[0] > before[0]

    tab.page.get_by_text(tab.say("page_weights.lock"), exact=True).first.click()
    tab.settle()
    handle = tab.page.get_by_role("slider").nth(1)
    handle.scroll_into_view_if_needed()
    tab.page.wait_for_timeout(300)
    box = handle.bounding_box()
    assert box is not None
    tab.page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    tab.page.mouse.down()
    tab.page.mouse.move(box["x"] + box["width"] * 0.6, box["y"] + box["height"] / 2, steps=8)
    tab.page.mouse.up()
    tab.page.wait_for_timeout(300)
    tab.settle()
    by_mouse = _first_weights(server)
    assert (by_mouse[0], sum(by_mouse)) == (by_key[0], 100)
    assert by_mouse[1] > by_key[1]
    assert tab.page.locator(".mixer .sum").inner_text() == tab.say("page_faders.sum", total=100)


def _nothing_is_lost(tab: Tab, server: Server) -> None:
    """A refresh, a second tab and a restart of the server all find what was decided."""
    decided, weights = _engagement(server), _first_weights(server)
    shown = [str(weight) for weight in weights]

    def sliders(which: Tab) -> list[str]:
        found = which.page.get_by_role("slider")
        return [found.nth(n).input_value() for n in range(len(shown))]

    tab.page.reload()
    assert sliders(tab.settle()) == shown
    second = Tab(tab.page.context, server, tab.language).open(tab.page.url)
    assert sliders(second) == shown
    second.page.close()
    server.stop()
    server.start()
    assert sliders(tab.open(tab.page.url)) == shown
    assert _engagement(server) == decided


@both_languages
def test_the_real_sample_with_sales_only(language: Language, enter: OpenTab, tmp_path: Path) -> None:
    screens = SCREENS / "real" / language
    tab = enter(language).press("home.open_example", nth=1)
    tab.page.wait_for_url(re.compile("/intake"))
    tab.tab(3).shoot(screens / "intake_board.png")
    walk.see_the_diagnosis(tab, screens)
    walk.set_targets(tab, screens, how_many=2)
    walk.make_scorecards(tab, screens)
    walk.make_the_papers(tab, screens, tmp_path)
    assert tab.complaints == []


def _new_engagement(tab: Tab, name: str) -> None:
    tab.page.get_by_role("textbox", name=tab.say("home.new_name")).fill(name)
    tab.press("home.create")
    tab.page.wait_for_url(re.compile("/intake"))
    tab.settle()


@both_languages
def test_a_sellers_own_order_lines_to_the_paper(language: Language, enter: OpenTab, tmp_path: Path) -> None:
    if not ORDERS.exists():
        pytest.skip("the shared order files (ecom_india_targets) are not beside this repository")
    screens = SCREENS / "orders" / language
    tab = enter(language)
    _new_engagement(tab, "Order lines")
    tab.give(*sorted(ORDERS.glob("*.csv")))
    tab.shoot(screens / "intake.png")
    walk.see_the_diagnosis(tab, screens)
    walk.set_targets(tab, screens, how_many=2)
    walk.make_scorecards(tab, screens)
    walk.make_the_papers(tab, screens, tmp_path)


@both_languages
def test_a_bad_file_is_explained_and_the_mended_one_taken(
    language: Language, enter: OpenTab, server: Server, tmp_path: Path
) -> None:
    bad, mended = tmp_path / "bad.csv", tmp_path / "mended.csv"
    bad.write_text(GOOD.replace("month,", "when,").replace("sales,orders", "how much,how many"), encoding="utf-8")
    mended.write_text(GOOD, encoding="utf-8")
    tab = enter(language)
    _new_engagement(tab, "Bad file")
    tab.give(bad)
    said = tab.reads()
    for text in (tab.say("page_intake.upload.refused"), "bad.csv", tab.say("issue.no_table.fix")):
        assert text in said, text
    tab.shoot(SCREENS / "bad_file" / language / "intake.png")
    assert _engagement(server).data.files == ()
    tab.give(mended)
    assert tab.say("page_intake.upload.refused") not in tab.reads()
    assert [ref.name for ref in _engagement(server).data.files] == ["mended.csv"]
    tab.go("diagnosis")
    assert tab.say("page_diagnosis.title") in tab.reads()


def test_what_is_folded_away_opens(enter: OpenTab, server: Server) -> None:
    """The history and an engagement's menu are drawn only when they are opened."""
    tab = enter(Language.EN)
    _new_engagement(tab, "Folded")
    client = tab.page.get_by_role("textbox", name=tab.say("page_intake.client"), exact=True)
    tab.tab(1)
    for name in ("First Ltd", "Second Ltd"):
        client.fill(name)
        client.press("Enter")
        tab.page.wait_for_timeout(300)
        tab.settle()
    tab.press("frame.history")
    tab.press("frame.restore", nth=0)
    assert _engagement(server).profile.client == "First Ltd"
    tab.page.keyboard.press("Escape")
    tab.go("home").press("home.more")
    tab.page.get_by_role("textbox", name=tab.say("home.new_title")).fill("Unfolded")
    tab.press("home.rename")
    assert _engagement(server).name == "Unfolded"
