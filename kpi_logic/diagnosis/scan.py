"""The search behind ``shift``: the covariance of a driver, and the evidence of each candidate laid onto it."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from kpi_logic.diagnosis.covariance import inverse_covariances, relative_noise

Array = np.ndarray

LENGTHS = {1: 0.65, 3: 0.2, 6: 0.1, 12: 0.05}  # months a change takes, and how usual that is
SHORTEST = 3  # a change younger than this cannot be told from a one-off
NOISE_SHAPE, NOISE_SCALE = 3.0, 0.04  # the prior of the month noise: about 4 %, loosely held
PULSE, RARE = 0.5, -3.7  # prior standard deviation of a one-off, and the log odds of one in a month
TINY = 1e-12


@dataclass(frozen=True, eq=False)
class Shift:
    """A lasting change of one driver in one segment.

    ``segment`` is the index of the segment given; ``start`` the month (index) by which half of it had most likely come;
    ``profile`` (months,) how much of it has come by each month, 0-1; ``draws`` (n,) of its logarithmic size over the
    last three months, with mean ``size`` and spread ``sd``; ``log_odds`` against there being none.
    """

    segment: int
    start: int
    profile: Array
    size: float
    sd: float
    log_odds: float
    draws: Array


@dataclass(frozen=True, eq=False)
class Best:
    """The candidate with the highest odds: a shift in a segment, or else a one-off at a number."""

    shift: bool
    segment: int  # of a shift; for a pulse the index of its number
    log_odds: float
    weights: Array  # (hypers, profiles) of the segment


@dataclass(frozen=True, eq=False)
class Laid:
    """A change in the covariance: its column and its prior variance (in noise variances) a set of hyperparameters."""

    column: Array
    priors: Array


@dataclass(eq=False)
class Scan:
    """The state of the greedy search: per hyperparameter the inverse covariance (in units of the noise variance)."""

    y: Array  # (n,)
    shop: Array  # (n,)
    month: Array  # (n,)
    shape: tuple[int, int]
    segments: Array
    profiles: Array  # (profiles, months)
    log_prior: Array  # (profiles,)
    slab: float
    inverse: Array  # (hypers, n, n)
    log_det: Array  # (hypers,)

    @classmethod
    def of(cls, log_driver: Array, segments: Array, slab: float, trends: bool) -> "Scan | None":
        shops, months = log_driver.shape
        shop, month = np.nonzero(np.isfinite(log_driver))
        profiles, log_prior = _profiles(months)
        if len(shop) < 6 or not len(profiles):
            return None
        centre = np.array([np.median(log_driver[s][np.isfinite(log_driver[s])]) if (shop == s).any() else 0.0
                           for s in range(shops)])  # fmt: skip
        y = log_driver[shop, month] - centre[shop]
        inverse, log_det = inverse_covariances(np.isfinite(log_driver), relative_noise(log_driver), trends)
        return cls(y, shop, month, log_driver.shape, segments, profiles, log_prior, slab, inverse, log_det)

    @property
    def noise(self) -> float:
        """Month noise (log) under the hyperparameters that fit best."""
        quadratic = self._quadratic()
        best = int(np.argmax(self._evidence(quadratic, self.log_det)))
        return float(np.sqrt(quadratic[best] / len(self.y)))

    def best(self) -> Best | None:
        """The candidate with the highest odds against nothing more happening."""
        q = self._quadratic()
        null = _logsumexp(self._evidence(q, self.log_det))
        u, v = self._projections()
        log_ml = self._laid_evidence(q, u, v, self.slab) + self.log_prior - np.log(3.0 * np.sqrt(len(self.segments)))
        odds = _logsumexp(log_ml.transpose(1, 0, 2).reshape(len(self.segments), -1), axis=1) - null
        pulse_odds = self._pulse_odds(q) - null
        first, pulse = int(np.argmax(odds)), int(np.argmax(pulse_odds))
        if max(odds[first], pulse_odds[pulse]) == -np.inf:
            return None
        if pulse_odds[pulse] > odds[first]:
            return Best(False, pulse, float(pulse_odds[pulse]), np.zeros((0, 0)))
        chosen = log_ml[:, first, :]
        return Best(True, first, float(odds[first]), np.exp(chosen - chosen.max()))

    def shift(self, best: Best, rng: np.random.Generator, draws: int = 400) -> Shift:
        """The posterior of a lasting change, averaged over when it began and what else holds."""
        q = self._quadratic()
        u, v = self._projections()
        u, v = u[:, best.segment, :], v[:, best.segment, :]
        sigma2 = self._left_variance(q, u, v)
        precision = v + sigma2 / self.slab**2
        mean, sd = u / precision, np.sqrt(sigma2 / precision)
        weights = (best.weights / best.weights.sum()).ravel()
        picked = rng.choice(len(weights), size=draws, p=weights)
        profile = picked % len(self.profiles)
        recent = self.profiles[:, -3:].mean(axis=1)
        sizes = rng.normal(mean.ravel()[picked], sd.ravel()[picked]) * recent[profile]
        top = int(np.argmax(weights.reshape(best.weights.shape).sum(axis=0)))
        return Shift(
            segment=best.segment,
            start=int(np.argmax(self.profiles[top] >= 0.5)),
            profile=self.profiles[top],
            size=float(sizes.mean()),
            sd=float(sizes.std()),
            log_odds=best.log_odds,
            draws=sizes,
        )

    def known(self, columns: Array) -> tuple[Array, Array]:
        """Sizes (c,) and covariance (c, c) of changes *columns* (n, c) that are known to have been, by the numbers alone.

        Generalised least squares under each set of hyperparameters, weighted by its evidence; an infinite variance
        where the numbers do not see them.
        """
        count = columns.shape[1]
        projected = self.inverse @ columns
        normal = columns.T @ projected
        if not (np.linalg.det(normal) > TINY).all():
            return np.zeros(count), np.full((count, count), np.inf)
        right = np.einsum("knc,n->kc", projected, self.y)
        sizes = np.linalg.solve(normal, right[..., None])[..., 0]
        left = np.maximum(self._quadratic() - np.einsum("kc,kc->k", sizes, right), 1e-12)
        sigma2 = (2 * NOISE_SHAPE * NOISE_SCALE**2 + left) / (2 * NOISE_SHAPE + len(self.y))
        log_ml = self._evidence(left, self.log_det)
        weights = np.exp(log_ml - log_ml.max())
        weights /= weights.sum()
        mean = weights @ sizes
        apart = sizes - mean
        cover = np.einsum("k,kcd->cd", weights * sigma2, np.linalg.inv(normal))
        return mean, cover + np.einsum("k,kc,kd->cd", weights, apart, apart)

    def pulse(self, best: Best) -> tuple[int, int, float]:
        """A one-off: its shop, month and size."""
        i = best.segment
        size = float(np.mean((self.inverse[:, i, :] @ self.y) / self.inverse[:, i, i]))
        return int(self.shop[i]), int(self.month[i]), size

    def column(self, best: Best) -> Array:
        """(n,) what the candidate adds to each number, at its most likely profile."""
        if best.shift:
            top = int(np.argmax(best.weights.sum(axis=0)))
            return self.segments[best.segment, self.shop] * self.profiles[top, self.month]
        column = np.zeros(len(self.y))
        column[best.segment] = 1.0
        return column

    def lay(self, column: Array, scale: float) -> "Laid":
        """Put a change into the covariance, so that the next one is judged beside it."""
        u, v = self.inverse @ self.y @ column, np.einsum("i,kij,j->k", column, self.inverse, column, optimize=True)
        priors = scale**2 / self._left_variance(self._quadratic(), u, v)
        self._update(column, priors)
        return Laid(column, priors)

    def judged(self, best: Best, laid: "Laid", rng: np.random.Generator) -> Shift:
        """The posterior of a change beside all the others: it is lifted, judged anew, and laid back."""
        self._update(laid.column, -laid.priors)
        log_ml = self._candidates(best.segment)
        shift = self.shift(Best(True, best.segment, best.log_odds, np.exp(log_ml - log_ml.max())), rng)
        self._update(laid.column, laid.priors)
        return shift

    def _update(self, column: Array, priors: Array) -> None:
        """Add ``prior * column column'`` to each covariance: rank-one updates of inverse and determinant."""
        for k, prior in enumerate(priors):
            projected = self.inverse[k] @ column
            v = float(column @ projected)
            self.inverse[k] -= np.outer(projected, projected) * (prior / (1 + prior * v))
            self.log_det[k] += np.log1p(prior * v)

    def _candidates(self, segment: int) -> Array:
        """(hypers, profiles) log evidence of each profile in one segment."""
        q = self._quadratic()
        u, v = (part[:, segment, :] for part in self._projections())
        return self._laid_evidence(q, u, v, self.slab) + self.log_prior

    def _quadratic(self) -> Array:
        return np.einsum("i,kij,j->k", self.y, self.inverse, self.y, optimize=True)

    def _left_variance(self, quadratic: Array, u: Array, v: Array) -> Array:
        """(hypers, ...) noise variance once a change with the projections *u*, *v* is taken out.

        A large change must not count as noise while it is judged, or it would be held back to a part of its size.
        """
        quadratic = quadratic.reshape(-1, *[1] * (u.ndim - 1))
        left = quadratic - np.divide(u**2, v, out=np.zeros_like(u), where=v > TINY)
        return (2 * NOISE_SHAPE * NOISE_SCALE**2 + np.maximum(left, 0.0)) / (2 * NOISE_SHAPE + len(self.y))

    def _laid_evidence(self, quadratic: Array, u: Array, v: Array, scale: float) -> Array:
        """(hypers, ...) log evidence with a change laid on; minus infinity where the numbers do not see it."""
        prior = scale**2 / self._left_variance(quadratic, u, v)
        shape = (-1, *[1] * (u.ndim - 1))
        left = quadratic.reshape(shape) - np.where(v > TINY, u**2 / (v + 1 / prior), 0.0)
        return np.where(v > TINY, self._evidence(left, self.log_det.reshape(shape) + np.log1p(prior * v)), -np.inf)

    def _evidence(self, quadratic: Array, log_det: Array) -> Array:
        shape = NOISE_SHAPE + len(self.y) / 2
        return -0.5 * log_det - shape * np.log(NOISE_SHAPE * NOISE_SCALE**2 + 0.5 * np.maximum(quadratic, 1e-12))

    def _projections(self) -> tuple[Array, Array]:
        """u = h' C^-1 y and v = h' C^-1 h for every segment and profile: (hypers, segments, profiles)."""
        shops, months = self.shape
        at = self.shop * months + self.month
        solved = np.zeros((len(self.inverse), shops * months))
        solved[:, at] = self.inverse @ self.y
        inside = self.segments.astype(float)
        u = inside @ solved.reshape(-1, shops, months) @ self.profiles.T
        v = np.empty_like(u)
        for g, summed in enumerate(self._summed()):
            v[:, g] = np.einsum("kpm,pm->kp", self.profiles @ summed, self.profiles)
        return u, v

    def _summed(self) -> Iterator[Array]:
        """For each segment the inverses with its shops added up: (hypers, months, months); a profile sees months only."""
        shops, months = self.shape
        full = self.inverse
        if full.shape[1] < shops * months:
            at = self.shop * months + self.month
            full = np.zeros((len(self.inverse), shops * months, shops * months))
            full[:, at[:, None], at[None, :]] = self.inverse
        full = full.reshape(-1, shops, months, shops, months)
        for inside in self.segments:
            mine = np.flatnonzero(inside)
            if len(mine) == 1:
                yield full[:, mine[0], :, mine[0]]
            else:
                yield full[:, mine][:, :, :, mine].sum(axis=(1, 3))

    def _pulse_odds(self, q: Array) -> Array:
        """(n,) log evidence with a one-off at each number."""
        u, v = self.inverse @ self.y, np.einsum("kii->ki", self.inverse)
        return _logsumexp(self._laid_evidence(q, u, v, PULSE), axis=0) + RARE


def _profiles(months: int) -> tuple[Array, Array]:
    """Steps and ramps to the end: (profiles, months) and the log prior of each."""
    when = np.arange(months)
    profiles, log_prior = [], []
    for length, share in LENGTHS.items():
        starts = [s for s in range(3, months - SHORTEST + 1) if length == 1 or s + length <= months + SHORTEST]
        profiles += [np.clip((when - start + 1) / length, 0, 1) for start in starts]
        log_prior += [np.log(share / len(starts)) for _ in starts]
    return np.array(profiles).reshape(-1, months), np.array(log_prior)


def _logsumexp(values: Array, axis: int | None = None) -> Array:
    top = np.max(values, axis=axis, keepdims=True)
    top = np.where(np.isfinite(top), top, 0.0)
    with np.errstate(divide="ignore"):
        return (
            (np.log(np.exp(values - top).sum(axis=axis, keepdims=True)) + top).squeeze(axis)
            if axis is not None
            else (np.log(np.exp(values - top).sum()) + top.squeeze())
        )
