"""An agreement: somebody said yes to the monthly numbers of a target; it stands for those numbers and no others."""

from pydantic import BaseModel, ConfigDict, Field

from kpi_logic.model.segment import ALL, Segment


class Agreement(BaseModel):
    """What one person agreed to: the part of a target, month by month from ``first`` (YYYY-MM) on.

    ``amount`` is the part for the whole period, ``months`` are its months, in the KPI's unit.  ``name`` and ``role`` are
    those of the day it was agreed (``on``, YYYY-MM-DD), because people move on and what was agreed stays.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    target: str
    person: str
    name: str
    role: str = ""
    on: str
    kpi: str
    segment: Segment = ALL
    first: str
    amount: float
    months: tuple[float, ...] = Field(min_length=1)
