"""What the ledger calls usual, on the page: in words beside the evidence, and as the reference of a potential."""

from collections.abc import Callable

import pytest

from kpi_logic.diagnosis import bound_of
from kpi_logic.library.ledger import published
from kpi_logic.model import Data, Engagement, Raw
from kpi_logic.store import Saved, Store
from tests.pages.conftest import NOW, engagement_in
from tests.pages.visitor import Visitor, unmarked

Enter = Callable[..., Visitor]
MONEY = 0


def _overstocked() -> str:
    """A shop that has held about a hundred days of stock, month after month."""
    rows = ["month,platform,shop,site,currency,sales,gross_profit,cogs,orders,units,sessions,inventory_value"]
    for month in range(24):
        sales = 100_000 + 700 * (month % 5) - 400 * (month % 3)
        when = f"{2024 + month // 12}-{month % 12 + 1:02d}"
        rows.append(
            f"{when},Amazon,North,US,USD,{sales},{sales * 0.4:.2f},{sales * 0.5:.2f},{sales // 40},{sales // 36},{sales},"
            f"{sales * 0.5 * 3.3:.2f}"
        )
    return "\n".join(rows) + "\n"


@pytest.mark.parametrize("language", ["zh", "en"])
def test_an_estimate_stands_beside_the_evidence_with_its_grade(
    language: str, enter: Enter, plant: Callable[..., Saved]
) -> None:
    visitor = enter(language, plant(engagement_in("complete")), "diagnosis").turn("diagnosis", MONEY)
    line = next(one for one in published() if (one.metric, one.platform, one.kind) == ("cvr", "Amazon", "norm"))
    said = visitor.say("diagnosis_norm.told", bound=bound_of(line), source=Raw(line.source), grade=Raw("C"))
    assert said in [unmarked(text) for text in visitor.reads()]


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_platforms_advice_is_named_as_the_reference_of_a_potential(language: str, enter: Enter, store: Store) -> None:
    ref = store.put_file(_overstocked().encode(), "overstocked.csv")
    saved = store.create(Engagement(name="overstocked", data=Data(files=(ref,))), author="", now=NOW)
    visitor = enter(language, saved, "diagnosis").turn("diagnosis", MONEY)
    line = next(one for one in published() if (one.metric, one.kind) == ("stock_sales_days", "norm"))
    said = visitor.say("diagnosis_norm.kind", bound=bound_of(line), source=Raw(line.source), grade=Raw("A"))
    assert said in visitor.reads()
