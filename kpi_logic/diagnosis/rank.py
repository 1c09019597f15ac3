"""Findings into the ranked list of bottlenecks."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from kpi_logic.diagnosis.bottleneck import Bottleneck
from kpi_logic.diagnosis.causes import causes
from kpi_logic.diagnosis.cube import Array, Cube
from kpi_logic.diagnosis.find import Finding, find
from kpi_logic.diagnosis.identity import Identity
from kpi_logic.diagnosis.leaf import Effect, leaves_of
from kpi_logic.diagnosis.operating import LimitState
from kpi_logic.diagnosis.shapley import shapley, subsets
from kpi_logic.diagnosis.telling import of_breach, of_finding
from kpi_logic.metrics import ProfitBasis

RECENT = 3
LOOKED_BACK = 48  # months; what changed before holds nobody back today, and the search costs the cube of the months
MATERIAL = 0.0005  # of the monthly sales: less than that is not worth a line
SURELY = 0.2  # share of the draws that may cost nothing
DOUBTFUL, LITTLE = 2.5, 0.02  # log odds, and share of the profit, up to which money is doubtful or little
GRAVE, LARGE = 8.0, 0.5  # log odds, and size (log), from which a service rate has surely got much worse
TOGETHER = 10  # more findings than that are not played against each other


def bottlenecks(
    cube: Cube, basis: ProfitBasis, currency: str | None, capital_rate: float, broken: Sequence[LimitState] = ()
) -> tuple[Bottleneck, ...]:
    """The bottlenecks beyond noise: breaches of limits first, then by money, then service rates that got worse.

    A service rate that has surely got much worse goes before money that is little or doubtful.
    """
    cube = cube.latest(LOOKED_BACK)
    recent = np.arange(max(0, len(cube.months) - RECENT), len(cube.months))
    leaves = leaves_of(cube)
    identity = Identity.of(cube, recent, basis, capital_rate)
    found = causes(find(cube, leaves, identity, recent), cube, leaves, identity, basis, recent)
    found = [finding for finding in found if _goes_on(finding, cube, recent)]
    worth = [f for f in found if f.leaf.entry.effect is not Effect.SERVICE and _material(f, identity)]
    worth = sorted(worth, key=lambda f: -f.money_per_month)[:TOGETHER]
    service = [f for f in found if f.leaf.entry.effect is Effect.SERVICE and not _broken(f, broken)]
    listed = [of_breach(state) for state in broken]
    money = list(zip(worth, joint_shares(identity, worth), strict=True))
    firm = [pair for pair in money if _firm(pair[0], identity)]
    grave = [(f, None) for f in service if _grave(f)]
    rest = [pair for pair in money if not _firm(pair[0], identity)]
    for finding, share in [*firm, *grave, *rest, *((f, None) for f in service if not _grave(f))]:
        listed.append(of_finding(cube, finding, share, recent, currency, basis))
    return tuple(replace(bottleneck, rank=rank) for rank, bottleneck in enumerate(listed, 1))


def joint_shares(identity: Identity, found: Sequence[Finding]) -> list[float]:
    """Each finding's Shapley part of the profit gained a month if all were closed together; they sum to it."""
    if not found:
        return []
    members = subsets(len(found))
    moves: dict[tuple[Effect, str], Array] = {}
    for player, finding in enumerate(found):
        for key, draws in finding.moves.items():
            moves[key] = moves.get(key, np.zeros(())) + members[:, player, None] * draws.mean(axis=0)
    return [float(part) for part in shapley(identity.gain(moves).sum(axis=-1), len(found))]


def _material(finding: Finding, identity: Identity) -> bool:
    low = float(np.quantile(finding.money, SURELY))
    return low > 0 and finding.money_per_month > MATERIAL * float(np.nansum(identity.sales))


def _goes_on(finding: Finding, cube: Cube, recent: Array) -> bool:
    """Whether the recent months still have the number: a shop that has closed holds nobody back."""
    shown = finding.leaf.shown(cube.of_segment(finding.segment), recent)
    return bool(np.isfinite(shown[0]) and np.nansum(cube.get("sales")[:, recent]) > 0)


def _firm(finding: Finding, identity: Identity) -> bool:
    """Whether its money is neither little nor doubtful."""
    return finding.log_odds > DOUBTFUL and finding.money_per_month > LITTLE * abs(float(np.nansum(identity.profit)))


def _grave(finding: Finding) -> bool:
    return finding.log_odds > GRAVE and abs(finding.size) > LARGE


def _broken(finding: Finding, broken: Sequence[LimitState]) -> bool:
    return any(state.kpi == finding.code and finding.segment.contains(state.segment) for state in broken)
