"""One cause, one finding: what is the trace of another change is not listed a second time."""

from dataclasses import replace

import numpy as np

from kpi_logic.diagnosis.beside import beside, for_it, otherwise
from kpi_logic.diagnosis.cube import Array, Cube
from kpi_logic.diagnosis.find import Finding, moves_of, valued
from kpi_logic.diagnosis.identity import Identity, ads_apart
from kpi_logic.diagnosis.leaf import Effect, Leaf
from kpi_logic.diagnosis.mix import SAVED, mixes
from kpi_logic.diagnosis.promotion import without_promotions
from kpi_logic.metrics import ProfitBasis

NEAR = 3  # months apart that two changes of one cause may seem to begin
DRAINED, SPREAD = (
    (0.1, 0.5),
    0.25,
)  # fall of the stock's cover (log) when stock is wanting: at least, and with the sales lost
FULL, LAGGING = (
    0.25,
    (0.08, 0.25),
)  # its rise with the sales lost when buyers are wanting; and how far it strays from that
DRY = 2.0  # standard deviations of a fall in sales from which it goes with a fall of the stock
BEHIND = 2.0  # log odds from which sales fell rather than spend rose
RISEN = 0.4  # of what a rise of the advertising share says: below it, sales fell and spend did not rise


def causes(
    found: list[Finding], cube: Cube, leaves: tuple[Leaf, ...], identity: Identity, basis: ProfitBasis, recent: Array
) -> list[Finding]:
    """Findings for the worse, each cause once."""
    found = [_lost_sales_behind(finding, found, cube, leaves, identity, recent) for finding in found]
    found = _stockouts(found, cube, leaves, identity)
    found = [_dry(finding, found, cube, leaves, identity, recent) for finding in found]
    found = without_promotions(found, cube)
    found = mixes(found, cube, identity, basis, recent)
    found = _without_slow_stock_of_slow_sales(found)
    found = _without_ads_of_lost_sales(found, cube)
    found = [_with_saved_ads(finding, found, cube, identity) for finding in found]
    return [finding for finding in found if finding.adverse or finding.mix]


def _stockouts(found: list[Finding], cube: Cube, leaves: tuple[Leaf, ...], identity: Identity) -> list[Finding]:
    """Sales lost for want of stock are told as a stock-out, not as traffic or conversion."""
    told = [f for f in found if f.code == "instock" and f.adverse]
    found = [f for f in found if not (_volume(f) and any(_same(f, s) for s in told))]
    cover = next((leaf for leaf in leaves if leaf.entry.effect is Effect.STOCK), None)
    if cover is None or any(leaf.entry.effect is Effect.STOCKOUT for leaf in leaves):
        return found
    out: list[Finding] = []
    for f in found:
        if not _volume(f) or not _drained(f, cube, cover):
            out.append(f)
            continue
        twin = next((o for o in out if o.code == "instock" and _same(o, f)), None)
        out = [o for o in out if o is not twin] + [_joined(replace(f, code="instock"), twin, identity)]
    return out


def _dry(
    finding: Finding, found: list[Finding], cube: Cube, leaves: tuple[Leaf, ...], identity: Identity, recent: Array
) -> Finding:
    """Stock that fell together with the sales, where the sales' fall itself was not found: they were lost for want of it."""
    if (
        finding.leaf.entry.effect is not Effect.STOCK
        or finding.adverse
        or any(_touches(finding, f) and _volume(f) for f in found)
    ):
        return finding
    fallen = [f for leaf in leaves if leaf.entry.effect is Effect.VOLUME
              and (f := _as_known(finding, leaf, cube, identity, recent, DRY)) is not None]  # fmt: skip
    lost = max(fallen, key=_certainty, default=None)
    if lost is None or not _drained(lost, cube, finding.leaf):
        return finding
    return replace(lost, code="instock", log_odds=min(finding.log_odds, _certainty(lost) ** 2 / 2))


def _certainty(finding: Finding) -> float:
    """Size over its standard deviation."""
    return float(abs(finding.size) / finding.draws.std())


def _drained(finding: Finding, cube: Cube, cover: Leaf) -> bool:
    size, variance = beside(cube, cover.driver(cube), finding, trends=False)
    lost = abs(finding.size)
    drained, full = (-DRAINED[0] - DRAINED[1] * lost, SPREAD), (FULL * lost, LAGGING[0] + LAGGING[1] * lost)
    return size < 0 and for_it(size, variance, drained, full) > 0


def _joined(finding: Finding, twin: Finding | None, identity: Identity) -> Finding:
    """Visits and conversion that fell for one reason are one finding."""
    if twin is None:
        return finding
    moves = dict(finding.moves)
    for key, move in twin.moves.items():
        moves[key] = moves.get(key, np.zeros(())) + move
    main = max(finding, twin, key=lambda f: f.log_odds)
    return replace(main, moves=moves, money=valued(identity, moves), log_odds=max(finding.log_odds, twin.log_odds))


def _without_slow_stock_of_slow_sales(found: list[Finding]) -> list[Finding]:
    """Stock that only looks slow because sales fell is no cause of its own."""
    volume = [f for f in found if _volume(f)]
    gone = {
        id(f)
        for f in found
        for v in volume
        if f.leaf.entry.effect is Effect.STOCK and _same(f, v) and abs(f.size) < 1.5 * abs(v.size)
    }
    return [f for f in found if id(f) not in gone]


def _without_ads_of_lost_sales(found: list[Finding], cube: Cube) -> list[Finding]:
    """An advertising share that rose because sales fell, with no more spent, is no cause of its own."""
    lost = [f for f in found if f.adverse and f.leaf.entry.effect in (Effect.VOLUME, Effect.PRICE)]
    gone = set()
    for f in found:
        if f.leaf.entry.effect is Effect.ADS and f.adverse and any(_touches(f, v) for v in lost):
            size, variance = beside(cube, cube.get("ad_spend"), f)
            if np.isfinite(variance) and size < RISEN * f.size:
                gone.add(id(f))
    return [f for f in found if id(f) not in gone]


def _lost_sales_behind(
    finding: Finding, found: list[Finding], cube: Cube, leaves: tuple[Leaf, ...], identity: Identity, recent: Array
) -> Finding:
    """An advertising share, or stock, that rose because sales fell, where the fall itself was not found: it is the fall."""
    above = {Effect.ADS: "ad_spend", Effect.STOCK: "inventory_value"}.get(finding.leaf.entry.effect)
    if above is None or not finding.adverse or any(_touches(finding, f) and _volume(f) for f in found):
        return finding
    spent, spent_var = beside(cube, cube.get(above), finding)
    sold, sold_var = beside(cube, cube.get("sales"), finding)
    more, same = (finding.size, 0.1), (0.0, 0.1)
    odds = for_it(spent, spent_var, same, more) + for_it(sold, sold_var, (-finding.size, 0.1), same)
    if odds < BEHIND:
        return finding
    return max((f for leaf in leaves if leaf.entry.effect in (Effect.VOLUME, Effect.PRICE)
                and (f := _as_known(finding, leaf, cube, identity, recent)) is not None),
               key=_certainty, default=finding)  # fmt: skip


def _as_known(
    finding: Finding, leaf: Leaf, cube: Cube, identity: Identity, recent: Array, sure: float = 1.5
) -> Finding | None:
    """A fall of another driver in the same shops at the same time; None where there was none."""
    size, variance = beside(cube, leaf.driver(cube), finding, trends=leaf.under is None)
    if not np.isfinite(variance) or size * leaf.adverse < sure * np.sqrt(variance):
        return None
    part = float(finding.profile[recent].mean())
    draws = np.random.default_rng(3).normal(size, np.sqrt(variance), len(finding.draws)) * part
    moves = moves_of(cube, leaf, finding.shops, draws, recent)
    return replace(finding, code=leaf.code, leaf=leaf, draws=draws, moves=moves, money=valued(identity, moves))


def _with_saved_ads(finding: Finding, found: list[Finding], cube: Cube, identity: Identity) -> Finding:
    """Lost sales with what advertising really did meanwhile: a budget cut with them was saved, and must be spent again."""
    if not _volume(finding) or not cube.has("ad_spend") or not identity.ads.any():
        return finding
    if any(f.leaf.entry.effect is Effect.ADS and f.adverse and _same(f, finding) for f in found):
        return finding
    size, variance = beside(cube, ads_apart(cube, identity.ad_elasticity), finding)
    if not np.isfinite(variance):
        return finding
    spent = otherwise(size, variance, SAVED * float(np.abs(finding.draws).mean()), len(finding.draws))
    apart = spent[:, None] * finding.shops
    moves = {**finding.moves, (Effect.ADS, "ad_spend"): -apart}
    return replace(finding, moves=moves, money=valued(identity, moves))


def _volume(finding: Finding) -> bool:
    return finding.leaf.entry.effect is Effect.VOLUME and finding.adverse and not finding.mix


def _same(a: Finding, b: Finding) -> bool:
    """Whether two changes concern the same shops at about the same time."""
    return bool((a.shops == b.shops).all()) and abs(a.start - b.start) <= NEAR


def _touches(a: Finding, b: Finding) -> bool:
    """Whether they have shops in common at about the same time."""
    return bool((a.shops & b.shops).any()) and abs(a.start - b.start) <= NEAR
