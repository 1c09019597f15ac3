"""An engagement as the JSON text that is stored, and back."""

import math
from collections.abc import Iterator
from typing import Any

from pydantic import ValidationError
from pydantic_core import PydanticSerializationError

from kpi_logic.model import Engagement, Raw
from kpi_logic.store.faults import DocumentDamaged, DocumentTooNew, NotStorable


def written(engagement: Engagement) -> str:
    """The JSON text of *engagement*, read back once to be sure that nothing changes on the way.

    Raises:
        NotStorable: it holds a number that is not finite, or half a character; names the field.
    """
    try:
        document = engagement.model_dump_json()
        if Engagement.model_validate_json(document) == engagement:
            return document
    except (PydanticSerializationError, ValidationError) as error:
        raise NotStorable(place=Raw(_culprit(engagement))) from error
    raise NotStorable(place=Raw(_culprit(engagement)))


def read(document: str) -> Engagement:
    """The engagement of a stored text; fields that an older version did not have take their defaults.

    Raises:
        DocumentTooNew: it has fields that only a newer version knows.
        DocumentDamaged: it is not an engagement.
    """
    try:
        return Engagement.model_validate_json(document)
    except ValidationError as error:
        place = Raw(place_of(error))
        raise (DocumentTooNew if is_newer(error) else DocumentDamaged)(place=place) from error


def is_newer(error: ValidationError) -> bool:
    """Whether the fault is a field that is not known here."""
    return any(fault["type"] == "extra_forbidden" for fault in error.errors(include_url=False))


def place_of(error: ValidationError) -> str:
    """The dotted path of the first fault; the unknown field if there is one."""
    faults = sorted(error.errors(include_url=False), key=lambda fault: fault["type"] != "extra_forbidden")
    return ".".join(map(str, faults[0]["loc"]))


def _culprit(engagement: Engagement) -> str:
    return next(_unwritable(engagement.model_dump(), ""), "")


def _unwritable(value: Any, path: str) -> Iterator[str]:
    if isinstance(value, dict):
        for key, part in value.items():
            yield from _unwritable(part, f"{path}.{key}".lstrip("."))
    elif isinstance(value, tuple | list):
        for number, part in enumerate(value):
            yield from _unwritable(part, f"{path}.{number}")
    elif (isinstance(value, float) and not math.isfinite(value)) or (isinstance(value, str) and not _whole(value)):
        yield path


def _whole(text: str) -> bool:
    return not any("\ud800" <= character <= "\udfff" for character in text)
