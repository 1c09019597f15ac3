"""The day of a decision: since when it has stood as it stands, without a break."""

from datetime import UTC, datetime

from kpi_logic.model import Engagement, Message, Target
from kpi_logic.release.decided import days_of, decided_on
from kpi_logic.store.store import Store

WHAT = Message("store.created")


def day(n: int) -> datetime:
    return datetime(2026, 11, n, 22, 30, tzinfo=UTC)


def test_a_decision_bears_the_day_of_its_last_change(store: Store) -> None:
    goal = Target(id="t1", kpi="gmv", first="2026-11", last="2027-01", value=100.0)
    saved = store.create(Engagement(name="Acme"), "", day(1))
    saved = store.save(
        saved.id, saved.engagement.model_copy(update={"targets": (goal,)}), saved.revision, WHAT, "", day(2)
    )
    changed = goal.model_copy(update={"value": 120.0})
    saved = store.save(
        saved.id, saved.engagement.model_copy(update={"targets": (changed,)}), saved.revision, WHAT, "", day(3)
    )
    odds = changed.model_copy(update={"probability": 0.6, "method": "ebsr-2"})  # follows from the data, no decision
    saved = store.save(
        saved.id, saved.engagement.model_copy(update={"targets": (odds,)}), saved.revision, WHAT, "", day(4)
    )
    days = dict(decided_on(store, saved.id))
    assert (days["targets.t1"], days["profile"], days["pilot"]) == ("2026-11-03", "2026-11-01", "2026-11-01")
    back = store.restore(saved.id, 2, saved.revision, "", day(5))
    assert dict(decided_on(store, back.id))["targets.t1"] == "2026-11-05"


def test_no_history_no_days() -> None:
    assert days_of(()) == ()
