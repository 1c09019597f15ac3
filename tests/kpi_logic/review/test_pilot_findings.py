"""Every doubtful pilot gets its finding, and a sound one none."""

from datetime import UTC, date, datetime

import pytest

from kpi_logic.facts import MonthlyFacts
from kpi_logic.model import Engagement, Level, Pilot, SchemeException, SuccessRule
from kpi_logic.review import PilotFinding, PilotRecord, pilot_findings, pilot_plan
from kpi_logic.text import catalog
from tests.kpi_logic.review.trial_shops import ORGANISATION, PILOT, shop_facts, shop_table, until

BEFORE, TODAY = datetime(2025, 12, 10, 9, tzinfo=UTC), date(2025, 12, 15)
ASKED = PILOT.model_copy(update={"rule": PILOT.rule.model_copy(update={"at_least": 0.3})})


def acme(pilot: Pilot = ASKED, **more: object) -> Engagement:
    return Engagement(name="Acme", organisation=ORGANISATION, pilot=pilot, **more)  # type: ignore[arg-type]


def history(last: str = "2025-12") -> MonthlyFacts:
    return until(shop_facts(), last)


def sealed(engagement: Engagement, facts: MonthlyFacts | None = None, **changes: object) -> PilotRecord:
    plan = pilot_plan(engagement, facts or history())
    return PilotRecord(**{"plan": plan, "sealed_at": BEFORE, "times": 1, "released_at": BEFORE, **changes})  # type: ignore[arg-type]


def found(
    engagement: Engagement, facts: MonthlyFacts | None = None, record: PilotRecord | None = None, today: date = TODAY
) -> dict[str, PilotFinding]:
    kept = record if record is not None else sealed(engagement, facts)
    listed = pilot_findings(engagement, facts or history(), kept, today)
    assert [one.level for one in listed] == sorted((one.level for one in listed), reverse=True)
    for language in ("zh", "en"):
        assert all(catalog(language).say(part) for one in listed for part in (one.message, one.fix))
    return {one.code: one for one in listed}


def changed(**update: object) -> Pilot:
    return ASKED.model_copy(update=update)


def ruled(**update: object) -> Pilot:
    return changed(rule=ASKED.rule.model_copy(update=update))


def test_a_sound_pilot_has_none() -> None:
    assert found(acme()) == {}


@pytest.mark.parametrize(
    ("pilot", "code", "level"),
    [
        (changed(teams=("Service",)), "everywhere", Level.ERROR),
        (changed(teams=("Nobody",)), "nowhere", Level.ERROR),
        (changed(shops=("A", "Z")), "unknown_shop", Level.ERROR),
        (changed(compared_shops=("A", "B")), "both", Level.ERROR),
        (changed(shops=()), "no_treated", Level.ERROR),
        (changed(compared_shops=()), "no_compared", Level.ERROR),
        (changed(compared_shops=("B",)), "one_compared", Level.NOTE),
        (changed(first=""), "no_month", Level.ERROR),
        (changed(paid=True), "paid", Level.WARN),
        (changed(success_rule=" "), "no_words", Level.NOTE),
        (changed(rule=SuccessRule()), "no_kpi", Level.ERROR),
        (ruled(kpi="acos"), "untold", Level.WARN),
        (ruled(kpi="acos"), "red", Level.WARN),
        (ruled(guards=("cvr",)), "guard_is_kpi", Level.WARN),
        (ruled(guards=("nonsense",)), "guard_unknown", Level.WARN),
        (ruled(kpi="return_rate", at_least=1.0), "impossible", Level.ERROR),
        (ruled(at_least=0.001), "too_weak", Level.WARN),
    ],
)
def test_each_fault_is_found(pilot: Pilot, code: str, level: Level) -> None:
    assert found(acme(pilot))[code].level is level


def test_a_longer_pilot_is_named_where_it_would_do() -> None:
    from kpi_logic.review import pilot_design

    by_months = pilot_design(changed(months=1), ORGANISATION, history()).by_months
    least = min((one, n) for n, one in enumerate(by_months, start=1) if one is not None)
    if least[1] == 1:
        pytest.skip("one month shows most here")
    pilot = ruled(at_least=least[0] + 1e-6).model_copy(update={"months": 1})
    assert found(acme(pilot))["longer"].facts["needed"] == least[1]


def test_a_closed_and_a_new_shop() -> None:
    table = shop_table()
    table = table[(table["shop"] != "B") | (table["month"] <= "2025-09")]
    table = table[(table["shop"] != "C") | (table["month"] >= "2025-10")]
    listed = found(acme(), until(MonthlyFacts.of(table), "2025-12"))
    assert (listed["closed"].level, listed["new"].level) == (Level.ERROR, Level.WARN)


def test_a_pilot_that_starts_before_the_scheme_was_released_or_the_rule_sealed() -> None:
    late = datetime(2026, 1, 20, tzinfo=UTC)
    listed = found(acme(), record=sealed(acme(), released_at=late, sealed_at=late), today=date(2026, 1, 21))
    assert listed["released_late"].level is Level.ERROR
    assert listed["sealed_late"].level is Level.WARN  # no number of the pilot was known
    known = shop_facts()
    listed = found(acme(), known, sealed(acme(), known, sealed_at=late), today=date(2026, 3, 5))
    assert listed["sealed_after_data"].level is Level.ERROR


def test_nothing_released_and_sealed_is_a_note_before_and_an_error_after_the_start() -> None:
    for today, level in ((TODAY, Level.NOTE), (date(2026, 1, 1), Level.ERROR)):
        listed = found(acme(), record=PilotRecord(), today=today)
        assert (listed["unreleased"].level, listed["unsealed"].level) == (level, level)


def test_changes_after_the_seal_are_named() -> None:
    other = acme(ruled(at_least=0.1, confidence=0.9))
    listed = found(other, record=sealed(acme(), times=2))
    fields = listed["changed"].facts["fields"]
    assert [one.key for one in fields] == ["pilot.field.rule_at_least", "pilot.field.rule_confidence"]  # type: ignore[attr-defined]
    assert listed["sealed_again"].facts == {"times": 2}


def test_months_that_are_not_over_or_missing() -> None:
    record = sealed(acme())
    assert found(acme(), until(shop_facts(), "2026-01"), record, date(2026, 2, 3))["pending"].level is Level.NOTE
    assert found(acme(), until(shop_facts(), "2026-01"), record, date(2026, 1, 20))["partial"].level is Level.WARN
    table = shop_table()
    gone = MonthlyFacts.of(table[~((table["shop"] == "C") & (table["month"] == "2026-01"))])
    assert found(acme(), gone, record, date(2026, 3, 3))["gap"].level is Level.ERROR


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"person": "p1"}, "exception_treated"),
        ({"person": "p2", "kpi": "cvr"}, "exception_compared"),
        ({"person": "p3"}, None),  # answers for all shops
        ({"person": ""}, None),  # everybody
        ({"person": "p1", "kpi": "gmv"}, None),  # another KPI
        ({"person": "p1", "last": "2025-12", "first": "2025-11"}, None),  # over before
        ({"person": "p1", "approver": ""}, None),  # without effect
        ({"person": "p1", "approver": "Ann"}, None),  # her own approval is none
    ],
)
def test_an_exception_on_one_side_only(change: dict[str, str], code: str | None) -> None:
    event = SchemeException(
        id="e1", kind="stock_out", rule="exclude_month", first="2026-01", last="2026-01", approver="Boss", reason="r"
    )  # fmt: skip
    listed = found(acme(exceptions=(event.model_copy(update=change),)))
    assert set(listed) == ({code} if code else set())


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_field_that_can_change_has_a_name(language: str) -> None:
    names = [*(name for name in Pilot.model_fields if name != "rule"), *(f"rule_{n}" for n in SuccessRule.model_fields)]
    assert [name for name in names if not catalog(language).has(f"pilot.field.{name}")] == []


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_field_that_can_be_changed_has_its_words(language: str) -> None:
    """The page and the finding name each of them, the scheme too."""
    names = [name for name in Pilot.model_fields if name != "rule"]
    names += [f"rule_{name}" for name in SuccessRule.model_fields]
    said = [catalog(language).say(f"pilot.field.{name}") for name in (*names, "scheme")]
    assert len(set(said)) == len(said)
