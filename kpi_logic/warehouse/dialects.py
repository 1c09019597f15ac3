"""The engines: which are run, and for which the expression is only compiled."""

from collections.abc import Mapping
from enum import StrEnum

from kpi_logic.warehouse.lines_mapping import LinesMapping
from kpi_logic.warehouse.monthly_expression import lines_table, monthly_expression


class Engine(StrEnum):
    """Engines that are run, by their name in Ibis; tests prove equal results on all three."""

    DUCKDB = "duckdb"
    POSTGRES = "postgres"
    SQLITE = "sqlite"


COMPILED_ONLY = ("clickhouse", "trino", "snowflake", "bigquery")
"""Engines for which the SQL can be shown; nothing is run on them, and nobody has compared their results."""


def monthly_sql(mapping: LinesMapping, kinds: Mapping[str, str], engine: str) -> str:
    """The SQL of the monthly expression for an engine.

    Args:
        kinds: the Ibis type of each mapped column ("string", "float64", "decimal(18,2)", "timestamp" …).
        engine: one of ``Engine`` or ``COMPILED_ONLY``.

    Raises:
        ValueError: another engine.
    """
    import ibis

    if engine not in (*Engine, *COMPILED_ONLY):
        raise ValueError(f"the expression is compiled for {(*Engine, *COMPILED_ONLY)}; got {engine!r}")
    return str(ibis.to_sql(monthly_expression(lines_table(mapping, kinds), mapping), dialect=str(engine)))
