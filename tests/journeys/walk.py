"""The parts of a walk that every journey takes: from the diagnosis to the files on the disk."""

from pathlib import Path

from tests.journeys.browser import Tab
from tests.journeys.paper import check_pdf, check_workbook, headings, kept

LANGUAGES = ("zh", "en")


def see_the_diagnosis(tab: Tab, screens: Path) -> None:
    """Turn over every tab of the diagnosis; each has a chart or a table."""
    tab.go("diagnosis")
    for number in range(4):
        tab.tab(number)
        panel = tab.page.get_by_role("tabpanel").first  # the others are hidden
        drawn = panel.locator('[data-testid="stVegaLiteChart"], [data-testid="stDataFrame"], [data-testid="stAlert"]')
        assert drawn.count() > 0, f"nothing on tab {number}"
        tab.shoot(screens / f"diagnosis_{number}.png")


def set_targets(tab: Tab, screens: Path, how_many: int = 3) -> None:
    """The first target and some more; the chart and the levels stand beside each."""
    tab.go("targets")
    for _ in range(how_many):
        tab.press("page_targets.add")
    assert tab.page.get_by_test_id("stVegaLiteChart").count() > 0
    tab.shoot(screens / "targets.png")


def make_scorecards(tab: Tab, screens: Path) -> None:
    """The usual KPIs as a start."""
    tab.go("weights").press("page_weights.suggest")
    assert tab.page.locator(".mixer .sum").inner_text() == tab.say("page_faders.sum", total=100)
    tab.shoot(screens / "weights.png")


def make_the_papers(tab: Tab, screens: Path, folder: Path) -> None:
    """Both languages of the paper, taken and looked into."""
    tab.go("proposal")
    choose_paper_languages(tab)
    tab.press("page_proposal.make")
    tab.page.get_by_text(tab.say("page_proposal.made"), exact=True).first.wait_for()
    tab.settle().shoot(screens / "proposal.png")
    saved, files = kept(tab.server.data)
    assert set(saved.engagement.proposal.languages) == set(LANGUAGES)
    screen = tab.reads()
    for language in LANGUAGES:
        named = tab.say(f"frame.language_name.{language}")
        pdf = tab.download(tab.say("page_proposal.pdf", language=named), folder)
        check_pdf(pdf, headings(saved.engagement, files, language), screen)
        check_workbook(tab.download(tab.say("page_proposal.xlsx", language=named), folder), screen)


def choose_paper_languages(tab: Tab) -> None:
    """Add the language the paper does not have yet."""
    box = tab.page.get_by_test_id("stButtonGroup").filter(has_text=tab.say("page_proposal.languages"))
    for language in LANGUAGES:
        pill = box.get_by_role("button", name=tab.say(f"frame.language_name.{language}"), exact=True)
        if pill.get_attribute("aria-pressed") != "true":
            pill.click()
            tab.page.wait_for_timeout(200)
            tab.settle()
