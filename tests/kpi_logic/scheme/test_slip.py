"""The value of a point agrees with the engine to the cent and says it without deducting anything."""

import pytest

from kpi_logic.facts import MonthlyFacts
from kpi_logic.model import Month, Organisation, Scheme
from kpi_logic.scheme import score
from kpi_logic.scheme.slip import Slip, slips
from kpi_logic.text import catalog

MONTH = Month(2025, 7)


@pytest.fixture(scope="module")
def told(scheme: Scheme, organisation: Organisation, facts: MonthlyFacts) -> tuple[Slip, ...]:
    return slips(scheme, organisation, facts, MONTH)


def test_the_slips_are_the_engines_to_the_cent(
    told: tuple[Slip, ...], scheme: Scheme, organisation: Organisation, facts: MonthlyFacts
) -> None:
    people = score(scheme, organisation, facts, MONTH).people
    assert [(s.pay, s.score) for s in told] == [(p.payout, p.score) for p in people]
    assert [[line.points for line in s.lines] for s in told] == [[k.score for k in p.kpis] for p in people]


def test_a_little_more_is_what_the_engine_pays_for_it(
    told: tuple[Slip, ...], scheme: Scheme, organisation: Organisation, facts: MonthlyFacts
) -> None:
    """Zhao's ad sales, 1 % up by hand: sales through ads are a sum, and ACoS falls with them; here only one line moves."""
    zhao = told[3]
    line = next(x for x in zhao.lines if x.kpi == "ad_sales")
    assert line.better == pytest.approx(line.actual * 1.01)
    points = (
        100 + 20 * (line.better - 105_000) / 25_000
        if line.better > 105_000
        else 60 + 40 * (line.better - 85_000) / 20_000
    )
    gain = 0.35 * (min(max(points, 0), 120) - line.points)
    per_point = 2500 / 40 if zhao.score + gain <= 100 else 2500 * 0.01
    assert line.worth == pytest.approx(gain * per_point if zhao.score > 60 else 0, abs=0.02)


def test_floor_and_cap_hold_everything_between(told: tuple[Slip, ...]) -> None:
    for slip in told:
        assert slip.lowest <= slip.pay <= slip.highest
        for line in slip.lines:
            assert slip.lowest <= line.floor <= slip.pay + 1e-9
            assert slip.pay <= line.cap + 1e-9 <= slip.highest + 2e-9
            assert line.worth >= 0


def test_a_slip_in_words(told: tuple[Slip, ...]) -> None:
    words = catalog("en")
    said = [words.say(message) for message in told[0].messages]
    assert said[0].startswith("Lin, Jul 2025: score ")
    assert len(said) == 3 + len(told[0].lines)
    for language in ("zh", "en"):
        for message in told[0].messages:
            assert "{" not in catalog(language).say(message)
    assert "deducted" in said[1] or "is earned" in said[1]


def test_who_cannot_be_scored_has_a_slip_that_says_so(organisation: Organisation, facts: MonthlyFacts) -> None:
    found = slips(Scheme(), organisation, facts, MONTH)
    assert [message.key for slip in found for message in slip.messages] == ["slip.untold"] * 4
    assert [slip.not_earned for slip in found] == [None] * 4
