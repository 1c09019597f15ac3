"""Owners and categories as segments: sums of parts, and the same engine on them."""

import numpy as np
import pandas as pd

from kpi_logic.diagnosis import by_column, diagnose, drill, owners_of, regrouped
from kpi_logic.facts import MonthlyFacts
from kpi_logic.model import Organisation, Person, Segment


def _two(value: float | None = 3.0) -> MonthlyFacts:
    return MonthlyFacts.of(pd.DataFrame({"month": "2025-01", "platform": ["P", "Q"], "shop": ["A", "B"], "currency": "USD",
                                         "sales": [1.0, value], "ahr": [200.0, 100.0]}))  # fmt: skip


def test_a_group_is_the_sum_of_its_shops_and_scores_do_not_add_up() -> None:
    facts = _two()
    one = regrouped(facts, dict.fromkeys(facts.shops, "Li"))
    assert one.shops == (Segment(platform="", site="", shop="Li"),)
    assert one.table["sales"].tolist() == [4.0]
    assert np.isnan(one.table["ahr"]).all()


def test_a_number_that_one_shop_lacks_is_missing_for_the_group() -> None:
    facts = _two(None)
    assert regrouped(facts, dict.fromkeys(facts.shops, "Li")).table["sales"].isna().all()


def test_owners_are_those_who_alone_answer_for_a_shop() -> None:
    facts = _two()
    people = (Person(id="1", name="Li", role="ops", shops=("A", "B")), Person(id="2", name="Wu", role="ops", shops=("B",)),
              Person(id="3", name="Boss", role="boss"))  # fmt: skip
    assert owners_of(Organisation(people=people), facts) == {facts.shops[0]: "Li"}
    assert owners_of(Organisation(people=people[1:]), facts, "ops") == {facts.shops[1]: "Wu"}


def test_categories_of_a_file_are_diagnosed_like_shops(table: pd.DataFrame) -> None:
    halves = [table.drop(columns=["platform", "shop", "site"]).assign(category=name, shop_no=range(len(table)))
              for name in ("Lamps", "Rugs")]  # fmt: skip
    facts = by_column(pd.concat(halves).drop(columns="shop_no").reset_index(drop=True), "category")
    assert [s.shop for s in facts.shops] == ["Lamps", "Rugs"]
    assert facts.table["sales"].sum() == 2 * table["sales"].sum()
    found = diagnose(facts)
    inside = drill(found, facts, facts.shops[0])
    assert inside.tree is not None and inside.segment.shop == "Lamps"
