"""What a review may change on the scorecards: a KPI retired, weighed anew, set on new levels, or put on; and why.

Nothing is changed by advice alone: each is applied by a click, on the present card, so that its weights sum to 100, and
goes into the review's minutes as a verdict.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from kpi_logic.diagnosis import Bottleneck, Leads
from kpi_logic.facts import MonthlyFacts
from kpi_logic.library import kpi_library, role_library
from kpi_logic.metrics import weighable
from kpi_logic.model import Engagement, Kpi, KpiDecision, KpiRef, KpiVerdict, Message, RoleRef, Scheme, Scorecard
from kpi_logic.review.kpi_health import KpiHealth, SignKind
from kpi_logic.scheme import kpis_of
from kpi_logic.scheme.actuals import codes_of
from kpi_logic.scheme.lint_settings import lint_settings
from kpi_logic.scheme.mend_card import levelled, with_card, with_line, without_kpi
from kpi_logic.weights import rebalance

NEW_WEIGHT = 15
MOST_ADDED = 2
"""Candidates named for a role at most."""

DECISIONS: dict[SignKind, KpiDecision] = {
    "no_data": "retire",
    "countered": "reweight",
    "crowded": "rebase",
    "jumped": "reweight",
    "at_cap": "rebase",
    "at_floor": "rebase",
    "flat": "retire",
    "overridden": "reweight",
}


@dataclass(frozen=True)
class KpiAdvice:
    """One change of one role's scorecard.

    ``instead``: what takes the place of a retired KPI, "" for nothing.  ``weight``: what the KPI would weigh then.
    ``signs``: what it rests on; ``elsewhere``: it is done on the targets, not on the scorecard.
    """

    role: str
    kpi: str
    decision: KpiDecision
    reason: Message
    weight: int | None = None
    instead: str = ""
    signs: tuple[Message, ...] = ()
    elsewhere: bool = False

    @property
    def id(self) -> str:
        """One name for each."""
        return f"{self.decision}.{self.role}.{self.kpi}"

    @property
    def sentence(self) -> Message:
        """What to do, and why."""
        facts = {"role": RoleRef(self.role), "kpi": KpiRef(self.kpi), "reason": self.reason, "weight": self.weight or 0}
        if self.decision == "retire" and self.instead:
            return Message("kpi_health.advice.replace", facts | {"instead": KpiRef(self.instead)})
        return Message(f"kpi_health.advice.{self.decision}", facts)


def kpi_advice(
    engagement: Engagement,
    facts: MonthlyFacts,
    health: Sequence[KpiHealth],
    leads: Leads | None = None,
    bottlenecks: Iterable[Bottleneck] = (),
) -> tuple[KpiAdvice, ...]:
    """What the health of the KPIs suggests, the gravest first, then what could be put on the scorecards.

    Args:
        leads: process KPIs that lead results: candidates.
        bottlenecks: what holds the client back; one that stands on nobody's scorecard is a candidate.
    """
    scheme = engagement.scheme
    if scheme is None:
        return ()
    bottlenecks = tuple(bottlenecks)
    on_cards = {(card.role, line.kpi) for card in scheme.scorecards for line in card.lines}
    candidates = {card.role: tuple(_candidates(card, scheme, engagement, facts, leads, bottlenecks))
                  for card in scheme.scorecards}  # fmt: skip
    ill = (one for one in health if one.signs and (one.role, one.kpi) in on_cards)
    found = [_on(one, scheme, candidates, engagement, facts) for one in ill]
    taken = {(one.role, one.instead or one.kpi) for one in found}
    most = lint_settings().threshold.most_kpis
    for card in scheme.scorecards:
        free = [one for one in candidates[card.role] if (card.role, one.kpi) not in taken]
        found += free[:MOST_ADDED] if len(card.lines) < most else []
    return tuple(found)


def _on(
    one: KpiHealth,
    scheme: Scheme,
    candidates: dict[str, tuple[KpiAdvice, ...]],
    engagement: Engagement,
    facts: MonthlyFacts,
) -> KpiAdvice:
    """What to do about one ill KPI."""
    first = one.signs[0]
    decision = DECISIONS[first.kind]
    signs = tuple(sign.message for sign in one.signs)
    reason = _because(first.message)
    card = next(card for card in scheme.scorecards if card.role == one.role)
    if first.kind == "countered":
        counter = _counter(one, first.message, engagement, facts, card)
        if counter is not None:
            return counter
    if decision == "reweight":
        weight = _lighter(card, one.kpi)
        return KpiAdvice(one.role, one.kpi, decision, reason, weight, signs=signs)
    if decision == "retire":
        instead = next((other.kpi for other in candidates[one.role]), "") or _usual(card, engagement, facts)
        return KpiAdvice(one.role, one.kpi, decision, reason, instead=instead, signs=signs)
    if one.by_target:
        reason = _because(Message("kpi_health.by_target", {"sign": first.message}))
        return KpiAdvice(one.role, one.kpi, decision, reason, signs=signs, elsewhere=True)
    return KpiAdvice(one.role, one.kpi, decision, reason, signs=signs)


def _because(sign: Message) -> Message:
    """A sign as a sentence of its own."""
    return Message("kpi_health.because", {"sign": sign})


def _usual(card: Scorecard, engagement: Engagement, facts: MonthlyFacts) -> str:
    """What the role usually starts with, where one KPI less would leave too few; "" where that is not needed or had."""
    role = role_library().get(card.role)
    if role is None or len(card.lines) > lint_settings().threshold.least_kpis:
        return ""
    here = set(codes_of(card))
    said = {other for one in role.candidates if one.kpi in here for other in (one.kpi, *one.instead_of)}
    free = (one for one in role.candidates if one.kpi not in said and not here & set(one.instead_of))
    usable = (one.kpi for one in free if _measurable(kpi_library()[one.kpi], facts))
    return next((kpi for kpi in usable if levelled(kpi, card.role, engagement, facts) is not None), "")


def _measurable(kpi: Kpi, facts: MonthlyFacts) -> bool:
    """Whether a KPI may carry weight (P6)."""
    return kpi.measures <= frozenset(facts.measures) and weighable(facts, kpi.measures) == kpi.measures


def _counter(
    one: KpiHealth, sign: Message, engagement: Engagement, facts: MonthlyFacts, card: Scorecard
) -> KpiAdvice | None:
    """The counterweight that got worse onto the same scorecard, where it is not there yet and can be measured."""
    counter = sign.facts["counter"].code
    if counter in codes_of(card) or levelled(counter, one.role, engagement, facts) is None:
        return None
    return KpiAdvice(one.role, counter, "add", _because(sign), NEW_WEIGHT, signs=(sign,))


def _lighter(card: Scorecard, kpi: str) -> int:
    """Half the weight, and no less than a KPI is to weigh."""
    now = next(line.weight for line in card.lines if line.kpi == kpi)
    return min(now, max(now // 2, lint_settings().threshold.least_weight))


def _candidates(
    card: Scorecard,
    scheme: Scheme,
    engagement: Engagement,
    facts: MonthlyFacts,
    leads: Leads | None,
    bottlenecks: Iterable[Bottleneck],
) -> Iterator[KpiAdvice]:
    """KPIs of the role that lead a result, then bottlenecks that stand on nobody's scorecard; all can be measured."""
    library = kpi_library()
    here, anywhere = set(codes_of(card)), set(kpis_of(scheme))
    named = [(lead.process, lead.sentence, here) for lead in (leads.found if leads else ())]
    named += [(one.kpi, Message("kpi_health.unowned", {"sentence": one.sentence}), anywhere) for one in bottlenecks]
    seen: set[str] = set()
    for code, reason, taken in named:
        kpi = library.kpis.get(code)
        if kpi is None or code in seen or code in taken or card.role not in kpi.owners or not _measurable(kpi, facts):
            continue
        seen.add(code)
        if levelled(code, card.role, engagement, facts) is not None:
            yield KpiAdvice(card.role, code, "add", reason, NEW_WEIGHT)


def with_advice(
    advice: KpiAdvice, engagement: Engagement, facts: MonthlyFacts, review: str = "", said: str = ""
) -> Engagement | None:
    """The engagement with one advice applied to its new scheme, and the verdict in the review of that id.

    Args:
        said: the reason in the client's language, for the minutes.

    Returns:
        None where it changes nothing (the levels are what history suggests already), or there is no such scorecard.
    """
    changed = with_card(engagement, advice.role, lambda card: _applied(advice, card, engagement, facts))
    return None if changed is None else with_verdict(changed, advice, review, said)


def _applied(advice: KpiAdvice, card: Scorecard, engagement: Engagement, facts: MonthlyFacts) -> Scorecard:
    if advice.decision == "reweight" and advice.weight is not None:
        return _weighed(card, advice.kpi, advice.weight)
    if advice.decision == "rebase":
        return _on_new_levels(card, advice.kpi, engagement, facts)
    weight = next((line.weight for line in card.lines if line.kpi == advice.kpi), NEW_WEIGHT)
    left = without_kpi(card, advice.kpi) if advice.decision == "retire" else card
    new = advice.kpi if advice.decision == "add" else advice.instead
    line = levelled(new, card.role, engagement, facts) if new else None
    return left if line is None else with_line(left, line, weight)


def _weighed(card: Scorecard, kpi: str, weight: int) -> Scorecard:
    """The KPI at another weight; the others make room, locked ones stay."""
    weights = {line.kpi: line.weight for line in card.lines}
    locked = frozenset(line.kpi for line in card.lines if line.locked)
    whole = rebalance(weights, locked, kpi, weight)
    return card.model_copy(
        update={"lines": tuple(line.model_copy(update={"weight": whole[line.kpi]}) for line in card.lines)}
    )


def _on_new_levels(card: Scorecard, kpi: str, engagement: Engagement, facts: MonthlyFacts) -> Scorecard:
    """The KPI on the levels that the latest months suggest; weight, lock, cliff and cap stay."""
    found = levelled(kpi, card.role, engagement, facts)
    if found is None:
        return card
    levels = {name: getattr(found, name) for name in ("threshold", "target", "stretch", "personal")}
    lines = tuple(line.model_copy(update=levels) if line.kpi == kpi else line for line in card.lines)
    return card.model_copy(update={"lines": lines})


def with_verdict(engagement: Engagement, advice: KpiAdvice, review: str, said: str) -> Engagement:
    """The decision in a review's minutes, in the place of an earlier one on the same KPI; unchanged without a review."""
    verdict = KpiVerdict(role=advice.role, kpi=advice.kpi, decision=advice.decision, reason=said)
    reviews = tuple(
        one.model_copy(
            update={"verdicts": (*(v for v in one.verdicts if (v.role, v.kpi) != (advice.role, advice.kpi)), verdict)}
        )
        if one.id == review
        else one
        for one in engagement.reviews
    )
    return engagement.model_copy(update={"reviews": reviews})
