"""Where two engagements differ, field by field: for the screen of a conflict and for the history."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from kpi_logic.model.engagement import Engagement

# What names an item among its brothers, the first that all of them have.
_NAMES = ("id", "role", "kpi", "to", "name", "person", "target")


@dataclass(frozen=True, slots=True)
class Difference:
    """One place, from the outermost field inwards, and what stood there before and stands there after.

    Values are plain (text, number, list, dict); None where there is nothing.
    """

    place: tuple[str, ...]
    before: Any
    after: Any

    @property
    def path(self) -> str:
        """The place in one word: ``targets.t1.value``."""
        return ".".join(self.place)

    @property
    def only_order(self) -> bool:
        """Whether the same names stand there in another order."""
        values = (self.before, self.after)
        if not all(isinstance(value, list) and all(isinstance(item, str) for item in value) for value in values):
            return False
        return bool(self.before) and sorted(self.before) == sorted(self.after)


def differences(before: Engagement, after: Engagement) -> tuple[Difference, ...]:
    """Every difference in the order of the fields; none exactly if the two are equal.

    Items of a list are matched by their id, role, KPI or name, so that one that moved or came in between does not make
    all that follow look changed.

    >>> differences(Engagement(name="Acme"), Engagement(name="Acme Ltd"))
    (Difference(place=('name',), before='Acme', after='Acme Ltd'),)
    """
    return tuple(_compare(before.model_dump(mode="json"), after.model_dump(mode="json"), ()))


def _compare(before: Any, after: Any, place: tuple[str, ...]) -> Iterator[Difference]:
    if before == after:
        return
    if isinstance(before, dict) and isinstance(after, dict):
        yield from _by_key(before, after, place)
    elif isinstance(before, list) and isinstance(after, list) and (name := _shared_name(before + after)):
        yield from _by_name(before, after, name, place)
    else:
        yield Difference(place, before, after)


def _by_key(before: dict[str, Any], after: dict[str, Any], place: tuple[str, ...]) -> Iterator[Difference]:
    for key in before | after:
        yield from _compare(before.get(key), after.get(key), (*place, key))


def _by_name(before: list[Any], after: list[Any], name: str, place: tuple[str, ...]) -> Iterator[Difference]:
    old, new = ({item[name]: item for item in items} for items in (before, after))
    if len(old) < len(before) or len(new) < len(after):  # two of one name: which became which cannot be told
        yield Difference(place, before, after)
        return
    yield from _by_key(old, new, place)
    stayed_before, stayed_after = [key for key in old if key in new], [key for key in new if key in old]
    if stayed_before != stayed_after:
        yield Difference(place, stayed_before, stayed_after)


def _shared_name(items: list[Any]) -> str | None:
    if not all(isinstance(item, dict) for item in items):
        return None
    return next((name for name in _NAMES if all(isinstance(item.get(name), str) for item in items)), None)
