"""Plan against actual: what was asked of a month, what came, and the band that was foretold before the period began."""

import numpy as np
import pandas as pd
import pytest

from kpi_logic.facts import MonthlyFacts
from kpi_logic.figures import plan_actual_chart
from kpi_logic.library import kpi_library
from kpi_logic.model import Month, Target
from kpi_logic.review import plan_actual
from kpi_logic.targets.outlook import outlook
from kpi_logic.text import catalog

START = Month(2025, 1)


def facts(months: int = 27) -> MonthlyFacts:
    rng = np.random.default_rng(3)
    sales = [100_000 * (1 + 0.2 * np.sin(n / 2)) * rng.uniform(0.95, 1.05) for n in range(months)]
    return MonthlyFacts.of(
        pd.DataFrame({"month": [str(START + n) for n in range(months)], "shop": "A", "currency": "CNY", "sales": sales})
    )


TARGET = Target(id="t", kpi="gmv", first="2027-01", last="2027-03", value=300_000.0)


def test_the_outlook_sees_nothing_of_the_period() -> None:
    whole, before = facts(), facts(24)
    view = plan_actual(TARGET, whole, Month(2027, 2))
    then = outlook(before, kpi_library()["gmv"], TARGET.segment, Month(2027, 1), Month(2027, 3))
    assert view.outlook.known == () and np.array_equal(view.outlook.forecast.paths, then.forecast.paths)


def test_asked_came_and_so_far() -> None:
    whole = facts()
    sales = whole.table["sales"].tolist()[24:]
    view = plan_actual(TARGET, whole, Month(2027, 2))
    assert (view.asked, view.came) == ((100_000.0,) * 3, (sales[0], sales[1], None))
    assert view.so_far == (200_000.0, sum(sales[:2]))
    assert view.met == (sales[1] >= 100_000)
    phased = plan_actual(TARGET.model_copy(update={"phases": (50_000.0, 90_000.0, 160_000.0)}), whole, Month(2027, 2))
    assert (phased.asked_now, phased.so_far) == (90_000.0, (140_000.0, sum(sales[:2])))


def test_a_month_that_is_not_over_is_not_judged() -> None:
    view = plan_actual(TARGET, facts(), Month(2027, 2), unfinished=Month(2027, 2))
    assert (view.met, view.against_band, view.message.key) == (None, None, "plan.unfinished")
    assert view.so_far == (100_000.0, view.came[0])


def test_what_is_missing_is_missing() -> None:
    view = plan_actual(TARGET, facts(25), Month(2027, 2))
    assert (view.came_now, view.met, view.so_far, view.message.key) == (None, None, None, "plan.missing")


def test_a_month_outside_of_the_period_is_refused() -> None:
    with pytest.raises(ValueError, match="2027-04 is not in it"):
        plan_actual(TARGET, facts(), Month(2027, 4))


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize(("months", "unfinished"), [(27, None), (27, Month(2027, 2)), (25, None), (3, None)])
def test_it_is_said_and_drawn(language: str, months: int, unfinished: Month | None) -> None:
    target = TARGET if months > 3 else TARGET.model_copy(update={"first": "2025-02", "last": "2025-03"})
    month = Month(2027, 2) if months > 3 else Month(2025, 3)
    view, words = plan_actual(target, facts(months), month, unfinished), catalog(language)
    said = [words.say(view.message)] + ([words.say(view.band_message)] if view.band_message else [])
    assert not any("{" in text for text in said)
    spec = plan_actual_chart(view, words).to_dict()
    assert spec["title"]["text"] and len(spec["layer"]) in (4, 6)
