"""What other numbers, or other shops, did while a change that is known came about."""

from collections.abc import Sequence

import numpy as np

from kpi_logic.diagnosis.cube import Array, Cube
from kpi_logic.diagnosis.find import Finding, blocks
from kpi_logic.diagnosis.scan import Scan

USUAL = -1.1  # log odds that a number beside moves otherwise than it usually does: once in four
SLAB = 0.4  # how large a change beside another may well be (log)


def beside(cube: Cube, values: Array, finding: Finding, trends: bool = True) -> tuple[float, float]:
    """Size (log) and variance of a change in *values* with the course and the shops of *finding*.

    Args:
        cube: of the seller.
        values: (shops, months) any positive number; others count as missing.
        finding: whose course it is taken to have.
        trends: as in ``find_shifts``.

    Returns:
        (0, inf) where the numbers do not tell.
    """
    size, cover = together(cube, values, finding, [finding.shops], trends)
    return float(size[0]), float(cover[0, 0])


def together(cube: Cube, values: Array, finding: Finding, groups: Sequence[Array], trends: bool) -> tuple[Array, Array]:
    """Sizes (groups,) and their covariance, each group of shops with a change of its own at the time of *finding*."""
    inside = np.flatnonzero(np.any(groups, axis=0))
    near = [block for block in blocks(*values.shape) if np.isin(inside, block).any()]
    at = near[0] if len(near) == 1 else inside
    rows = values[at]
    logs = np.log(rows, out=np.full(rows.shape, np.nan), where=np.nan_to_num(rows) > 0)
    scan = Scan.of(logs, np.ones((1, len(at)), dtype=bool), SLAB, trends)
    if scan is None:
        return np.zeros(len(groups)), np.full((len(groups), len(groups)), np.inf)
    columns = np.column_stack([group[at][scan.shop] * finding.profile[scan.month] for group in groups])
    return scan.known(columns)


def for_it(size: float, variance: float, expected: tuple[float, float], otherwise: tuple[float, float]) -> float:
    """Log odds that a size comes from *expected* (mean, standard deviation) and not from *otherwise*.

    >>> for_it(0.3, 0.01, (0.3, 0.1), (0.0, 0.1)) > 2
    True
    """
    if not np.isfinite(variance):
        return 0.0
    return _log_density(size, variance, *expected) - _log_density(size, variance, *otherwise)


def otherwise(size: float, variance: float, spread: float, draws: int, seed: int = 2) -> Array:
    """(draws,) of a change that was seen as *size* and has mostly not been at all, else is of the order of *spread*.

    >>> still, moved = otherwise(0.02, 0.01, 0.2, 400), otherwise(0.5, 0.01, 0.4, 400)
    >>> bool(abs(still.mean()) < 0.01), bool(moved.mean() > 0.4)
    (True, True)
    """
    odds = for_it(size, variance, (0.0, spread), (0.0, 0.0)) + USUAL
    trust = spread**2 / (spread**2 + variance)
    rng = np.random.default_rng(seed)
    moved = trust * size + rng.normal(0, np.sqrt(trust * variance), draws)
    return np.asarray(np.where(rng.random(draws) < 1 / (1 + np.exp(-odds)), moved, 0.0))


def _log_density(size: float, variance: float, mean: float, sd: float) -> float:
    total = variance + sd**2
    return float(-0.5 * (size - mean) ** 2 / total - 0.5 * np.log(total))
