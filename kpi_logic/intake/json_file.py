"""JSON reports: lists of records become sheets with dotted headings; account health becomes limits."""

import json
import math
from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Any, TypeGuard

from pydantic import BaseModel, ConfigDict

from kpi_logic.intake import limits
from kpi_logic.intake.file import ClientFile, Limit
from kpi_logic.intake.finding import refused
from kpi_logic.intake.sheet import Cell, Row, Sheet
from kpi_logic.intake.sites import site_of
from kpi_logic.intake.words import INTAKE
from kpi_logic.library import read_toml
from kpi_logic.model import Place

_DEEPEST = 12


class _Health(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    kpi: dict[str, str]
    bound: dict[str, str]


@lru_cache(maxsize=1)
def _health() -> _Health:
    return read_toml(INTAKE / "account_health.toml", _Health)


def parsed(file: ClientFile) -> Any:
    """The value in a JSON file.

    Raises:
        Refused: not JSON, nested too deeply.
    """
    try:
        return json.loads(file.held.decode("utf-8-sig"), parse_constant=lambda name: None)
    except (ValueError, RecursionError) as error:
        raise refused("json_damaged", Place(file=file.name)) from error


def limits_in(value: Any, file: str) -> list[Limit]:
    """The limits of an account health report, one for each metric (and way of fulfilment) that states a target."""
    found = []
    metrics = value.get("performanceMetrics", []) if isinstance(value, dict) else []
    for place in metrics if isinstance(metrics, list) else []:
        if isinstance(place, dict):
            site = site_of(str(place.get("marketplaceId", "")))
            found += [limit for name, metric in place.items() for limit in _limits(name, name, metric, site, file)]
    return found


def _limits(name: str, shown: str, metric: Any, site: str, file: str) -> Iterator[Limit]:
    if not isinstance(metric, dict):
        return
    bound = _health().bound.get(str(metric.get("targetCondition", "")))
    value = metric.get("targetValue")
    if bound is not None and _is_number(value):
        span = metric.get("reportingDateRange")
        span = span if isinstance(span, dict) else {}
        actual = metric.get("rate", metric.get("defectsCount"))
        first, last = (str(span.get(f"reportingDate{end}", ""))[:10] for end in ("From", "To"))
        yield Limit(
            "Amazon", site, shown, _health().kpi.get(name, ""), bound, float(value),
            float(actual) if _is_number(actual) else None, first, last, str(metric.get("status", ""))[:20], file,
        )  # fmt: skip
        return
    for part, inner in metric.items():
        if isinstance(inner, dict) and "targetValue" in inner:
            yield from _limits(name, f"{name}.{part}", inner, site, file)


def _is_number(value: Any) -> TypeGuard[float]:
    return isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value)


def sheets_in(value: Any, file: str) -> list[Sheet]:
    """One sheet for each list of records; what stands beside the lists is repeated in each row.

    Raises:
        Refused: too many rows or columns.
    """
    if isinstance(value, list):
        return [_sheet(value, {}, file, None)] if value and isinstance(value[0], dict) else []
    if not isinstance(value, dict):
        return []
    lists = {
        name: part for name, part in value.items() if isinstance(part, list) and part and isinstance(part[0], dict)
    }
    common = dict(_flat({name: part for name, part in value.items() if name not in lists}, ""))
    return [_sheet(part, common, file, name) for name, part in lists.items()]


def _sheet(records: list[Any], common: Mapping[str, Cell], file: str, name: str | None) -> Sheet:
    flat = [{**common, **dict(_flat(record, ""))} for record in records if isinstance(record, dict)]
    headings = list(dict.fromkeys(key for record in flat for key in record))
    place = Place(file=file, sheet=name)
    if len(flat) > limits.ROWS:
        raise refused("too_many_rows", place, limit=limits.ROWS)
    if len(headings) > limits.COLUMNS:
        raise refused("too_many_columns", place, number=len(headings), limit=limits.COLUMNS)
    rows = [Row(1, list(headings))]
    rows += [Row(i, [record.get(key) for key in headings]) for i, record in enumerate(flat, start=2)]
    return Sheet(file, name or "JSON", rows)


def _flat(value: Mapping[str, Any], prefix: str, depth: int = 0) -> Iterator[tuple[str, Cell]]:
    for name, part in value.items():
        if isinstance(part, dict) and depth < _DEEPEST:
            yield from _flat(part, f"{prefix}{name}.", depth + 1)
        elif isinstance(part, list):
            if len(part) == 1 and isinstance(part[0], str):
                yield prefix + name, part[0][: limits.CELL_CHARACTERS]
        elif isinstance(part, str):
            yield prefix + name, part[: limits.CELL_CHARACTERS] or None
        elif part is None or isinstance(part, bool | int | float):
            yield prefix + name, part
