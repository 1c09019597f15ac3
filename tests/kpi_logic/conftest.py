"""Any engagement, for the rooms that keep, compare or tell it."""

import pytest
from hypothesis import strategies as st

from kpi_logic.model import (
    Cascade,
    Data,
    Engagement,
    Gate,
    Line,
    Organisation,
    Payout,
    Person,
    Pilot,
    Profile,
    ProposalChoice,
    Scheme,
    Scorecard,
    Segment,
    ServiceForm,
    Share,
    Target,
)

words = st.text(st.characters(exclude_categories=["Cs"]), max_size=8)
tuples_of_words = st.lists(words, max_size=3).map(tuple)
numbers = st.floats(allow_nan=False, allow_infinity=False)
maybe_numbers = st.none() | numbers
sizes = st.none() | st.floats(0, 1e15)
counts = st.integers(0, 10**12)

profiles = st.builds(
    Profile,
    client=words,
    service_form=st.none() | st.sampled_from(ServiceForm),
    yearly_sales=sizes,
    currency=words,
    platforms=tuples_of_words,
    team_size=st.none() | counts,
    categories=tuples_of_words,
    pains=tuples_of_words,
    pains_in_words=words,
)
people = st.builds(
    Person, id=words, name=words, department=words, role=words, shops=tuples_of_words, bonus=sizes, leads=st.booleans()
)
segments = st.builds(Segment, platform=st.none() | words, site=st.none() | words, shop=st.none() | words)
targets = st.builds(
    Target,
    id=words,
    kpi=words,
    segment=segments,
    first=words,
    last=words,
    value=numbers,
    threshold=maybe_numbers,
    stretch=maybe_numbers,
    probability=maybe_numbers,
    method=words,
    note=words,
)
shares = st.lists(st.builds(Share, to=words, amount=numbers), max_size=2).map(tuple)
cascades = st.builds(Cascade, target=words, departments=shares, people=shares, buffer=numbers)
lines = st.builds(Line, kpi=words, weight=st.integers(0, 100), locked=st.booleans(), threshold=maybe_numbers)
gates = st.builds(Gate, kpi=words, limit=numbers, multiplier=st.floats(0, 1))
scorecards = st.builds(
    Scorecard,
    role=words,
    lines=st.lists(lines, max_size=3).map(tuple),
    gates=st.lists(gates, max_size=2).map(tuple),
)
schemes = st.builds(
    Scheme,
    scorecards=st.lists(scorecards, max_size=2).map(tuple),
    payout=st.builds(Payout, points=st.lists(st.tuples(numbers, numbers), max_size=3).map(tuple)),
    rewards_and_penalties=st.sampled_from(["both", "penalties", "rewards", "none", "unknown"]),
    trial_months=counts,
    exception_rule=words,
)


@pytest.fixture(scope="session")
def engagements() -> st.SearchStrategy[Engagement]:
    """Any engagement without files, its texts with whatever Unicode has."""
    return st.builds(
        Engagement,
        name=words,
        profile=profiles,
        organisation=st.builds(
            Organisation, departments=tuples_of_words, people=st.lists(people, max_size=3).map(tuple)
        ),
        data=st.builds(Data, currency=st.none() | words, answers=st.dictionaries(words, words, max_size=3)),
        targets=st.lists(targets, max_size=3).map(tuple),
        cascades=st.lists(cascades, max_size=2).map(tuple),
        present_scheme=st.none() | schemes,
        scheme=st.none() | schemes,
        pilot=st.builds(Pilot, teams=tuples_of_words, first=words, months=st.integers(1, 6), success_rule=words),
        proposal=st.builds(
            ProposalChoice, languages=st.sampled_from([("zh",), ("en",), ("zh", "en")]), consultant=words, note=words
        ),
    )
