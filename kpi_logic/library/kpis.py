"""The KPI catalogue and its base measures."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from pydantic import Field

from kpi_logic.library.read import TEMPLATES, Strict, TemplateError, read_toml
from kpi_logic.library.units import unit_fault
from kpi_logic.model import Direction, Kind, Kpi, Measure, OverShops, OverTime, Term, TimeFactor, Unit


class _MeasureEntry(Strict):
    unit: Unit
    over_time: OverTime
    over_shops: OverShops
    grain: str
    platform_source: str
    lingxing_field: str = ""
    may_be_negative: bool = False


class _MeasureFile(Strict):
    measure: dict[str, _MeasureEntry]
    subtotal: dict[str, dict[str, float]]


class _KpiEntry(Strict):
    numerator: dict[str, float] = Field(min_length=1)
    denominator: dict[str, float] = Field(default_factory=dict)
    time_factor: TimeFactor
    unit: Unit
    direction: Direction
    kind: Kind
    gate: bool
    owners: tuple[str, ...] = Field(min_length=1)
    counters: tuple[str, ...]
    definition_source: str = Field(min_length=1)
    benchmark: str


class _KpiFile(Strict):
    kpi: dict[str, _KpiEntry]


class Inexpressible(Strict):
    """A catalogue KPI that the closed form cannot hold; ``reason`` is a text key under ``kpi_reason``."""

    formula: str
    reason: str


class _InexpressibleFile(Strict):
    kpi: dict[str, Inexpressible]


@dataclass(frozen=True)
class KpiLibrary:
    """Measures, subtotals and KPIs by code, in the order of the files."""

    measures: Mapping[str, Measure]
    subtotals: Mapping[str, tuple[Term, ...]]
    kpis: Mapping[str, Kpi]
    inexpressible: Mapping[str, Inexpressible]

    def __getitem__(self, code: str) -> Kpi:
        return self.kpis[code]


@lru_cache(maxsize=1)
def kpi_library() -> KpiLibrary:
    """The catalogue under templates/, read once.

    >>> cvr = kpi_library()["cvr"]
    >>> cvr.numerator[0].measure, cvr.denominator[0].measure, cvr.direction.value
    ('units', 'sessions', 'higher')
    """
    return read_library(TEMPLATES)


def read_library(folder: Path) -> KpiLibrary:
    """The catalogue in *folder* (``measures.toml``, ``kpi/*.toml``, ``kpi_inexpressible.toml``), checked.

    Raises:
        TemplateError: an unknown key, measure or counter, a missing field, a code twice, units that do not fit;
            always with the file and the key.
    """
    base = read_toml(folder / "measures.toml", _MeasureFile)
    measures = {code: Measure(code=code, **entry.model_dump()) for code, entry in base.measure.items()}
    subtotals = _subtotals(base, measures)
    kpis: dict[str, Kpi] = {}
    for path in sorted((folder / "kpi").glob("*.toml")):
        for code, entry in read_toml(path, _KpiFile).kpi.items():
            if code in kpis:
                raise TemplateError(f"{path.name}: kpi.{code}: the code stands in {kpis[code].domain}.toml already")
            kpis[code] = _kpi(code, entry, path, measures, subtotals)
    _check_kpis(kpis, measures)
    return KpiLibrary(measures, subtotals, kpis, _inexpressible(folder / "kpi_inexpressible.toml", kpis))


def _inexpressible(path: Path, kpis: Mapping[str, Kpi]) -> Mapping[str, Inexpressible]:
    entries = read_toml(path, _InexpressibleFile).kpi
    for code in entries:
        if code in kpis:
            raise TemplateError(f"{path.name}: kpi.{code}: the code stands in {kpis[code].domain}.toml already")
    return entries


def _subtotals(base: _MeasureFile, measures: Mapping[str, Measure]) -> dict[str, tuple[Term, ...]]:
    done: dict[str, tuple[Term, ...]] = {}
    for code, combination in base.subtotal.items():
        if code in measures:
            raise TemplateError(f"measures.toml: subtotal.{code}: a measure has this code already")
        done[code] = _terms(combination, measures, done, f"measures.toml: subtotal.{code}")
    return done


def _kpi(
    code: str,
    entry: _KpiEntry,
    path: Path,
    measures: Mapping[str, Measure],
    subtotals: Mapping[str, tuple[Term, ...]],
) -> Kpi:
    place = f"{path.name}: kpi.{code}"
    plain = entry.model_dump(exclude={"numerator", "denominator"})
    return Kpi(
        code=code,
        numerator=_terms(entry.numerator, measures, subtotals, f"{place}.numerator"),
        denominator=_terms(entry.denominator, measures, subtotals, f"{place}.denominator"),
        domain=path.stem,
        **plain,
    )


def _terms(
    combination: Mapping[str, float],
    measures: Mapping[str, Measure],
    subtotals: Mapping[str, tuple[Term, ...]],
    place: str,
) -> tuple[Term, ...]:
    """A linear combination with its subtotals written out; one measure stands there once."""
    factors: dict[str, float] = {}
    for name, factor in combination.items():
        if name not in measures and name not in subtotals:
            raise TemplateError(f"{place}: {name} is neither a measure nor a subtotal that stands before it")
        for term in subtotals.get(name, (Term(measure=name),)):
            factors[term.measure] = factors.get(term.measure, 0.0) + factor * term.factor
    terms = tuple(Term(measure=measure, factor=factor) for measure, factor in factors.items() if factor)
    if combination and not terms:
        raise TemplateError(f"{place}: nothing is left, the terms cancel out")
    return terms


def _check_kpis(kpis: Mapping[str, Kpi], measures: Mapping[str, Measure]) -> None:
    for kpi in kpis.values():
        place = f"{kpi.domain}.toml: kpi.{kpi.code}"
        for counter in kpi.counters:
            if counter not in kpis:
                raise TemplateError(f"{place}.counters: no KPI has the code {counter}")
        fault = unit_fault(kpi, measures)
        if fault:
            raise TemplateError(f"{place}.{fault}")
