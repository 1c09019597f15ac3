"""How the months of a driver hang together when nothing happens: level, slope, season, random walk, noise and its memory."""

import numpy as np

Array = np.ndarray

# (common season, a shop's own season, random walk, slope a month, memory of the noise from month to month, noise that all
# shops share), the last as multiples of the month noise but for the memory, 0-1: which of them holds is part of the
# evidence.  One set lets every shop grow at a pace of its own; were all to, a fall could hide in a pace.
HYPERS = (
    (0.5, 0.1, 0.02, 0.06, 0.1, 0.2),
    (1.5, 0.4, 0.02, 0.06, 0.0, 0.2),
    (4.0, 0.6, 0.02, 0.06, 0.0, 0.2),
    (5.0, 1.4, 0.02, 0.06, 0.0, 0.2),
    (2.0, 1.0, 0.02, 0.06, 0.2, 0.3),
    (1.5, 0.4, 0.02, 0.06, 0.5, 0.6),
    (4.0, 0.6, 0.02, 0.1, 0.5, 0.6),
    (3.0, 1.0, 0.1, 0.3, 0.2, 0.3),
)
LEVEL = 20.0  # prior standard deviation of a shop's level, and
COMMON_SLOPE = 0.15  # of the slope that all shops share, as multiples of the month noise
STEADY = 0.2  # slopes of a ratio, as a share of those of a volume


def relative_noise(log_driver: Array) -> Array:
    """(shops,) each shop's month noise relative to the others', shrunk towards them: 0.6 to 1.7."""
    rough = np.array([_rough(row[np.isfinite(row)]) for row in log_driver])
    typical = np.nanmedian(rough) if np.isfinite(rough).any() else 1.0
    return np.clip(np.where(np.isfinite(rough), np.sqrt(rough / max(typical, 1e-6)), 1.0), 0.6, 1.7)


def _rough(values: Array) -> float:
    """Robust size of second differences: blind to levels and slopes."""
    return float(np.median(np.abs(np.diff(values, 2)))) / 1.65 if len(values) > 4 else float("nan")


def inverse_covariances(there: Array, noise: Array, trends: bool) -> tuple[Array, Array]:
    """Inverse covariances of the numbers that are *there*, and their log determinants, one a set of hyperparameters.

    In units of the noise variance.  What a shop has of its own stands in one block a shop, what the shops share is the
    same between all of them, so that C = diag(A_1 ... A_s) + J x B is inverted through blocks of months (Woodbury):
    the cost grows with the shops, not with their cube.
    """
    trend = 1.0 if trends else STEADY
    month = np.arange(there.shape[1])
    middle = float(np.broadcast_to(month, there.shape)[there].mean())
    lag = np.abs(month[:, None] - month[None, :])
    season = (lag % 12 == 0).astype(float)
    slope = np.outer(month - middle, month - middle)
    walk = np.minimum(month[:, None], month[None, :]).astype(float)
    same = np.eye(len(month))
    hyper = np.array(HYPERS)[:, :, None, None]
    shared = season * hyper[:, 0] ** 2 + slope * (COMMON_SLOPE * trend) ** 2 + same * hyper[:, 5] ** 2
    own = LEVEL**2 + season * hyper[:, 1] ** 2 + walk * hyper[:, 2] ** 2 + slope * (hyper[:, 3] * trend) ** 2
    both = there[:, :, None] & there[:, None, :]
    wobble = (hyper[:, 4] ** lag)[:, None] * (noise**2)[:, None, None]
    blocks = np.where(both, own[:, None] + wobble, same)  # a gap stands alone ...
    apart = np.where(both, np.linalg.inv(blocks), 0.0)  # ... and is taken out again
    joined = same + shared @ apart.sum(axis=1)
    between = np.linalg.solve(joined, shared)
    at = np.flatnonzero(there)
    wide = apart.transpose(0, 2, 1, 3).reshape(len(HYPERS), len(month), -1)[:, :, at]  # (hypers, months, numbers)
    inverse = wide.transpose(0, 2, 1) @ (-between @ wide)
    start = 0
    for shop, mine in enumerate(there):
        end = start + int(mine.sum())
        inverse[:, start:end, start:end] += apart[:, shop][:, mine][:, :, mine]
        start = end
    return inverse, np.linalg.slogdet(blocks)[1].sum(axis=1) + np.linalg.slogdet(joined)[1]
