"""What differs between two versions of an engagement, as sentences: "days of inventory, target: 20 → 25"."""

from collections.abc import Callable, Iterator, Sequence
from typing import Any

from kpi_logic.library import kpi_library, role_library
from kpi_logic.model import (
    Amount,
    Difference,
    Engagement,
    KpiRef,
    Message,
    Month,
    Raw,
    RoleRef,
    Unit,
    differences,
)

# What each field of a noun is measured in; a field that is not here is told as "changed", without its values.
_KPI, _MONEY, _COUNT, _RATIO, _TEXT, _MONTH = "kpi", Unit.MONEY, Unit.COUNT, Unit.RATIO, "text", "month"
_FIELDS: dict[str, dict[str, str]] = {
    "target": {"value": _KPI, "threshold": _KPI, "stretch": _KPI, "first": _MONTH, "last": _MONTH, "note": _TEXT},
    "line": {"weight": _COUNT, "threshold": _KPI, "target": _KPI, "stretch": _KPI},
    "own": {"threshold": _KPI, "target": _KPI, "stretch": _KPI},
    "gate": {"limit": _KPI, "multiplier": _RATIO},
    "person": {"name": _TEXT, "department": _TEXT, "role": _TEXT, "shops": _TEXT, "bonus": _MONEY},
    "share": {"amount": _KPI},
    "scheme": {"trial_months": _COUNT, "review_every_months": _COUNT, "exception_rule": _TEXT},
    "pilot": {
        "teams": _TEXT,
        "shops": _TEXT,
        "compared_teams": _TEXT,
        "compared_shops": _TEXT,
        "first": _MONTH,
        "months": _COUNT,
        "success_rule": _TEXT,
    },
    "rule": {"at_least": _RATIO, "confidence": _RATIO},
    "profile": {"client": _TEXT, "yearly_sales": _MONEY, "team_size": _COUNT, "platforms": _TEXT},
}
# What happened to the scheme, who said what of it, and why it was changed: records of their own, not agreed with anybody.
RECORDS = frozenset({"feedback", "reasons", "reviews", "attempts", "tasks"})
# Odds and methods follow from the targets, and what stands on the cover is no decision about the client.
_FOLLOWS = frozenset({("targets", "probability"), ("targets", "method"), ("proposal", "version"), ("proposal", "date")})


def changes(before: Engagement, after: Engagement) -> tuple[Message, ...]:
    """Each decision that differs, in the order of the walk; none if nothing that a reader decides on does.

    >>> from kpi_logic.model import Target
    >>> old = Target(id="t1", kpi="inv_days", first="2026-07", last="2026-09", value=20.0)
    >>> new = old.model_copy(update={"value": 25.0})
    >>> [said.key for said in changes(Engagement(name="Acme", targets=(old,)), Engagement(name="Acme", targets=(new,)))]
    ['change.set']
    """
    said = (sentence for _, sentences in changes_by_place(before, after) for sentence in sentences)
    return tuple({repr(sentence): sentence for sentence in said}.values())


def changes_by_place(before: Engagement, after: Engagement) -> tuple[tuple[Difference, tuple[Message, ...]], ...]:
    """Each difference that a reader decides on, with its sentences, in the order of the walk."""
    told = _Teller(before, after)
    said = ((one, tuple(told.sentences(one))) for one in differences(before, after))
    return tuple((one, sentences) for one, sentences in said if sentences)


class _Teller:
    """Puts one difference into words, with both engagements at hand to name things by."""

    def __init__(self, before: Engagement, after: Engagement) -> None:
        self.versions = (after, before)
        self.currency = after.profile.currency

    def sentences(self, one: Difference) -> Iterator[Message]:
        """The sentence for a difference; none where it is only the order, or follows from something else."""
        if one.place[0] in RECORDS or (one.place[0], one.place[-1]) in _FOLLOWS or one.only_order:
            return
        match one.place:
            case ("targets", id, *rest):
                yield from self._of("target", self._target_kpi(id), {}, rest, one)
            case ("cascades", id, ("departments" | "people"), to, *rest):
                yield from self._of("share", self._target_kpi(id), {"who": self._person(to)}, rest, one)
            case ("scheme", "scorecards", role, "lines", kpi, "personal", who, *rest):
                yield from self._of("own", kpi, {"role": _role(role), "who": self._person(who)}, rest, one)
            case ("scheme", "scorecards", role, ("lines" | "gates") as part, kpi, *rest):
                noun = "line" if part == "lines" else "gate"
                yield from self._of(noun, kpi, {"role": _role(role)}, rest, one)
            case ("organisation", "people", id, *rest):
                yield from self._of("person", "", {"who": self._person(id)}, rest, one)
            case ("pilot", "rule", field):
                yield from self._of("rule", "", {}, [field], one)
            case (("scheme" | "pilot" | "profile") as noun, field):
                yield from self._of(noun, "", {}, [field], one)
            case (first, *_):
                yield Message("change.other", {"place": Message(f"change.part.{first}")})

    def _of(
        self, noun: str, kpi: str, facts: dict[str, Any], rest: Sequence[str], one: Difference
    ) -> Iterator[Message]:
        facts = {"kpi": _kpi(kpi)} | facts
        if not rest and None in (one.before, one.after):
            key = "change.added" if one.before is None else "change.removed"
            yield Message(key, {"place": Message(f"change.{noun}.whole", facts)})
            return
        if not rest or rest[0] not in _FIELDS[noun]:
            yield Message("change.within", {"place": Message(f"change.{noun}.whole", facts)})
            return
        say = self._sayer(_FIELDS[noun][rest[0]], kpi)
        place = Message(f"change.{noun}.{rest[0]}", facts)
        yield Message("change.set", {"place": place, "before": say(one.before), "after": say(one.after)})

    def _sayer(self, kind: str, kpi: str) -> Callable[[Any], Any]:
        def say(value: Any) -> Any:
            if value is None or value == "" or value == []:
                return Message("change.nothing")
            if kind == _TEXT:
                return tuple(map(Raw, value)) if isinstance(value, list) else Raw(str(value))
            if kind == _MONTH:
                return Month.parse(value) if _is_month(value) else Raw(value)
            known = kpi_library().kpis.get(kpi) if kind == _KPI else None
            unit = (known.unit if known else Unit.COUNT) if kind == _KPI else Unit(kind)
            return Amount(float(value), unit, self.currency if unit is Unit.MONEY else None, full=unit is Unit.MONEY)

        return say

    def _target_kpi(self, id: str) -> str:
        return next((t.kpi for version in self.versions for t in version.targets if t.id == id), "")

    def _person(self, id: str) -> Raw:
        people = (person for version in self.versions for person in version.organisation.people)
        return next((Raw(person.name) for person in people if person.id == id and person.name), Raw(id))


def _kpi(code: str) -> KpiRef | Raw:
    return KpiRef(code) if code in kpi_library().kpis else Raw(code)


def _role(code: str) -> RoleRef | Raw:
    return RoleRef(code) if code in role_library() else Raw(code)


def _is_month(text: str) -> bool:
    try:
        Month.parse(text)
    except ValueError:
        return False
    return True
