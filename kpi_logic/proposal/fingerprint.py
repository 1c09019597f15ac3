"""The one writing of a proposal that its hash is taken of."""

import dataclasses
import datetime
import hashlib
import json
from collections.abc import Mapping
from typing import Any

from pydantic import BaseModel

from kpi_logic.model import Month
from kpi_logic.proposal.outline import Proposal


def canonical(proposal: Proposal) -> str:
    """The proposal as JSON with sorted keys: equal for equal proposals, in whatever language they are printed."""
    return json.dumps(_plain(proposal), sort_keys=True, ensure_ascii=False, separators=(",", ":"))


def fingerprint(proposal: Proposal) -> str:
    """SHA-256 of the canonical writing, 64 hexadecimal digits.

    >>> from kpi_logic.model import Message
    >>> fingerprint(Proposal(Message("paper.contents"), "Acme", "1.0", datetime.date(2026, 3, 5), ()))[:12]
    'adacfd97e5a2'
    """
    return hashlib.sha256(canonical(proposal).encode("utf-8", "backslashreplace")).hexdigest()


def _plain(value: Any) -> Any:
    """*value* in JSON's own types; the class is named so that Raw("x") and "x" differ."""
    match value:
        case Month():
            return {"Month": str(value)}
        case datetime.date():
            return {"date": value.isoformat()}
        case BaseModel():
            return {type(value).__name__: value.model_dump(mode="json")}
        case Mapping():
            return {str(key): _plain(part) for key, part in value.items()}
        case tuple() | list():
            return [_plain(part) for part in value]
        case None | str() | int() | float():
            return value
    if dataclasses.is_dataclass(value):
        fields = {field.name: _plain(getattr(value, field.name)) for field in dataclasses.fields(value)}
        return {type(value).__name__: fields}
    raise TypeError(f"a proposal holds values only; got a {type(value).__name__}: {value!r}")
