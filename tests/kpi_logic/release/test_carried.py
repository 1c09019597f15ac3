"""Signed anew only where changed: what nobody touched stays signed, and the record names the old signature."""

import json
from collections.abc import Callable
from dataclasses import replace

import pytest
from sqlalchemy import text

from kpi_logic.model import Difference, Engagement, Message
from kpi_logic.proposal.assemble.signing import SIGNED
from kpi_logic.proposal.edition import Edition
from kpi_logic.release import (
    Papers,
    Signature,
    carried_into,
    carry_over,
    register,
    release,
    resigning,
    sections_to_sign,
    sign,
    still_signed,
)
from kpi_logic.release.to_sign import _TOUCHED, _TOUCHED_IN
from kpi_logic.release.words import receipt
from kpi_logic.store import Saved
from kpi_logic.store.store import Store
from kpi_logic.text import catalog
from tests.kpi_logic.release.conftest import NOW

PAPERS = Papers({"proposal-zh.pdf": b"%PDF one"}, "a" * 64, ())
Change = Callable[[Engagement], Engagement]


def frozen(store: Store, saved: Saved, version: str, facts: str = "f") -> int:
    made = replace(PAPERS, files={"proposal-zh.pdf": version.encode()}, content=version[-1] * 64)
    return release(store, saved, made, Edition(version, draft=False), facts, "Chen", NOW).number


def signed(store: Store, saved: Saved, number: int, item: str, name: str = "Li", approves: bool = True) -> int:
    content = register(store, saved.id).releases[number].content
    body = Signature(release=number, content=content, item=item, name=name, role="owner", approves=approves)
    return sign(store, saved.id, body, NOW).number


def changed(store: Store, saved: Saved, change: Change) -> Saved:
    return store.save(saved.id, change(saved.engagement), saved.revision, Message("store.created"), "", NOW)


def longer_pilot(engagement: Engagement) -> Engagement:
    return engagement.model_copy(update={"pilot": engagement.pilot.model_copy(update={"months": 4})})


def heavier(engagement: Engagement) -> Engagement:
    assert engagement.scheme is not None
    first, *others = engagement.scheme.scorecards
    lines = (first.lines[0].model_copy(update={"weight": first.lines[0].weight + 1}), *first.lines[1:])
    cards = (first.model_copy(update={"lines": lines}), *others)
    return engagement.model_copy(update={"scheme": engagement.scheme.model_copy(update={"scorecards": cards})})


def test_a_change_asks_only_for_the_signatures_it_touches(store: Store, saved: Saved) -> None:
    first = frozen(store, saved, "0.1")
    given = {item: signed(store, saved, first, item) for item in (*SIGNED, "", "risks")}
    later = changed(store, saved, longer_pilot)
    second = frozen(store, later, "0.2")
    found = resigning(store, saved.id, second)
    assert found.anew == ("pilot",)
    assert set(found.carried) == {given[item] for item in SIGNED if item != "pilot"}
    assert set(found.lapsed) == {given["pilot"], given[""], given["risks"]}


def test_what_is_carried_over_is_sealed_once_and_read_back(store: Store, saved: Saved) -> None:
    first = frozen(store, saved, "0.1")
    targets, cards = signed(store, saved, first, "targets"), signed(store, saved, first, "cards", approves=False)
    second = frozen(store, changed(store, saved, heavier), "0.2")
    made = carry_over(store, saved.id, second, NOW)
    known = register(store, saved.id)
    assert [json.loads(entry.body) for entry in made] == [
        {"release": second, "content": "2" * 64, "signature": targets, "seal": known.trail.entries[targets - 1].hash}
    ]
    assert carry_over(store, saved.id, second, NOW) == ()
    assert known.trail.broken_at is None
    assert carried_into(known, second) == {targets: known.signatures[targets]}
    assert cards not in carried_into(known, second)
    said = catalog("en").say(still_signed(known, targets))
    assert "Li" in said
    assert "0.1" in said
    assert still_signed(known, targets) in receipt(known, second)


def test_a_signature_is_carried_on_from_version_to_version(store: Store, saved: Saved) -> None:
    first = frozen(store, saved, "0.1")
    targets = signed(store, saved, first, "targets")
    later = changed(store, saved, longer_pilot)
    second = frozen(store, later, "0.2")
    carry_over(store, saved.id, second, NOW)
    third = frozen(store, changed(store, later, heavier), "0.3")
    carry_over(store, saved.id, third, NOW)
    assert set(carried_into(register(store, saved.id), third)) == {targets}


def test_new_data_lapses_the_evidence_and_nothing_lapses_nothing(store: Store, saved: Saved) -> None:
    first = frozen(store, saved, "0.1")
    given = {item: signed(store, saved, first, item) for item in ("diagnosis", "targets", "")}
    second = frozen(store, saved, "0.2", facts="other")
    assert resigning(store, saved.id, second).anew == ("diagnosis", "checks")
    assert set(resigning(store, saved.id, second).carried) == {given["targets"]}
    carry_over(store, saved.id, second, NOW)
    third = frozen(store, saved, "0.3", facts="other")
    assert resigning(store, saved.id, third) == resigning(store, saved.id, third)
    assert set(resigning(store, saved.id, third).carried) == {given["targets"]}


def test_the_last_word_of_everybody_counts(store: Store, saved: Saved) -> None:
    first = frozen(store, saved, "0.1")
    signed(store, saved, first, "targets")
    reserved = signed(store, saved, first, "targets", approves=False)
    other = signed(store, saved, first, "targets", name="Wang")
    second = frozen(store, changed(store, saved, longer_pilot), "0.2")
    found = resigning(store, saved.id, second).carried
    assert set(found) == {reserved, other}
    assert not found[reserved].approves


def test_the_first_release_has_nothing_to_carry_and_an_unknown_one_is_refused(store: Store, saved: Saved) -> None:
    first = frozen(store, saved, "0.1")
    assert carry_over(store, saved.id, first, NOW) == ()
    with pytest.raises(KeyError):
        carry_over(store, saved.id, first + 1, NOW)


def test_a_signature_that_was_tampered_with_is_not_carried_any_more(store: Store, saved: Saved) -> None:
    first = frozen(store, saved, "0.1")
    targets = signed(store, saved, first, "targets")
    second = frozen(store, changed(store, saved, longer_pilot), "0.2")
    carry_over(store, saved.id, second, NOW)
    with store.engine.begin() as connection:
        connection.execute(text("DROP TRIGGER trail_keeps_UPDATE"))
        connection.execute(text("update trail set hash = :hash where number = :n"), {"hash": "0" * 64, "n": targets})
    known = register(store, saved.id)
    assert known.trail.broken_at == targets
    assert carried_into(known, second) == {}


def test_every_decision_says_which_parts_rest_on_it() -> None:
    said = set(_TOUCHED) | {place[0] for place in _TOUCHED_IN} | {"proposal"}
    assert set(Engagement.model_fields) <= said
    assert {part for parts in (*_TOUCHED.values(), *_TOUCHED_IN.values()) for part in parts} <= set(SIGNED)


@pytest.mark.parametrize(
    ("place", "parts"),
    [
        (("targets", "t1", "value"), ("targets", "framework", "cards", "checks")),
        (("scheme", "pool"), ("pay",)),
        (("scheme",), SIGNED),
        (("proposal", "prose"), SIGNED),
        (("proposal", "fee", "currency"), ()),
        (("reasons",), ()),
        (("something_new",), SIGNED),
    ],
)
def test_places_and_parts(place: tuple[str, ...], parts: tuple[str, ...]) -> None:
    assert sections_to_sign([Difference(place, 1, 2)]) == parts
