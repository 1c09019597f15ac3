"""The diagnosis by category: offered where a file tells categories, and nowhere else."""

from collections.abc import Callable

import pytest

from kpi_logic.model import Data, Engagement
from kpi_logic.store import Saved, Store
from tests.pages.conftest import NOW
from tests.pages.visitor import Visitor

CHANGE = 2


def _text() -> str:
    """Two shops in two categories over 24 months."""
    rows = ["month,platform,shop,site,currency,category,sales,gross_profit,ad_spend,orders,units,sessions"]
    for shop in ("North", "South"):
        for month in range(24):
            for place, category in enumerate(("Lamps", "Chairs", "")):
                sales = 1000 + 100 * place + 10 * month
                when = f"{2024 + month // 12}-{month % 12 + 1:02d}"
                rows.append(
                    f"{when},Amazon,{shop},US,USD,{category},{sales},{sales // 4},90,{sales // 20},{sales // 18},{sales}"
                )
    return "\n".join(rows) + "\n"


def _saved(store: Store, text: str) -> Saved:
    ref = store.put_file(text.encode(), "by_category.csv")
    engagement = Engagement(name="categories", data=Data(files=(ref,)))
    return store.create(engagement, author="", now=NOW)


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_change_is_told_by_category(language: str, store: Store, enter: Callable[..., Visitor]) -> None:
    visitor = enter(language, _saved(store, _text()), "diagnosis").turn("diagnosis", CHANGE)
    told = visitor.say("page_diagnosis.compared.by_category")
    visitor.widget("button_group", "compared.by").set_value(told).run()
    assert visitor.alerts() == []
    chart = str(next(node.proto for node in visitor.app._tree if node.type == "vega_lite_chart"))
    assert "Lamps" in chart and "Chairs" in chart and "North" not in chart
    assert visitor.say("page_diagnosis.exact") in visitor.reads()


def test_it_is_not_offered_without_categories(store: Store, enter: Callable[..., Visitor]) -> None:
    text = "\n".join(
        line
        for line in _text().replace(",category,", ",colour,").split("\n")
        if ",Chairs," not in line and ",,1" not in line
    )
    visitor = enter("en", _saved(store, text), "diagnosis").turn("diagnosis", CHANGE)
    offered = visitor.widget("button_group", "compared.by").options
    assert visitor.say("page_diagnosis.compared.by_category") not in offered
