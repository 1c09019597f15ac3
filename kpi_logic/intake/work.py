"""What gathers while files are read, one after the other."""

from dataclasses import dataclass, field

from kpi_logic.intake.client_sheets import ClientSheets
from kpi_logic.intake.file import Answers, FilledScorecards, Limit, Source
from kpi_logic.intake.records import Batch, Spellings
from kpi_logic.intake.table import Table
from kpi_logic.model import Issue, Rate


@dataclass
class Work:
    """Tables, batches and findings so far; ``rows`` counts the rows of each batch by its name."""

    answers: Answers
    spellings: Spellings = field(default_factory=Spellings)
    batches: list[Batch] = field(default_factory=list)
    heads: list[Table] = field(default_factory=list)
    details: list[Table] = field(default_factory=list)
    issues: list[Issue] = field(default_factory=list)
    sources: list[Source] = field(default_factory=list)
    client: list[ClientSheets] = field(default_factory=list)
    limits: list[Limit] = field(default_factory=list)
    rates: list[Rate] = field(default_factory=list)
    scorecards: list[FilledScorecards] = field(default_factory=list)
    rows: dict[str, int] = field(default_factory=dict)
