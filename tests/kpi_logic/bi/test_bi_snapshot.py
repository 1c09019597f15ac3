"""The tables say what the engine says; the files hold the same twice, with a word on every column."""

import csv
import io
import zipfile
from functools import lru_cache

import numpy as np
import pandas as pd
import pytest

from kpi_logic.bi import COLUMNS, TABLES, export_files, export_zip, snapshot
from kpi_logic.facts import MonthlyFacts
from kpi_logic.library import kpi_library
from kpi_logic.metrics import kpi_series
from kpi_logic.model import Engagement
from kpi_logic.proposal.personal.write_csv import harmless
from kpi_logic.scheme import replay_engagement
from kpi_logic.store import open_store
from tests.kpi_logic.proposal import cases
from tests.kpi_logic.proposal.test_hostile import PAYLOADS


@lru_cache(maxsize=1)
def made():
    whole = cases.complete()
    return snapshot(whole.engagement, whole.facts)


def test_every_row_has_every_column():
    for name in TABLES:
        names = [column.name for column in COLUMNS[name]]
        assert made().tables[name]
        assert all(list(row) == names for row in made().tables[name])


def test_the_business_is_computed_from_sums():
    rows = made().tables["v_monthly_kpi"]
    series = kpi_series(cases.simulated_facts(), kpi_library()["acos"])
    got = [row["value"] for row in rows if (row["level"], row["kpi"]) == ("business", "acos")]
    assert got == list(series.to_numpy())


def test_scores_and_payouts_are_the_engines():
    whole = cases.complete()
    run = replay_engagement(whole.engagement, whole.facts)
    rows = [row for row in made().tables["v_scores"] if row["scheme"] == "new"]
    got = np.array([np.nan if row["payout"] is None else row["payout"] for row in rows])
    assert np.array_equal(got, run.payouts.ravel(), equal_nan=True)
    assert {row["scheme"] for row in made().tables["v_scores"]} == {"present", "new"}


def test_money_has_its_currency_and_nothing_else_has():
    for row in made().tables["v_monthly_kpi"]:
        assert (row["unit"] == "money") == (row["currency"] is not None)


def test_shares_of_a_target_stand_below_it():
    whole = cases.complete().engagement
    rows = [row for row in made().tables["v_targets"] if row["target_id"] == "t1"]
    people = [row["target"] for row in rows if row["holder_kind"] == "person"]
    assert people == [share.amount for share in whole.cascades[0].people]
    assert rows[0]["holder_kind"] == "business" and rows[0]["target"] == 12_000_000.0


def test_files_are_the_same_twice_and_tell_the_same():
    whole = cases.complete()
    assert export_zip(made()) == export_zip(snapshot(whole.engagement, whole.facts))
    files = export_files(made())
    for name in TABLES:
        stem = name.removeprefix("v_")
        parquet = pd.read_parquet(io.BytesIO(files[f"{stem}.parquet"]))
        table = pd.read_csv(io.BytesIO(files[f"{stem}.csv"]), encoding="utf-8-sig")
        assert list(parquet.columns) == list(table.columns) == [column.name for column in COLUMNS[name]]
        for column in COLUMNS[name]:
            if column.kind == "number":
                both = parquet[column.name].to_numpy(), table[column.name].to_numpy(dtype=float)
                assert np.array_equal(*both, equal_nan=True)
    with zipfile.ZipFile(io.BytesIO(export_zip(made()))) as archive:
        assert archive.namelist() == list(files)


def test_the_dictionary_says_every_column_in_both_languages():
    rows = list(csv.DictReader(io.StringIO(export_files(made())["dictionary.csv"].decode("utf-8-sig"))))
    assert [(row["table"], row["column"]) for row in rows] == [
        (name, column.name) for name in TABLES for column in COLUMNS[name]
    ]
    assert all(row["description_zh"] and row["description_en"] and row["grain_zh"] for row in rows)


@pytest.mark.parametrize("facts", [MonthlyFacts.of(pd.DataFrame({"month": []})), cases.half().facts])
def test_what_is_not_there_gives_no_rows(facts):
    found = snapshot(Engagement(name="New"), facts)
    assert found.tables["v_scores"] == found.tables["v_targets"] == ()
    assert len(export_files(found)) == 1 + 2 * len(TABLES)


def test_two_currencies_are_never_added_up():
    table = pd.DataFrame({"month": "2026-01", "shop": ["A", "B"], "currency": ["USD", "CNY"], "sales": [1.0, 2.0]})
    rows = snapshot(Engagement(name="x"), MonthlyFacts.of(table)).tables["v_monthly_kpi"]
    money = [(row["level"], row["currency"], row["value"]) for row in rows if row["kpi"] == "gmv"]
    assert sorted(money) == [("shop", "CNY", 2.0), ("shop", "USD", 1.0)]


def test_the_snapshot_can_be_published(tmp_path):
    import datetime

    store = open_store(f"sqlite:///{tmp_path / 'kpi.db'}")
    now = datetime.datetime(2026, 3, 1, tzinfo=datetime.UTC)
    saved = store.create(cases.complete().engagement, "Li", now)
    store.publish(saved.id, made().tables, now)
    for name in TABLES:
        assert len(store.published(saved.id, name)) == len(made().tables[name])
    store.engine.dispose()


@pytest.mark.parametrize("payload", [p for p in PAYLOADS if len(p) < 1000], ids=repr)
def test_a_hostile_name_is_only_text(payload):
    facts = MonthlyFacts.of(pd.DataFrame({"month": ["2026-01"], "shop": payload, "sales": [1.0]}))
    files = export_files(snapshot(Engagement(name="x"), facts))
    rows = list(csv.reader(io.StringIO(files["monthly_kpi.csv"].decode("utf-8-sig"))))
    shops = [row[3] for row in rows[1:] if row[1] == "shop"]
    assert shops and not [shop for shop in shops if shop.lstrip()[:1] in tuple("=+-@|")]
    assert set(shops) == {harmless(payload)}
    table = pd.read_parquet(io.BytesIO(files["monthly_kpi.parquet"]))
    assert set(table["shop"].dropna()) == {payload}
