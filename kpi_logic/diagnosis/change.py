"""A metric in two periods and the parts of its change."""

from dataclasses import dataclass
from typing import Literal

from kpi_logic.model import Month, Segment, Unit

Rule = Literal["shapley", "lmdi", "rate_mix", "sum"]
"""How a change is shared out: Shapley on the tree; LMDI where it is a product of positive factors; rate and mix of a ratio;
a sum of the shops' own changes."""
PartKind = Literal["volume", "mix", "rate", "sum", "shop_opened", "shop_closed", "unexplained"]


@dataclass(frozen=True)
class ChangePart:
    """What one driver of one segment did: ``effect`` in the metric's unit; ``before`` and ``after`` the driver itself.

    ``kind``: the volume of all shops together, the mix (a shop's share of it), a rate of the shop's own, a plain sum.
    """

    kpi: str
    segment: Segment
    effect: float
    before: float | None
    after: float | None
    kind: PartKind = "rate"


@dataclass(frozen=True)
class Change:
    """A metric in two periods and the parts of its change; the parts sum to ``delta``.

    ``per_month``: the periods differ in length, so both are monthly averages. ``left_out``: shops that lack a number.
    ``simpson``: every shop moved one way (a ratio, or money per piece of volume) and all together the other: it is mix.
    """

    metric: str
    currency: str | None
    segment: Segment
    before: tuple[Month, ...]
    after: tuple[Month, ...]
    value_before: float
    value_after: float
    parts: tuple[ChangePart, ...]
    per_month: bool
    left_out: tuple[Segment, ...]
    unit: Unit = Unit.MONEY
    rule: Rule = "shapley"
    simpson: bool = False

    @property
    def delta(self) -> float:
        """The change."""
        return self.value_after - self.value_before

    def by_driver(self) -> tuple[ChangePart, ...]:
        """The parts of each driver summed over the shops, largest first."""
        effects: dict[str, float] = {}
        for part in self.parts:
            effects[part.kpi] = effects.get(part.kpi, 0.0) + part.effect
        summed = [ChangePart(kpi, self.segment, effect, None, None) for kpi, effect in effects.items()]
        return tuple(sorted(summed, key=lambda part: -abs(part.effect)))

    def by_segment(self) -> tuple[ChangePart, ...]:
        """The parts of each shop summed over the drivers, largest first."""
        effects: dict[Segment, float] = {}
        for part in self.parts:
            effects[part.segment] = effects.get(part.segment, 0.0) + part.effect
        summed = [ChangePart(self.metric, segment, effect, None, None) for segment, effect in effects.items()]
        return tuple(sorted(summed, key=lambda part: -abs(part.effect)))
