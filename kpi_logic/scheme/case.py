"""What the lint looks at, gathered once for all rules."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from kpi_logic.facts import MonthlyFacts
from kpi_logic.library import KpiLibrary
from kpi_logic.model import (
    Agreement,
    Amount,
    Cascade,
    Feedback,
    KpiRef,
    Line,
    Organisation,
    Person,
    Profile,
    Raw,
    RoleRef,
    Scheme,
    SchemeException,
    Scorecard,
    Target,
    Unit,
)
from kpi_logic.scheme.actuals import Actuals
from kpi_logic.scheme.duty import roles_of
from kpi_logic.scheme.finding import Finding
from kpi_logic.scheme.levels import LevelBook
from kpi_logic.scheme.lint_settings import LintSettings

Array = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Case:
    """A scheme with everything a rule may ask about it; ``actuals`` cover all months and all KPIs of the scheme."""

    scheme: Scheme
    organisation: Organisation
    facts: MonthlyFacts
    targets: tuple[Target, ...]
    cascades: tuple[Cascade, ...]
    profile: Profile | None
    actuals: Actuals
    settings: LintSettings
    library: KpiLibrary
    exceptions: tuple[SchemeException, ...] = ()
    agreements: tuple[Agreement, ...] = ()
    feedback: tuple[Feedback, ...] = ()

    def finding(
        self,
        rule: str,
        card: Scorecard | None = None,
        person: Person | None = None,
        kpi: str | None = None,
        **facts: Any,
    ) -> Finding:
        """A finding of *rule*; role, person and KPI are also facts for its words."""
        named: dict[str, Any] = {}
        if card is not None:
            named["role"] = RoleRef(card.role)
        if person is not None:
            named["person"] = Raw(person.name)
        if kpi is not None:
            named["kpi"] = self.name(kpi)
        return Finding(
            rule,
            self.settings.rule[rule],
            card.role if card else person.role if person and person.role else None,
            person.name if person else None,
            kpi,
            {**named, **facts},
        )

    def name(self, code: str) -> KpiRef | Raw:
        """The KPI's name, or its code where the catalogue does not have it."""
        return KpiRef(code) if code in self.library.kpis else Raw(code)

    def amount(self, code: str, value: float | None) -> Amount:
        """A value in the KPI's own unit, with the facts' currency where it is money."""
        unit = self.library[code].unit
        return Amount(value, unit, (self.facts.currency or None) if unit is Unit.MONEY else None)

    @cached_property
    def weighted(self) -> tuple[tuple[Scorecard, Line], ...]:
        """Every line that carries weight."""
        return tuple((card, line) for card in self.scheme.scorecards for line in card.lines if line.weight > 0)

    @cached_property
    def known(self) -> tuple[tuple[Scorecard, Line], ...]:
        """Every line that carries weight and whose KPI the catalogue has."""
        return tuple((card, line) for card, line in self.weighted if line.kpi in self.library.kpis)

    @cached_property
    def used(self) -> frozenset[str]:
        """Every KPI that carries weight or stands as a gate, anywhere."""
        gates = {gate.kpi for card in self.scheme.scorecards for gate in card.gates}
        return frozenset(gates | {line.kpi for _, line in self.weighted})

    @cached_property
    def measures(self) -> frozenset[str]:
        """Base measures the client has at least once."""
        return frozenset(self.facts.measures)

    @cached_property
    def book(self) -> LevelBook:
        """The levels that targets and cascades set."""
        return LevelBook(self.targets, self.cascades, self.actuals.shops, self.agreements)

    def people_of(self, card: Scorecard) -> tuple[Person, ...]:
        """Who is scored by a scorecard."""
        return tuple(person for person in self.organisation.people if card.role in roles_of(person))

    def weight_of(self, card: Scorecard, codes: frozenset[str]) -> int:
        """The weight that some KPIs carry in a scorecard."""
        return sum(line.weight for line in card.lines if line.kpi in codes)

    def told(self, person: Person, code: str) -> Array:
        """(months,) a person's actuals of one KPI, NaN where they cannot be told."""
        return np.asarray(self.actuals.values[self.actuals.people.index(person.id), :, self.actuals.kpis.index(code)])

    def history(self, card: Scorecard, code: str) -> Iterator[tuple[Person, Array]]:
        """Each person of a scorecard with the actuals of one KPI."""
        return ((person, self.told(person, code)) for person in self.people_of(card))


def share(weight: float, total: float = 100.0) -> Amount:
    """A weight as a share of the scorecard."""
    return Amount(weight / total, Unit.RATIO)
