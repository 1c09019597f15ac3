"""Takes the README's screenshots anew: ``python -m tests.journeys.take_screens`` from the repository root.

The simulated client, one picture a page and language, 1366 x 900, into ``docs/screens``.
"""

import re
import tempfile
from pathlib import Path

from kpi_logic.text import Language
from tests.conftest import ROOT, Server
from tests.journeys.browser import Tab, opened
from tests.journeys.walk import choose_paper_languages

FOLDER = ROOT / "docs" / "screens"
TARGETS = 3


def main() -> None:
    """Walk once in each language."""
    for language in Language:
        with tempfile.TemporaryDirectory() as data, opened(language) as context:
            server = Server(Path(data)).start()
            try:
                _walk(Tab(context, server, language).open(), FOLDER / language)
            finally:
                server.stop()


def _walk(tab: Tab, folder: Path) -> None:
    tab.press("home.open_example")
    tab.page.wait_for_url(re.compile("/intake"))
    tab.settle().tab(3)
    _shoot(tab, folder / "intake.png")
    tab.go("diagnosis")
    _shoot(tab, folder / "diagnosis.png")
    tab.go("targets")
    for _ in range(TARGETS):
        tab.press("page_targets.add")
    _shoot(tab, folder / "targets.png")
    tab.go("weights").press("page_weights.suggest")
    _shoot(tab, folder / "weights.png")
    tab.go("proposal")
    choose_paper_languages(tab)
    tab.press("page_proposal.make")
    tab.page.get_by_text(tab.say("page_proposal.made"), exact=True).first.wait_for()
    _shoot(tab.settle(), folder / "proposal.png")
    tab.go("home")
    _shoot(tab, folder / "home.png")


def _shoot(tab: Tab, path: Path) -> None:
    """With time for the charts to be drawn and the little word at the bottom to go."""
    tab.page.wait_for_timeout(5000)
    tab.shoot(path)


if __name__ == "__main__":
    main()
