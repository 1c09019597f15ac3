"""Tables of exchange rates among the files, files dropped together of which some are bad, and what comes of both."""

import random

import pytest

from kpi_logic.intake import ClientFile, accepted, read_files
from kpi_logic.metrics import evidence_of, ready_facts
from kpi_logic.model import Data, Exchange, Level, Rate

HEAD = "month,platform,shop,site,currency,sales,orders\n"
SALES = HEAD + "2025-01,Amazon,A,US,USD,10.00,1\n2025-01,Amazon,B,DE,EUR,20.00,2\n"


def file(name: str, text: str) -> ClientFile:
    return ClientFile(name, text.encode())


def test_a_table_of_rates_is_known_by_its_headings_and_converts() -> None:
    rates = file("r.csv", "Month,From,To,Rate\n2025-01,USD,CNY,7.2\n2025-01,EUR,CNY,7.8125\n")
    intake = read_files([file("s.csv", SALES), rates])
    assert [(rate.month, rate.source, rate.rate) for rate in intake.rates] == [
        ("2025-01", "USD", 7.2),
        ("2025-01", "EUR", 7.8125),
    ]
    assert [source.format for source in intake.sources] == ["monthly", "exchange_rates"]
    ready = ready_facts(intake, Data())
    assert ready.facts is not None and (ready.reporting, ready.facts.table["sales"].sum()) == ("CNY", 72.0 + 156.25)
    typed = Exchange(reporting="CNY", rates=(Rate(month="2025-01", source="USD", target="CNY", rate=8.0),))
    again = ready_facts(intake, Data(exchange=typed))
    assert again.facts is not None and again.facts.table["sales"].sum() == 80.0 + 156.25


def test_without_a_rate_there_is_no_sum_and_it_is_said() -> None:
    intake = read_files([file("s.csv", SALES)])
    assert ready_facts(intake, Data()).facts is None
    ready = ready_facts(intake, Data(exchange=Exchange(reporting="USD")))
    assert ready.facts is None
    assert [(issue.code, issue.level, issue.facts["months"]) for issue in ready.issues] == [
        ("rate_missing", Level.ASK, ("2025-01",))
    ]


@pytest.mark.parametrize(
    ("row", "code", "cell"),
    [
        ("soon,USD,CNY,7.2", "rate_month", "A2"),
        ("2025-01,dollars of old,CNY,7.2", "rate_currency", "B2"),
        ("2025-01,USD,CNY,-7.2", "rate_number", "D2"),
        ("2025-01,USD,CNY,much", "rate_number", "D2"),
        ("2025-01,USD,CNY,7.2\n2025-01,USD,CNY,7.3", "rate_twice", "D3"),
    ],
)
def test_a_rate_that_cannot_be_read_names_its_cell(row: str, code: str, cell: str) -> None:
    intake = read_files([file("r.csv", f"Month,From,To,Rate\n{row}\n")])
    assert [(issue.code, issue.place.cell) for issue in intake.issues] == [(code, cell)]
    assert intake.rates == ()


def test_bad_files_are_refused_alone_and_twins_counted_once() -> None:
    noise = ClientFile("noise.csv", random.Random(3).randbytes(9000))
    fresh = [file("s.csv", SALES), noise, file("twin.csv", SALES), file("s.csv", SALES.replace("Amazon", "Shopee"))]
    found = accepted(fresh, [], read_files)
    assert [one.name for one in found.files] == ["s.csv", "s (2).csv"]
    assert [(issue.code, issue.level) for issue in found.refused] == [("file_noise", Level.ERROR)]
    assert found.repeated == ("twin.csv",) and found.intake is not None


def test_a_later_delivery_with_other_numbers_is_a_restatement() -> None:
    later = SALES.replace("10.00", "11.00")
    intake = read_files([file("a.csv", SALES), file("b.csv", later)], {"overlap:sales": "b.csv"})
    evidence = evidence_of(intake)
    assert {code: len(months) for code, months in evidence.restated.items()} == {"sales": 1}
    (met,) = [one for one in intake.overlaps if one.measure == "sales" and one.shop == "A"]
    assert (met.values, met.others, met.chosen) == ((10.0,), (11.0,), "b.csv")
