"""Confidence intervals of one proportion and of the difference of two. Vectorised, counts in."""

from __future__ import annotations

from typing import Final, NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import betaincinv, ndtri

Floats = NDArray[np.float64]

CONFIDENCE: Final = 0.95
#: Below this denominator the exact interval is used, and a rate is drawn as uncertain (house rule 5).
SMALL_DENOMINATOR: Final = 30


class Interval(NamedTuple):
    """Lower and upper limits as fractions, and the method of each element (``"wilson"``/``"exact"``)."""

    low: Floats
    high: Floats
    method: NDArray[np.str_]


class Difference(NamedTuple):
    """Difference ``p1 - p2`` with its lower and upper limits, all fractions."""

    value: Floats
    low: Floats
    high: Floats


def _counts(n: ArrayLike, d: ArrayLike) -> tuple[Floats, Floats]:
    n, d = np.broadcast_arrays(np.asarray(n, dtype="float64"), np.asarray(d, dtype="float64"))
    if np.any((n < 0) | (n > d)):
        raise ValueError("numerator outside 0..denominator")
    return n, np.where(d > 0, d, np.nan)


def wilson(n: ArrayLike, d: ArrayLike, confidence: float = CONFIDENCE) -> tuple[Floats, Floats]:
    """Return the Wilson score interval of ``n / d``, without continuity correction.

    Parameters
    ----------
    n, d : array_like
        Cases and children, broadcast against each other.
    confidence : float
        Two-sided level.

    Returns
    -------
    low, high : ndarray
        Fractions in [0, 1]; NaN where `d` is 0 or missing.

    Raises
    ------
    ValueError
        If a numerator is negative or exceeds its denominator.

    References
    ----------
    Wilson EB (1927), J Am Stat Assoc 22:209-212. Example: Newcombe RG (1998), Stat Med 17:857-872,
    table I, method 3.

    Examples
    --------
    >>> low, high = wilson([81, 15, 0, 1], [263, 148, 20, 29])
    >>> [round(float(x), 4) for x in low], [round(float(x), 4) for x in high]
    ([0.2553, 0.0624, 0.0, 0.0061], [0.3662, 0.1605, 0.1611, 0.1718])
    """
    n, d = _counts(n, d)
    z = ndtri(0.5 + confidence / 2)
    p = n / d
    centre = p + z * z / (2 * d)
    half = z * np.sqrt(p * (1 - p) / d + z * z / (4 * d * d))
    scale = 1 + z * z / d
    low, high = (centre - half) / scale, (centre + half) / scale
    # The ends are exactly 0 and 1 in theory; rounding must not leave 1e-17 in their place.
    return np.where(n == 0, 0.0 * d, np.maximum(low, 0)), np.where(n == d, 1.0 + 0 * d, np.minimum(high, 1))


def clopper_pearson(n: ArrayLike, d: ArrayLike, confidence: float = CONFIDENCE) -> tuple[Floats, Floats]:
    """Return the exact (Clopper-Pearson) interval of ``n / d``; parameters as in `wilson`.

    References
    ----------
    Clopper CJ, Pearson ES (1934), Biometrika 26:404-413. Example: Newcombe (1998), table I, method 5.

    Examples
    --------
    >>> low, high = clopper_pearson([81, 15, 0, 1], [263, 148, 20, 29])
    >>> [round(float(x), 4) for x in low], [round(float(x), 4) for x in high]
    ([0.2527, 0.0578, 0.0, 0.0009], [0.3676, 0.1617, 0.1684, 0.1776])
    """
    n, d = _counts(n, d)
    tail = (1 - confidence) / 2
    with np.errstate(invalid="ignore"):
        low = np.where(n == 0, 0.0 * d, betaincinv(np.maximum(n, 1), d - n + 1, tail))
        high = np.where(n == d, 1.0 + 0 * d, betaincinv(n + 1, np.maximum(d - n, 1), 1 - tail))
    return low, high


def proportion_interval(n: ArrayLike, d: ArrayLike, confidence: float = CONFIDENCE) -> Interval:
    """Return the interval the house prints: exact when ``d < 30``, ``n == 0`` or ``n == d``, else Wilson.

    The method is ``""`` (and the limits NaN) where there is no denominator.

    Examples
    --------
    >>> found = proportion_interval([1346, 3, 0], [9230, 12, 400])
    >>> [f"{a:.3f}-{b:.3f} {m}" for a, b, m in zip(*found)]
    ['0.139-0.153 wilson', '0.055-0.572 exact', '0.000-0.009 exact']
    """
    counts = _counts(n, d)
    exact = (counts[1] < SMALL_DENOMINATOR) | (counts[0] == 0) | (counts[0] == counts[1])
    score, tail = wilson(*counts, confidence), clopper_pearson(*counts, confidence)
    method = np.where(np.isnan(counts[1]), "", np.where(exact, "exact", "wilson"))
    return Interval(np.where(exact, tail[0], score[0]), np.where(exact, tail[1], score[1]), method)


def combine(
    p1: ArrayLike, l1: ArrayLike, u1: ArrayLike, p2: ArrayLike, l2: ArrayLike, u2: ArrayLike
) -> Difference:
    """Return ``p1 - p2`` with the interval made from the two intervals by square-and-add.

    With Wilson limits this is Newcombe's hybrid score interval; with limits of another kind (cluster,
    exact) it is the MOVER interval, which needs no common standard error. The two are taken as
    independent: the same children measured twice make it wider than need be, never narrower.

    References
    ----------
    Newcombe RG (1998), Stat Med 17:873-890, method 10. Zou GY, Donner A (2008), Stat Med 27:1693-1702.
    """
    first, second = (tuple(np.asarray(x, dtype="float64") for x in t) for t in ((p1, l1, u1), (p2, l2, u2)))
    value = first[0] - second[0]
    low = value - np.hypot(first[0] - first[1], second[2] - second[0])
    high = value + np.hypot(first[2] - first[0], second[0] - second[1])
    return Difference(value, np.maximum(low, -1), np.minimum(high, 1))


def difference(
    n1: ArrayLike, d1: ArrayLike, n2: ArrayLike, d2: ArrayLike, confidence: float = CONFIDENCE
) -> Difference:
    """Return ``n1/d1 - n2/d2`` with Newcombe's hybrid score interval (method 10).

    Examples
    --------
    >>> d = difference([56, 9, 10], [70, 10, 10], [48, 3, 0], [80, 10, 10])
    >>> [f"{v:.2f}: {a:.4f} to {b:.4f}" for v, a, b in zip(*d)]
    ['0.20: 0.0524 to 0.3339', '0.60: 0.1705 to 0.8090', '1.00: 0.6075 to 1.0000']
    """
    (n1, d1), (n2, d2) = _counts(n1, d1), _counts(n2, d2)
    return combine(n1 / d1, *wilson(n1, d1, confidence), n2 / d2, *wilson(n2, d2, confidence))
