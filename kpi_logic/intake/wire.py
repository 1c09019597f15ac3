"""What passes between the reading child and its parent: JSON of a closed set of values, never pickle.

Bytes (the numbers of long tables) stand behind the line of JSON as they are.
"""

import dataclasses
import json
from enum import Enum
from functools import partial
from typing import Any

from pydantic import BaseModel

from kpi_logic.intake.file import FilledActual, FilledScorecards, Limit, Overlap, Question, Reading, Source
from kpi_logic.intake.packed import Packed
from kpi_logic.model import (
    Amount,
    Issue,
    KpiRef,
    Level,
    MeasureRef,
    Message,
    Month,
    Organisation,
    Place,
    Profile,
    Rate,
    Raw,
    RoleRef,
    Scheme,
    Segment,
    Unit,
)  # fmt: skip

_DATACLASSES = {
    c.__name__: c
    for c in (
        Amount,
        Issue,
        KpiRef,
        MeasureRef,
        Message,
        Place,
        Raw,
        RoleRef,
        Question,
        Limit,
        Overlap,
        Packed,
        Reading,
        Source,
        FilledActual,
        FilledScorecards,
    )
}
_MODELS = {c.__name__: c for c in (Organisation, Profile, Rate, Scheme, Segment)}
_ENUMS: dict[str, type[Enum]] = {"Level": Level, "Unit": Unit}
_KIND = "!"


def pack(value: Any) -> bytes:
    """One line of JSON, and the bytes that it speaks of.

    >>> unpack(pack(Issue("a", Level.WARN, Place(row=3), {"m": Month(2025, 1)}))).facts["m"]
    Month(year=2025, month=1)
    """
    raw: list[bytes] = []
    line = json.dumps(_plain(value, raw), ensure_ascii=True, allow_nan=False)
    return b"".join([line.encode("ascii"), b"\n", *raw])


def unpack(packed: bytes) -> Any:
    """The value that ``pack`` wrote; raises ValueError or KeyError for anything else."""
    end = packed.index(b"\n")
    raw = memoryview(packed)[end + 1 :]
    return json.loads(packed[:end], object_hook=partial(_value, raw))


def _plain(value: Any, raw: list[bytes]) -> Any:
    if isinstance(value, Month):
        return {_KIND: "Month", "of": list(value)}
    if isinstance(value, Enum):
        return {_KIND: type(value).__name__, "of": value.value}
    if isinstance(value, BaseModel):
        return {_KIND: type(value).__name__, "of": value.model_dump(mode="json")}
    if dataclasses.is_dataclass(value) and type(value).__name__ in _DATACLASSES:
        fields = {f.name: _field(value, f.name, raw) for f in dataclasses.fields(value)}
        return {_KIND: type(value).__name__, "of": fields}
    if isinstance(value, dict):
        return {key: _plain(part, raw) for key, part in value.items()}
    if isinstance(value, tuple):
        return {_KIND: "tuple", "of": [_plain(part, raw) for part in value]}
    if isinstance(value, list):
        return [_plain(part, raw) for part in value]
    if isinstance(value, bytes):
        start = sum(map(len, raw))
        raw.append(value)
        return {_KIND: "bytes", "of": [start, start + len(value)]}
    if value is None or isinstance(value, str | int | float | bool):
        return value
    raise TypeError(f"{type(value).__name__} does not pass between child and parent")


def _field(value: Any, name: str, raw: list[bytes]) -> Any:
    """A field's value; the rows of a reading are plain already, and many."""
    field = getattr(value, name)
    return field if name in ("rows", "category_rows") and isinstance(value, Reading) else _plain(field, raw)


def _value(raw: memoryview, table: dict[str, Any]) -> Any:
    if _KIND not in table:
        return table
    kind, content = table[_KIND], table["of"]
    if kind == "tuple":
        return tuple(content)
    if kind == "Month":
        return Month(*content)
    if kind == "bytes":
        start, end = content
        return raw[start:end]
    if kind in _ENUMS:
        return _ENUMS[kind](content)
    if kind in _MODELS:
        return _MODELS[kind].model_validate(content)
    return _DATACLASSES[kind](**content)
