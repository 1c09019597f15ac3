"""From the present scheme's faults to an adopted new one, with faders that answer without the server."""

import re
from typing import Any

import pytest

from kpi_logic.model import Engagement
from kpi_logic.text import Language
from tests.conftest import Server
from tests.journeys.browser import Tab
from tests.journeys.conftest import SCREENS, OpenTab
from tests.journeys.paper import kept

pytestmark = pytest.mark.journey
both_languages = pytest.mark.parametrize("language", list(Language), ids=str)
SIZES = {"laptop": (1280, 800), "tablet": (820, 1180)}


def engagement(server: Server) -> Engagement:
    """What is kept."""
    return kept(server.data)[0].engagement


def weights(server: Server, role: int = 0) -> list[int]:
    """The kept weights of a card."""
    scheme = engagement(server).scheme
    assert scheme is not None
    return [line.weight for line in scheme.scorecards[role].lines]


def sections(tab: Tab, name: str) -> Tab:
    """Turn to a section below the desk."""
    tab.page.get_by_role("tab", name=tab.say(f"page_weights.section.{name}"), exact=True).click()
    return tab.settle()


class Wire:
    """Messages from the browser to the server."""

    def __init__(self, page: Any) -> None:
        self.sent = 0
        page.on("websocket", lambda socket: socket.on("framesent", self._count))

    def _count(self, _: Any) -> None:
        self.sent += 1


def told(tab: Tab) -> list[list[str]]:
    """Rank, name, score and bonuses as they stand in the faders' table, in the order of the screen."""
    rows = tab.page.locator(".people tbody tr").evaluate_all(
        "rows => rows.map(r => [r.getBoundingClientRect().top, ...[...r.children].map(c => c.innerText)])"
    )
    return [row[1:] for row in sorted(rows)]


def drag(tab: Tab, fader: int, by: int) -> None:
    """Take a fader's handle and hold it, moved by some pixels; the button stays down."""
    handle = tab.page.get_by_role("slider").nth(fader)
    handle.scroll_into_view_if_needed()
    box = handle.bounding_box()
    assert box is not None
    share = int(handle.input_value()) / 100
    x, y = box["x"] + 12 + share * (box["width"] - 24), box["y"] + box["height"] / 2
    tab.page.mouse.move(x, y)
    tab.page.mouse.down()
    tab.page.mouse.move(x + by, y, steps=25)


@both_languages
def test_a_fader_answers_without_the_server(language: Language, enter: OpenTab, server: Server) -> None:
    tab = enter(language).press("home.open_example")
    tab.page.wait_for_url(re.compile("/intake"))
    wire = Wire(tab.page)
    tab.settle().go("weights").press("page_weights.suggest")
    tab.page.reload()  # the counting starts with a fresh connection
    tab.settle().page.wait_for_timeout(1500)
    before, stored, sent = told(tab), weights(server), wire.sent
    assert sent > 0
    drag(tab, 0, 90)
    during = told(tab)
    assert wire.sent == sent, "the browser asked the server while a fader moved"
    assert weights(server) == stored
    assert [row[2] for row in during] != [row[2] for row in before]
    moved = [int(tab.page.get_by_role("slider").nth(n).input_value()) for n in range(len(stored))]
    assert sum(moved) == 100
    assert moved[0] > stored[0]

    tab.page.mouse.up()
    tab.settle().page.wait_for_timeout(500)
    assert wire.sent > sent
    assert weights(server) == moved
    tab.page.reload()
    tab.settle()
    assert [int(tab.page.get_by_role("slider").nth(n).input_value()) for n in range(len(moved))] == moved
    assert plain(told(tab)) == plain(during)
    assert tab.complaints == []


def plain(rows: list[list[str]]) -> list[list[str]]:
    """The table without what changed since the drag began."""
    return [[re.sub(r"\s*([+\u2212][\d,.]+|[\u25b2\u25bc]\d+)$", "", cell.strip()) for cell in row] for row in rows]


@both_languages
def test_keys_locks_and_undo(language: Language, enter: OpenTab, server: Server) -> None:
    tab = enter(language).press("home.open_example")
    tab.page.wait_for_url(re.compile("/intake"))
    tab.settle().go("weights").press("page_weights.suggest")
    start = weights(server)
    fader = tab.page.get_by_role("slider").first
    fader.focus()
    tab.page.keyboard.press("Shift+ArrowRight")
    tab.page.keyboard.press("ArrowRight")
    assert weights(server) == start  # nothing is kept while keys are pressed
    tab.page.keyboard.press("Enter")
    tab.page.wait_for_timeout(300)
    tab.settle()
    by_key = weights(server)
    assert (by_key[0], sum(by_key)) == (start[0] + 6, 100)
    tab.page.get_by_role("button", name=f"{tab.say('page_faders.lock')}:").first.click()
    tab.page.wait_for_timeout(300)
    tab.settle()
    assert fader.is_disabled()
    drag(tab, 1, -40)
    tab.page.mouse.up()
    tab.page.wait_for_timeout(300)
    tab.settle()
    assert (weights(server)[0], sum(weights(server))) == (by_key[0], 100)
    for _ in range(3):
        tab.page.locator(".foot button").click()
        tab.page.wait_for_timeout(300)
        tab.settle()
    assert weights(server) == start
    assert tab.page.locator(".foot button").is_disabled()


@both_languages
def test_old_scheme_lint_new_scheme_replay_what_if_adopt(language: Language, enter: OpenTab, server: Server) -> None:
    screens = SCREENS / "weights" / language
    tab = enter(language).press("home.open_example")
    tab.page.wait_for_url(re.compile("/intake"))
    tab.settle().go("weights")
    assert tab.say("page_weights.lint.present") in tab.reads()
    tab.shoot(screens / "present.png")

    tab.press("page_weights.suggest")
    look(tab, screens)
    sections(tab, "replay")
    assert tab.page.get_by_test_id("stVegaLiteChart").count() == 2
    tab.shoot(screens / "replay.png")

    adopted = weights(server)
    sections(tab, "scenarios").press("page_scenarios.keep")
    name = tab.say("page_scenarios.numbered", number=1)
    tab.page.get_by_test_id("stButtonGroup").get_by_text(name, exact=True).first.click()
    tab.settle()
    drag(tab, 0, -60)
    tab.page.mouse.up()
    tab.page.wait_for_timeout(300)
    tab.settle()
    scenario = engagement(server).scenarios[0]
    assert weights(server) == adopted  # a what-if pays nobody
    what_if = [line.weight for line in scenario.scheme.scorecards[0].lines]
    assert what_if != adopted
    tab.shoot(screens / "scenario.png")
    proposed_by_the_client(tab, name)
    assert engagement(server).scenarios[0].by == "client"
    assert weights(server) == adopted  # the client's proposal until the consultant adopts it
    tab.shoot(screens / "proposal.png")
    tab.press("page_scenarios.adopt")
    assert weights(server) == what_if
    assert tab.complaints == []


def proposed_by_the_client(tab: Tab, name: str) -> None:
    """Say that the scenario is the client's idea; the desk then calls it a proposal."""
    authors = tab.page.get_by_test_id("stButtonGroup").filter(has_text=tab.say("page_scenarios.author.consultant"))
    authors.get_by_text(tab.say("page_scenarios.author.client"), exact=True).click()
    tab.settle()
    assert tab.page.get_by_text(tab.say("page_scenarios.by_client", name=name), exact=True).count() > 0


def look(tab: Tab, screens: Any) -> None:
    """Keep what the desk looks like on a 13-inch screen and on a tablet."""
    for name, (width, height) in SIZES.items():
        tab.page.set_viewport_size({"width": width, "height": height})
        tab.settle().page.wait_for_timeout(800)
        tab.shoot(screens / f"desk_{name}.png")
    tab.page.set_viewport_size({"width": 1366, "height": 900})
    tab.settle()
