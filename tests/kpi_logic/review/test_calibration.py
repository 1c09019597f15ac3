"""Earlier odds held against what came: which count, what is met, what cannot be told."""

import numpy as np
import pandas as pd
import pytest

from kpi_logic.facts import MonthlyFacts
from kpi_logic.model import Engagement, Segment, Target
from kpi_logic.review.calibration import calibration
from kpi_logic.review.stated_odds import stated
from kpi_logic.text import catalog

MONTHS = pd.period_range("2025-01", periods=18, freq="M").astype(str)


def facts(lacking: str = "") -> MonthlyFacts:
    sales = np.where(lacking == MONTHS, np.nan, 100.0)
    table = pd.DataFrame(
        {"month": MONTHS, "shop": "A", "currency": "USD", "sales": sales, "ad_spend": 10.0, "ad_sales": 40.0}
    )
    return MonthlyFacts.of(table)


def target(name: str, value: float, odds: float | None, kpi: str = "gmv", last: str = "2026-03") -> Target:
    return Target(id=name, kpi=kpi, first="2026-01", last=last, value=value, probability=odds)


def versions(*targets: Target) -> list[tuple[str, Engagement]]:
    return [("1.0", Engagement(name="A", targets=targets))]


def test_met_and_missed_by_direction() -> None:
    found = calibration(
        versions(
            target("t1", 300.0, 0.6),
            target("t2", 301.0, 0.3),
            target("t3", 0.25, 0.6, "acos"),
            target("t4", 0.24, 0.2, "acos"),
        ),
        facts(),
    )
    assert [(case.actual, case.met) for case in found.cases] == [
        (300.0, True),
        (300.0, False),
        (pytest.approx(0.25), True),
        (pytest.approx(0.25), False),
    ]
    assert found.brier == pytest.approx((0.4**2 + 0.3**2 + 0.4**2 + 0.2**2) / 4)
    assert found.brier_of_base_rate == pytest.approx(0.25)
    assert found.verdict == "cannot_tell"
    assert found.inside80[1] == 4


def test_only_targets_whose_months_are_over_and_whose_odds_were_open() -> None:
    found = calibration(
        versions(target("t1", 300, None), target("t2", 300, 1.0), target("t3", 300, 0.5, last="2026-09")), facts()
    )
    assert (found.cases, found.untold) == ((), 0)
    assert found.sentence.key == "calibration.verdict.none"
    assert found.brier is None


def test_a_month_without_a_number_leaves_it_untold() -> None:
    found = calibration(versions(target("t1", 300, 0.5)), facts(lacking="2026-02"))
    assert (found.cases, found.untold) == ((), 1)


def test_a_target_counts_once_with_the_odds_first_stated() -> None:
    first, again = target("t1", 300, 0.5), target("t1", 300, 0.7)
    other = target("t1", 310, 0.4)
    told = stated([*versions(first), ("2.0", Engagement(name="A", targets=(again, other)))])
    assert [(name, one.value, one.probability) for name, one in told] == [("1.0", 300, 0.5), ("2.0", 310, 0.4)]


def test_a_segment_that_is_gone_or_a_kpi_nobody_knows_says_nothing() -> None:
    strange = target("t1", 300, 0.5).model_copy(update={"segment": Segment(shop="Gone")})
    unknown = target("t2", 300, 0.5, kpi="no_such_kpi")
    found = calibration(versions(strange, unknown), facts())
    assert (found.cases, found.untold) == ((), 1)


@pytest.mark.parametrize("language", ["zh", "en"])
def test_everything_it_says_has_words(language: str) -> None:
    words = catalog(language)
    found = calibration(versions(*(target(f"t{n}", 290.0 + 3 * n, 0.15 * n) for n in range(1, 7))), facts())
    for message in (found.sentence, *(case.sentence for case in found.cases), *(band.sentence for band in found.bands)):
        assert words.say(message)
    for verdict in ("cannot_tell", "holds", "too_sure", "too_cautious", "too_hopeful", "too_gloomy", "none"):
        assert words.has(f"calibration.verdict.{verdict}")
