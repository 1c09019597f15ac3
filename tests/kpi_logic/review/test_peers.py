"""Quartiles over other clients: nothing below five, never a client's own number, never a name."""

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kpi_logic.review import ClientRows, PeerQuartiles, peer_quartiles, usual_values
from kpi_logic.review.peers import QUARTILES, blurred
from kpi_logic.text import catalog

amounts = st.floats(1, 1e7)


def rows(
    value: float, kpi: str = "gmv", currency: str | None = "USD", months: int = 3
) -> list[dict[str, str | float | None]]:
    return [
        {
            "month": f"2026-{n:02d}",
            "level": "business",
            "kpi": kpi,
            "unit": "money",
            "currency": currency,
            "value": value,
        }
        for n in range(1, months + 1)
    ]


def clients(values: Sequence[float]) -> list[ClientRows]:
    return [ClientRows(f"client {n}", rows(value)) for n, value in enumerate(values)]


@given(st.lists(amounts, max_size=4), st.integers(1, 5))
def test_below_five_clients_nothing_comes_out(values: list[float], times: int) -> None:
    """However many engagements they have."""
    assert peer_quartiles(clients(values) * times) == ()


@given(st.lists(amounts, min_size=5, max_size=5))
def test_the_client_himself_is_no_peer(values: list[float]) -> None:
    assert peer_quartiles(clients(values), without="client 0") == ()


@given(st.lists(amounts, min_size=5, max_size=12), st.integers(0, 11), st.floats(0.1, 10))
def test_no_single_client_is_behind_a_quartile(values: list[float], which: int, factor: float) -> None:
    """Whatever one client does, half of it shows at most (and two digits): no number can be read back."""
    which %= len(values)
    changed = [value * factor if n == which else value for n, value in enumerate(values)]
    for place in QUARTILES:
        before, after = blurred(sorted(values), place), blurred(sorted(changed), place)
        slack = 0.051 * (abs(before) + abs(after))
        assert abs(after - before) <= 0.5 * abs(changed[which] - values[which]) + slack


@given(st.integers(5, 40))
def test_each_quartile_rests_on_three_clients_none_of_them_with_more_than_half(count: int) -> None:
    for place in QUARTILES:
        shares = [_weight(n, count, place) for n in range(count)]
        assert sum(shares) == pytest.approx(1, abs=0.02)  # each is told to two digits
        assert max(shares) <= 0.5 + 1e-9
        assert sum(share > 0 for share in shares) >= 3


def _weight(which: int, count: int, place: float) -> float:
    """What one client's number weighs: two digits are enough where all others are 0."""
    return blurred([1.0 if n == which else 0.0 for n in range(count)], place)


def test_five_clients_give_no_number_of_their_own() -> None:
    values = [11_000.0, 23_000.0, 31_000.0, 47_000.0, 90_000.0]
    [found] = peer_quartiles(clients(values))
    told = {found.quarter, found.middle, found.three_quarters}
    assert not told & set(values)
    assert found == PeerQuartiles("gmv", "USD", 5, 22_000.0, 33_000.0, 54_000.0)


def test_currencies_do_not_mix_and_ratios_need_none() -> None:
    four = [ClientRows(f"c{n}", [*rows(100.0 + n), *rows(0.1 + n / 100, "cvr", None)]) for n in range(4)]
    other = ClientRows("c9", [*rows(1.0, currency="EUR"), *rows(0.2, "cvr", None)])
    assert [(one.kpi, one.currency, one.clients) for one in peer_quartiles([*four, other])] == [("cvr", None, 5)]


def test_a_usual_month_is_the_median_of_the_last_year_and_shops_are_left_out() -> None:
    months = [
        {
            "month": f"20{25 + n // 12}-{n % 12 + 1:02d}",
            "level": "business",
            "kpi": "gmv",
            "currency": "USD",
            "value": float(n),
        }
        for n in range(15)
    ]
    shop = {"month": "2026-03", "level": "shop", "kpi": "gmv", "currency": "USD", "value": 1e9}
    strange = {"month": "2026-03", "level": "business", "kpi": "no_such", "currency": "USD", "value": 1.0}
    assert usual_values([*months, shop, strange]) == {("gmv", "USD"): 8.5}
    assert usual_values(months[:2]) == {}
    assert usual_values([{**row, "value": None} for row in months]) == {}


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_standing_has_words_and_no_name(language: str) -> None:
    [found] = peer_quartiles(clients([10.0, 20.0, 30.0, 40.0, 50.0, 60.0]))
    said = [catalog(language).say(found.sentence(value)) for value in (1.0, found.quarter, found.middle, 1e6)]
    assert len(set(said)) == 4
    assert not any("client 0" in one for one in said)
