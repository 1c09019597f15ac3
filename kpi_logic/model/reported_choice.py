"""Which of two sources counts, where the facts and a filled scorecard tell different numbers."""

from pydantic import BaseModel, ConfigDict

FACTS = "facts"
"""The source that is computed from the client's files."""


class ReportedChoice(BaseModel):
    """What somebody chose for one person's KPI in one month (YYYY-MM).

    ``source`` is ``FACTS`` or the digest of the workbook whose number counts; ``value`` is that number on the day it was
    chosen: the choice stands for it and for no other, so a source that says something else later is asked about anew.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: str
    person: str
    kpi: str
    month: str
    source: str
    value: float

    @staticmethod
    def id_of(person: str, kpi: str, month: str) -> str:
        """The name of the place a choice is about.

        >>> ReportedChoice.id_of("p1", "acos", "2026-12")
        'p1 acos 2026-12'
        """
        return f"{person} {kpi} {month}"
