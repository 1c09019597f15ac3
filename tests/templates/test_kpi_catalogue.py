"""The catalogue under templates/: complete, sane, in words, and equal to its source."""

import csv
from pathlib import Path

import pytest

from kpi_logic.library import kpi_library, role_library
from kpi_logic.model import Kpi, OverShops, TimeFactor
from kpi_logic.text import Language, catalog

SOURCE = Path(__file__).resolve().parents[3] / "shared" / "reference" / "kpi_catalogue.csv"
LANGUAGES = list(Language)
LIBRARY = kpi_library()
EVERY_KPI = (*LIBRARY.kpis, *LIBRARY.inexpressible)

CODES = """
    gmv gmv_attain gmv_yoy net_sales cm3 cm3_rate op_margin cm3_head labour_roi ahr viol sessions cvr order_cvr
    asp aov buybox organic_share promo_depth return_rate refund_rate star bad_review_rate ncx kw_top task_rate
    new_gmv_share acos tacos roas be_gap ctr cpc ad_cvr ad_share waste pacing kw_task inv_turn inv_days sellthru
    instock oos_loss aged181 excess stranded ipi gmroi fc_acc sup_otd ppv iqc_bad lead_days lsr otdr vtr cancel
    sp_lsr sp_nfr sp_points lz_sot tt_ldr tt_otdr fl_otd freight_ratio wh_sla wh_err damage stock_acc odr
    claim_rate resp24 chat12 solve24 reopen cs_refund_ratio review_fix tt_nrr tt_sfr sps gpm new_sku new_ok
    new_roi dev_days idea_pass ip_cases ccc payout_rate fx_ratio cost_cov close_day reimb cogs_rate
    platform_fee_rate fulfil_fee_rate
"""
CATALOGUE = CODES.split()  # the 96 of the source

# What the source does not have: for clients who record only the ten basic measures.
ADDED = {
    "gross_profit", "gross_margin", "ad_sales", "return_units_rate", "late_order_rate", "stock_sales_days",
    "gp_on_stock",
}  # fmt: skip


def test_every_kpi_of_the_source_is_computed_or_listed_with_its_reason() -> None:
    assert len(CATALOGUE) == 96
    assert set(EVERY_KPI) == set(CATALOGUE) | ADDED
    assert {code: kpi.reason for code, kpi in LIBRARY.inexpressible.items()} == {
        "be_gap": "difference_of_ratios",
        "pacing": "absolute_value",
        "oos_loss": "product_of_measures",
        "ccc": "sum_of_ratios",
    }


def test_the_workbook_begins_with_the_ten_basic_measures() -> None:
    assert list(LIBRARY.measures)[:10] == [
        "sales", "orders", "units", "sessions", "gross_profit", "ad_spend", "ad_sales", "returned_units",
        "inventory_value", "late_shipments",
    ]  # fmt: skip


def test_every_measure_serves_a_kpi_or_is_known_not_to() -> None:
    used = frozenset().union(*(kpi.measures for kpi in LIBRARY.kpis.values()))
    assert set(LIBRARY.measures) - used == {
        "page_views",  # kept for the client's own KPIs
        "units_fc",
        "inv_units_avg",
        "ad_budget",  # pacing
        "ar_avg",  # ccc
        "ap_avg",
        "sales_shipped",  # the definition lock
        "refund_by_order",
        "sales_tax",
    }


def test_the_halves_of_a_ratio_cover_the_same_shops() -> None:
    """A score of one shop over a sum of all shops would be neither."""
    mixed = [
        kpi.code
        for kpi in LIBRARY.kpis.values()
        if len({LIBRARY.measures[m].over_shops for m in kpi.measures}) > 1
        or (kpi.is_ratio and any(LIBRARY.measures[m].over_shops is OverShops.NONE for m in kpi.measures))
    ]
    assert mixed == []


def test_every_kpi_but_a_few_has_a_counter() -> None:
    without = {kpi.code for kpi in LIBRARY.kpis.values() if not kpi.counters}
    assert without == {
        "stranded",
        "stock_acc",
        "payout_rate",
        "fx_ratio",
        "cost_cov",
        "reimb",
        "ahr",
        "sp_points",
        "sps",
    }


@pytest.mark.parametrize("language", LANGUAGES)
def test_everything_has_its_words(language: Language) -> None:
    words = catalog(language)
    wanted = [f"kpi.{code}.{part}" for code in EVERY_KPI for part in ("name", "short", "source", "card")]
    wanted += [f"measure.{code}.{part}" for code in LIBRARY.measures for part in ("name", "meaning")]
    wanted += [f"role.{code}.{part}" for code in role_library() for part in ("name", "line")]
    wanted += [f"kpi_reason.{kpi.reason}" for kpi in LIBRARY.inexpressible.values()]
    wanted += [f"kpi_domain.{kpi.domain}" for kpi in LIBRARY.kpis.values()]
    assert [key for key in wanted if not words.has(key)] == []
    assert [key for key in wanted if words.say(key) != words.texts[key]] == []  # no stray braces


@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_has_words_that_does_not_exist(language: Language) -> None:
    known = {"kpi": set(EVERY_KPI), "measure": set(LIBRARY.measures), "role": set(role_library())}
    keys = [key.split(".") for key in catalog(language).texts]
    assert [key for key in keys if key[0] in known and key[1] not in known[key[0]]] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_shorts_fit_a_line_and_cards_a_paragraph(language: Language) -> None:
    words = catalog(language)
    size, least, most = {
        Language.ZH: (len, 90, 220),
        Language.EN: (lambda text: len(text.split()), 60, 140),
    }[language]
    cards = {code: words.say(f"kpi.{code}.card") for code in EVERY_KPI}
    assert [code for code, card in cards.items() if not least <= size(card) <= most or "\n" in card] == []
    assert [code for code in EVERY_KPI if len(words.say(f"kpi.{code}.short")) > 40] == []
    assert len(set(cards.values())) == len(cards)


@pytest.mark.parametrize("language", LANGUAGES)
def test_sources_fit_a_cell_of_the_appendix(language: Language) -> None:
    words = catalog(language)
    sources = {code: words.say(f"kpi.{code}.source") for code in EVERY_KPI}
    most = {Language.ZH: 60, Language.EN: 75}[language]
    assert [code for code, source in sources.items() if len(source) > most or "\n" in source] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_measures_have_different_names(language: Language) -> None:
    names = [catalog(language).say(f"measure.{code}.name") for code in LIBRARY.measures]
    assert len(set(names)) == len(names)


def _month() -> dict[str, float]:
    """A synthetic month in which every measure has a value of its own."""
    return {code: 1000.0 + 37 * place for place, code in enumerate(LIBRARY.measures)}


def _value(kpi: Kpi, month: dict[str, float], days: int) -> float:
    above = sum(term.factor * month[term.measure] for term in kpi.numerator)
    below = sum(term.factor * month[term.measure] for term in kpi.denominator) if kpi.is_ratio else 1.0
    return (
        above / below * {TimeFactor.NONE: 1, TimeFactor.PER_YEAR: 365 / days, TimeFactor.IN_DAYS: days}[kpi.time_factor]
    )


def test_every_definition_equals_the_formula_of_its_source() -> None:
    if not SOURCE.exists():
        pytest.skip("the source catalogue is not part of the repository")
    month, days = _month(), 31
    names = dict(month, days=days)
    names["net_sales"] = month["sales"] - month["refund_amt"] - month["promo_amt"]
    names["cm1"] = names["net_sales"] - month["cogs"] - month["freight_in"]
    fees = month["platform_fee"] + month["fulfil_fee"] + month["storage_fee"] + month["return_cost"]
    names["cm2"] = names["cm1"] - fees
    names["cm3"] = names["cm2"] - month["ad_spend"]
    names["op_profit"] = names["cm3"] - month["other_fee"] - month["payroll"] - month["overhead"]
    formulas = {row["code"]: row["formula"] for row in csv.DictReader(SOURCE.open(encoding="utf-8"))}
    assert set(formulas) == set(CATALOGUE)
    for code, formula in formulas.items():
        if code in LIBRARY.inexpressible:
            assert LIBRARY.inexpressible[code].formula == formula
        else:
            wanted = eval(formula, {"__builtins__": {}}, names)
            assert _value(LIBRARY[code], month, days) == pytest.approx(wanted, rel=1e-12), code


def test_direction_kind_and_gate_are_those_of_the_source() -> None:
    if not SOURCE.exists():
        pytest.skip("the source catalogue is not part of the repository")
    for row in csv.DictReader(SOURCE.open(encoding="utf-8")):
        kpi = LIBRARY.kpis.get(row["code"])
        if kpi is not None:
            stated = (kpi.direction.sign, kpi.kind.value[0].upper(), kpi.gate)
            source = ({"\N{UPWARDS ARROW}": 1}.get(row["direction"], -1), row["result_or_process"][0])
            assert stated == (*source, "gate" in row["result_or_process"]), kpi.code
