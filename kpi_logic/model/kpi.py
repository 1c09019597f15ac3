"""A KPI as data: a ratio of two linear combinations of base measures, or one linear combination."""

from enum import StrEnum

from pydantic import BaseModel, ConfigDict

from kpi_logic.model.direction import Direction
from kpi_logic.model.unit import Unit


class Kind(StrEnum):
    """What one gets (result), or what one does to get it (process)."""

    RESULT = "result"
    PROCESS = "process"


class TimeFactor(StrEnum):
    """What the ratio is multiplied by so that it reads per year or in days."""

    NONE = "none"
    PER_YEAR = "per_year"  # times 365 / days of the period
    IN_DAYS = "in_days"  # times days of the period


class Term(BaseModel):
    """One addend: a factor times a base measure."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    measure: str
    factor: float = 1.0


class Kpi(BaseModel):
    """One KPI of the catalogue; nothing about direction, unit or source is ever assumed."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    code: str
    numerator: tuple[Term, ...]
    denominator: tuple[Term, ...] = ()
    time_factor: TimeFactor
    unit: Unit
    direction: Direction
    kind: Kind
    gate: bool
    owners: tuple[str, ...]
    counters: tuple[str, ...]
    definition_source: str
    benchmark: str
    domain: str

    @property
    def is_ratio(self) -> bool:
        """Whether there is a denominator."""
        return bool(self.denominator)

    @property
    def measures(self) -> frozenset[str]:
        """Every base measure it needs."""
        return frozenset(term.measure for term in (*self.numerator, *self.denominator))
