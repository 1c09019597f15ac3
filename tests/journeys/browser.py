"""A tab of a real browser on the workbook: what a consultant does with hands and eyes, in words of the screen."""

import os
import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from kpi_logic.model import Step
from kpi_logic.text import Catalog, Language, catalog
from tests.conftest import Server

PATIENCE = 30_000  # milliseconds for the slowest page on the slowest machine
QUIET = 400  # milliseconds without work before a page counts as settled
CHROMIUMS = ("chromium", "chromium-browser", "google-chrome")
ARGUMENTS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
)
LOCALES = {Language.ZH: "zh-CN", Language.EN: "en-US"}
IDLE = """() => {
  const app = document.querySelector('[data-testid="stApp"]');
  return !!app && app.dataset.testScriptState === 'notRunning'
    && !document.querySelector('[data-testid="stSkeleton"], [data-stale="true"]');
}"""


def chromium() -> str | None:
    """Where the browser is; None where there is none."""
    named = os.environ.get("KPI_CHROMIUM")
    return named or next((found for name in CHROMIUMS if (found := shutil.which(name))), None)


@contextmanager
def opened(language: Language, *, width: int = 1366, height: int = 900) -> Iterator[Any]:
    """A browser context of that language, closed at the end."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=chromium(), args=list(ARGUMENTS))
        context = browser.new_context(
            locale=LOCALES[language], viewport={"width": width, "height": height}, accept_downloads=True
        )
        context.set_default_timeout(PATIENCE)
        yield context
        browser.close()


class Tab:
    """One tab; ``complaints`` collects what the browser's console calls an error."""

    def __init__(self, context: Any, server: Server, language: Language) -> None:
        self.page, self.server, self.language = context.new_page(), server, language
        self.words: Catalog = catalog(language)
        self.complaints: list[str] = []
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))

    def say(self, key: str, **facts: Any) -> str:
        """A text in the screen's language."""
        return self.words.say(key, **facts)

    def open(self, address: str = "") -> "Tab":
        """Type an address."""
        self.page.goto(address or self.server.address)
        return self.settle()

    def settle(self) -> "Tab":
        """Wait until the page has done what it was asked."""
        self.page.wait_for_selector('[data-testid="stApp"]')
        still = 0
        while still < QUIET:
            self.page.wait_for_function(IDLE)
            self.page.wait_for_timeout(100)
            still = still + 100 if self.page.evaluate(IDLE) else 0
        assert self.broken() == [], (self.server.data / "server.log").read_text(encoding="utf-8")[-4000:]
        return self

    def broken(self) -> list[str]:
        """Exceptions that reached the screen."""
        return list(self.page.locator('[data-testid="stException"]').all_inner_texts())

    def reads(self) -> str:
        """Everything that stands on the page."""
        return str(self.page.inner_text('[data-testid="stApp"]'))

    def go(self, step: str) -> "Tab":
        """Walk to a step by the line on top of every page, or to one of the other pages by the side."""
        name = re.escape(self.say(f"frame.step.{step}"))
        where = "stMain" if step in set(Step) else "stSidebar"
        links = self.page.get_by_test_id(where).get_by_test_id("stPageLink-NavLink")
        links.filter(has_text=re.compile(name)).first.click()
        self.page.wait_for_url(re.compile(r"/(\?|$)" if step == "home" else f"/{step}"))
        return self.settle()

    def press(self, key: str, nth: int = 0, **facts: Any) -> "Tab":
        """Press the button that says so."""
        self.page.get_by_role("button", name=self.say(key, **facts), exact=True).nth(nth).click()
        return self.settle()

    def tab(self, number: int) -> "Tab":
        """Turn to one of the page's tabs."""
        self.page.get_by_role("tab").nth(number).click()
        return self.settle()

    def give(self, *files: Path) -> "Tab":
        """Drop files into the page's upload box."""
        self.page.get_by_test_id("stFileUploaderDropzoneInput").first.set_input_files([str(file) for file in files])
        self.page.wait_for_timeout(300)
        return self.settle()

    def download(self, label: str, folder: Path) -> Path:
        """Take a file; gives where it lies."""
        with self.page.expect_download() as taken:
            self.page.get_by_role("button", name=label, exact=True).first.click()
        target = folder / taken.value.suggested_filename
        taken.value.save_as(target)
        return target

    def shoot(self, path: Path) -> None:
        """Keep what the screen looks like."""
        path.parent.mkdir(parents=True, exist_ok=True)
        self.page.mouse.move(1, 1)
        self.page.screenshot(path=path)
