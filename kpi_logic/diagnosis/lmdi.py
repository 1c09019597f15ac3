"""Logarithmic mean Divisia index: how the change of a product is shared out among its factors, exactly."""

import numpy as np

from kpi_logic.diagnosis.cube import Array

ALIKE = 1e-8  # relative difference below which the logarithmic mean is the value itself


def log_mean(before: Array, after: Array) -> Array:
    """The logarithmic mean (b - a) / ln(b / a) of positive numbers; of two equal ones, the number.

    >>> log_mean(np.array([1.0, 2.0]), np.array([np.e, 2.0])).round(6).tolist()
    [1.718282, 2.0]
    """
    apart = np.abs(after - before) > ALIKE * before
    logs = np.log(np.where(apart, after / before, 2.0))
    return np.where(apart, (after - before) / logs, (before + after) / 2)


def lmdi(before: Array, after: Array) -> Array:
    """Each factor's part of the change of the product of all factors.

    Args:
        before, after: (factors, n) positive.

    Returns:
        (factors, n); the sum over the factors is the change of the product (up to rounding).

    Source: Ang 2005, "The LMDI approach to decomposition analysis: a practical guide", equation 5 (LMDI-I, additive).

    >>> lmdi(np.array([[1.0], [10.0], [2.0]]), np.array([[4.0], [5.0], [3.0]])).round(3).ravel().tolist()
    [50.474, -25.237, 14.763]
    """
    weight = log_mean(np.prod(before, axis=0), np.prod(after, axis=0))
    return np.asarray(weight * np.log(after / before))
