"""The difference of two proportions of the same children: interval of a paired 2 x 2 table."""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import ArrayLike, NDArray

from stunting.indicators.intervals import CONFIDENCE, Difference, Floats, wilson

#: Fewer clusters than this: the children are taken as independent.
MIN_CLUSTERS: Final = 10


def paired_difference(
    both: ArrayLike, first: ArrayLike, second: ArrayLike, neither: ArrayLike, confidence: float = CONFIDENCE
) -> Difference:
    """Return ``p2 - p1`` (later minus earlier) of children seen twice, with its interval.

    Parameters
    ----------
    both, first, second, neither : array_like
        Children who are a case both times, only the first time (recovered), only the second time (new),
        never. Counts divided by a design effect may be fractions.
    confidence : float
        Two-sided level.

    Returns
    -------
    Difference
        Fractions; NaN where there is no child. The correlation of the two occasions makes the interval
        narrower (or wider) than that of two independent groups.

    Raises
    ------
    ValueError
        If a count is negative.

    References
    ----------
    Newcombe RG (1998), Stat Med 17:2635-2650, method 10. Examples: Fagerland MW, Lydersen S, Laake P
    (2017), Statistical Analysis of Contingency Tables, ch. 8 (airway reactivity; complete response).

    Examples
    --------
    >>> d = paired_difference([1, 59], [1, 6], [7, 16], [12, 80])
    >>> [f"{v:.4f}: {a:.4f} to {b:.4f}" for v, a, b in zip(*d)]
    ['0.2857: 0.0256 to 0.5069', '0.0621: 0.0046 to 0.1186']
    """
    a, b, c, d = (np.asarray(x, dtype="float64") for x in np.broadcast_arrays(both, first, second, neither))
    if np.any((a < 0) | (b < 0) | (c < 0) | (d < 0)):
        raise ValueError("a count of children is negative")
    n = a + b + c + d
    some = np.where(n > 0, n, np.nan)
    p1, p2 = (a + b) / some, (a + c) / some
    (l1, u1), (l2, u2) = wilson(a + b, some, confidence), wilson(a + c, some, confidence)
    phi = _correlation(a, b, c, d)
    value = p2 - p1

    def reach(up: Floats, down: Floats) -> Floats:
        return np.sqrt(np.maximum(up**2 - 2 * phi * up * down + down**2, 0))

    low, high = value - reach(p2 - l2, u1 - p1), value + reach(u2 - p2, p1 - l1)
    return Difference(value, np.maximum(low, -1), np.minimum(high, 1))


def _correlation(a: Floats, b: Floats, c: Floats, d: Floats) -> Floats:
    """Return the phi of the table, drawn towards 0 by half a child where positive; 0 at an empty margin."""
    n, cross = a + b + c + d, a * d - b * c
    cross = np.where(cross > 0, np.maximum(cross - n / 2, 0), cross)
    margins = (a + b) * (c + d) * (a + c) * (b + d)
    return np.where(margins > 0, cross / np.sqrt(np.where(margins > 0, margins, 1)), 0.0)


def design_effect(step: NDArray[np.int64], cluster: NDArray[np.int64]) -> float:
    """Return the design effect of the mean step of children in clusters, at least 1.

    Parameters
    ----------
    step : ndarray
        Later minus earlier status of each child: -1 (recovered), 0 or 1 (new).
    cluster : ndarray
        Number of the cluster of each child, from 0.

    Returns
    -------
    float
        Variance of the mean between clusters (linearised) over that of independent children; 1 with
        fewer than `MIN_CLUSTERS` clusters.

    Examples
    --------
    >>> design_effect(np.repeat([1, -1], 50), np.repeat(np.arange(20), 5))  # each cluster of one mind
    5.2105...
    """
    n, count = len(step), int(cluster.max(initial=-1)) + 1
    if count < MIN_CLUSTERS or not np.any(step != step[0]):
        return 1.0
    mean = step.mean()
    parts = np.bincount(cluster, weights=step - mean, minlength=count)
    between = count / (count - 1) * float(np.sum(parts**2)) / n**2
    return max(between / (float(step.var(ddof=1)) / n), 1.0)
