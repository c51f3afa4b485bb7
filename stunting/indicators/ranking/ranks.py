"""Ranks with their uncertainty, from draws."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.stats import rankdata

Floats = NDArray[np.float64]


class Ranks(NamedTuple):
    """Of each area: expected rank (1 is the highest), limits, probability of being in the top k."""

    expected: Floats
    low: Floats
    high: Floats
    top: Floats


def ranks(drawn: Floats, k: int, *, confidence: float = 0.90) -> Ranks:
    """Return the ranks of areas from draws of what they are ranked by.

    Parameters
    ----------
    drawn : ndarray, shape (draws, areas)
        Higher is ranked first; areas that are NaN throughout have no rank.
    k : int
        Places on the list.

    Notes
    -----
    Areas that tie in a draw share the mean of their ranks, and the places on the list that they tie for:
    the probabilities add up to k (or to the number of areas, if that is less).

    References
    ----------
    Goldstein H, Spiegelhalter DJ (1996), J R Stat Soc A 159:385-443.

    Examples
    --------
    >>> r = ranks(np.array([[3.0, 2, 1], [3, 1, 2], [3, 2, 1], [3, 2, 1]]), k=2)
    >>> r.expected.tolist(), r.top.tolist()
    ([1.0, 2.25, 2.75], [1.0, 0.75, 0.25])
    """
    empty = np.isnan(drawn).all(axis=0)
    used = drawn[:, ~empty]
    out = Ranks(*(np.full(drawn.shape[1], np.nan) for _ in range(4)))
    if not used.shape[1] or not len(used):
        return out
    place = rankdata(-used, axis=1, method="average")
    # Two that tie for places a to b share what of them lies on the list; few draws have any.
    share = (place <= k).astype("float64")
    tied = np.flatnonzero((np.diff(np.sort(place, axis=1), axis=1) < 1).any(axis=1))
    if len(tied):
        first, last = (rankdata(-used[tied], axis=1, method=m) for m in ("min", "max"))
        share[tied] = np.clip((k - first + 1) / (last - first + 1), 0, 1)
    tail = (1 - confidence) / 2
    low, high = np.quantile(place, [tail, 1 - tail], axis=0)
    values = (place.mean(axis=0), np.floor(low), np.ceil(high), share.mean(axis=0))
    for column, value in zip(out, values, strict=True):
        column[~empty] = value
    return out
