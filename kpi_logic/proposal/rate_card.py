"""The rate card: what each driver of the price adds, in consultant days."""

from functools import lru_cache
from pathlib import Path

from pydantic import Field, ValidationInfo, field_validator

from kpi_logic.library import TEMPLATES, Strict, read_toml


class Span(Strict):
    """From ``low`` to ``high``, neither below 0."""

    low: float = Field(ge=0)
    high: float = Field(ge=0)

    @field_validator("high")
    @classmethod
    def _in_order(cls, high: float, info: ValidationInfo) -> float:
        low = info.data.get("low", 0.0)
        if high < low:
            raise ValueError(f"high is at least low ({low:g}); got {high:g}")
        return high


class Step(Span):
    """What holds up to ``up_to``; None: for all above."""

    up_to: float | None = None


class Steps(Strict):
    """A driver that grows with a number."""

    step: tuple[Step, ...] = Field(min_length=1)

    @field_validator("step")
    @classmethod
    def _rising(cls, steps: tuple[Step, ...]) -> tuple[Step, ...]:
        *ends, last = [step.up_to for step in steps]
        if last is not None or None in ends or ends != sorted(set(ends), key=lambda end: end or 0.0):
            raise ValueError("steps rise by up_to, and only the last one has none")
        return steps

    def of(self, number: float) -> Span:
        """The step that a number falls on."""
        return next(step for step in self.step if step.up_to is None or number <= step.up_to)

    @property
    def widest(self) -> Span:
        """From the least to the most that it can add."""
        return Span(low=min(step.low for step in self.step), high=max(step.high for step in self.step))


class Links(Strict):
    """C4: system links, which add up."""

    erp: Span
    bi: Span
    hr: Span


class Depths(Strict):
    """C5: how deep the work goes."""

    templates: Span
    scheme: Span
    coaching: Span


class Categories(Strict):
    """C6: what the goods ask for."""

    standard: Span
    apparel: Span
    electronics: Span


class Locals(Strict):
    """C8: management on the spot."""

    none: Span
    warehouse: Span
    team: Span


class RateCard(Strict):
    """All drivers; ``day`` is what one day costs, in ``currency``. ``example``: the rates are nobody's yet, and say so."""

    example: bool = False
    currency: str = Field(pattern=r"^[A-Z]{3}$")
    round_to: int = Field(ge=1)
    day: Span
    C1: Steps
    C2: Steps
    C3: Steps
    C4: Links
    C5: Depths
    C6: Categories
    C7: Steps
    C8: Locals


def read_rate_card(path: Path) -> RateCard:
    """The rate card in a file; raises TemplateError by file and key."""
    return read_toml(path, RateCard)


@lru_cache(maxsize=1)
def rate_card() -> RateCard:
    """The rate card under templates/."""
    return read_rate_card(TEMPLATES / "proposal" / "rate_card.toml")
