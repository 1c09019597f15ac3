"""From the signature to version 2: pilot, feedback, exception, changes, verdict, roll-out, quarterly review, signed anew."""

import re
from pathlib import Path

import pytest
from pypdf import PdfReader

from kpi_logic.model import KpiRef, Month
from kpi_logic.release import register, sealed_pilots
from kpi_logic.store import default_url, open_store
from kpi_logic.text import Language
from tests.conftest import Server
from tests.journeys.browser import Tab
from tests.journeys.conftest import SCREENS, OpenTab
from tests.journeys.paper import kept
from tests.journeys.walk import make_scorecards, set_targets

pytestmark = pytest.mark.journey

NEXT_MONTHS = Path(__file__).resolve().parents[2] / "sample_data" / "simulated_next_months.csv"


def fill(tab: Tab, key: str, value: str, nth: int = 0) -> None:
    """Write into the box of that label and leave it."""
    box = tab.page.get_by_label(tab.say(key), exact=True).nth(nth)
    box.fill(value)
    box.press("Tab")
    tab.settle()


def pick(tab: Tab, key: str, option: str) -> None:
    """Choose in the select box of that label."""
    box = tab.page.get_by_test_id("stSelectbox").filter(has=tab.page.get_by_text(tab.say(key), exact=True))
    field = box.first.locator("input")
    field.click()
    field.fill(option)  # a long list draws only what is near
    tab.page.get_by_role("option", name=option, exact=True).click()
    tab.settle()


def add(tab: Tab, key: str, option: str) -> None:
    """Add to the multiple choice of that label."""
    box = tab.page.get_by_test_id("stMultiSelect").filter(has=tab.page.get_by_text(tab.say(key), exact=True))
    box.first.locator("input").click()
    tab.page.get_by_role("option", name=option, exact=True).click()
    tab.page.keyboard.press("Escape")
    tab.settle()


def turn(tab: Tab, page: str, name: str) -> Tab:
    """Turn to a named part of a page."""
    tab.page.get_by_role("tab", name=tab.say(f"page_{page}.tab.{name}"), exact=True).click()
    return tab.settle()


def release_and_sign(tab: Tab, version: str, name: str) -> None:
    """Freeze what stands there as a version and sign the whole."""
    tab.page.get_by_test_id("stPopover").filter(has_text=tab.say("page_release.release", version=version)).click()
    tab.press("page_release.confirm")
    tab.page.get_by_text(tab.say("page_release.is_released", version=version)).wait_for()
    tab.settle()
    tab.page.get_by_label(tab.say("page_release.sign.name"), exact=True).first.fill(name)
    tab.press("page_release.sign.record")
    tab.page.get_by_text(name).first.wait_for()
    tab.settle()


def plan_the_pilot(tab: Tab, screens: Path) -> None:
    """One shop tries it, two go on as before; the rule is sealed before any month of it is known."""
    turn(tab.go("pilot"), "pilot", "design")
    add(tab, "page_pilot_rule.shops", "Nestwell US")
    for shop in ("Nestwell MY", "Nestwell TT US"):
        add(tab, "page_pilot_rule.compared_shops", shop)
    pick(tab, "page_pilot_rule.first", tab.words.month(Month(2026, 12)))
    pick(tab, "page_pilot_rule.kpi", tab.words.word(KpiRef("cvr")))
    tab.shoot(screens / "design.png")
    tab.page.get_by_label(tab.say("page_pilot_rule.seal.by"), exact=True).fill("Wang Lei")
    tab.press("page_pilot_rule.seal.do")
    assert tab.say("page_pilot_rule.seal.unchanged") in tab.reads()


def bring_the_months(tab: Tab, screens: Path) -> None:
    """Four more months as the client delivers them."""
    turn(tab, "pilot", "actuals").give(NEXT_MONTHS)
    tab.page.get_by_text(tab.words.month(Month(2027, 2))).first.wait_for()
    tab.settle().shoot(screens / "actuals.png")


def hear_the_people(tab: Tab, server: Server, screens: Path) -> None:
    """One form with a remark, answered."""
    turn(tab, "pilot", "feedback").press("page_feedback.add")
    for question, rate in (("clear", "r5"), ("fair", "r2"), ("doable", "r4")):
        group = tab.page.get_by_test_id("stButtonGroup").filter(has_text=tab.say(f"page_feedback.ask.{question}"))
        group.get_by_text(tab.say(f"page_feedback.rate.{rate}"), exact=True).click()
        tab.settle()
    fill(tab, "page_feedback.words", "Returns depend on the factory as well.")
    fill(tab, "page_feedback.answer_words", "Agreed: the weight of returns goes down.")
    people = kept(server.data)[0].engagement.organisation.people
    pick(tab, "page_feedback.answered_by", next(person.name for person in people if person.leads))
    assert tab.say("page_feedback.remarks", open=0, count=1) in tab.reads()
    tab.shoot(screens / "feedback.png")


def record_an_exception(tab: Tab, server: Server, screens: Path) -> None:
    """A stock-out in December: without approval nothing, with it an effect to the cent."""
    turn(tab.go("review"), "review", "exceptions").press("page_exceptions.add")
    for which in ("first", "last"):
        pick(tab, f"page_exceptions.{which}", tab.words.month(Month(2026, 12)))
    pick(tab, "page_exceptions.rule", tab.say("scheme.exception.rule.hold_harmless"))
    fill(tab, "page_exceptions.reason", "The container was held at customs.")
    fill(tab, "page_exceptions.evidence", "Customs notice 4471")
    fill(tab, "page_exceptions.requester", "Chen")
    fill(tab, "page_exceptions.approver", "Wang Lei")
    [event] = kept(server.data)[0].engagement.exceptions
    assert (event.first, event.last, event.approved) == ("2026-12", "2026-12", True)
    tab.shoot(screens / "exception.png")


def change_the_scheme(tab: Tab, screens: Path) -> None:
    """A weight moved by what was heard, with its reason."""
    tab.go("weights")
    fader = tab.page.get_by_role("slider").first
    fader.focus()
    tab.page.keyboard.press("Shift+ArrowLeft")
    tab.page.keyboard.press("Enter")
    tab.page.wait_for_timeout(300)
    turn(tab.settle().go("pilot"), "pilot", "iterate")
    fill(tab, "page_iterate.reason", "Feedback: profit weighed too much for what the role can move.")
    same = tab.page.get_by_role("button", name=tab.say("page_iterate.same"), exact=True)
    if same.count():
        tab.press("page_iterate.same")
    assert tab.say("page_iterate.no_reason") not in tab.reads()
    tab.shoot(screens / "iterate.png")


def read_the_verdict(tab: Tab, screens: Path) -> None:
    """By the sealed rule: the shop converts 16 % better than before, the comparison does not."""
    turn(tab, "pilot", "verdict")
    said = tab.reads()
    assert tab.say("pilot.verdict.roll_out", **dict.fromkeys(FACTS, "#")).split("#")[0][:4] in said
    assert "Nestwell US" in said
    tab.shoot(screens / "verdict.png")


FACTS = ("kpi", "treated", "change", "confidence", "low", "high", "at_least")


def roll_out(tab: Tab, screens: Path, folder: Path) -> None:
    """The briefing on the wall and a card in the hand."""
    tab.go("roll_out").shoot(screens / "roll_out.png")
    buttons = tab.page.get_by_role("button", name=tab.say("page_roll_out.download"), exact=True)
    for nth in range(buttons.count()):
        with tab.page.expect_download() as taken:
            buttons.nth(nth).click()
        target = folder / f"{nth}-{taken.value.suggested_filename}"
        taken.value.save_as(target)
        assert target.suffix in (".pdf", ".xlsx")
        if target.suffix == ".pdf":
            assert len(PdfReader(target).pages) > 1


def hold_the_review(tab: Tab, server: Server, screens: Path) -> None:
    """The quarterly review: its agenda from the data, its minutes by hand."""
    turn(tab.go("review"), "review", "reasons")
    tab.press("page_reviews.quarter")
    fill(tab, "page_reviews.words.happened", "Conversion is back.")
    tab.page.get_by_text(tab.say("page_reviews.held"), exact=True).first.click()
    tab.settle()
    [review] = kept(server.data)[0].engagement.reviews
    assert (review.kind, review.happened, bool(review.held)) == ("quarterly", "Conversion is back.", True)
    tab.shoot(screens / "review.png")
    for name in ("month", "kpis", "odds", "calendar"):
        turn(tab, "review", name).shoot(screens / f"review_{name}.png")


@pytest.mark.parametrize("language", list(Language), ids=str)
def test_from_the_signature_to_version_two(language: Language, enter: OpenTab, server: Server, tmp_path: Path) -> None:
    screens = SCREENS / "after_signing" / language
    tab = enter(language).press("home.open_example")
    tab.page.wait_for_url(re.compile("/intake"))
    set_targets(tab.settle(), screens, 1)
    make_scorecards(tab, screens)
    tab.go("proposal")
    release_and_sign(tab, "0.1", "Lin Ruochuan")

    plan_the_pilot(tab, screens)
    bring_the_months(tab, screens)
    hear_the_people(tab, server, screens)
    record_an_exception(tab, server, screens)
    change_the_scheme(tab, screens)
    read_the_verdict(tab, screens)
    roll_out(tab, screens, tmp_path)
    hold_the_review(tab, server, screens)

    tab.go("proposal")
    fill(tab, "page_proposal.version", "0.2")
    release_and_sign(tab, "0.2", "Chen Jiahe")
    tab.shoot(screens / "version_2.png")

    store = open_store(default_url({"XDG_DATA_HOME": str(server.data)}))
    saved, _ = kept(server.data)
    known = register(store, saved.id)
    assert known.trail.broken_at is None
    assert [one.version for one in known.releases.values()] == ["0.1", "0.2"]
    assert [one.name for one in known.signatures.values()] == ["Lin Ruochuan", "Chen Jiahe"]
    assert len(sealed_pilots(known.trail)) == 1
    store.engine.dispose()
    assert tab.complaints == []
