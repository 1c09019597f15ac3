"""Everything that the paper and the workbook are made of."""

import datetime
from collections.abc import Iterator
from dataclasses import dataclass, field

from kpi_logic.diagnosis import Diagnosis, Leads, Output
from kpi_logic.facts import MonthlyFacts
from kpi_logic.intake import Intake
from kpi_logic.library import kpi_library
from kpi_logic.model import (
    Amount,
    Engagement,
    Kpi,
    KpiRef,
    Line,
    Message,
    Month,
    Person,
    Raw,
    Scheme,
    Scorecard,
    Target,
    Unit,
)
from kpi_logic.proposal.edition import Edition
from kpi_logic.review import PilotTold
from kpi_logic.scheme import Comparison, Finding, OrganisationView, Replay, kpis_of
from kpi_logic.targets.outlook import Judgement, Outlook


@dataclass(frozen=True, eq=False)
class Case:
    """An engagement with its conclusions; only the first four must be there, the paper says what is missing.

    ``outlooks``: each target with the outlook it is judged by and the judgement. ``replay``: the new scheme over the
    client's months; ``comparison``: the present scheme against it over the same months. ``findings``: what the lint
    still says of the new scheme. ``as_of``: the last month of the data (default: the last one in the facts).
    ``date``: the day on the cover. ``method``: version of the method behind the odds. ``edition``: a draft until it
    is released, and what changed since the last release. ``output``: per head and per unit spent; ``leads``: what leads
    results; ``organisation``: who holds what holds the client back.  ``intake``: what the files said, for the numbers'
    origins and the agreed definitions.  ``fit``: whether the method suits the client, condition by condition (met, not
    met, None for not said yet).  ``pilot_told``: the rule by which the pilot counts as passed, and
    the smallest effect it can show.  ``logo``: the bytes of ``engagement.proposal.brand.logo``.
    """

    engagement: Engagement
    facts: MonthlyFacts
    diagnosis: Diagnosis
    date: datetime.date
    outlooks: tuple[tuple[Target, Outlook, Judgement], ...] = ()
    replay: Replay | None = None
    comparison: Comparison | None = None
    findings: tuple[Finding, ...] = ()
    as_of: Month | None = None
    method: str = ""
    edition: Edition = field(default_factory=Edition)
    output: Output | None = None
    leads: Leads | None = None
    organisation: OrganisationView | None = None
    intake: Intake | None = None
    fit: tuple[tuple[bool | None, Message], ...] = ()
    pilot_told: PilotTold = field(default_factory=PilotTold)
    logo: bytes | None = None

    @property
    def version(self) -> str:
        """What the paper is called: the edition's name, else the engagement's."""
        return self.edition.version or self.engagement.proposal.version

    @property
    def client(self) -> Raw:
        """The client's name, or the engagement's where none is given."""
        return Raw(self.engagement.profile.client or self.engagement.name)

    @property
    def currency(self) -> str | None:
        """The one currency of the money in it; None where there is none, or several."""
        return self.facts.currency or None

    @property
    def latest(self) -> Month | None:
        """The last month of the data."""
        return self.as_of or (self.facts.months[-1] if self.facts.months else None)

    @property
    def scheme(self) -> Scheme | None:
        """The new scheme, if it holds any scorecard with a KPI on it."""
        scheme = self.engagement.scheme
        return scheme if scheme is not None and any(card.lines for card in scheme.scorecards) else None

    @property
    def cards(self) -> tuple[Scorecard, ...]:
        """The new scheme's scorecards."""
        return tuple(card for card in self.scheme.scorecards if card.lines) if self.scheme else ()

    def holders(self, role: str) -> tuple[Person, ...]:
        """Who holds a role."""
        return tuple(person for person in self.engagement.organisation.people if person.role == role)

    def known_lines(self, card: Scorecard) -> Iterator[tuple[Line, Kpi]]:
        """The lines of a scorecard whose KPI the catalogue has."""
        kpis = kpi_library().kpis
        return ((line, kpis[line.kpi]) for line in card.lines if line.kpi in kpis)

    def name(self, code: str) -> KpiRef | Raw:
        """The KPI's name, or its code where the catalogue does not have it."""
        return KpiRef(code) if code in kpi_library().kpis else Raw(code)

    def money(self, value: float | None, *, full: bool = True, signed: bool = False) -> Amount:
        """Money in the client's currency, to the cent unless told otherwise."""
        return Amount(value, Unit.MONEY, self.currency, full=full, signed=signed)

    @property
    def used_kpis(self) -> tuple[Kpi, ...]:
        """Every KPI that the paper speaks of: targets, scorecards, gates, bottlenecks; each once, in that order."""
        codes = [target.kpi for target, _, _ in self.outlooks]
        codes += kpis_of(self.scheme)
        codes += [bottleneck.kpi for bottleneck in self.diagnosis.bottlenecks or ()]
        kpis = kpi_library().kpis
        return tuple(kpis[code] for code in dict.fromkeys(codes) if code in kpis)
