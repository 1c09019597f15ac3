"""A Message as the JSON text that is stored, and back: what was done, in no language yet."""

import json
from functools import cache
from typing import Any

from pydantic import TypeAdapter

from kpi_logic.model import Amount, KpiRef, MeasureRef, Message, Month, Raw, RoleRef, Segment

_REFS = {"kpi": KpiRef, "measure": MeasureRef, "role": RoleRef, "raw": Raw}
_REF_NAMES = {kind: name for name, kind in _REFS.items()}


def written(message: Message) -> str:
    """The JSON text of *message*; a fact that is not plain is an object with one key, its kind.

    >>> written(Message("store.renamed", {"name": Raw("Acme")}))
    '{"key": "store.renamed", "facts": {"name": {"raw": "Acme"}}}'

    Raises:
        TypeError: a fact that no text can say.
        ValueError: an infinite number.
    """
    return storable(json.dumps(plain(message), ensure_ascii=False, allow_nan=False))


def read(document: str) -> Message:
    """The message of a stored text.

    >>> read('{"key": "store.renamed", "facts": {"name": {"raw": "Acme"}}}').facts["name"]
    Raw(text='Acme')

    Raises:
        ValueError: not such a text.
    """
    return from_plain(json.loads(document))


def plain(message: Message) -> dict[str, Any]:
    """The message as plain JSON values."""
    return {"key": message.key, "facts": {name: _plain(fact) for name, fact in message.facts.items()}}


def from_plain(value: Any) -> Message:
    """The message of plain JSON values; raises ValueError for others."""
    match value:
        case {"key": str(key), "facts": dict(facts), **rest} if not rest:
            return Message(key, {name: _fact(fact) for name, fact in facts.items()})
    raise ValueError("a message is written {key, facts}")


def storable(text: str) -> str:
    """*text* without what databases refuse: NUL characters and halves of characters.

    >>> storable("Acme\\x00 Ltd") == "Acme\N{REPLACEMENT CHARACTER} Ltd"
    True
    """
    return text.encode("utf-8", "replace").decode().replace("\x00", "\N{REPLACEMENT CHARACTER}")


def _plain(fact: Any) -> Any:
    match fact:
        case str() | int():
            return fact
        case Month():
            return {"month": str(fact)}
        case tuple() | list():
            return [_plain(part) for part in fact]
        case Amount():
            return {"amount": _amount(fact)}
        case Segment():
            return {"segment": fact.model_dump()}
        case Message():
            return {"message": plain(fact)}
        case KpiRef() | MeasureRef() | RoleRef():
            return {_REF_NAMES[type(fact)]: fact.code}
        case Raw():
            return {"raw": fact.text}
    raise TypeError(f"a message's fact cannot be a {type(fact).__name__}: {fact!r}")


def _amount(amount: Amount) -> dict[str, Any]:
    value = None if amount.value is None or amount.value != amount.value else float(amount.value)
    flags = {name: True for name in ("signed", "points", "full") if getattr(amount, name)}
    return {"value": value, "unit": amount.unit.value, "currency": amount.currency} | flags


@cache
def _amounts() -> TypeAdapter[Amount]:
    return TypeAdapter(Amount)


def _fact(value: Any) -> Any:
    match value:
        case str() | int():
            return value
        case list():
            return tuple(_fact(part) for part in value)
        case dict() if len(value) == 1:
            ((kind, content),) = value.items()
            return _of_kind(kind, content)
    raise ValueError("a message's fact is a text, a whole number, a list or an object with one key")


def _of_kind(kind: str, content: Any) -> Any:
    match kind, content:
        case "month", str():
            return Month.parse(content)
        case "amount", dict():
            return _amounts().validate_python(content)
        case "segment", dict():
            return Segment.model_validate(content)
        case "message", dict():
            return from_plain(content)
        case "kpi" | "measure" | "role" | "raw", str():
            return _REFS[kind](content)
    raise ValueError("a message's fact of an unknown kind")
