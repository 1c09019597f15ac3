"""Messages as stored text."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kpi_logic.model import Amount, KpiRef, MeasureRef, Message, Month, Raw, RoleRef, Segment, Unit
from kpi_logic.store import messages

words = st.text(st.characters(exclude_categories=["Cs"]), max_size=10)
plain_facts = st.one_of(
    words,
    st.booleans(),
    st.integers(-(10**18), 10**18),
    st.builds(Month, st.integers(0, 9999), st.integers(1, 12)),
    st.builds(
        Amount,
        st.none() | st.floats(allow_nan=False, allow_infinity=False),
        st.sampled_from(Unit),
        st.none() | words,
        st.booleans(),
        st.booleans(),
        st.booleans(),
    ),
    st.builds(KpiRef, words),
    st.builds(MeasureRef, words),
    st.builds(RoleRef, words),
    st.builds(Raw, words),
    st.builds(Segment, platform=st.none() | words, shop=st.none() | words),
)
facts = st.recursive(
    plain_facts,
    lambda inner: (
        st.lists(inner, max_size=3).map(tuple) | st.builds(Message, words, st.dictionaries(words, inner, max_size=2))
    ),
    max_leaves=8,
)


@given(words, st.dictionaries(words, facts, max_size=4))
def test_any_message_comes_back_the_same(key, given_facts):
    message = Message(key, given_facts)
    assert messages.read(messages.written(message)) == message


def test_a_missing_number_stays_missing():
    written = messages.written(Message("a.b", {"x": Amount(math.nan, Unit.MONEY, "CNY")}))
    assert messages.read(written) == Message("a.b", {"x": Amount(None, Unit.MONEY, "CNY")})


@pytest.mark.parametrize("fact", [None, 1.5, {"a": 1}, b"x", object()])
def test_a_fact_that_no_text_can_say(fact):
    with pytest.raises(TypeError, match="a message's fact cannot be a"):
        messages.written(Message("a.b", {"x": fact}))


@pytest.mark.parametrize(
    "document",
    [
        "",
        "null",
        "{}",
        '{"key": 1, "facts": {}}',
        '{"key": "a", "facts": []}',
        '{"key": "a", "facts": {}, "more": 1}',
        '{"key": "a", "facts": {"x": null}}',
        '{"key": "a", "facts": {"x": 1.5}}',
        '{"key": "a", "facts": {"x": {}}}',
        '{"key": "a", "facts": {"x": {"kpi": "a", "raw": "b"}}}',
        '{"key": "a", "facts": {"x": {"python": "os.system"}}}',
        '{"key": "a", "facts": {"x": {"month": "2026-13"}}}',
        '{"key": "a", "facts": {"x": {"amount": {"value": 1}}}}',
        '{"key": "a", "facts": {"x": {"amount": {"value": "much", "unit": "money"}}}}',
        '{"key": "a", "facts": {"x": {"amount": {"value": 1, "unit": "stones"}}}}',
        '{"key": "a", "facts": {"x": {"segment": {"planet": "Mars"}}}}',
        '{"key": "a", "facts": {"x": {"message": {"key": "b"}}}}',
    ],
)
def test_a_text_that_is_no_message(document):
    with pytest.raises(ValueError):
        messages.read(document)
