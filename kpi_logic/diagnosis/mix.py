"""Trade that went from shops with a good margin to shops with a poor one."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np

from kpi_logic.diagnosis.beside import together
from kpi_logic.diagnosis.cube import Array, Cube
from kpi_logic.diagnosis.find import Finding, valued
from kpi_logic.diagnosis.identity import Identity, ads_apart
from kpi_logic.diagnosis.leaf import Effect
from kpi_logic.metrics import ProfitBasis
from kpi_logic.model import ALL

MARGINS_ERROR = 0.3  # of the money of a mix (log): a difference of two margins is known less well than either
NEAR = 3  # months apart that two changes of one cause may seem to begin
CHANCE = 0.06  # how far (log) a shop's volume moves meanwhile when nothing was moved there
ODDS = 0.7  # log odds from which trade counts as moved, and not as lost here and won there by chance
SAVED = 0.5  # how far advertising may have moved otherwise than it usually does along with sales
LOOSE = 0.25  # of what should have come: visitors are not worth the same in two shops
LARGEST, GRID = 1.2, 161  # changes (log) that are tried


@dataclass(frozen=True, eq=False)
class _Move:
    """A finding in one shop, and the shops that moved the other way by as much."""

    one: Finding
    others: Array
    draws: tuple[Array, Array]
    odds: float


def mixes(found: list[Finding], cube: Cube, identity: Identity, basis: ProfitBasis, recent: Array) -> list[Finding]:
    """The findings, with trade that only changed place told as one change of mix.

    What left the one must have turned up at another (or at all others together) as far as the numbers tell; it is a
    finding where it costs money, and none where the margins are alike or better.
    """
    if basis is ProfitBasis.SALES or len(cube.shops) < 2:
        return found
    units = _units(cube, recent)
    moves = [move for finding in found if _movable(finding) if (move := _moved(finding, cube, units)) is not None]
    for move in sorted(moves, key=lambda m: -m.odds):
        gone = _both(move, found)
        if any(f is move.one for f in found) and gone:
            mix = _mix(move, cube, identity, basis)
            found = [f for f in found if all(f is not g for g in gone)]
            found += [mix] if np.quantile(mix.money, 0.1) > 0 else []
    return found


def _movable(finding: Finding) -> bool:
    """Whether it can be trade that went elsewhere: visits or orders of one shop; those who came and did not buy, did not."""
    return (
        finding.code != "cvr"
        and finding.leaf.entry.effect is Effect.VOLUME
        and finding.shops.sum() == 1
        and finding.code != "instock"
    )


def _both(move: _Move, found: list[Finding]) -> list[Finding]:
    """The finding itself and what was found of the same at the other end."""
    return [
        f
        for f in found
        if f is move.one
        or (f.leaf is move.one.leaf and not f.mix and f.size * move.one.size < 0 and abs(f.start - move.one.start) <= NEAR
            and not (f.shops & ~move.others).any())
    ]  # fmt: skip


def _moved(finding: Finding, cube: Cube, units: Array) -> _Move | None:
    """Where the trade went to, or came from; the likeliest, if any is likely."""
    values, trends = finding.leaf.driver(cube), finding.leaf.under is None
    moves = []
    for others in _elsewhere(finding, cube):
        sizes, cover = together(cube, values, finding, [finding.shops, others], trends)
        there = float(units @ others)
        if np.isfinite(cover).all() and there > 0:
            odds, draws = _weighed(sizes, cover, float(units @ finding.shops) / there)
            moves.append(_Move(finding, others, draws, odds))
    best = max(moves, key=lambda m: m.odds, default=None)
    return best if best is not None and best.odds > ODDS + np.log(len(moves)) else None


def _elsewhere(finding: Finding, cube: Cube) -> Iterator[Array]:
    """Each other shop, and all others together."""
    at = np.arange(len(cube.shops))
    others = np.flatnonzero(~finding.shops)
    yield from (at == shop for shop in others)
    if len(others) > 1:
        yield ~finding.shops


def _weighed(sizes: Array, cover: Array, ratio: float) -> tuple[float, tuple[Array, Array]]:
    """Log odds that as much came to the others as left the one, and draws of both changes if it did.

    Against it stands that only one of the two changed.  *ratio* is the one's volume over the others', now.
    """
    one = np.linspace(-LARGEST, LARGEST, GRID)
    before = 1 - ratio * np.expm1(-one)  # the others' volume without the move, as a share of what it is now
    possible = before > 0.1
    other = -np.log(np.where(possible, before, 1.0))
    prior = np.exp(-0.5 * (one / 0.4) ** 2)
    moved = prior * possible * _density(sizes, cover, one, other, LOOSE * np.abs(other) + 0.01)
    alone = prior * _density(sizes, cover, one, np.zeros(GRID), np.full(GRID, CHANCE))
    elsewhere = prior * _density(sizes[::-1], cover[::-1, ::-1], one, np.zeros(GRID), np.full(GRID, CHANCE))
    odds = np.log(moved.sum() + 1e-300) - np.log((alone.sum() + elsewhere.sum()) / 2 + 1e-300)
    rng = np.random.default_rng(1)
    share = (moved + 1e-300) / (moved + 1e-300).sum()
    picked = rng.choice(GRID, size=400, p=share)
    return float(odds), (one[picked], other[picked])


def _density(sizes: Array, cover: Array, one: Array, other: Array, loose: Array) -> Array:
    """(grid,) density of the two sizes where they should be *one* and *other*, the latter give or take *loose*."""
    a, b = sizes[0] - one, sizes[1] - other
    va, vb, c = cover[0, 0], cover[1, 1] + loose**2, cover[0, 1]
    det = np.maximum(va * vb - c**2, 1e-12)
    return np.asarray(np.exp(-0.5 * (a**2 * vb - 2 * a * b * c + b**2 * va) / det) / np.sqrt(det))


def _mix(move: _Move, cube: Cube, identity: Identity, basis: ProfitBasis) -> Finding:
    """What closing it means: the one's trade back where it was, the others' as well."""
    one, (here, there) = move.one, move.draws
    back = -here[:, None] * one.shops - there[:, None] * move.others
    moves = {(Effect.VOLUME, one.leaf.over): back, **_spent(move, back, cube, identity)}
    code = "cm3_rate" if basis is ProfitBasis.CONTRIBUTION else "gross_margin"
    return replace(one, code=code, segment=ALL, shops=one.shops | move.others, moves=moves,
                   money=valued(identity, moves, MARGINS_ERROR), mix=True)  # fmt: skip


def _spent(move: _Move, back: Array, cube: Cube, identity: Identity) -> dict[tuple[Effect, str], Array]:
    """What advertising did at both ends beyond what it usually does along with sales."""
    if not cube.has("ad_spend") or not identity.ads.any():
        return {}
    groups = [move.one.shops, move.others]
    sizes, cover = together(cube, ads_apart(cube, identity.ad_elasticity), move.one, groups, trends=True)
    if not np.isfinite(cover).all():
        return {}
    apart = np.zeros(back.shape)
    for size, variance, group, moved in zip(sizes, np.diag(cover), groups, move.draws, strict=True):
        prior = (SAVED * float(np.abs(moved).mean())) ** 2
        apart += prior / (prior + variance) * size * group
    return {(Effect.ADS, "ad_spend"): -apart}


def _units(cube: Cube, recent: Array) -> Array:
    """(shops,) units (or orders) a month."""
    return np.asarray(np.nan_to_num(cube.get("units" if cube.has("units") else "orders")[:, recent]).mean(axis=1))
