"""A link gives the months of order lines, equal on every engine that is run, and says what is wrong without a secret."""

import random
import sqlite3
from collections.abc import Callable, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from kpi_logic.intake import ClientFile, read_files
from kpi_logic.model import Issue, Level, Message
from kpi_logic.text import catalog
from kpi_logic.warehouse import COMPILED_ONLY, LinesMapping, columns_at, monthly_sql, read_link
from kpi_logic.warehouse.dialects import Engine

With = Callable[[Sequence[tuple[Any, ...]]], str]
MAPPING = LinesMapping(
    "lines",
    {"date": "day", "order": "number", "amount": "total", "quantity": "pieces", "profit": "gain", "platform": "channel",
     "shop": "store", "site": "land", "currency": "money", "status": "state"},
    ("cancelled", "void*"),
)  # fmt: skip


def line(day: str | None, order: str | None, total: str | None, pieces: int | None = 1, **more: Any) -> tuple[Any, ...]:
    """One order line of the tests."""
    given = {
        "gain": None,
        "channel": "Amazon",
        "store": "North",
        "land": "US",
        "money": "USD",
        "state": "Shipped",
    } | more
    number = None if total is None else Decimal(total)
    return (day, order, number, pieces, *given.values())


def codes(issues: Sequence[Issue]) -> list[str]:
    return [issue.code for issue in issues]


def test_a_link_gives_the_monthly_rows_as_an_upload(sqlite_with: With) -> None:
    url = sqlite_with([
        line("2025-01-01 10:00:00", "A1", "12.34", 2, gain=Decimal("3.10")),
        line("2025-01-01", " A1", "0.10"),
        line("2025-01-31", "A2", "-5.00", -1),
        line("2025-02-28", "A3", "100", 3, state="VOIDED"),
        line("2025-02-01", None, None, 3, state=None),
        line("2025-02-28T23:59:59+08:00", "A4", "7.5"),
    ])  # fmt: skip
    found = read_link(url, MAPPING)
    assert found.content.decode().splitlines() == [
        "month,platform,shop,site,currency,sales,refund_amt,orders,units,returned_units,gross_profit",
        "2025-01,Amazon,North,US,USD,12.44,5,1,3,1,3.1",
        "2025-02,Amazon,North,US,USD,7.5,,1,4,,",
    ]
    assert (found.rows, found.issues, found.shown) == (2, (), url)


def test_the_rows_pass_the_usual_upload(sqlite_with: With) -> None:
    found = read_link(sqlite_with([line("2025-01-01", "A1", "12.34"), line("2025-01-31", "A2", "1")]), MAPPING)
    intake = read_files([ClientFile("erp.csv", found.content)])
    assert intake.facts is not None
    assert intake.facts.table[["sales", "orders"]].to_numpy().tolist() == [[13.34, 2.0]]


def _any_lines(seed: int) -> list[tuple[Any, ...]]:
    chance = random.Random(seed)
    days = [f"2025-{m:02d}-{d:02d}" for m in range(1, 13) for d in (1, 15, 28)] + [
        "2025/03/04",
        "2025-13-01",
        "soon",
        None,
        "2025-3-4",
    ]
    return [
        line(
            chance.choice(days) if chance.random() < 0.9 else f"2025-06-{chance.randint(1, 30):02d} 12:00:00",
            chance.choice([f"A{chance.randint(1, 40)}", f" A{chance.randint(1, 40)} ", "", None, "订单7"]),
            chance.choice([f"{chance.randint(-300000, 9000000) / 100:.2f}", f"{chance.randint(0, 99999) / 10000:.4f}", None]),
            chance.choice([1, 2, 5, -1, None]),
            gain=chance.choice([None, Decimal(chance.randint(-999, 999)) / 100]),
            channel=chance.choice(["Amazon", "Shopee"]), store=chance.choice(["North", " North", "南店"]),
            land=chance.choice(["US", "DE", None]), money=chance.choice(["USD", "EUR"]),
            state=chance.choice(["Shipped", "CANCELLED", "voided by buyer", None, ""]),
        )
        for _ in range(chance.randint(1, 300))
    ]  # fmt: skip


def _expected(lines: Sequence[tuple[Any, ...]]) -> dict[tuple[str, ...], list[Any]]:
    """Sales and orders of the lines by plain Python, as a second opinion."""
    months: dict[tuple[str, ...], list[Any]] = {}
    orders: dict[tuple[str, ...], set[str]] = {}
    for day, order, total, pieces, _, channel, store, land, money, state in lines:
        status = (state or "").strip().lower()
        if day is None or len(day) < 10 or day[:7] not in {f"2025{s}{m:02d}" for s in "-/" for m in range(1, 13)}:
            continue
        if status == "cancelled" or status.startswith("void"):
            continue
        key = (day[:4] + "-" + day[5:7], channel, store.strip(), land or "", money)
        sums = months.setdefault(key, [None])
        if total is not None and total >= 0:
            sums[0] = (sums[0] or 0) + total
        is_return = (total is not None and total < 0) or (pieces is not None and pieces < 0)
        orders.setdefault(key, set()).update([order.strip()] if order and order.strip() and not is_return else [])
    return {key: [*sums, len(orders[key])] for key, sums in months.items()}


@pytest.mark.parametrize("seed", range(12))
def test_every_engine_gives_the_same_bytes(
    seed: int, sqlite_with: With, duckdb_with: With, request: pytest.FixtureRequest
) -> None:
    lines = _any_lines(seed)
    one, two = read_link(sqlite_with(lines), MAPPING), read_link(duckdb_with(lines), MAPPING)
    assert (one.content, one.issues) == (two.content, two.issues)
    head, *rows = one.content.decode().splitlines()
    names = head.split(",")
    found = {tuple(row.split(",")[:5]): dict(zip(names, row.split(","), strict=True)) for row in rows}
    wanted = _expected(lines)
    assert {
        key: [Decimal(row["sales"]) if row["sales"] else None, int(row["orders"])] for key, row in found.items()
    } == {key: values for key, values in wanted.items() if key in found}
    three = read_link(request.getfixturevalue("postgres_with")(lines), MAPPING)
    assert (one.content, one.issues) == (three.content, three.issues)


@pytest.mark.parametrize("engine", [*Engine, *COMPILED_ONLY])
def test_the_same_expression_compiles_for_every_engine(engine: str) -> None:
    kinds = dict.fromkeys(MAPPING.columns.values(), "string")
    kinds |= {"total": "decimal(18, 2)", "pieces": "int64", "gain": "float64", "day": "timestamp"}
    sql = monthly_sql(MAPPING, kinds, engine)
    assert "GROUP BY" in sql
    assert "DISTINCT" in sql or "uniq" in sql.lower()


def test_an_engine_that_is_not_known_is_refused() -> None:
    with pytest.raises(ValueError, match="compiled for"):
        monthly_sql(MAPPING, {}, "oracle")


def test_moments_with_a_zone_are_read_in_utc_and_told(postgres: str) -> None:
    import psycopg

    with psycopg.connect(postgres, autocommit=True) as connection:
        connection.execute("DROP TABLE IF EXISTS zoned")
        connection.execute("CREATE TABLE zoned (at timestamptz, total double precision)")
        connection.execute("INSERT INTO zoned VALUES ('2025-02-01 03:00+08', 1.1), ('2025-01-01 12:00Z', 2.2)")
    found = read_link(postgres, LinesMapping("zoned", {"date": "at", "amount": "total"}))
    assert found.content.decode().splitlines() == ["month,sales", "2025-01,3.3"]
    assert codes(found.issues) == ["link_no_currency", "link_utc"]


SECRET = "s3cr3t-word"


@pytest.mark.parametrize(
    ("url", "code"),
    [
        (f"postgresql://ann:{SECRET}@127.0.0.1:1/erp", "link_unreachable"),
        (f"postgresql://ann:{SECRET}@127.0.0.1:notaport/erp", "link_address"),
        (f"snowflake://ann:{SECRET}@x/erp", "link_compiled_only"),
        (f"mysql://ann:{SECRET}@x/erp", "link_address"),
        ("sqlite:////nowhere/at/all.db", "link_unreachable"),
        ("duckdb:////nowhere/at/all.duckdb", "link_no_database"),
        ("", "link_address"),
    ],
)  # fmt: skip
def test_what_cannot_be_reached_is_told_without_the_secret(
    url: str, code: str, caplog: pytest.LogCaptureFixture
) -> None:
    found = read_link(url, MAPPING)
    assert codes(found.issues) == [code]
    said = [words.say(part) for words in (catalog("zh"), catalog("en")) for issue in found.issues
            for part in (issue.message, issue.fix)]  # fmt: skip
    assert SECRET not in "".join([*said, repr(found), caplog.text])


def test_a_password_is_not_in_the_address_that_is_shown(postgres: str) -> None:
    import psycopg

    with psycopg.connect(postgres, autocommit=True) as connection:
        connection.execute("DROP TABLE IF EXISTS one")
        connection.execute("CREATE TABLE one (at date, total numeric(12, 2), secret text)")
        connection.execute("INSERT INTO one VALUES ('2025-01-31', 1.10, 'x'), ('2025-01-01', 2, NULL)")
    url = postgres.replace("//kpi@", f"//kpi:{SECRET}@")
    found = read_link(url, LinesMapping("one", {"date": "at", "amount": "total"}))
    assert found.content.decode().splitlines() == ["month,sales", "2025-01,3.1"]
    assert SECRET not in repr(found)
    assert columns_at(url, "one") == (("at", "total", "secret"), ())


def test_faults_of_the_server_have_words_of_their_own(postgres: str) -> None:
    import psycopg

    with psycopg.connect(postgres, autocommit=True) as connection:
        connection.execute("DROP TABLE IF EXISTS hidden")
        connection.execute("CREATE TABLE hidden (at date, total numeric)")
        connection.execute("INSERT INTO hidden VALUES ('2025-01-01', 'NaN')")
        connection.execute("DROP ROLE IF EXISTS kpi_link_guest")
        connection.execute("CREATE ROLE kpi_link_guest LOGIN")
        schema = connection.execute("SELECT current_schema()").fetchone()
        assert schema is not None
        connection.execute(f"GRANT USAGE ON SCHEMA {schema[0]} TO kpi_link_guest".encode())
    guest = postgres.replace("//kpi@", "//kpi_link_guest@")
    mapping = LinesMapping("hidden", {"date": "at", "amount": "total"})
    assert codes(read_link(guest, mapping).issues) == ["link_not_allowed"]
    assert codes(read_link(postgres, mapping).issues) == ["link_too_large"]
    assert codes(read_link(postgres, LinesMapping("nothing", mapping.columns)).issues) == ["link_no_table"]
    assert codes(read_link(postgres, LinesMapping("hidden", {"date": "at", "amount": "x"})).issues) == [
        "link_no_column"
    ]
    with psycopg.connect(postgres, autocommit=True) as connection:
        connection.execute(f"REVOKE USAGE ON SCHEMA {schema[0]} FROM kpi_link_guest".encode())
        connection.execute("DROP ROLE kpi_link_guest")


def test_the_connection_cannot_write(postgres: str, sqlite_with: With, duckdb_with: With) -> None:
    from kpi_logic.warehouse.link_address import parse_address
    from kpi_logic.warehouse.link_session import open_session

    for url in (postgres, sqlite_with([line("2025-01-01", "A", "1")]), duckdb_with([line("2025-01-01", "A", "1")])):
        session = open_session(parse_address(url))
        for wrong in (
            "CREATE TABLE made (a int)",
            "DELETE FROM lines",
            "ATTACH ':memory:' AS other",
            "COPY lines TO '/tmp/x'",
        ):
            with pytest.raises(Exception, match=r"."):
                session.rows(wrong)
        session.close()


def test_what_the_mapping_lacks_is_told(sqlite_with: With) -> None:
    url = sqlite_with([line("2025-01-01", "A", "1")])
    assert codes(read_link(url, LinesMapping("lines", {})).issues) == ["link_mapping"]
    assert codes(read_link(url, LinesMapping("lines", {"colour": "x"})).issues) == ["link_field"]
    wrong = LinesMapping("lines", {"date": "day", "amount": "store"})
    assert codes(read_link(url, wrong).issues) == ["link_not_number"]
    wrong = LinesMapping("lines", {"date": "total", "amount": "total"})
    assert codes(read_link(url, wrong).issues) == ["link_not_date"]


def test_doubtful_lines_are_told(sqlite_with: With) -> None:
    def found(*lines: tuple[Any, ...]) -> list[str]:
        return codes(read_link(sqlite_with(lines), MAPPING).issues)

    good = [line("2025-01-01", "A", "1"), line("2025-01-31", "B", "1")]
    assert found() == ["link_no_lines"]
    assert found(line("1/2/2025", "A", "1")) == ["link_months"]
    assert found(*good, line("1/2/2025", "A", "1")) == ["link_days_lost"]
    assert found(*good, line("2025-01-05", "A", "1.23456")) == ["link_rounded"]
    assert found(*good, line("2025-01-05", "A", "1", store="north")) == ["link_spellings"]
    assert found(*good, line("2025-01-05", "A", "1", money="EUR")) == ["link_currencies"]
    assert found(*good, line("2025-02-05", "A", "1")) == ["link_month_unfinished"]
    assert found(line("2024-12-20", "A", "1"), *good) == ["link_month_begun"]


def test_text_beside_numbers_in_sqlite_is_no_number(tmp_path: Path) -> None:
    path = tmp_path / "mixed.db"
    connection = sqlite3.connect(path)
    connection.execute("CREATE TABLE t (d text, a numeric)")
    connection.execute("INSERT INTO t VALUES ('2025-01-01', 5), ('2025-01-02', '12,5')")
    connection.commit()
    connection.close()
    mapping = LinesMapping("t", {"date": "d", "amount": "a"})
    assert codes(read_link(f"sqlite:///{path}", mapping).issues) == ["link_not_number"]


def test_a_long_reading_tells_its_time_and_can_be_stopped(tmp_path: Path) -> None:
    path = tmp_path / "long.db"
    connection = sqlite3.connect(path)
    endless = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 200000000)"
    connection.execute(f"CREATE VIEW t AS {endless} SELECT '2025-01-01' AS d, i AS a FROM n")
    connection.commit()
    connection.close()
    told: list[Message] = []
    mapping = LinesMapping("t", {"date": "d", "amount": "a"})
    found = read_link(f"sqlite:///{path}", mapping, told.append, lambda: len(told) > 1)
    assert codes(found.issues) == ["link_stopped"]
    assert found.issues[0].level is Level.ASK
    assert [message.key for message in told] == ["warehouse.reading"] * 2
