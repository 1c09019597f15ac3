"""Who carries a target: chosen among the people known, or named here for the first time."""

import re
import secrets
from collections.abc import Sequence

from kpi_logic.model import Engagement, Organisation, Person

SEPARATORS = "/\N{FULLWIDTH SOLIDUS},\N{FULLWIDTH COMMA}\N{IDEOGRAPHIC COMMA}"


def with_named(engagement: Engagement, chosen: Sequence[str]) -> tuple[Engagement, tuple[str, ...]]:
    """The engagement with everybody in *chosen* who is new to it, and the ids of all of them.

    A new one is written "name" or "name / department", and works in operations until the people's table says otherwise.
    """
    known = {person.id for person in engagement.organisation.people}
    fresh = {text: _person(text) for text in chosen if text not in known and text.strip()}
    ids = tuple(fresh[text].id if text in fresh else text for text in chosen if text in known or text in fresh)
    people = (*engagement.organisation.people, *fresh.values())
    departments = dict.fromkeys([*engagement.organisation.departments, *(person.department for person in people)])
    organisation: Organisation = engagement.organisation.model_copy(
        update={"people": people, "departments": tuple(name for name in departments if name)}
    )
    return (engagement.model_copy(update={"organisation": organisation}) if fresh else engagement), ids


def _person(text: str) -> Person:
    name, *rest = re.split(f"[{SEPARATORS}]", text, maxsplit=1)
    department = rest[0].strip() if rest else ""
    return Person(id=secrets.token_hex(4), name=name.strip() or text.strip(), department=department, role="operations")
