"""Which line of the ledger holds where: agreed, then the client's file, then published; conflicts stay side by side."""

import datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kpi_logic.library import Benchmark, TemplateError, ledger, read_toml
from kpi_logic.library.ledger import BenchmarkFile, published
from kpi_logic.model import Segment, Unit
from kpi_logic.text import catalog

AMAZON = Segment(platform="Amazon", site="US", shop="A")
SHOPEE = Segment(platform="Shopee", site="MY", shop="B")


def line(**given: object) -> Benchmark:
    kept = published()[0].model_dump() | {"read": datetime.date(2026, 11, 1)}
    return Benchmark.model_validate(kept | given)


def own(value: float, **given: object) -> Benchmark:
    return line(value=value, origin="client", source="health.json", **given)


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_line_has_its_words(language: str) -> None:
    texts = catalog(language).texts
    for one in published():
        assert one.is_kpi or ((f"ledger.metric.{one.metric}" in texts and one.unit is not None) or one.bound == "none")
        assert not one.whom or f"ledger.whom.{one.whom}" in texts
        assert not one.told or f"ledger.told.{one.told}" in texts
        assert not one.why or f"diagnosis.why.{one.why}" in texts
        assert one.bound != "none" or one.told, "a line without a number says what is known"


def test_every_word_of_the_ledger_is_used() -> None:
    words = {key for key in catalog("en").texts if key.startswith(("ledger.metric.", "ledger.whom.", "ledger.told."))}
    used = {f"ledger.{kind}.{getattr(one, kind)}" for one in published() for kind in ("metric", "whom", "told")}
    assert words <= used


def test_one_line_in_use_for_a_metric_and_place() -> None:
    used = [(one.metric, one.platform, one.market) for one in published() if one.used]
    assert len(used) == len(set(used))


def test_nothing_contradictory_or_estimated_is_in_use() -> None:
    assert all(one.grade in "AB" for one in published() if one.used)
    assert {one.why for one in published() if one.grade == "D"} <= {"wrong", "conflict"}


def test_what_was_agreed_goes_before_the_clients_file_and_that_before_the_published() -> None:
    theirs, agreed = own(0.03), line(value=0.02, origin="agreed", reason="seller centre")
    assert ledger().in_force("lsr", AMAZON).value == 0.04
    assert ledger((theirs,)).in_force("lsr", AMAZON) == theirs
    assert ledger((theirs, agreed)).in_force("lsr", AMAZON) == agreed
    assert [one.value for one in ledger((theirs, agreed)).known("lsr", AMAZON)] == [0.02, 0.03, 0.04, 0.05]


def test_of_two_in_one_file_the_stricter_holds_and_the_own_market_goes_first() -> None:
    assert ledger((own(0.03), own(0.01))).in_force("lsr", AMAZON).value == 0.01
    assert ledger((own(0.01), own(0.03, market="US"))).in_force("lsr", AMAZON).value == 0.03
    assert ledger((own(0.01, market="UK"),)).in_force("lsr", AMAZON).value == 0.04


def test_a_clients_own_limit_settles_a_conflict() -> None:
    assert ledger().in_force("lsr", SHOPEE) is None
    settled = ledger((own(0.15, platform="Shopee"),))
    assert settled.in_force("lsr", SHOPEE).value == 0.15
    assert [one.value for one in settled.known("lsr", SHOPEE)] == [0.15, 0.1, 0.15, 0.2], "the others stay in sight"


def test_conflicts_stand_side_by_side() -> None:
    known = ledger()
    first = next(one for one in known.lines if one.platform == "Shopee" and one.metric == "lsr")
    assert [one.value for one in known.others(first)] == [0.15, 0.2]
    apparel = next(one for one in known.lines if one.metric == "return_fee")
    assert {one.told for one in known.others(apparel)} == {"apparel_every_unit", "apparel_only"}


def test_no_norm_of_the_file_is_good_enough_to_hold_a_client_against() -> None:
    """Conversion, ACoS, returns, margins: every published figure is an estimate without a dated source."""
    assert {one.metric for one in published() if one.kind == "norm" and one.used} == set()
    assert ledger().norm("cvr", AMAZON) is None
    agreed = line(metric="cvr", kind="norm", bound="above", value=0.1, origin="agreed", reason="own category report")
    assert ledger((agreed,)).norm("cvr", AMAZON) == agreed


def test_the_strictest_over_all_shops() -> None:
    found = ledger((own(0.02, market="US"),)).strictest([AMAZON, SHOPEE, Segment(platform="Lazada")])
    assert (found["lsr"], found["ahr"], found["lz_sot"]) == (0.02, 200.0, 0.9)
    assert "days_to_ship" not in found


@given(st.lists(st.floats(0.001, 0.5), min_size=1, max_size=5))
def test_the_strictest_is_one_of_those_in_force_never_an_average(values: list[float]) -> None:
    sites = [f"S{number}" for number in range(len(values))]
    mine = tuple(own(value, market=site) for value, site in zip(values, sites, strict=True))
    shops = [Segment(platform="Amazon", site=site) for site in sites]
    assert ledger(mine).strictest(shops)["lsr"] == min(values)


def test_stale_after_ninety_days_or_where_nobody_knows_when() -> None:
    one = line()
    assert [one.stale_on(one.read + datetime.timedelta(days=days)) for days in (90, 91)] == [False, True]
    assert line(read=None).stale_on(datetime.date(2026, 11, 24))


def test_the_mark_changes_with_what_the_client_adds_only() -> None:
    assert ledger().mark == ledger(()).mark
    assert len({ledger().mark, ledger((own(0.03),)).mark, ledger((own(0.02),)).mark}) == 3


def test_units() -> None:
    by = {(one.metric, one.platform): one.measured_in for one in published()}
    assert by["days_to_ship", "Shopee"] is Unit.DAYS and by["cpc", "Amazon"] is Unit.MONEY


@pytest.mark.parametrize(
    ("broken", "said"),
    [
        ({"used": False}, "says `why`"),
        ({"grade": "C"}, "grade A or B"),
        ({"value": None}, "bound `none` has no value"),
        ({"top": 0.5}, "bound `none` has no value"),
    ],
)
def test_a_broken_line_is_refused(broken: dict[str, object], said: str) -> None:
    with pytest.raises(ValueError, match=said):
        line(**broken)


def test_an_unknown_key_is_refused_by_file_and_key(tmp_path: Path) -> None:
    (tmp_path / "benchmarks.toml").write_text('[[benchmark]]\nsize = 3\nmetric = "lsr"\n', encoding="utf-8")
    with pytest.raises(TemplateError, match=r"benchmarks\.toml: benchmark\.0\.size: Extra inputs are not permitted"):
        read_toml(tmp_path / "benchmarks.toml", BenchmarkFile)
