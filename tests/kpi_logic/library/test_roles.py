"""The roles' starting scorecards."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kpi_logic.library import TemplateError, kpi_library, role_library, starting_set
from kpi_logic.library.roles import read_roles
from kpi_logic.model import Kind

BASIC = frozenset(list(kpi_library().measures)[:10])  # the client's monthly sheet
ALL = frozenset(kpi_library().measures)

ROLES = """
[role.lead]
gates = ["ahr"]
candidates = [
    { kpi = "cm3", weight = 35 },
    { kpi = "gmv", weight = 25 },
    { kpi = "gross_profit", weight = 35, instead_of = ["cm3"] },
]
"""


def test_with_all_measures_each_role_gets_its_full_set() -> None:
    assert {role: starting_set(role, ALL) for role in role_library()} == {
        "lead": (("cm3", 35), ("gmv_attain", 25), ("op_margin", 15), ("aged181", 15), ("task_rate", 10)),
        "operations": (("cm3", 35), ("cvr", 20), ("return_rate", 15), ("aged181", 15), ("task_rate", 15)),
        "ads": (("acos", 30), ("ad_sales", 25), ("organic_share", 15), ("waste", 15), ("kw_task", 15)),
        "purchasing": (("inv_days", 30), ("instock", 30), ("sup_otd", 15), ("ppv", 15), ("fc_acc", 10)),
        "service": (("solve24", 30), ("bad_review_rate", 25), ("reopen", 20), ("cs_refund_ratio", 15), ("resp24", 10)),
        "logistics": (("wh_sla", 30), ("wh_err", 25), ("damage", 15), ("freight_ratio", 15), ("stock_acc", 15)),
        "product": (("new_roi", 35), ("new_ok", 25), ("return_rate", 20), ("dev_days", 20)),
        "finance": (("cost_cov", 30), ("close_day", 25), ("payout_rate", 25), ("reimb", 20)),
    }  # fmt: skip


def test_with_the_ten_basic_measures_every_role_still_gets_three_to_five() -> None:
    assert {role: [kpi for kpi, _ in starting_set(role, BASIC)] for role in role_library()} == {
        "lead": ["gross_profit", "gmv", "gross_margin", "stock_sales_days", "tacos"],
        "operations": ["gross_profit", "cvr", "return_units_rate", "stock_sales_days", "organic_share"],
        "ads": ["acos", "ad_sales", "organic_share"],
        "purchasing": ["stock_sales_days", "gross_margin", "return_units_rate"],
        "service": ["return_units_rate", "order_cvr", "late_order_rate"],
        "logistics": ["late_order_rate", "return_units_rate", "stock_sales_days"],
        "product": ["gross_margin", "cvr", "return_units_rate"],
        "finance": ["gross_margin", "gp_on_stock", "tacos"],
    }


def test_days_of_inventory_are_offered_only_with_cost_of_goods() -> None:
    offered = [kpi for kpi, _ in starting_set("purchasing", BASIC)]
    assert "inv_days" not in offered
    assert starting_set("purchasing", BASIC | {"cogs"})[0] == ("inv_days", 50)


@given(st.sampled_from(sorted(role_library())), st.frozensets(st.sampled_from(sorted(ALL))))
def test_a_starting_set_keeps_its_promises(role: str, available: frozenset[str]) -> None:
    kpis = kpi_library().kpis
    chosen = starting_set(role, available)
    codes = [kpi for kpi, _ in chosen]
    usable = [c for c in role_library()[role].candidates if kpis[c.kpi].measures <= available]
    assert len(codes) <= 5
    assert len(set(codes)) == len(codes)
    assert all(kpis[code].measures <= available for code in codes)
    assert sum(weight for _, weight in chosen) == (100 if usable else 0)
    assert all(weight >= 1 for _, weight in chosen)
    has_process = any(kpis[code].kind is Kind.PROCESS for code in codes)
    assert has_process == any(kpis[c.kpi].kind is Kind.PROCESS for c in usable)


@pytest.mark.parametrize(
    ("good", "bad", "message"),
    [
        ("gates", "gate", "roles.toml: role.lead.gates: Field required\n"
         "roles.toml: role.lead.gate: Extra inputs are not permitted"),
        ("weight = 25", "weight = 0", "roles.toml: role.lead.candidates.1.weight: Input should be greater than 0"),
        ('"gmv"', '"gmw"', "roles.toml: role.lead: no KPI has the code gmw"),
        ('"gmv"', '"cm3"', "roles.toml: role.lead: candidates: cm3 stands there twice"),
        ('["ahr"]', '["ahx"]', "roles.toml: role.lead: no KPI has the code ahx"),
        ('["ahr"]', '["gmv"]',
         "roles.toml: role.lead: gates: gmv is a candidate too; a KPI is either weighed or a gate"),
        ('["cm3"]', '["cm2"]',
         "roles.toml: role.lead: candidates: gross_profit stands in for cm2, which is no earlier candidate"),
        ("nothing", "nothing", "ads.toml: kpi.acos.owners: no role has the code ads"),
    ],
)  # fmt: skip
def test_one_broken_thing_is_refused(tmp_path: Path, good: str, bad: str, message: str) -> None:
    (tmp_path / "roles.toml").write_text(ROLES.replace(good, bad, 1), encoding="utf-8")
    with pytest.raises(TemplateError) as error:
        read_roles(tmp_path, kpi_library())
    assert str(error.value) == message
