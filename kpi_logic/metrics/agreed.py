"""What was agreed about the numbers, line by line: printed above the signature."""

from collections.abc import Iterator

from kpi_logic.intake import Intake, Overlap
from kpi_logic.library import kpi_library
from kpi_logic.metrics.ready import TOPICS, reporting_currency
from kpi_logic.model import Amount, Data, MeasureRef, Message, Raw, Unit


def agreed_lines(data: Data, intake: Intake | None = None) -> tuple[Message, ...]:
    """Definitions, currency and chosen sources; empty where nothing was agreed.

    Args:
        intake: what the files say; without it the chosen sources and the rates of uploaded tables are left out.

    >>> agreed_lines(Data())
    ()
    """
    lines = [_definition(topic, getattr(data.definition, topic)) for topic in (*TOPICS, "fx")]
    reporting = reporting_currency(intake, data) if intake is not None else data.exchange.reporting
    if reporting is not None:
        rule = (
            Message(f"definition.fx.{data.definition.fx}") if data.definition.fx else Message("definition.not_agreed")
        )
        lines.append(Message("agreed.reporting", {"currency": Raw(reporting), "rule": rule}))
    lines += _sources(intake) if intake is not None else ()
    return tuple(line for line in lines if line is not None)


def _definition(topic: str, choice: str | None) -> Message | None:
    if choice is None:
        return None
    facts = {"topic": Message(f"definition.topic.{topic}"), "choice": Message(f"definition.{topic}.{choice}")}
    return Message("agreed.definition", facts)


def _sources(intake: Intake) -> Iterator[Message]:
    """One line for each pair of sources that a person chose between, over all shops of one currency."""
    groups: dict[tuple[str, str, str, str], list[Overlap]] = {}
    for overlap in intake.overlaps:
        if overlap.settled == "answered":
            other = overlap.second if overlap.chosen == overlap.first else overlap.first
            groups.setdefault((overlap.measure, overlap.chosen, other, overlap.currency), []).append(overlap)
    for (measure, chosen, other, currency), found in groups.items():
        kept = sum(_side(one, chosen) for one in found)
        left = sum(_side(one, other) for one in found)
        largest = max(abs(kept), abs(left))
        unit = kpi_library().measures[measure].unit
        facts = {
            "measure": MeasureRef(measure), "chosen": Raw(chosen), "other": Raw(other),
            "gap": Amount(left - kept, unit, currency if unit is Unit.MONEY else None, signed=True, full=True),
            "share": Amount(abs(left - kept) / largest if largest else 0.0, Unit.RATIO),
        }  # fmt: skip
        yield Message("agreed.source", facts)


def _side(overlap: Overlap, name: str) -> float:
    return overlap.value if overlap.first == name else overlap.other
