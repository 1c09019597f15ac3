"""What the project is likely to cost: the rate card over the drivers C1 to C8, as a range (METHOD, "What the price
of the project depends on")."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from kpi_logic.facts import MonthlyFacts
from kpi_logic.library import TEMPLATES, Strict, read_toml
from kpi_logic.model import Amount, Engagement, FeeLine, MeasureRef, Message, Raw, ServiceForm, Unit
from kpi_logic.proposal.rate_card import RateCard, Span, rate_card

CORE = ("sales", "gross_profit", "ad_spend")
COMPLETE = 6  # months of the core figures that a quotation needs (M2)

DEPTHS = {ServiceForm.MANAGED: "scheme", ServiceForm.COACHING: "coaching", ServiceForm.CUSTOM: "scheme"}


@dataclass(frozen=True)
class DriverCost:
    """One driver: what was found, what it adds in the card's currency; ``reason`` where the consultant set it.

    ``known`` False: nothing was found, so it runs from the least to the most the driver can add.
    """

    driver: str
    found: Message
    low: float
    high: float
    known: bool
    reason: str = ""

    @property
    def middle(self) -> float:
        """Half way from low to high."""
        return (self.low + self.high) / 2


@dataclass(frozen=True)
class FeeEstimate:
    """All drivers; ``lacking`` is what a quotation still needs (Q); ``example``: by rates that nobody set yet."""

    currency: str
    lines: tuple[DriverCost, ...]
    lacking: tuple[Message, ...]
    example: bool = False

    @property
    def low(self) -> float:
        """The lower ends together."""
        return sum(line.low for line in self.lines)

    @property
    def high(self) -> float:
        """The upper ends together."""
        return sum(line.high for line in self.lines)

    @property
    def shares(self) -> tuple[float, ...]:
        """Each driver's part of the middle of the range, 0-1; they sum to 1, or are all 0 where nothing costs."""
        whole = sum(line.middle for line in self.lines)
        return tuple(line.middle / whole if whole else 0.0 for line in self.lines)


def fee_estimate(engagement: Engagement, facts: MonthlyFacts, card: RateCard | None = None) -> FeeEstimate:
    """The fee as a range, driver by driver; a line set by hand counts once it has a reason and both ends in order.

    >>> import pandas as pd
    >>> empty = MonthlyFacts.of(pd.DataFrame({"month": []}))
    >>> estimate = fee_estimate(Engagement(name="Acme"), empty)
    >>> [line.driver for line in estimate.lines], round(sum(estimate.shares), 9)
    (['C1', 'C2', 'C3', 'C4', 'C5', 'C6', 'C7', 'C8'], 1.0)
    """
    card = card or rate_card()
    own = {line.driver: line for line in engagement.proposal.fee.lines if counts(line)}
    lines = []
    for driver, found, days in _drivers(engagement, facts, card):
        known = days[1]
        low = _rounded(days[0].low * card.day.low, card.round_to)
        high = _rounded(days[0].high * card.day.high, card.round_to)
        set_by_hand = own.get(driver)  # type: ignore[call-overload]
        if set_by_hand is not None:
            lines.append(DriverCost(driver, found, set_by_hand.low, set_by_hand.high, True, set_by_hand.reason.strip()))
        else:
            lines.append(DriverCost(driver, found, low, high, known))
    return FeeEstimate(card.currency, tuple(lines), tuple(lacking(engagement, facts)), card.example)


def counts(line: FeeLine) -> bool:
    """Whether a line set by hand has an effect: a reason, and both ends in order."""
    return bool(line.reason.strip()) and line.low is not None and line.high is not None and line.low <= line.high


def lacking(engagement: Engagement, facts: MonthlyFacts) -> Iterator[Message]:
    """Q: what a quotation still needs, one message each."""
    profile, people = engagement.profile, engagement.organisation.people
    if not people:
        yield Message("fee.lacking.organisation")
    if not (profile.platforms or facts.shops):
        yield Message("fee.lacking.platforms")
    months, missing = _history(facts)
    if months < COMPLETE or missing:
        yield Message("fee.lacking.history", {"months": months, "needed": COMPLETE})
    if not profile.current_appraisal.strip() and engagement.present_scheme is None:
        yield Message("fee.lacking.appraisal")
    if not (profile.problems.strip() or profile.pains):
        yield Message("fee.lacking.problems")
    if engagement.proposal.fee.links is None:
        yield Message("fee.lacking.links")
    if engagement.proposal.fee.local == "unknown":
        yield Message("fee.lacking.local")


def _drivers(
    engagement: Engagement, facts: MonthlyFacts, card: RateCard
) -> Iterator[tuple[str, Message, tuple[Span, bool]]]:
    """Each driver with what was found and its days; False where nothing was found."""
    profile, fee = engagement.profile, engagement.proposal.fee
    unknown = Message("fee.found.unknown")
    if profile.yearly_sales is None or profile.currency != card.currency:
        key = "fee.found.unknown" if profile.yearly_sales is None else "fee.found.other_currency"
        yield "C1", Message(key), (card.C1.widest, False)
    else:
        sales = Amount(profile.yearly_sales, Unit.MONEY, profile.currency)
        yield "C1", Message("fee.found.sales", {"sales": sales}), (card.C1.of(profile.yearly_sales), True)
    yield "C2", *_people(engagement, card, unknown)
    platforms = dict.fromkeys([*profile.platforms, *(shop.platform for shop in facts.shops if shop.platform)])
    if platforms:
        said = Message("fee.found.platforms", {"count": len(platforms), "platforms": tuple(map(Raw, platforms))})
        yield "C3", said, (card.C3.of(len(platforms)), True)
    else:
        yield "C3", unknown, (card.C3.widest, False)
    yield "C4", *_links(engagement, card, unknown)
    depth = fee.depth or (DEPTHS[profile.service_form] if profile.service_form else "")
    spans = dict(card.C5)
    if depth:
        yield "C5", Message(f"fee.depth.{depth}"), (spans[depth], True)
    else:
        yield "C5", unknown, (_widest(*spans.values()), False)
    yield "C6", *_category(engagement, card, unknown)
    yield "C7", *_months(facts, card)
    spans = dict(card.C8)
    if fee.local == "unknown":
        yield "C8", unknown, (_widest(*spans.values()), False)
    else:
        yield "C8", Message(f"fee.local.{fee.local}"), (spans[fee.local], True)


def _people(engagement: Engagement, card: RateCard, unknown: Message) -> tuple[Message, tuple[Span, bool]]:
    organisation = engagement.organisation
    count = len(organisation.people) or engagement.profile.team_size
    if not count:
        return unknown, (card.C2.widest, False)
    homes = len({person.department for person in organisation.people if person.department})
    said = Message("fee.found.people", {"count": count, "departments": homes})
    return said if homes else Message("fee.found.team", {"count": count}), (card.C2.of(count), True)


def _links(engagement: Engagement, card: RateCard, unknown: Message) -> tuple[Message, tuple[Span, bool]]:
    links, spans = engagement.proposal.fee.links, dict(card.C4)
    if links is None:
        return unknown, (Span(low=0.0, high=sum(span.high for span in spans.values())), False)
    if not links:
        return Message("fee.found.no_links"), (Span(low=0.0, high=0.0), True)
    named = tuple(Message(f"fee.link.{link}") for link in links)
    days = Span(low=sum(spans[link].low for link in links), high=sum(spans[link].high for link in links))
    return Message("fee.found.links", {"links": named}), (days, True)


class _FitFile(Strict):
    """F3's words by which a category with needs of its own is known."""

    keywords: dict[str, tuple[str, ...]]


@lru_cache(maxsize=1)
def _keywords() -> dict[str, tuple[str, ...]]:
    return read_toml(TEMPLATES / "fit.toml", _FitFile).keywords


def _category(engagement: Engagement, card: RateCard, unknown: Message) -> tuple[Message, tuple[Span, bool]]:
    categories, spans = engagement.profile.categories, dict(card.C6)
    if not categories:
        return unknown, (_widest(*spans.values()), False)
    named = " ".join(categories).casefold()
    kinds = [kind for kind, words in _keywords().items() if any(word.casefold() in named for word in words)]
    days = [spans[kind] for kind in kinds if kind in spans] or [spans["standard"]]
    found = Message("fee.found.categories", {"categories": tuple(map(Raw, categories))})
    return found, (Span(low=sum(span.low for span in days), high=sum(span.high for span in days)), True)


def _months(facts: MonthlyFacts, card: RateCard) -> tuple[Message, tuple[Span, bool]]:
    months, missing = _history(facts)
    if facts.is_empty:
        return Message("fee.found.no_history"), (card.C7.widest, False)
    if missing:
        return Message("fee.found.gaps", {"months": months, "measures": missing}), (card.C7.of(0), True)
    return Message("fee.found.history", {"months": months}), (card.C7.of(months), True)


def _history(facts: MonthlyFacts) -> tuple[int, tuple[MeasureRef, ...]]:
    """Months of history, and the core figures that are not in it; gross profit may follow from its parts."""
    there = set(facts.measures)
    lacks = [name for name in CORE if name not in there and not (name == "gross_profit" and "cogs" in there)]
    return len(facts.months), tuple(map(MeasureRef, lacks))


def _widest(*spans: Span) -> Span:
    return Span(low=min(span.low for span in spans), high=max(span.high for span in spans))


def _rounded(money: float, to: int) -> float:
    return float(round(money / to) * to)
