"""One cause, one finding: what is the trace of another change is not listed a second time."""

from dataclasses import replace

import numpy as np

from kpi_logic.diagnosis.cube import Array, Cube
from kpi_logic.diagnosis.find import Finding, valued
from kpi_logic.diagnosis.identity import Identity
from kpi_logic.diagnosis.leaf import Effect
from kpi_logic.metrics import ProfitBasis
from kpi_logic.model import ALL

NEAR = 3  # months apart that two changes of one cause may seem to begin
MARGINS_ERROR = 0.4  # of the money of a mix (log): a difference of two margins is known less well than either
DRAINED = -0.15  # log change of stock cover from which on lost sales are put down to missing stock


def causes(found: list[Finding], cube: Cube, identity: Identity, basis: ProfitBasis, recent: Array) -> list[Finding]:
    """Findings for the worse, each cause once."""
    found = _stockouts(found)
    found = _mixes(found, cube, identity, basis, recent)
    found = _without_slow_stock_of_slow_sales(found)
    return [finding for finding in found if finding.adverse or finding.mix]


def _stockouts(found: list[Finding]) -> list[Finding]:
    """Sales lost for want of stock are told as a stock-out, not as traffic or conversion."""
    told = [f for f in found if f.code == "instock" and f.adverse]
    volume = [f for f in found if f.leaf.entry.effect is Effect.VOLUME and f.adverse]
    drained = [f for f in found if f.leaf.entry.effect is Effect.STOCK and f.size < DRAINED]
    gone = {id(v) for v in volume for s in told if _same(v, s)}
    renamed = {id(v): replace(v, code="instock") for v in volume for d in drained if id(v) not in gone and _same(v, d)}
    return [renamed.get(id(f), f) for f in found if id(f) not in gone]


def _without_slow_stock_of_slow_sales(found: list[Finding]) -> list[Finding]:
    """Stock that only looks slow because sales fell is no cause of its own."""
    volume = [f for f in found if f.leaf.entry.effect is Effect.VOLUME and f.adverse]
    gone = {
        id(f)
        for f in found
        for v in volume
        if f.leaf.entry.effect is Effect.STOCK and _same(f, v) and abs(f.size) < 1.5 * abs(v.size)
    }
    return [f for f in found if id(f) not in gone]


def _mixes(found: list[Finding], cube: Cube, identity: Identity, basis: ProfitBasis, recent: Array) -> list[Finding]:
    """Trade that went from one shop to another is a change of mix: what it costs is the difference in margin."""
    volume = [f for f in found if f.leaf.entry.effect is Effect.VOLUME and f.segment.shop is not None]
    gone: set[int] = set()
    mixes = []
    for loser in (f for f in volume if f.adverse and f.code != "instock"):
        for winner in (f for f in volume if not f.adverse and id(f) not in gone):
            if (
                winner.leaf is loser.leaf
                and abs(winner.start - loser.start) <= NEAR
                and _offset(loser, winner, cube, recent)
            ):
                gone |= {id(loser), id(winner)}
                mixes.append(_mix(loser, winner, identity, basis, _units(cube, recent)))
                break
    return [f for f in found if id(f) not in gone] + [m for m in mixes if np.quantile(m.money, 0.1) > 0]


def _offset(loser: Finding, winner: Finding, cube: Cube, recent: Array) -> bool:
    """Whether about as much volume turned up at the one as went missing at the other."""
    now = _units(cube, recent)
    lost = float(now @ loser.shops) * (np.exp(-loser.size) - 1)
    won = float(now @ winner.shops) * (1 - np.exp(-winner.size))
    return bool(0.5 < won / lost < 2.0) if lost > 0 else False


def _mix(loser: Finding, winner: Finding, identity: Identity, basis: ProfitBasis, units: Array) -> Finding:
    """What left the one is what came to the other, so both tell of one number: their precision-weighted mean."""
    here, there = float(units @ loser.shops), float(units @ winner.shops)
    left, came = here * np.expm1(-loser.draws), -there * np.expm1(-winner.draws)
    sure = np.array([1 / max(part.var(), 1e-12) for part in (left, came)])
    moved = np.clip((left * sure[0] + came * sure[1]) / sure.sum(), -0.95 * here, 0.95 * there)
    back = np.log1p(moved / here)[:, None] * loser.shops + np.log1p(-moved / there)[:, None] * winner.shops
    moves = {next(iter(loser.moves)): back}
    code = "cm3_rate" if basis is ProfitBasis.CONTRIBUTION else "gross_margin"
    return replace(loser, code=code, segment=ALL, shops=loser.shops | winner.shops, moves=moves,
                   money=valued(identity, moves, MARGINS_ERROR), mix=True)  # fmt: skip


def _units(cube: Cube, recent: Array) -> Array:
    """(shops,) units (or orders) a month."""
    return np.asarray(np.nan_to_num(cube.get("units" if cube.has("units") else "orders")[:, recent]).mean(axis=1))


def _same(a: Finding, b: Finding) -> bool:
    """Whether two changes concern the same shops at about the same time."""
    return bool((a.shops == b.shops).all()) and abs(a.start - b.start) <= NEAR
