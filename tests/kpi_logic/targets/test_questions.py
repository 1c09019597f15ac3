"""What is asked about a target and the months behind it, with the suggested reading, in both languages."""

import numpy as np
import pandas as pd
import pytest

from kpi_logic.facts import MonthlyFacts
from kpi_logic.library import kpi_library
from kpi_logic.model import ALL, Level, Month
from kpi_logic.targets.outlook import Outlook, outlook
from kpi_logic.targets.questioning import period_questions, questions
from kpi_logic.text import catalog

MONEY = 1e5 * np.random.default_rng(8).normal(1, 0.05, 24).round(4)
NEXT, QUARTER = Month(2026, 1), Month(2026, 3)


def view_of(
    measures: dict[str, np.ndarray], kpi: str = "gmv", first: Month = NEXT, last: Month = QUARTER, months: int = 24
) -> Outlook:
    index = pd.period_range(end="2025-12", periods=months, freq="M").astype(str)
    facts = MonthlyFacts.of(pd.DataFrame({"month": index, "shop": "A", **measures}))
    return outlook(facts, kpi_library()[kpi], ALL, first, last)


def sales(values: np.ndarray, **more: object) -> Outlook:
    return view_of({"sales": values}, months=len(values), **more)  # type: ignore[arg-type]


CONVERSION = view_of({"units": np.rint(MONEY / 100), "sessions": np.full(24, 1e4)}, "cvr")
PROFIT = view_of({"gross_profit": MONEY}, "gross_profit")


def codes(view: Outlook, value: float | None = None) -> dict[str, float | None]:
    return {one.code: one.reading for one in questions(view, value)}


def test_a_plain_target_on_plain_months_raises_no_question() -> None:
    assert codes(sales(MONEY), 3.1e5) == {}
    assert codes(CONVERSION, 0.11) == {}


@pytest.mark.parametrize(
    ("view", "value", "code", "reading"),
    [
        (CONVERSION, 11.0, "percent", 0.11),
        (CONVERSION, 40.0, "percent", 0.40),
        (CONVERSION, -0.1, "negative", 0.1),
        (sales(MONEY), -3e5, "negative", 3e5),
        (sales(MONEY), 31.0, "magnitude", 31e4),
        (sales(MONEY), 310.0, "magnitude", 31e4),
        (sales(MONEY), 31e6, "magnitude", 31e4),
        (sales(MONEY), 1.05e5, "per_month", 3.15e5),
        (sales(MONEY), 1.2e6, "whole_year", 3e5),
        (sales(MONEY), float("nan"), "no_number", None),
    ],
)
def test_a_target_of_the_wrong_sign_or_unit_is_asked_back(
    view: Outlook, value: float, code: str, reading: float | None
) -> None:
    found = questions(view, value)
    assert [one.code for one in found] == [code]
    assert found[0].reading == (pytest.approx(reading) if reading is not None else None)
    assert found[0].level == (Level.ERROR if code == "no_number" else Level.ASK)


def test_a_profit_on_the_other_side_is_asked_back_and_a_plan_near_zero_is_not() -> None:
    view = PROFIT if PROFIT.may_be_negative else view_of({"sales": MONEY, "cogs": MONEY / 2}, "gross_profit")
    if view.may_be_negative:
        assert codes(view, -0.9 * view.start) == {"sign": pytest.approx(0.9 * view.start)}
    assert codes(sales(MONEY), 2.4e5) == {}


def holey() -> np.ndarray:
    return np.where(np.arange(24) == 10, np.nan, MONEY)


@pytest.mark.parametrize(
    ("values", "code"),
    [
        (MONEY[:5], "too_few"),
        (np.full(12, 500.0), "constant"),
        (np.zeros(12), "all_zero"),
        (np.where(np.arange(24) == 7, -MONEY, MONEY), "negative_months"),
        (holey(), "gaps"),
        (np.where(np.arange(24) == 23, 0.3 * MONEY, MONEY), "latest_low"),
        (np.where(np.arange(24) == 23, 3 * MONEY, MONEY), "latest_high"),
    ],
)
def test_what_the_months_show_is_told(values: np.ndarray, code: str) -> None:
    assert list(codes(sales(values))) == [code]


def test_a_season_seen_before_is_no_doubtful_month() -> None:
    peaks = MONEY * (1 + (np.arange(24) % 6 == 5))
    assert codes(sales(peaks)) == {}


def test_a_period_that_has_begun_or_is_over() -> None:
    begun = questions(sales(MONEY, first=Month(2025, 12), last=Month(2026, 2)))
    assert [(one.code, one.level) for one in begun] == [("partly_known", Level.NOTE)]
    assert (begun[0].facts["count"], begun[0].facts["open"], begun[0].facts["last"]) == (1, 2, Month(2025, 12))
    over = questions(sales(MONEY, first=Month(2025, 11), last=Month(2025, 12)), 2e5)
    assert [(one.code, one.level) for one in over] == [("past", Level.WARN)]
    assert over[0].facts["value"].value == pytest.approx(MONEY[-2:].sum())


def test_months_that_cannot_be_a_period() -> None:
    assert [one.code for one in period_questions(QUARTER, NEXT, None)] == ["order"]
    assert [one.code for one in period_questions(NEXT, Month(2030, 1), Month(2025, 12))] == ["too_far"]
    assert period_questions(NEXT, QUARTER, Month(2025, 12)) == ()


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_question_reads_in_both_languages(language: str) -> None:
    words = catalog(language)
    views = [
        (sales(MONEY[:5]), None), (sales(np.zeros(12)), None), (sales(np.full(12, 5.0)), None), (sales(holey()), 1e5),
        (CONVERSION, 40.0), (sales(MONEY, first=Month(2025, 12)), -5.0), (sales(MONEY), 31.0), (sales(MONEY), 1.2e6),
        (sales(np.where(np.arange(24) == 23, 0.3 * MONEY, -MONEY)), float("inf")),
        (view_of({"sales": MONEY, "units": MONEY}, "asp", first=Month(2025, 12)), None),
        (sales(MONEY, first=Month(2025, 11), last=Month(2025, 12)), None),
    ]  # fmt: skip
    found = [one for view, value in views for one in questions(view, value)]
    found += [*period_questions(QUARTER, NEXT, None), *period_questions(NEXT, Month(2030, 1), Month(2025, 12))]
    said = [words.say(part) for one in found for part in (one.message, one.fix)]
    assert not [text for text in said if "{" in text or not text]


def test_the_reading_is_said_in_the_readers_unit() -> None:
    (question,) = questions(CONVERSION, 11.0)
    assert catalog("en").say(question.fix) == "Was 11.0% meant?"
    assert catalog("zh").say(question.message) != catalog("en").say(question.message)
