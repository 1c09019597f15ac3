"""A base measure: what a client's file holds, one number a month and shop."""

from enum import StrEnum

from pydantic import BaseModel, ConfigDict

from kpi_logic.model.unit import Unit


class OverTime(StrEnum):
    """How months of one shop become a longer period."""

    SUM = "sum"
    AVERAGE = "average"  # a level: weighted by the days of each month
    LAST = "last"  # a snapshot: the latest month speaks


class OverShops(StrEnum):
    """How shops become the whole."""

    SUM = "sum"
    NONE = "none"  # scores and averages that no sum makes whole: defined for one shop only


class Measure(BaseModel):
    """One base measure and how it adds up."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    code: str
    unit: Unit
    over_time: OverTime
    over_shops: OverShops
    grain: str
    platform_source: str
    lingxing_field: str = ""
    may_be_negative: bool = False
