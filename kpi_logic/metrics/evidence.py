"""What the client's files say about the numbers in them: where each comes from, and how far it agrees with others."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np

from kpi_logic.facts import MonthlyFacts
from kpi_logic.intake import Intake, Overlap
from kpi_logic.intake.words import checks
from kpi_logic.library import kpi_library
from kpi_logic.model import Month

Months = frozenset[Month]


@dataclass(frozen=True)
class Evidence:
    """By measure: ``sources`` the files that give it, ``restated`` the months delivered again with other numbers,
    ``errors`` how far two sources lie apart (share of the larger), ``contradicted`` the share of rows (0-1) where it
    cannot be right beside another number of the row; ``open`` measures wait for a choice between two sources."""

    sources: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    restated: Mapping[str, Months] = field(default_factory=dict)
    errors: Mapping[str, float] = field(default_factory=dict)
    contradicted: Mapping[str, float] = field(default_factory=dict)
    open: frozenset[str] = frozenset()


def evidence_of(intake: Intake) -> Evidence:
    """The evidence that an intake holds; empty where nothing was read."""
    sources: dict[str, dict[str, None]] = defaultdict(dict)
    for source in intake.sources:
        for measure in source.measures:
            sources[measure][source.file] = None
    restated: dict[str, set[Month]] = defaultdict(set)
    errors: dict[str, float] = {}
    for overlap in intake.overlaps:
        if is_restatement(overlap, intake):
            restated[overlap.measure] |= set(_differing(overlap))
        elif overlap.settled in ("open", "answered", "trusted"):
            errors[overlap.measure] = max(errors.get(overlap.measure, 0.0), overlap.gap)
    return Evidence(
        sources={code: tuple(files) for code, files in sources.items()},
        restated={code: frozenset(months) for code, months in restated.items() if months},
        errors=errors,
        contradicted=contradicted(intake.facts) if intake.facts is not None else {},
        open=frozenset(overlap.measure for overlap in intake.overlaps if overlap.settled == "open"),
    )


def is_restatement(overlap: Overlap, intake: Intake) -> bool:
    """Whether the two sources are deliveries of the same report, so that the later one corrects the earlier."""
    kinds = {_name(source.file, source.sheet): source.format for source in intake.sources}
    first, second = kinds.get(overlap.first), kinds.get(overlap.second)
    return first is not None and first == second and bool(_differing(overlap))


def contradicted(facts: MonthlyFacts) -> dict[str, float]:
    """The share of the rows in which a measure is more than it can be (``checks.toml``), by measure; 0 is left out."""
    found: dict[str, float] = {}
    held = {code: facts.table[code].to_numpy() for code in facts.measures}
    for small, large in checks().not_more_than:
        if small in held and large in held:
            wrong = (held[small] > held[large]) & (held[large] >= 0)  # a missing number is neither
            both = ~(np.isnan(held[small]) | np.isnan(held[large]))
            share = float(wrong.sum() / both.sum()) if both.any() else 0.0
            for code in (small, large) if share else ():
                found[code] = max(share, found.get(code, 0.0))
    return found


def doubts(facts: MonthlyFacts, evidence: Evidence) -> frozenset[str]:
    """The measures that nobody may be paid on, whatever months they have."""
    from kpi_logic.metrics.thresholds import thresholds

    red, months = thresholds().red, max(1, len(facts.months))
    restated = {code for code, when in evidence.restated.items() if len(when) / months > red.restated_share}
    wrong = {code for code, share in evidence.contradicted.items() if share > red.contradicted}
    return frozenset(restated | wrong) & frozenset(kpi_library().measures)


def _differing(overlap: Overlap) -> tuple[Month, ...]:
    rows = zip(overlap.months, overlap.values, overlap.others, strict=False)
    return tuple(month for month, value, other in rows if value != other)


def _name(file: str, sheet: str | None) -> str:
    return file if sheet is None else f"{file} · {sheet}"
