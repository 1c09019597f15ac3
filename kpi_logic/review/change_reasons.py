"""No change of a released scheme without its reason: which changes ask for one, and which still lack it."""

from collections.abc import Iterable, Sequence

from kpi_logic.model import ChangeReason, Difference, Engagement, ReasonSource, differences

DECIDED = ("scheme", "targets", "cascades")
"""What was agreed with the people who are scored; everything else may change without a word."""
_FOLLOWS = frozenset({("targets", "probability"), ("targets", "method")})  # what follows from a target's value


def changes_due(released: Engagement, now: Engagement) -> tuple[Difference, ...]:
    """Every difference from the released version that somebody has to give a reason for, in the order of the walk."""
    return tuple(one for one in differences(released, now) if asks_for_reason(one))


def asks_for_reason(one: Difference) -> bool:
    """Whether a difference changes what was agreed: the scheme, a target, or how one is handed down.

    What is said about the roll-out is no part of it.

    >>> asks_for_reason(Difference(("scheme", "pool"), None, 1e5)), asks_for_reason(Difference(("name",), "a", "b"))
    (True, False)
    """
    if one.place[0] not in DECIDED or one.place[:2] == ("scheme", "roll_out"):
        return False
    return not one.only_order and (one.place[0], one.place[-1]) not in _FOLLOWS


def reason_for(one: Difference, reasons: Iterable[ChangeReason], base: str) -> ChangeReason | None:
    """The reason given for a difference from version *base*: for its very place, else for one that holds it.

    >>> given = ChangeReason(place="scheme.scorecards.ads", base="1.0", reason="no data")
    >>> reason_for(Difference(("scheme", "scorecards", "ads", "lines"), 1, 2), [given], "1.0") is given
    True
    """
    fitting = [given for given in reasons if given.base == base and _holds(given.place, one.path)]
    return max((given for given in fitting if given.reason.strip()), key=lambda given: len(given.place), default=None)


def _holds(place: str, path: str) -> bool:
    return path == place or path.startswith(f"{place}.")


def without_reason(released: Engagement, now: Engagement, base: str) -> tuple[Difference, ...]:
    """The changes since version *base* that nobody has given a reason for."""
    return tuple(one for one in changes_due(released, now) if reason_for(one, now.reasons, base) is None)


def reasoned(
    before: Engagement,
    after: Engagement,
    base: str,
    source: ReasonSource,
    words: str,
    feedback: Sequence[str] = (),
) -> Engagement:
    """*after* with one reason under every place that differs from *before* and asks for one."""
    places = [one.path for one in changes_due(before, after)]
    given = tuple(
        ChangeReason(place=place, base=base, source=source, reason=words, feedback=tuple(feedback)) for place in places
    )
    kept = tuple(one for one in after.reasons if (one.base, one.place) not in {(base, place) for place in places})
    return after.model_copy(update={"reasons": (*kept, *given)})
