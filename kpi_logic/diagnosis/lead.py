"""Which process KPIs lead a result KPI: what one does, and what comes of it in the same month or up to two later.

For each pair the result is regressed on the process KPI of this month and the two before (ridge), after both are cleared
of level, trend, season and the result's own last month.  A lead must predict months it was not fitted on (leave-one-out),
better than shuffled months do (permutation), with the same sign in both halves; and of all leads told about a seller no
more than one in ten is to be false (Benjamini and Hochberg).  A lead is no proof of cause.

Source: ridge Hoerl and Kennard 1970; permutation of residuals Freedman and Lane 1983; false discovery rate Benjamini and
Hochberg 1995.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import pandas as pd
from pydantic import BaseModel, ConfigDict

from kpi_logic.diagnosis.cube import Array
from kpi_logic.facts import MonthlyFacts
from kpi_logic.library import TEMPLATES, kpi_library, read_toml
from kpi_logic.metrics import computable, kpi_table
from kpi_logic.model import Amount, Kind, Kpi, KpiRef, Message, Unit

LAGS = 3  # this month and the two before
FEWEST = 12  # months below which nothing is told
ALONE = 24  # ... where there are not three shops to compare: less is not enough to tell a lead from a season
LOOKED_BACK = 48
PANEL = 3  # shops from which months are compared between shops, which takes out every season they share
# Promised are at most one false lead in ten; held to half of it, because shuffling takes months for interchangeable,
# which months that hang together are not quite.
FALSE = 0.05
SHUFFLES = 999
HELD = 0.3  # ridge penalty a row: coefficients of a pure signal shrink by a quarter
FLAT = 1e-9
TRADE = frozenset({"sales", "orders", "units", "units_shipped", "gross_profit"})
"""Measures that move together because they are the same trade: a KPI over one is no news about one over another."""


class LeadFile(BaseModel):
    """templates/tree/leads.toml."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    results: tuple[str, ...]
    asked: tuple[str, ...]


@dataclass(frozen=True)
class Lead:
    """``process`` leads ``result`` by ``lag`` months (0: the same month).

    ``swing`` is one usual month's swing of the process KPI, ``effect`` what follows in the result: a share where the
    KPI is money or a count, else in its own unit.  ``explained`` (0-1) is the part of the result's unexplained months
    that the lead predicts when left out; ``p`` of the permutations; ``months`` read.
    """

    process: str
    result: str
    lag: int
    swing: float
    effect: float
    explained: float
    p: float
    months: int

    @property
    def sentence(self) -> Message:
        """The lead in words."""
        library = kpi_library()
        way = "more" if self.effect > 0 else "less"
        facts = {
            "process": KpiRef(self.process),
            "result": KpiRef(self.result),
            "swing": _said(self.swing, library[self.process]),
            "effect": _said(abs(self.effect), library[self.result]),
        }
        return Message(f"diagnosis.lead.{way}_{self.lag}", facts)


@dataclass(frozen=True)
class Leads:
    """What was found: ``tried`` pairs of a process and a result; ``months`` of history.

    ``enough`` False: fewer than twelve months, nothing is told.  ``processes`` and ``results`` are those with numbers;
    ``missing`` the process KPIs the file does not carry, the easiest to start with first.
    """

    enough: bool
    months: int
    processes: tuple[str, ...]
    results: tuple[str, ...]
    missing: tuple[str, ...]
    tried: int
    found: tuple[Lead, ...]


def lead_results() -> tuple[Kpi, ...]:
    """The results that are asked for what leads them."""
    return tuple(kpi_library()[code] for code in _file().results)


@lru_cache(maxsize=1)
def _file() -> LeadFile:
    return read_toml(TEMPLATES / "tree" / "leads.toml", LeadFile)


def _missing(every: Sequence[Kpi], there: Sequence[Kpi]) -> tuple[str, ...]:
    lacking = [kpi.code for kpi in every if kpi not in there]
    asked = _file().asked
    return (*(code for code in asked if code in lacking), *(code for code in lacking if code not in asked))


def leads(facts: MonthlyFacts, seed: int = 0) -> Leads:
    """The process KPIs that lead each result KPI; at most one in ten of those told is expected to be false.

    >>> leads(MonthlyFacts.of(pd.DataFrame({"month": ["2025-01", "2025-02"], "sales": [1.0, 2.0]}))).enough
    False
    """
    every = [kpi for kpi in kpi_library().kpis.values() if kpi.kind is Kind.PROCESS]
    processes = computable(facts, every)
    results = computable(facts, lead_results())
    missing = _missing(every, processes)
    named = tuple(k.code for k in processes), tuple(k.code for k in results), missing
    months = len(facts.months)
    if months < FEWEST or not processes or not results:
        return Leads(months >= FEWEST, months, *named, 0, ())
    panel, whole = _series(facts, (*processes, *results))
    tried: list[tuple[Lead, bool]] = []
    for result in results:
        for process in processes:
            if not _same_stuff(process, result):
                pair = _pair(process, result, panel, whole, seed)
                tried += [] if pair is None else [pair]
    kept = _discovered([lead.p for lead, _ in tried])
    found = [lead for (lead, steady), keep in zip(tried, kept, strict=True) if keep and steady and lead.explained > 0]
    return Leads(True, months, *named, len(tried), tuple(sorted(found, key=lambda lead: -lead.explained)))


def _series(facts: MonthlyFacts, kpis: Sequence[Kpi]) -> tuple[dict[str, Array], dict[str, Array]]:
    """Each KPI as (shops, months) and of the whole business as (1, months), over the last years; logs of what adds up."""
    span = pd.period_range(str(facts.months[0]), str(facts.months[-1]), freq="M")[-LOOKED_BACK:]
    by_shop = kpi_table(facts, kpis, ("platform", "site", "shop", "month"))
    shops = [rows.set_index("month").reindex(span) for _, rows in by_shop.groupby(["platform", "site", "shop"])]
    whole = kpi_table(facts, kpis, ("month",)).set_index("month").reindex(span)
    panel = {kpi.code: _scaled(np.array([shop[kpi.code].to_numpy(dtype=float) for shop in shops]), kpi) for kpi in kpis}
    return panel, {kpi.code: _scaled(whole[kpi.code].to_numpy(dtype=float)[None], kpi) for kpi in kpis}


def _scaled(values: Array, kpi: Kpi) -> Array:
    """Logarithms of money and counts, so that a change is a share; a month that is not positive is left out."""
    if kpi.unit not in (Unit.MONEY, Unit.COUNT):
        return values
    return np.log(np.where(values > 0, values, np.nan))


def _same_stuff(process: Kpi, result: Kpi) -> bool:
    """Whether the one is made of what the other is made of, so that it would lead it by definition."""
    return bool(process.measures & result.measures) or bool(process.measures & TRADE and result.measures & TRADE)


def _pair(
    process: Kpi, result: Kpi, panel: dict[str, Array], whole: dict[str, Array], seed: int
) -> tuple[Lead, bool] | None:
    """The lead of one pair and whether its sign holds in both halves; None where the numbers do not carry it."""
    x, y = panel[process.code], panel[result.code]
    full = np.isfinite(x).all(axis=1) & np.isfinite(y).all(axis=1)
    x, y = (x[full], y[full]) if full.sum() >= PANEL else (whole[process.code], whole[result.code])
    there = np.isfinite(x).all(axis=0) & np.isfinite(y).all(axis=0)
    first = 0 if there.all() else int(np.flatnonzero(~there)[-1]) + 1  # the run of whole months up to the last
    x, y = x[:, first:], y[:, first:]
    if x.shape[1] < (FEWEST if len(x) > 1 else ALONE):
        return None
    lagged, target, clear = _design(x, y)
    if target.std() < FLAT or (lagged.std(axis=0) < FLAT).any():
        return None
    size = lagged.std(axis=0)
    standard = lagged / size
    explained, p = _judged(standard, target, clear, x.shape[0], seed)
    slopes = _ridge(standard, target) @ target
    lag = int(np.argmax(np.abs(slopes)))
    lead = Lead(process.code, result.code, lag, float(size[lag]), float(slopes[lag]), explained, p, x.shape[1])
    return lead, _steady(standard, target, lag, x.shape[0])


def _design(x: Array, y: Array) -> tuple[Array, Array, Array]:
    """Lagged process (rows, LAGS) and result (rows,), cleared; and the matrix that clears.  Rows: months, then shops."""
    shops, months = x.shape
    if shops > 1:  # what a month does to all shops is no lead of one
        x, y = x - x.mean(axis=0), y - y.mean(axis=0)
    late = np.arange(LAGS - 1, months)
    lagged = np.stack([x[:, late - lag].T.ravel() for lag in range(LAGS)], axis=1)
    target, own = y[:, late].T.ravel(), y[:, late - 1].T.ravel()
    shop = np.tile(np.eye(shops), (len(late), 1))
    time = np.repeat(late, shops)
    known = [shop, shop * (time - time.mean())[:, None], own[:, None]]
    if shops == 1:
        known[0] = np.eye(12)[time % 12]  # the seller's own season
    base, _ = np.linalg.qr(np.hstack(known))
    clear = np.eye(len(target)) - base @ base.T
    return clear @ lagged, clear @ target, clear


def _ridge(standard: Array, target: Array) -> Array:
    """(LAGS, rows): what a result is multiplied with to give its coefficients."""
    penalty = HELD * len(target) * np.eye(standard.shape[1])
    return np.linalg.solve(standard.T @ standard + penalty, standard.T)


def _judged(standard: Array, target: Array, clear: Array, shops: int, seed: int) -> tuple[float, float]:
    """The part predicted when left out, and how often shuffled months do as well."""
    rng = np.random.default_rng(seed)
    months = len(target) // shops
    order = np.argsort(rng.random((SHUFFLES, months)), axis=1)
    blocks = target.reshape(months, shops)
    shuffled = clear @ blocks[order].reshape(SHUFFLES, -1).T
    every = np.column_stack([target, shuffled])
    hat = standard @ _ridge(standard, target)
    left_out = (every - hat @ every) / (1 - np.diag(hat))[:, None]
    explained = 1 - (left_out**2).sum(axis=0) / (every**2).sum(axis=0)
    return float(explained[0]), float((1 + (explained[1:] >= explained[0]).sum()) / (SHUFFLES + 1))


def _steady(standard: Array, target: Array, lag: int, shops: int) -> bool:
    """Whether the coefficient has the same sign in the earlier and in the later half."""
    half = len(target) // shops // 2 * shops
    signs = [
        np.sign((_ridge(standard[part], target[part]) @ target[part])[lag]) for part in (slice(half), slice(half, None))
    ]
    return bool(signs[0] == signs[1])


def _discovered(p: Sequence[float]) -> list[bool]:
    """Benjamini and Hochberg: which of the tests are told at the false discovery rate."""
    order = np.argsort(p)
    below = [rank for rank, i in enumerate(order, 1) if p[i] <= FALSE * rank / len(p)]
    told = set(order[: max(below, default=0)].tolist())
    return [i in told for i in range(len(p))]


def _said(value: float, kpi: Kpi) -> Amount:
    if kpi.unit in (Unit.MONEY, Unit.COUNT):
        return Amount(value, Unit.RATIO)
    return Amount(value, kpi.unit, points=kpi.unit is Unit.RATIO)
