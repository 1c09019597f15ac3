"""A finding in the words and numbers a client sees: a Bottleneck with its evidence."""

import numpy as np
import pandas as pd

from kpi_logic.diagnosis.attribution import SHARES, SUMS
from kpi_logic.diagnosis.bottleneck import Bottleneck
from kpi_logic.diagnosis.cube import Array, Cube
from kpi_logic.diagnosis.find import Finding
from kpi_logic.diagnosis.leaf import Effect
from kpi_logic.diagnosis.operating import LimitState
from kpi_logic.library import Benchmark, kpi_library
from kpi_logic.metrics import ProfitBasis
from kpi_logic.model import Amount, KpiRef, MeasureRef, Message, Month, Unit

INTERVAL = (0.1, 0.9)
SURE, LIKELY = 5.0, 2.5  # log odds from which the words get stronger


def of_finding(
    cube: Cube, finding: Finding, share: float | None, recent: Array, currency: str | None, basis: ProfitBasis
) -> Bottleneck:
    """The bottleneck of a finding; *share* is its part of the joint gain, None where no money is put on it."""
    estimated = finding.code == "instock" and finding.leaf.entry.effect is not Effect.STOCKOUT
    evidence = _evidence(cube, finding, estimated)
    current = _current(cube, finding, evidence, recent)
    reference = _reference(cube, finding, current, recent)
    unit = Unit.RATIO if estimated or finding.mix else finding.leaf.entry.unit
    money = None if share is None else finding.money_per_month
    low, high = (None, None) if share is None else map(float, np.maximum(np.quantile(finding.money, INTERVAL), 0.0))
    kind = "mix" if finding.mix else "stockout" if estimated else "rose" if current > reference else "fell"
    facts: dict[str, object] = {
        "segment": finding.segment,
        "kpi": name_of(finding.code),
        "current": Amount(current, unit, currency),
        "reference": Amount(reference, unit, currency),
        "since": cube.months[finding.start],
    }
    if money is not None:
        facts["costs"] = Message(f"diagnosis.costs.{'sales' if basis is ProfitBasis.SALES else 'profit'}")
        facts |= {key: Amount(value, Unit.MONEY, currency) for key, value in
                  (("money", money), ("low", low), ("high", high))}  # fmt: skip
    return Bottleneck(
        rank=0,
        kpi=finding.code,
        name=name_of(finding.code),
        segment=finding.segment,
        unit=unit,
        currency=currency,
        current=current,
        reference=reference,
        reference_kind="before_shift",
        money_per_month=money,
        money_low=low,
        money_high=high,
        share_of_all=share,
        since=period(cube.months[finding.start]),
        evidence=evidence,
        log_odds=finding.log_odds,
        confidence=_confidence(finding.log_odds, len(cube.months)),
        sentence=Message(f"diagnosis.bottleneck.{kind if money is not None else f'service_{kind}'}", facts),
        estimated=estimated,
        mix=finding.mix,
        money_kind="sales" if basis is ProfitBasis.SALES else "profit",
    )


def of_breach(state: LimitState) -> Bottleneck:
    """The bottleneck of a crossed limit: no money, but it comes first."""
    assert state.limit is not None and state.current is not None  # a breach has both
    facts = {
        "segment": state.segment,
        "kpi": name_of(state.kpi),
        "current": Amount(state.current, state.unit),
        "limit": Amount(state.limit.limit, state.unit),
    }
    return Bottleneck(
        rank=0,
        kpi=state.kpi,
        name=name_of(state.kpi),
        segment=state.segment,
        unit=state.unit,
        currency=None,
        current=state.current,
        reference=state.limit.limit,
        reference_kind="limit",
        money_per_month=None,
        money_low=None,
        money_high=None,
        share_of_all=None,
        since=_first_beyond(state.series, state.limit),
        evidence=state.series,
        log_odds=float("inf"),
        confidence=Message("diagnosis.confidence.counted"),
        sentence=Message("diagnosis.bottleneck.breach", facts),
    )


def name_of(code: str) -> KpiRef | MeasureRef:
    """The name of a KPI, or of the base measure that stands for it."""
    return KpiRef(code) if code in kpi_library().kpis else MeasureRef(code)


def period(month: Month) -> pd.Period:
    """A Month as pandas has it."""
    return pd.Period(year=month.year, month=month.month, freq="M")


def _current(cube: Cube, finding: Finding, evidence: pd.Series, recent: Array) -> float:
    if finding.mix or finding.leaf.code != finding.code:
        return float(np.nanmean(evidence.to_numpy()[recent]))
    return float(finding.leaf.shown(cube.of_segment(finding.segment), recent)[0])


def _reference(cube: Cube, finding: Finding, current: float, recent: Array) -> float:
    if finding.mix:
        return current + finding.money_per_month / float(np.nansum(cube.get("sales")[:, recent], axis=0).mean())
    if finding.leaf.code != finding.code:
        return 1.0
    return finding.leaf.moved(current, -finding.size)


def _evidence(cube: Cube, finding: Finding, estimated: bool) -> pd.Series:
    here = cube.of_segment(finding.segment)
    if finding.mix:
        return _series(cube, _margin(here, finding.code))
    shown = finding.leaf.shown(here)
    if estimated:  # the volume as a share of what it would be now, were it not for the change
        shown = shown / finding.leaf.moved(float(np.nanmean(shown[-3:])), -finding.size)
    return _series(cube, shown)


def _margin(cube: Cube, code: str) -> Array:
    """(months,) margin of all shops together: contribution on net sales, or gross profit on sales."""
    metric = "cm3" if code == "cm3_rate" else "gross_profit"
    total = {m: np.nansum(cube.get(m), axis=0) for m in ("sales", "refund_amt", "promo_amt")}
    costs = [over for _, over in SHARES[metric]] + list(SUMS[metric])
    profit = total["sales"] - np.sum([np.nansum(cube.get(cost), axis=0) for cost in costs], axis=0)
    below = total["sales"] - total["refund_amt"] - total["promo_amt"] if metric == "cm3" else total["sales"]
    return np.divide(profit, below, out=np.full(len(below), np.nan), where=below > 0)


def _series(cube: Cube, values: Array) -> pd.Series:
    return pd.Series(values, index=pd.PeriodIndex([period(month) for month in cube.months]), dtype="float64")


def _first_beyond(series: pd.Series, limit: Benchmark) -> pd.Period | None:
    """The month from which the KPI has been beyond the limit without a break; months without a number break nothing."""
    known = series.dropna()
    kept = np.flatnonzero([limit.is_kept(float(value)) for value in known])
    first = 0 if not len(kept) else int(kept[-1]) + 1
    return known.index[first] if first < len(known) else None


def _confidence(log_odds: float, months: int) -> Message:
    level = "sure" if log_odds >= SURE else "likely" if log_odds >= LIKELY else "possible"
    return Message(f"diagnosis.confidence.{level}", {"months": months})
