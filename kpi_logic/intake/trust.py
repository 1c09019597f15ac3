"""Which source is believed first where two differ by next to nothing."""

from functools import lru_cache

from pydantic import BaseModel, ConfigDict, Field

from kpi_logic.intake.words import INTAKE
from kpi_logic.library import read_toml


class Trust(BaseModel):
    """trust.toml: ``gap`` as a share of the larger number; ``order`` by measure, "*" for all others."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    gap: float = Field(gt=0, lt=0.1)
    order: dict[str, tuple[str, ...]]

    def rank(self, measure: str, code: str) -> int | None:
        """The place of a format for a measure, None where it is not preferred at all."""
        order = self.order.get(measure, self.order["*"])
        return order.index(code) if code in order else None


@lru_cache(maxsize=1)
def trust() -> Trust:
    """The order of trust."""
    return read_toml(INTAKE / "trust.toml", Trust)
