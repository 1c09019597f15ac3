"""What BI tools read: replaced as a whole, of stable names, the same on every kind of database."""

import pytest
from sqlalchemy import inspect

from kpi_logic.bi import COLUMNS
from kpi_logic.model import Engagement
from kpi_logic.store import NoSuchEngagement
from kpi_logic.store.tables import BI

ALWAYS = ["engagement_id", "revision", "published_at", "engagement"]


def row(**more):
    empty = {column.name: None for column in COLUMNS["v_monthly_kpi"]}
    return empty | {"month": "2026-01", "kpi": "gmv", "level": "business"} | more


def test_the_views_have_the_columns_of_the_dictionary(store):
    views = inspect(store.engine)
    assert set(views.get_view_names()) >= set(COLUMNS) == set(BI)
    for name, columns in COLUMNS.items():
        found = [column["name"] for column in views.get_columns(name)]
        assert found[:4] == ALWAYS
        assert set(found[4:]) == {column.name for column in columns}


def test_published_rows_stand_in_the_view(store, at):
    saved = store.create(Engagement(name="Acme"), "Li", at(0))
    revision = store.publish(saved.id, {"v_monthly_kpi": [row(value=0.1 + 0.2), row(month="2026-02")]}, at(5))
    found = store.published(saved.id, "v_monthly_kpi")
    assert revision == 1
    assert [(r["engagement"], r["month"], r["value"], r["revision"]) for r in found] == [
        ("Acme", "2026-01", 0.1 + 0.2, 1),
        ("Acme", "2026-02", None, 1),
    ]
    assert found[0]["published_at"] == "2026-03-01T08:35:00.000000+00:00"


def test_publishing_again_replaces_only_this_engagement(store, at):
    one = store.create(Engagement(name="One"), "Li", at(0))
    two = store.create(Engagement(name="Two"), "Li", at(0))
    for saved in (one, two):
        store.publish(saved.id, {"v_monthly_kpi": [row(value=1.0)]}, at(1))
    store.publish(one.id, {"v_monthly_kpi": [row(value=2.0)]}, at(2))
    assert [r["value"] for r in store.published(one.id, "v_monthly_kpi")] == [2.0]
    assert [r["value"] for r in store.published(two.id, "v_monthly_kpi")] == [1.0]
    store.publish(one.id, {}, at(3))
    assert store.published(one.id, "v_monthly_kpi") == ()


def test_hostile_text_and_numbers_that_are_none(store, at):
    saved = store.create(Engagement(name="A'; DROP TABLE engagement; --"), "Li", at(0))
    hostile = row(shop="'; DROP VIEW v_scores; --", site="a\x00b\ud800", value=float("nan"))
    store.publish(saved.id, {"v_monthly_kpi": [hostile]}, at(1))
    (found,) = store.published(saved.id, "v_monthly_kpi")
    assert found["shop"] == "'; DROP VIEW v_scores; --" and found["value"] is None
    assert "\x00" not in found["site"] and found["site"].startswith("a")


def test_what_cannot_be_published_changes_nothing(store, at):
    saved = store.create(Engagement(name="Acme"), "Li", at(0))
    store.publish(saved.id, {"v_monthly_kpi": [row(value=1.0)]}, at(1))
    with pytest.raises(KeyError, match="v_other"):
        store.publish(saved.id, {"v_other": []}, at(2))
    with pytest.raises(NoSuchEngagement):
        store.publish("nobody", {}, at(2))
    assert len(store.published(saved.id, "v_monthly_kpi")) == 1
