"""The lasting changes of a seller's drivers, valued through the profit identity."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from kpi_logic.diagnosis.cube import Array, Cube
from kpi_logic.diagnosis.gross import Gross
from kpi_logic.diagnosis.identity import Identity
from kpi_logic.diagnosis.leaf import Effect, Leaf
from kpi_logic.diagnosis.shift import Found, Shift, find_shifts
from kpi_logic.model import Segment

THRESHOLD = 0.0  # log odds a change must reach; set on the simulators of tests/claims
SURE = 0.08  # share of the draws that may lie on the harmless side
WHOLE, BLOCK = 6, 144  # so many shops are judged together; more, in blocks of so many numbers: cost grows linearly
MANY, MOST, NEAR = 4, 0.6, 2  # shops, their share, and months apart, from which a change is one of all of them
MODEL_ERROR = 0.15  # of the money (log): the identity is first order, costs do not move exactly as it says


@dataclass(frozen=True, eq=False)
class Finding:
    """A lasting change of ``leaf`` in ``segment``.

    ``code`` is the KPI it is told as; ``shops`` (shops,) whom it concerns; ``start`` the month (index) it began and
    ``profile`` (months,) how much of it had come by each;
    ``draws`` (n,) of its size (log, mean of the recent months) and ``money`` (n,) of the profit it costs a month
    (negative: it earns).  ``moves`` is what closing the gap means to the identity, per draw and shop.
    """

    code: str
    leaf: Leaf
    segment: Segment
    shops: Array
    start: int
    profile: Array
    draws: Array
    money: Array
    log_odds: float
    moves: dict[tuple[Effect, str], Array]
    mix: bool = False

    @property
    def size(self) -> float:
        """Mean size of the change (log)."""
        return float(self.draws.mean())

    @property
    def adverse(self) -> bool:
        """Whether it is a change for the worse."""
        return self.size * self.leaf.adverse > 0

    @property
    def money_per_month(self) -> float:
        """Median of the money."""
        return float(np.median(self.money))


def find(
    cube: Cube, leaves: Sequence[Leaf], identity: Identity, recent: Array, threshold: float = THRESHOLD
) -> list[Finding]:
    """Every lasting change, for the better or the worse, that the numbers support."""
    found = [
        finding
        for leaf in leaves
        for block in blocks(len(cube.shops), len(cube.months))
        for finding in _told(cube, leaf, *changes_of(cube, leaf, block, identity.gross, threshold), identity, recent)
    ]
    return found if len(cube.shops) <= WHOLE else widened(found, cube, identity, recent)


def widened(found: list[Finding], cube: Cube, identity: Identity, recent: Array) -> list[Finding]:
    """Changes that most shops of a platform, or of the seller, show at about the same time, told as one.

    Shops are judged in blocks where they are many, so a change that all of them share is found in parts.
    """
    wide = [s for s in cube.segments if cube.mask(s).sum() >= MANY]
    for segment in wide:
        mask = cube.mask(segment)
        for first in list(found):
            parts = [f for f in found if f.leaf is first.leaf and f.size * first.size > 0 and not (f.shops & ~mask).any()
                     and abs(f.start - first.start) <= NEAR]  # fmt: skip
            if len(parts) >= MANY and np.any([f.shops for f in parts], axis=0).sum() >= MOST * mask.sum():
                found = [f for f in found if f not in parts] + [_joint(parts, segment, cube, identity, recent)]
    return found


def _joint(parts: list[Finding], segment: Segment, cube: Cube, identity: Identity, recent: Array) -> Finding:
    """One change of the size that the parts have on average, the surer the weightier."""
    sure = np.array([1 / max(float(f.draws.var()), 1e-6) for f in parts])
    draws = np.tensordot(sure / sure.sum(), [f.draws for f in parts], axes=1)
    main = max(parts, key=lambda f: f.log_odds)
    moves = moves_of(cube, main.leaf, cube.mask(segment), draws, recent)
    return replace(main, segment=segment, shops=cube.mask(segment), draws=draws, moves=moves,
                   money=valued(identity, moves), log_odds=sum(f.log_odds for f in parts))  # fmt: skip


def changes_of(
    cube: Cube, leaf: Leaf, block: Array, gross: Gross | None, threshold: float = THRESHOLD
) -> tuple[Array, Found]:
    """What one driver did in a block of shops: the candidate segments' masks (over all shops), and what was found."""
    inside = np.isin(np.arange(len(cube.shops)), block)
    masks = [mask for segment in cube.segments if (mask := cube.mask(segment)).any() and not mask[~inside].any()]
    candidates = np.array(masks)
    logs = np.log(cleared(cube, leaf, gross)[block])
    return candidates, find_shifts(logs, candidates[:, block], leaf.entry.slab, threshold, trends=leaf.under is None)


def cleared(cube: Cube, leaf: Leaf, gross: Gross | None) -> Array:
    """(shops, months) the driver, cleared of what other leaves explain.

    Where only the gross profit is known, refunds, storage and the fees on the price lie between it and sales, but they
    are no cost of goods.
    """
    if leaf.entry.effect is not Effect.ALL_COSTS or leaf.under is None or gross is None:
        return leaf.driver(cube)
    under, cost = cube.get(leaf.under), gross.cleared(cube)
    value = np.divide(cost, under, out=np.full(cost.shape, np.nan), where=under > 0)
    return np.where(value > 0, value, np.nan)


def valued(
    identity: Identity, moves: dict[tuple[Effect, str], Array], error: float = MODEL_ERROR, seed: int = 0
) -> Array:
    """(n,) the profit gained a month, with the identity's own error laid on."""
    money = identity.gain(moves).sum(axis=-1)
    if any(effect is Effect.STOCK for effect, _ in moves):
        error = float(np.hypot(error, identity.stock_error))
    return money * np.exp(np.random.default_rng(seed).normal(0, error, len(money)))


def blocks(shops: int, months: int) -> list[Array]:
    """Shops judged together: all of them, or where they are many, neighbours (about four of three years).

    >>> [block.tolist() for block in blocks(10, 36)]
    [[0, 1, 2, 3], [4, 5, 6], [7, 8, 9]]
    """
    size = max(shops, 1) if shops <= WHOLE else max(2, BLOCK // max(months, 36))
    return np.array_split(np.arange(shops), -(-shops // size))


def _told(cube: Cube, leaf: Leaf, masks: Array, change: Found, identity: Identity, recent: Array) -> list[Finding]:
    told = []
    for g in sorted({shift.segment for shift in change.shifts}):
        shifts = sorted((s for s in change.shifts if s.segment == g), key=lambda s: s.start)
        gap = since_best(shifts, leaf.adverse) or shifts[-1:]
        draws = np.sum([s.draws for s in gap], axis=0)
        if min(np.mean(draws > 0), np.mean(draws < 0)) > SURE:
            continue
        main = max(gap, key=lambda s: abs(s.size))
        moves = moves_of(cube, leaf, masks[g], draws, recent)
        segment = next(s for s in cube.segments if (cube.mask(s) == masks[g]).all())
        told.append(Finding(leaf.code, leaf, segment, masks[g], main.start, main.profile, draws, valued(identity, moves),
                            main.log_odds, moves))  # fmt: skip
    return told


def moves_of(cube: Cube, leaf: Leaf, mask: Array, draws: Array, recent: Array) -> dict[tuple[Effect, str], Array]:
    """What undoing a change of the driver means to the identity."""
    back = -draws[:, None] * mask
    if leaf.entry.effect is Effect.STOCKOUT:
        # Sales lost while out of stock, at the speed of the days in stock (identity 4 of the sales tree).
        rate = np.clip(np.nan_to_num(leaf.driver(cube)[:, recent]).mean(axis=1), 0, 0.95)
        return {(Effect.VOLUME, "units"): np.log((1 - np.clip(rate * np.exp(back), 0, 0.95)) / (1 - rate)) * mask}
    return {(leaf.entry.effect, leaf.over): back}


def since_best(shifts: list[Shift], adverse: int) -> list[Shift]:
    """The changes since the driver stood best: their sum is the gap; empty where it has only got better."""
    tails = [shifts[i:] for i in range(len(shifts))]
    best = max(tails, key=lambda tail: adverse * sum(s.size for s in tail), default=[])
    return best if adverse * sum(s.size for s in best) > 0 else []
