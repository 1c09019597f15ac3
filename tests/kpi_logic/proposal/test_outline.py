"""The proposal as a value."""

import dataclasses
import datetime

import pytest

from kpi_logic.model import Message, Raw
from kpi_logic.proposal import Column, KeyFigure, KeyFigures, Proposal, Section, Table, canonical, fingerprint
from tests.kpi_logic.proposal.example import proposal, say

EMPTY = Proposal(Message("paper.contents"), "Acme", "1.0", datetime.date(2026, 3, 5), ())


def test_equal_proposals_have_one_fingerprint():
    assert fingerprint(proposal()) == fingerprint(proposal())
    assert len(fingerprint(proposal())) == 64


@pytest.mark.parametrize(
    "change",
    [
        {"version": "1.1"},
        {"client": Raw("Acme")},
        {"date": datetime.date(2026, 3, 6)},
        {"draft": True},
        {"client": "Acm"},
    ],
)
def test_any_change_shows_in_the_fingerprint(change):
    assert fingerprint(dataclasses.replace(EMPTY, **change)) != fingerprint(EMPTY)


def test_the_canonical_writing():
    assert canonical(dataclasses.replace(EMPTY, client=Raw("x"))) == (
        '{"Proposal":{"as_of":null,"author":null,"brand":{"Brand":{"accent":"","logo":null}},"client":{"Raw":{"text":"x"}},'
        '"confidentiality":null,"date":{"date":"2026-03-05"},"draft":false,"origins":[],"sections":[],"subtitle":null,'
        '"title":{"Message":{"facts":{},"key":"paper.contents"}},"version":"1.0"}}'
    )


def test_what_is_no_value_has_no_fingerprint():
    with pytest.raises(TypeError, match="a proposal holds values only; got a object"):
        fingerprint(dataclasses.replace(EMPTY, title=Message("x", {"y": object()})))


def test_a_row_has_a_cell_for_each_column():
    with pytest.raises(ValueError) as refused:
        Table((Column("a"), Column("b")), (("1", "2"), ("1",)))
    assert str(refused.value) == "a row has one cell for each of 2 columns; got 1: ('1',)"


def test_key_figures_are_two_to_four():
    with pytest.raises(ValueError) as refused:
        KeyFigures((KeyFigure("a", "1"),))
    assert str(refused.value) == "a row of key figures has 2 to 4 of them; got 1"


def test_a_section_key_is_used_once():
    twice = (Section("a", say("title"), ()), Section("a", say("title"), ()))
    with pytest.raises(ValueError) as refused:
        dataclasses.replace(EMPTY, sections=twice)
    assert str(refused.value) == "a section's key is used once; got twice: a"
