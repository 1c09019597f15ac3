"""The facts that every page and paper works with: as agreed what they mean, in one currency, with what is doubted marked."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from kpi_logic.facts import MonthlyFacts, RateGap, defined, exchanged, latest, missing_for, unserved_shops
from kpi_logic.intake import Intake
from kpi_logic.intake.crosschecks import spans
from kpi_logic.metrics.evidence import doubts, evidence_of
from kpi_logic.model import Data, Definition, Issue, Level, MeasureRef, Message, Month, Place, Rate, Raw, Segment

TOPICS = ("profit", "sales", "refund", "tax")


@dataclass(frozen=True)
class Ready:
    """``facts`` None: nothing was read, or the currency is still to be settled; ``issues`` say what is missing.

    ``reporting``: the currency everything is converted to, None where nothing is converted.
    """

    facts: MonthlyFacts | None
    issues: tuple[Issue, ...] = ()
    reporting: str | None = None


def ready_facts(intake: Intake, data: Data) -> Ready:
    """The intake's facts under the decisions in *data*.

    Nothing is converted while all money is in one currency and no other was chosen.  Several currencies are converted
    where a reporting currency is chosen (or the uploaded rates all lead to one), else only the chosen one is kept.
    """
    if intake.facts is None or intake.facts.is_empty:
        return Ready(None)
    base = replace(intake.facts, doubted=doubts(intake.facts, evidence_of(intake)))
    facts = defined(base, data.definition)
    issues = tuple(_unserved(base, data.definition))
    reporting = reporting_currency(intake, data)
    if reporting is not None and facts.currencies != (reporting,):
        made, gaps = exchanged(facts, reporting, latest(intake.rates, data.exchange.rates))
        issues += _without_rate(gaps, reporting)
        return Ready(None if made.is_empty else made, issues, reporting)
    if facts.currency is not None:
        return Ready(facts, issues)
    chosen = data.currency
    return Ready(facts.of_currency(chosen) if chosen in facts.currencies else None, issues)


def reporting_currency(intake: Intake, data: Data) -> str | None:
    """What is reported in: the decision, else the one currency that all uploaded rates lead to; None for no conversion."""
    if data.exchange.reporting is not None:
        return data.exchange.reporting
    several = intake.facts is not None and len(intake.facts.currencies) > 1
    targets = {rate.target for rate in intake.rates}
    return targets.pop() if several and data.currency is None and len(targets) == 1 else None


def rate_table(
    facts: MonthlyFacts, reporting: str, rates: Iterable[Rate]
) -> tuple[tuple[Month, str, float | None], ...]:
    """Every month and currency that needs a rate to *reporting*, and the rate that is known; None where none is."""
    known = {(rate.month, rate.source): rate.rate for rate in rates if rate.target == reporting}
    keys = facts.table[["month", "currency"]].drop_duplicates().sort_values(["currency", "month"])
    needed = [(Month(p.year, p.month), c) for p, c in keys.itertuples(index=False) if c not in ("", reporting)]
    return tuple((month, currency, known.get((str(month), currency))) for month, currency in needed)


def _unserved(facts: MonthlyFacts, definition: Definition) -> Iterable[Issue]:
    """Definitions that were agreed and that the columns do not carry."""
    for topic in TOPICS:
        choice = getattr(definition, topic)
        lacking = missing_for(facts, topic, choice) if choice is not None else ()
        if lacking:
            names = tuple(MeasureRef(code) for code in lacking)
            facts_said = {"choice": Message(f"definition.{topic}.{choice}"), "measures": names}
            yield Issue("definition_unserved", Level.WARN, Place(), {"where": _anywhere(), **facts_said})
        others = unserved_shops(facts, topic, choice) if choice is not None and not lacking else ()
        if others:
            said = {"choice": Message(f"definition.{topic}.{choice}"), "shops": tuple(Raw(shop) for shop in others[:5])}
            yield Issue("definition_partly", Level.WARN, Place(), {"where": _anywhere(), **said})


def _without_rate(gaps: Iterable[RateGap], reporting: str) -> tuple[Issue, ...]:
    return tuple(
        Issue(
            "rate_missing",
            Level.ASK,
            Place(),
            {
                "where": _anywhere(),
                "currency": Raw(gap.currency) if gap.currency else Message("exchange.no_currency"),
                "reporting": Raw(reporting),
                "months": spans(gap.months),
                "shops": tuple(Raw(shop) for shop in gap.shops[:3] if shop) or Segment(),
            },
        )
        for gap in gaps
    )


def _anywhere() -> Message:
    return Message("intake_words.where.all")
