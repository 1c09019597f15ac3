"""Facts as the rows that ``check --json`` prints."""

from typing import TYPE_CHECKING, Any

from kpi_logic.intake.columns import CONTRACT_MEASURES, KEY_FIELDS
from kpi_logic.intake.file import Intake
from kpi_logic.library import kpi_library
from kpi_logic.model import Unit

if TYPE_CHECKING:
    from kpi_logic.facts import MonthlyFacts


def to_contract_rows(intake: Intake) -> list[dict[str, Any]]:
    """One dict a month and shop: the keys, the contract's ten measures, then every other measure that has numbers.

    A missing number is None, never 0; counts are whole numbers where they are whole.
    """
    if intake.facts is None:
        return []
    return _rows(intake.facts)


def _rows(facts: "MonthlyFacts") -> list[dict[str, Any]]:
    measures = [*CONTRACT_MEASURES, *(code for code in facts.measures if code not in CONTRACT_MEASURES)]
    table = facts.table
    columns: dict[str, list[Any]] = {"month": [str(month) for month in table["month"]]}
    columns |= {key: table[key].tolist() for key in KEY_FIELDS[1:]}
    columns |= {code: _numbers(facts, code) for code in measures}
    return [dict(zip(columns, row, strict=True)) for row in zip(*columns.values(), strict=True)]


def _numbers(facts: "MonthlyFacts", code: str) -> list[Any]:
    if code not in facts.table:
        return [None] * len(facts.table)
    is_count = kpi_library().measures[code].unit is Unit.COUNT
    return [_number(value, is_count) for value in facts.table[code].tolist()]


def _number(value: float, is_count: bool) -> int | float | None:
    if value != value:
        return None
    return int(value) if is_count and value.is_integer() else value
