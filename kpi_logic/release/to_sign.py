"""Which parts of the paper must be signed anew when decisions changed; the rest stays signed.

What counts is what somebody approved, decision by decision, not whether a printed number moved: a weight that changes
moves what people are paid, so the part about pay is signed anew as well; a target that stays as it was does not ask for
a signature because new months came in.
"""

from collections.abc import Iterable

from kpi_logic.model import Difference
from kpi_logic.proposal.assemble.signing import SIGNED

_NOTHING: frozenset[str] = frozenset()
_EVIDENCE = frozenset({"diagnosis", "checks"})
_CARDS = frozenset({"framework", "cards", "pay", "checks"})
_PEOPLE = frozenset({"framework", "cards", "pay", "checks"})
_TARGETS = frozenset({"targets", "framework", "cards", "checks"})
_MEASURED = frozenset({"diagnosis", "targets", "cards", "pay", "checks"})

# The parts that rest on each decision; one that is not here touches every part.
_TOUCHED = {
    "name": _NOTHING,
    "profile": frozenset({"diagnosis"}),
    "organisation": _PEOPLE,
    "limits": _EVIDENCE,
    "targets": _TARGETS,
    "cascades": frozenset({"targets", "cards"}),
    "agreements": frozenset({"targets"}),
    "present_scheme": frozenset({"pay", "checks"}),
    "pilot": frozenset({"pilot"}),
    "judgements": _NOTHING,
    "panel": _NOTHING,
    "scenarios": _NOTHING,
    "exceptions": frozenset({"checks"}),
    "awards": _NOTHING,
    "feedback": frozenset({"checks"}),
    "reasons": _NOTHING,
    "reviews": _NOTHING,
    "attempts": _NOTHING,
    "tasks": _NOTHING,
    "reported": _NOTHING,
}
_TOUCHED_IN: dict[tuple[str, ...], frozenset[str]] = {
    ("data", "files"): _EVIDENCE,
    ("data", "filled"): _NOTHING,
    ("data", "deliverers"): _NOTHING,
    ("data", "answers"): _MEASURED,
    ("data", "currency"): _MEASURED,
    ("data", "exchange"): _MEASURED,
    ("data", "definition"): _MEASURED,
    ("scheme", "scorecards"): _CARDS,
    ("scheme", "payout"): frozenset({"pay", "checks"}),
    ("scheme", "grades"): frozenset({"pay"}),
    ("scheme", "pool"): frozenset({"pay"}),
    ("scheme", "missing"): frozenset({"pay"}),
    ("scheme", "rewards_and_penalties"): frozenset({"pay", "checks"}),
    ("scheme", "trial_months"): frozenset({"pilot", "pay", "checks"}),
    ("scheme", "review_every_months"): frozenset({"pilot", "checks"}),
    ("scheme", "exception_rule"): frozenset({"pay", "checks"}),
    ("scheme", "roll_out"): frozenset({"checks"}),
}


def sections_to_sign(differences: Iterable[Difference], new_data: bool = False) -> tuple[str, ...]:
    """The keys of the parts that the differences touch, in the order in which they are signed.

    Args:
        new_data: whether the facts are others than those of the release; then what rests on evidence alone (the
            diagnosis, the checks) is signed anew.

    >>> sections_to_sign([Difference(("pilot", "months"), 2, 3)])
    ('pilot',)
    >>> sections_to_sign([Difference(("scheme", "scorecards", "ads", "lines", "acos", "weight"), 30, 40)])
    ('framework', 'cards', 'pay', 'checks')
    """
    touched = set(_EVIDENCE) if new_data else set()
    for one in differences:
        touched |= _touched(one)
    return tuple(section for section in SIGNED if section in touched)


def _touched(one: Difference) -> frozenset[str]:
    if one.only_order and one.place[0] != "scheme":
        return _NOTHING
    if one.place[0] == "proposal":
        return _of_the_paper(one.place[1:])
    known = _TOUCHED_IN.get(one.place[:2])
    return known if known is not None else _TOUCHED.get(one.place[0], frozenset(SIGNED))


def _of_the_paper(rest: tuple[str, ...]) -> frozenset[str]:
    """The consultant's words belong to the part they lead; the cover, the fee and the languages to none that is signed."""
    if rest[:1] != ("prose",):
        return _NOTHING
    return frozenset(SIGNED) & frozenset(rest[1:2]) if len(rest) > 1 else frozenset(SIGNED)
