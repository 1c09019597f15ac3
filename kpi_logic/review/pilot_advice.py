"""One advice from the pilot: what was seen, what a press changes, and the change itself."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal, NamedTuple

from kpi_logic.model import Engagement, Line, Message, ReasonSource, Scorecard

AdviceKind = Literal["too_hard", "too_easy", "unmeasured", "criticised"]


class NewLevels(NamedTuple):
    """Levels to be written: the line's own ("" for ``person``), or one person's; None leaves a level as it is."""

    person: str
    threshold: float | None
    target: float | None
    stretch: float | None


@dataclass(frozen=True)
class Advice:
    """One change that the evidence speaks for, and why.

    ``levels`` and ``weights`` (by KPI) are what a press writes; an advice with neither only points at something (the
    level comes from a target, which is changed where targets are).  ``feedback`` are the forms it rests on.
    """

    kind: AdviceKind
    role: str
    kpi: str
    facts: Mapping[str, Any] = field(default_factory=dict)
    levels: tuple[NewLevels, ...] = ()
    weights: Mapping[str, int] = field(default_factory=dict)
    feedback: tuple[str, ...] = ()

    @property
    def can_be_pressed(self) -> bool:
        """Whether a press changes something."""
        return bool(self.levels or self.weights)

    @property
    def message(self) -> Message:
        """What was seen, with its numbers."""
        return Message(f"iterate.{self.kind}.message", self.facts)

    @property
    def step(self) -> Message:
        """What to do about it."""
        return Message(f"iterate.{self.kind}.{'press' if self.can_be_pressed else 'look'}", self.facts)

    @property
    def source(self) -> ReasonSource:
        """What its reason rests on."""
        sources: dict[AdviceKind, ReasonSource] = {"unmeasured": "data", "criticised": "feedback"}
        return sources.get(self.kind, "pilot")


def advised(engagement: Engagement, chosen: Advice) -> Engagement:
    """The engagement with an advice taken; a line that was taken off meanwhile stays off."""
    scheme = engagement.scheme
    if scheme is None:
        return engagement
    cards = tuple(_taken(card, chosen) if card.role == chosen.role else card for card in scheme.scorecards)
    return engagement.model_copy(update={"scheme": scheme.model_copy(update={"scorecards": cards})})


def _taken(card: Scorecard, chosen: Advice) -> Scorecard:
    lines = tuple(_changed(line, chosen) for line in card.lines)
    return card.model_copy(update={"lines": lines})


def _changed(line: Line, chosen: Advice) -> Line:
    if line.kpi in chosen.weights:
        line = line.model_copy(update={"weight": chosen.weights[line.kpi]})
    if line.kpi != chosen.kpi:
        return line
    for new in chosen.levels:
        given = {name: value for name, value in new._asdict().items() if name != "person" and value is not None}
        if new.person:
            own = tuple(one.model_copy(update=given) if one.person == new.person else one for one in line.personal)
            line = line.model_copy(update={"personal": own})
        else:
            line = line.model_copy(update=given)
    return line
