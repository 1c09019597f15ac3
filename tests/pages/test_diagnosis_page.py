"""The diagnosis page: two periods of one's own, a change told by shop and owner, a limit agreed with the client."""

from collections.abc import Callable

import pytest

from kpi_logic.model import AgreedLimit, KpiRef, Message, Month, Segment
from kpi_logic.store import Saved, Store
from tests.pages.conftest import engagement_in
from tests.pages.visitor import Visitor, unmarked

MONEY, TREE, CHANGE, BOARD, LIMITS = range(5)
LANGUAGES = ("zh", "en")
Enter, Plant = Callable[..., Visitor], Callable[..., Saved]


def _turned(enter: Enter, plant: Plant, language: str, tab: int) -> tuple[Visitor, Saved]:
    saved = plant(engagement_in("complete"))
    return enter(language, saved, "diagnosis").turn("diagnosis", tab), saved


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_money_stands_beside_the_three_sentences(language: str, enter: Enter, plant: Plant) -> None:
    visitor, _ = _turned(enter, plant, language, MONEY)
    (metric,) = visitor.app.metric
    assert metric.label == visitor.say("page_diagnosis.stake.profit")
    assert any(metric.value in text for text in visitor.reads() if text != metric.value), "the sentence says the same"


@pytest.mark.parametrize("language", LANGUAGES)
def test_any_two_periods_are_compared_and_remembered_in_every_tab(language: str, enter: Enter, plant: Plant) -> None:
    visitor, _ = _turned(enter, plant, language, CHANGE)
    visitor.widget("button_group", "compared.kind").set_value(visitor.say("page_diagnosis.compared.custom")).run()
    visitor.widget("selectbox", "compared.before_first").set_value("2025-01").run()
    visitor.widget("selectbox", "compared.before_last").set_value("2025-02").run()
    first, last = Month(2025, 1), Month(2025, 2)
    visitor.turn("diagnosis", TREE)
    assert visitor.widget("selectbox", "compared.before_last").value == "2025-02"
    period = visitor.say("figure.period", first=first, last=last)
    assert any(period in text for text in visitor.reads()), "the tree is of the same months"


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_change_is_told_by_driver_shop_and_owner(language: str, enter: Enter, plant: Plant) -> None:
    visitor, _ = _turned(enter, plant, language, CHANGE)
    drawn = {_data(visitor)}
    for by in ("shop", "owner"):
        visitor.widget("button_group", "compared.by").set_value(visitor.say(f"page_diagnosis.compared.by_{by}")).run()
        assert visitor.alerts() == []
        drawn.add(_data(visitor))
        assert visitor.say("page_diagnosis.exact") in visitor.reads()
    assert len(drawn) == 3


@pytest.mark.parametrize("metric", ["gmv", "cvr", "acos", "inv_days"])
def test_other_metrics_change_too(metric: str, enter: Enter, plant: Plant) -> None:
    visitor, _ = _turned(enter, plant, "en", CHANGE)
    visitor.widget("selectbox", "compared.metric").set_value(metric).run()
    assert visitor.alerts() == []
    assert visitor.say("page_diagnosis.exact") in visitor.reads()


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_agreed_limit_counts_once_it_says_what_it_rests_on(
    language: str, enter: Enter, plant: Plant, store: Store
) -> None:
    visitor, saved = _turned(enter, plant, language, LIMITS)
    visitor.press("ledger_add")
    (added,) = store.open(saved.id).engagement.limits
    assert added == AgreedLimit(metric="lsr", platform="Shopee", value=0.1), "the sources conflict there"
    assert visitor.say("page_ledger.agree.waiting") in visitor.reads()
    visitor.widget("number_input", "ledger.0.value").set_value(2.0).run()
    visitor.widget("text_input", "ledger.0.reason").set_value("seller centre").run()
    (agreed,) = store.open(saved.id).engagement.limits
    assert (agreed.value, agreed.reason) == (0.02, "seller centre")
    assert visitor.say("page_ledger.agree.waiting") not in visitor.reads()
    shop = Segment(platform="Shopee", site="MY", shop="Nestwell MY")
    late = Message("diagnosis.limits.item", {"segment": shop, "kpi": KpiRef("lsr")})
    breach = visitor.say("diagnosis.limits.breach", count=1, names=(late,))
    assert breach in [unmarked(text) for text in visitor.reads()], "3.5 % late is beyond 2 %"
    visitor.press("ledger.0.drop")
    assert store.open(saved.id).engagement.limits == ()


def _data(visitor: Visitor) -> str:
    """What the first chart draws, its data included."""
    return str(next(node.proto for node in visitor.app._tree if node.type == "vega_lite_chart"))
