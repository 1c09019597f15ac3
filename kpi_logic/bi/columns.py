"""The tables and their columns: names, kinds and units that stay put."""

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True)
class BiColumn:
    """One column; its words are ``bi.column.<name>``.  ``unit`` is "" for text, "by_row" where the row names it."""

    name: str
    kind: Literal["text", "number"] = "text"
    unit: str = ""


def _texts(*names: str) -> tuple[BiColumn, ...]:
    return tuple(BiColumn(name) for name in names)


def _numbers(unit: str, *names: str) -> tuple[BiColumn, ...]:
    return tuple(BiColumn(name, "number", unit) for name in names)


COLUMNS: dict[str, tuple[BiColumn, ...]] = {
    "v_monthly_kpi": (
        *_texts("month", "level", "platform", "shop", "site", "kpi", "unit", "currency"),
        *_numbers("by_row", "value"),
    ),
    "v_targets": (
        *_texts("target_id", "kpi", "unit", "currency", "platform", "shop", "site", "first_month", "last_month"),
        *_texts("holder_kind", "holder_id", "holder"),
        *_numbers("by_row", "threshold", "target", "stretch"),
        *_numbers("ratio", "probability"),
    ),
    "v_scores": (
        *_texts("scheme", "month", "person_id", "person", "department", "role", "grade", "currency"),
        *_numbers("score", "score", "extra_points"),
        *_numbers("ratio", "presence", "gate_factor"),
        *_numbers("money", "payout"),
    ),
    "v_score_lines": (
        *_texts("scheme", "month", "person_id", "role", "kpi", "unit", "currency"),
        *_numbers("score", "weight"),
        *_numbers("ratio", "counts"),
        *_numbers("by_row", "actual", "threshold", "target", "stretch"),
        *_numbers("score", "points"),
    ),
}
"""Columns by table, in their order; the tables are named after the views in the database."""

TABLES = tuple(COLUMNS)
