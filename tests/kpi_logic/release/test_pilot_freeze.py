"""A sealed pilot: read back as it was, compared with what is decided now, and out of reach of whoever would bend it."""

import json
from datetime import timedelta

import pytest

from kpi_logic.model import Pilot, SuccessRule
from kpi_logic.release import counting_pilot, freeze_pilot, pilot_record, register, sealed_pilots
from kpi_logic.store import Saved, Store
from kpi_logic.store.trail import Trail, sealed
from tests.kpi_logic.release.conftest import NOW, client

PILOT = Pilot(
    shops=("Nestwell US",), compared_shops=("Nestwell MY", "Nestwell TT US"), first="2026-12", months=2,
    rule=SuccessRule(kpi="cvr", at_least=0.05, guards=("return_rate",)),
)  # fmt: skip


@pytest.fixture
def piloted(store: Store) -> Saved:
    return store.create(client()[0].model_copy(update={"pilot": PILOT}), "", NOW)


def test_what_was_sealed_is_read_back(store: Store, piloted: Saved) -> None:
    freeze_pilot(store, piloted, client()[1], "Lin", NOW)
    trail = store.trail(piloted.id)
    (found,) = sealed_pilots(trail)
    assert (found.number, found.at, found.seal.by) == (1, NOW, "Lin")
    plan = found.seal.plan
    assert (plan.pilot, plan.treated, plan.known_until) == (PILOT, ("Nestwell US",), "2026-10")
    assert plan.smallest is not None and 0.1 < plan.smallest < 0.25
    assert (plan.facts, found.seal.sha256) == (client()[1].fingerprint, plan.digest)
    assert trail.broken_at is None
    assert register(store, piloted.id).releases == {}  # releases are read as before


def test_unchanged_until_something_is_changed(store: Store, piloted: Saved) -> None:
    freeze_pilot(store, piloted, client()[1], "Lin", NOW)
    (found,) = sealed_pilots(store.trail(piloted.id))
    assert found.changed(piloted.engagement) == ()
    rule = PILOT.rule.model_copy(update={"at_least": 0.01})
    bent = piloted.engagement.model_copy(update={"pilot": PILOT.model_copy(update={"rule": rule, "months": 1})})
    assert found.changed(bent) == ("months", "rule_at_least")
    assert found.changed(piloted.engagement.model_copy(update={"scheme": None})) == ("scheme",)


def test_every_seal_stays_and_the_last_one_counts(store: Store, piloted: Saved) -> None:
    freeze_pilot(store, piloted, client()[1], "Lin", NOW)
    later = piloted.engagement.model_copy(update={"pilot": PILOT.model_copy(update={"months": 1})})
    again = store.save(piloted.id, later, 1, client_message(), "", NOW)
    freeze_pilot(store, again, client()[1], "Chen", NOW + timedelta(hours=1))
    assert [one.seal.plan.pilot.months for one in sealed_pilots(store.trail(piloted.id))] == [2, 1]
    record = pilot_record(store.trail(piloted.id))
    assert record.plan is not None
    assert (record.plan.pilot.months, record.times, record.released_at) == (1, 2, None)


def test_a_seal_made_when_the_numbers_were_known_does_not_replace_one_made_in_time(
    store: Store, piloted: Saved
) -> None:
    freeze_pilot(store, piloted, client()[1], "Lin", NOW)
    begun = piloted.engagement.model_copy(update={"pilot": PILOT.model_copy(update={"first": "2026-09"})})
    late = store.save(piloted.id, begun, 1, client_message(), "", NOW)
    freeze_pilot(store, late, client()[1], "Chen", NOW + timedelta(hours=1))
    sealed_ones = sealed_pilots(store.trail(piloted.id))
    assert [one.seal.plan.in_time for one in sealed_ones] == [True, False]
    assert counting_pilot(sealed_ones) == sealed_ones[0]
    assert counting_pilot(sealed_ones[1:]) == sealed_ones[1], "a late one counts where there is no other"
    assert counting_pilot(()) is None
    record = pilot_record(store.trail(piloted.id))
    assert record.plan == sealed_ones[0].seal.plan and record.sealed_at == NOW


def test_a_plan_that_could_not_be_judged_is_not_sealed(store: Store) -> None:
    saved = store.create(client()[0].model_copy(update={"pilot": Pilot(first="2026-12")}), "", NOW)
    with pytest.raises(ValueError, match="a KPI, a first month, shops that try it and shops to compare with"):
        freeze_pilot(store, saved, client()[1], "Lin", NOW)
    assert store.trail(saved.id).entries == ()


def test_a_bent_body_is_not_believed(store: Store, piloted: Saved) -> None:
    """Even in a chain that somebody made anew, the plan has to be the one its own digest names."""
    entry = freeze_pilot(store, piloted, client()[1], "Lin", NOW)
    body = json.loads(entry.body)
    body["plan"]["pilot"]["rule"]["at_least"] = 0.0
    forged = sealed(None, NOW, entry.kind, json.dumps(body), ())
    broken = sealed(None, NOW, entry.kind, "{}", ())
    for one in (forged, broken):
        assert sealed_pilots(Trail((one,), 1, one.hash)) == ()


def client_message() -> "object":
    from kpi_logic.model import Message

    return Message("store.created")
