"""From where on a number cannot be pulled steadily: templates/measurability.toml."""

from functools import lru_cache

from pydantic import BaseModel, ConfigDict, Field

from kpi_logic.library import TEMPLATES, read_toml


class Red(BaseModel):
    """Each condition by itself makes a KPI red."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    fewest_months: int = Field(ge=1)
    steady_share: float = Field(ge=0, le=1)
    silent_months: int = Field(ge=1)
    restated_share: float = Field(ge=0, le=1)
    contradicted: float = Field(ge=0, le=1)


class Yellow(Red):
    """Each condition by itself makes a KPI yellow."""

    error: float = Field(ge=0, le=1)
    shops_share: float = Field(ge=0, le=1)


class Thresholds(BaseModel):
    """The whole file; ``window`` in months."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    window: int = Field(ge=3)
    red: Red
    yellow: Yellow


@lru_cache(maxsize=1)
def thresholds() -> Thresholds:
    """The thresholds, read once."""
    return read_toml(TEMPLATES / "measurability.toml", Thresholds)
