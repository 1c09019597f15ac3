"""The fee estimate: shares sum to it, a line set by hand counts with a reason, what is not known widens the range."""

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kpi_logic.facts import MonthlyFacts
from kpi_logic.library import TEMPLATES, TemplateError
from kpi_logic.model import Engagement, Fee, FeeLine, Organisation, Person, Profile, ProposalChoice, ServiceForm
from kpi_logic.proposal.fees import fee_estimate
from kpi_logic.proposal.rate_card import rate_card, read_rate_card
from tests.kpi_logic.proposal import cases

EMPTY = MonthlyFacts.of(pd.DataFrame({"month": []}))
DRIVERS = [f"C{n}" for n in range(1, 9)]


def engagement(fee: Fee | None = None, **profile) -> Engagement:
    return Engagement(name="Acme", profile=Profile(**profile), proposal=ProposalChoice(fee=fee or Fee()))


money = st.none() | st.floats(0, 1e7)
fees = st.builds(
    Fee,
    links=st.none() | st.lists(st.sampled_from(["erp", "bi", "hr"]), unique=True).map(tuple),
    depth=st.sampled_from(["", "templates", "scheme", "coaching"]),
    local=st.sampled_from(["unknown", "none", "warehouse", "team"]),
    lines=st.lists(
        st.builds(
            FeeLine, driver=st.sampled_from(DRIVERS), low=money, high=money, reason=st.sampled_from(["", " ", "x"])
        ),
        unique_by=lambda line: line.driver,
    ).map(tuple),
)
profiles = st.fixed_dictionaries(
    {
        "yearly_sales": money,
        "team_size": st.none() | st.integers(0, 500),
        "platforms": st.lists(st.sampled_from(["Amazon", "Shopee", "Lazada", "Own"]), unique=True).map(tuple),
        "categories": st.lists(st.sampled_from(["phone", "shoes", "boxes"]), unique=True).map(tuple),
        "currency": st.sampled_from(["CNY", "USD"]),
        "service_form": st.none() | st.sampled_from(list(ServiceForm)),
    }
)


@given(fees, profiles)
def test_the_lines_sum_to_the_fee_and_the_shares_to_one(fee, profile):
    found = fee_estimate(engagement(fee, **profile), EMPTY)
    assert [line.driver for line in found.lines] == DRIVERS
    assert all(0 <= line.low <= line.high for line in found.lines)
    assert found.low == sum(line.low for line in found.lines) <= found.high == sum(line.high for line in found.lines)
    middle = (found.low + found.high) / 2
    assert sum(found.shares) == pytest.approx(1.0 if middle else 0.0)
    for line, share in zip(found.lines, found.shares, strict=True):
        assert share * middle == pytest.approx(line.middle)


def test_a_line_set_by_hand_counts_only_with_a_reason_and_both_ends_in_order():
    asked = [
        (FeeLine(driver="C4", low=100, high=200, reason="flat price"), (100, 200)),
        (FeeLine(driver="C4", low=100, high=200, reason=" "), None),
        (FeeLine(driver="C4", low=100, reason="flat"), None),
        (FeeLine(driver="C4", low=300, high=200, reason="flat"), None),
    ]
    plain = fee_estimate(engagement(), EMPTY).lines[3]
    for line, expected in asked:
        found = fee_estimate(engagement(Fee(lines=(line,))), EMPTY).lines[3]
        assert (found.low, found.high) == (expected or (plain.low, plain.high))


def test_what_is_told_never_widens_the_range():
    bare = fee_estimate(engagement(), EMPTY)
    told = fee_estimate(
        engagement(
            Fee(links=(), local="none", depth="scheme"), yearly_sales=8e6, team_size=9, platforms=("Amazon",),
            categories=("boxes",),
        ),
        cases.simulated_facts(),
    )  # fmt: skip
    assert told.high - told.low < bare.high - bare.low
    assert all(line.known for line in told.lines) and not any(line.known for line in bare.lines)


def test_a_quotation_lacks_what_nobody_said():
    keys = [message.key for message in fee_estimate(engagement(), EMPTY).lacking]
    names = ("organisation", "platforms", "history", "appraisal", "problems", "links", "local")
    assert keys == [f"fee.lacking.{name}" for name in names]
    whole = cases.complete()
    assert [message.key for message in fee_estimate(whole.engagement, whole.facts).lacking] == [
        "fee.lacking.links", "fee.lacking.local",
    ]  # fmt: skip


def test_people_named_go_before_the_team_said():
    people = tuple(Person(id=str(n), name=str(n), department="A") for n in range(20))
    asked = engagement(team_size=3).model_copy(update={"organisation": Organisation(people=people)})
    assert fee_estimate(asked, EMPTY).lines[1].found.facts == {"count": 20, "departments": 1}


def test_another_currency_is_never_taken_for_the_cards():
    found = fee_estimate(engagement(yearly_sales=1e6, currency="USD"), EMPTY).lines[0]
    assert (found.known, found.found.key) == (False, "fee.found.other_currency")


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("round_to = 100", "round_to = 100\nrounding = 5", "rate_card.toml: rounding: Extra inputs are not permitted"),
        (
            "up_to = 20_000_000",
            "up_to = 2",
            "C1.step: Value error, steps rise by up_to, and only the last one has none",
        ),
        ("[day]\nlow = 3000.0", "[day]\nlow = 9000.0", "day.high: Value error, high is at least low (9000); got 4500"),
    ],
)
def test_a_broken_rate_card_is_refused_by_key(tmp_path, old, new, says):
    path = tmp_path / "rate_card.toml"
    path.write_text((TEMPLATES / "proposal" / "rate_card.toml").read_text("utf-8").replace(old, new, 1), "utf-8")
    with pytest.raises(TemplateError) as fault:
        read_rate_card(path)
    assert says in str(fault.value)
    assert rate_card().currency == "CNY"
