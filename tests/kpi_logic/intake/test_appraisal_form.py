"""A client's own appraisal form becomes a scheme that the lint can read; what is not stated stays unstated."""

import io
from pathlib import Path

import pytest

from kpi_logic.cli.form import facts_beside, with_form
from kpi_logic.intake import ClientFile
from kpi_logic.intake.appraisal_form import form_scheme
from kpi_logic.model import Engagement, Line, Scheme, Scorecard
from kpi_logic.scheme import lint_engagement

SHARED = Path(__file__).resolve().parents[4] / "shared" / "data" / "forms"


def book(rows: list[list[object]], name: str = "form.xlsx", title: str = "Ads") -> ClientFile:
    from openpyxl import Workbook

    made = Workbook()
    made.active.title = title
    for row in rows:
        made.active.append(row)
    buffer = io.BytesIO()
    made.save(buffer)
    return ClientFile(name, buffer.getvalue())


ROWS: list[list[object]] = [
    ["Performance review", None, None, None],
    ["Position: Ad specialist", None, "Department: Ads", None],
    ["Item", "KPI", "Weight", "Rating"],
    ["Results", "ACoS below 25%", 0.5, None],
    [None, "Ad sales", "30%", None],
    [None, "Keyword work", 0.2, None],
]


def test_the_kpis_stand_in_the_clients_words_with_their_weights() -> None:
    lines = (
        Line(kpi="ACoS below 25%", weight=50),
        Line(kpi="Ad sales", weight=30),
        Line(kpi="Keyword work", weight=20),
    )
    assert form_scheme(book(ROWS)) == Scheme(scorecards=(Scorecard(role="Ad specialist", lines=lines),))


def test_sections_share_what_their_heading_says() -> None:
    rows: list[list[object]] = [
        ["Performance review rating weight KPI"],
        ["Section weight", "Indicator", "Weight"],
        [0.6, "Sales", 0.5],
        [None, "Profit", 0.5],
        ["Section weight", "Indicator", "Rating"],
        [0.4, "Teamwork", None],
        [None, "Diligence", None],
    ]
    found = form_scheme(book(rows))
    assert found is not None
    assert found.scorecards[0].role == "Ads", "the sheet's name where the form names no role"
    assert [(x.kpi, x.weight) for x in found.scorecards[0].lines] == [
        ("Sales", 30), ("Profit", 30), ("Teamwork", 20), ("Diligence", 20),
    ]  # fmt: skip


def test_no_weight_stated_is_none_made_up() -> None:
    rows: list[list[object]] = [["KPI rating, weight and target"], ["No.", "KPI"], [1, "Sales"], [2, "Profit"]]
    found = form_scheme(book(rows))
    assert found is not None
    assert [x.weight for x in found.scorecards[0].lines] == [0, 0]


@pytest.mark.parametrize(
    "file",
    [
        ClientFile("a.csv", b"month,shop,sales\n2025-01,A,1\n"),
        ClientFile("a.xlsx", b"PK\x03\x04 broken"),
        ClientFile("a.xlsx", b""),
        book([["Month", "Shop", "Sales"], ["2025-01", "A", 1]]),
    ],
    ids=["text", "broken", "empty", "figures"],
)
def test_what_is_no_form_gives_no_scheme(file: ClientFile) -> None:
    assert form_scheme(file) is None
    assert with_form(Engagement(name="x"), [file]).present_scheme is None


def test_the_lint_speaks_of_a_form_without_any_figures() -> None:
    engagement = with_form(Engagement(name="x"), [book(ROWS)])
    facts = facts_beside(None, engagement.present_scheme)
    assert facts is not None
    rules = {finding.rule for finding in lint_engagement(engagement, facts)}
    assert {"P6.unknown_kpi", "P3.no_profit", "P7.no_targets", "P10.no_exception_rule"} <= rules
    assert "P2.weights_sum" not in rules
    kept = Engagement(name="x", present_scheme=Scheme())
    assert with_form(kept, [book(ROWS)]) == kept
    assert facts_beside(None, None) is None


@pytest.mark.skipif(not SHARED.is_dir(), reason="the shared forms are not here")
def test_real_forms_are_read() -> None:
    found = {path.name: form_scheme(ClientFile(path.name, path.read_bytes())) for path in sorted(SHARED.glob("*.xlsx"))}
    cards = [scheme.scorecards[0] for scheme in found.values() if scheme is not None]
    assert [len(card.lines) for card in cards] == [33, 10]
    assert [sum(line.weight for line in card.lines) for card in cards] == [0, 100]
