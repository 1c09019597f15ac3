"""From a draft to a released version that is signed, taken home, and told from a copy that somebody changed."""

import re
from pathlib import Path

import pytest

from kpi_logic.text import Language
from tests.journeys.conftest import SCREENS, OpenTab
from tests.journeys.walk import make_scorecards, set_targets

pytestmark = pytest.mark.journey


@pytest.mark.parametrize("language", list(Language), ids=str)
def test_release_sign_and_verify(language: Language, enter: OpenTab, tmp_path: Path) -> None:
    screens = SCREENS / "release" / language
    tab = enter(language)
    tab.press("home.open_example")
    tab.page.wait_for_url(re.compile("/intake"))
    tab.settle()
    set_targets(tab, screens, 1)
    make_scorecards(tab, screens)

    tab.go("proposal")
    assert tab.say("page_release.is_draft", version="0.1") in tab.reads()
    tab.page.get_by_test_id("stPopover").filter(has_text=tab.say("page_release.release", version="0.1")).click()
    tab.press("page_release.confirm")
    tab.page.get_by_text(tab.say("page_release.is_released", version="0.1")).wait_for()
    tab.settle()

    tab.page.get_by_label(tab.say("page_release.sign.name"), exact=True).fill("Wang Lei")
    tab.press("page_release.sign.record")
    tab.page.get_by_text("Wang Lei").first.wait_for()
    tab.settle().shoot(screens / "released.png")
    paper = tab.download(tab.say("page_release.file", name=f"proposal-{language}.pdf"), tmp_path)
    receipt = tab.download(tab.say("page_release.receipt"), tmp_path)
    assert "Wang Lei" in receipt.read_text(encoding="utf-8-sig")

    changed = tmp_path / "changed.pdf"
    changed.write_bytes(paper.read_bytes().replace(b"%%EOF", b"%%EOG"))
    side = tab.page.get_by_test_id("stSidebar").get_by_test_id("stPageLink-NavLink")
    side.filter(has_text=tab.say("frame.step.verify")).click()
    tab.page.wait_for_url(re.compile("/verify"))
    tab.settle().give(paper)
    said = tab.reads()
    assert tab.say("verify.released", version="0.1", time="#").split("#")[-1] in said
    assert "Wang Lei" in said
    tab.shoot(screens / "verified.png")
    tab.page.reload()
    tab.settle().give(changed)
    assert tab.say("verify.altered", version="0.1", time="#").split("#")[-1] in tab.reads()
    assert tab.complaints == []
