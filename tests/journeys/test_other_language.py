"""Another language changes words, never a decision."""

import re

import pytest

from kpi_logic.text import Language, catalog
from tests.conftest import Server
from tests.journeys.browser import Tab
from tests.journeys.conftest import OpenTab
from tests.journeys.paper import kept

pytestmark = pytest.mark.journey


def switch(tab: Tab, language: Language) -> Tab:
    """Press the other language."""
    tab.page.get_by_test_id("stSidebar").get_by_text(tab.say(f"frame.language_name.{language}"), exact=True).click()
    tab.language, tab.words = language, catalog(language)
    tab.page.wait_for_timeout(500)
    return tab.settle()


def test_a_switch_of_language_saves_nothing(enter: OpenTab, server: Server) -> None:
    tab = enter(Language.ZH).press("home.open_example")
    tab.page.wait_for_url(re.compile("/intake"))
    tab.settle().go("weights").press("page_weights.suggest").go("review")
    exceptions = tab.say("page_review.tab.exceptions")
    tab.page.get_by_role("tab", name=exceptions, exact=True).click()
    tab.settle().press("page_exceptions.add").press("page_exceptions.add")
    before = kept(server.data)[0]
    for language in (Language.EN, Language.ZH, Language.EN):
        switch(tab, language)
        for number in (0, 1):
            tab.tab(number)
    after = kept(server.data)[0]
    assert (after.revision, after.engagement.exceptions) == (before.revision, before.engagement.exceptions)
    assert tab.complaints == []
