"""What could be better without anything having gone wrong: own better months, the seller's other shops, a sourced norm.

A potential is no bottleneck: nothing says that it was lost, only that it has been reached before, or elsewhere.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np

from kpi_logic.diagnosis.bottleneck import Bottleneck
from kpi_logic.diagnosis.cube import Array, Cube
from kpi_logic.diagnosis.find import cleared, moves_of
from kpi_logic.diagnosis.identity import Identity
from kpi_logic.diagnosis.leaf import Effect, Leaf, leaves_of
from kpi_logic.diagnosis.norms import edge, norm_of
from kpi_logic.diagnosis.telling import name_of
from kpi_logic.library import Benchmark, Ledger, ledger
from kpi_logic.metrics import ProfitBasis
from kpi_logic.model import KpiRef, MeasureRef, Segment, Unit

RECENT = 3  # months that a level is taken from, so that one lucky month is no reference
LOOKED_BACK, FEWEST = 24, 12
BEST = 0.75  # the best quarter of the shop's own stretches of three months
OTHERS = 2  # shops that a comparison needs beside the one
MATERIAL = 0.005  # of the monthly sales
MOST = 6
DRAWS = 400
# Levels of trade and of price have no fair "elsewhere": shops differ in size and goods. A stock-out is an incident.
COMPARED = {Effect.VOLUME, Effect.DISCOUNT, Effect.RETURNS, Effect.UNIT_COST, Effect.ALL_COSTS, Effect.SALES_COST,
            Effect.ADS, Effect.STOCK}  # fmt: skip

Kind = Literal["own_best_quartile", "other_shops", "benchmark"]


@dataclass(frozen=True)
class Potential:
    """One KPI of one shop that has been better before (``own_best_quartile``), is better in the other shops, or elsewhere.

    ``norm`` is the line of the ledger where it is held against one (``benchmark``).

    ``money_per_month`` is the profit gained a month at the reference, with an 80 % interval from the month noise.
    """

    rank: int
    kpi: str
    name: KpiRef | MeasureRef
    segment: Segment
    unit: Unit
    current: float
    reference: float
    reference_kind: Kind
    money_per_month: float
    money_low: float
    money_high: float
    norm: Benchmark | None = None


def potentials(
    cube: Cube,
    basis: ProfitBasis,
    capital_rate: float,
    listed: Sequence[Bottleneck] = (),
    benchmarks: Ledger | None = None,
) -> tuple[Potential, ...]:
    """The largest potentials, at most six; one a KPI and shop, and none that is *listed* as a bottleneck already."""
    columns = np.arange(max(0, len(cube.months) - RECENT), len(cube.months))
    identity = Identity.of(cube, columns, basis, capital_rate)
    told = {(b.kpi, b.segment) for b in listed}
    found: dict[tuple[str, Segment], Potential] = {}
    for leaf in leaves_of(cube):
        if leaf.entry.effect in COMPARED and leaf.under is not None:
            for one in _of_leaf(cube, leaf, identity, columns, benchmarks or ledger()):
                key = one.kpi, one.segment
                taken = any(kpi == one.kpi and segment.contains(one.segment) for kpi, segment in told)
                if not taken and (key not in found or one.money_per_month > found[key].money_per_month):
                    found[key] = one
    worth = [p for p in found.values() if p.money_per_month > MATERIAL * float(np.nansum(identity.sales))]
    largest = sorted(worth, key=lambda p: -p.money_per_month)[:MOST]
    return tuple(replace(one, rank=rank) for rank, one in enumerate(largest, 1))


def _of_leaf(cube: Cube, leaf: Leaf, identity: Identity, columns: Array, benchmarks: Ledger) -> Iterator[Potential]:
    logs = np.log(cleared(cube, leaf, identity.gross))
    levels = _levels(logs)
    noise = _noise(logs)
    for shop in range(len(cube.shops)):
        now = levels[shop, -1]
        if not np.isfinite(now):
            continue
        norm = norm_of(benchmarks, leaf, cube.shops[shop])
        references: dict[Kind, float] = {
            "own_best_quartile": _own_best(levels[shop], leaf),
            "other_shops": _others(levels[:, -1], shop, leaf, cube),
            "benchmark": float("nan") if norm is None else float(np.log(edge(norm, leaf))),
        }
        for kind, reference in references.items():
            gap = (now - reference) * leaf.adverse
            if np.isfinite(gap) and gap > 1.3 * noise[shop]:
                one = _potential(cube, leaf, identity, columns, shop, now - reference, float(noise[shop]), kind)
                yield replace(one, norm=norm) if kind == "benchmark" else one


def _potential(
    cube: Cube, leaf: Leaf, identity: Identity, columns: Array, shop: int, gap: float, noise: float, kind: Kind
) -> Potential:
    draws = np.random.default_rng(0).normal(gap, noise, DRAWS)
    mask = np.arange(len(cube.shops)) == shop
    money = identity.gain(moves_of(cube, leaf, mask, draws, columns)).sum(axis=-1)
    low, middle, high = map(float, np.quantile(money, (0.1, 0.5, 0.9)))
    here = cube.of_segment(cube.shops[shop])
    current = float(leaf.shown(here, columns)[0])
    return Potential(0, leaf.code, name_of(leaf.code), cube.shops[shop], leaf.entry.unit, current,
                     leaf.moved(current, -gap), kind, middle, max(low, 0.0), high)  # fmt: skip


def _levels(logs: Array) -> Array:
    """(shops, stretches) means of three months running, the last stretch last; NaN where a month is missing."""
    if logs.shape[1] < RECENT:
        return np.full((logs.shape[0], 1), np.nan)
    return np.lib.stride_tricks.sliding_window_view(logs, RECENT, axis=1).mean(axis=-1)[:, -LOOKED_BACK:]


def _own_best(levels: Array, leaf: Leaf) -> float:
    """The best quarter of the shop's own stretches; NaN where its history is too short."""
    known = levels[np.isfinite(levels)]
    if len(known) < FEWEST - RECENT + 1:
        return float("nan")
    return float(np.quantile(known, 1 - BEST if leaf.adverse > 0 else BEST))


def _others(levels: Array, shop: int, leaf: Leaf, cube: Cube) -> float:
    """The median of the seller's other shops on the same platform, where there are enough; of ratios only.

    Platforms differ too much (in who comes, in what an order is) to be held against each other.
    """
    if leaf.entry.unit is Unit.MONEY or leaf.shown_under != leaf.under:
        return float("nan")
    same = np.array([s.platform == cube.shops[shop].platform for s in cube.shops])
    chosen = same & np.isfinite(levels) & (np.arange(len(levels)) != shop)
    return float(np.median(levels[chosen])) if chosen.sum() >= OTHERS else float("nan")


def _noise(logs: Array) -> Array:
    """(shops,) how far two means of three months lie apart by noise alone (log)."""
    steps = np.abs(np.diff(logs, axis=1))
    there = np.isfinite(steps)
    typical = np.array([np.median(row[ok]) if ok.any() else np.nan for row, ok in zip(steps, there, strict=True)])
    return typical * 1.4826 / np.sqrt(2) * np.sqrt(2 / RECENT)
