"""Local spatial statistics with conditional permutation; NumPy only, tested against ``esda``."""

from __future__ import annotations

from functools import lru_cache
from typing import Final, NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

PERMUTATIONS: Final = 9999
SEED: Final = 20240


class Neighbours(NamedTuple):
    """Pairs in both directions, sorted by the first: ``first[i]`` has the neighbour ``second[i]``."""

    first: Ints
    second: Ints
    degree: Ints  # neighbours of each area


class Local(NamedTuple):
    """Statistic of each area, its neighbours' mean, and the one-sided pseudo p-values of that mean."""

    value: Floats
    lag: Floats
    p_high: Floats
    p_low: Floats


def neighbours(pairs: pd.DataFrame, areas: list[str]) -> Neighbours:
    """Return the neighbours of `areas`; pairs with an area that is not among them do not count.

    Parameters
    ----------
    pairs : DataFrame
        ``code_a, code_b``, each pair once or twice, in any order; an area is never its own neighbour.
    """
    index = pd.Index(areas)
    a, b = (index.get_indexer(pd.Index(pairs[c].astype("object"))) for c in ("code_a", "code_b"))
    keep = (a >= 0) & (b >= 0) & (a != b)
    both = np.unique(np.concatenate([a[keep] * len(areas) + b[keep], b[keep] * len(areas) + a[keep]]))
    first, second = np.divmod(both.astype("int64"), max(len(areas), 1))
    return Neighbours(first, second, np.bincount(first, minlength=len(areas)))


def lag(z: Floats, near: Neighbours) -> Floats:
    """Return the mean of the neighbours; NaN on an island."""
    total = np.bincount(near.first, weights=z[near.second], minlength=len(z))
    return np.where(near.degree > 0, total / np.maximum(near.degree, 1), np.nan)


@lru_cache(maxsize=8)
def _orders(others: int, most: int, permutations: int, seed: int) -> Ints:
    """Return, for each permutation, the first places of a random order; shape (most, permutations).

    One set serves all areas, and all periods and indicators of a map: for k neighbours, its first k.
    """
    rng = np.random.default_rng(seed)
    order = np.argsort(rng.random((permutations, others), dtype=np.float32), axis=1)[:, :most]
    out = np.ascontiguousarray(order.T)
    out.setflags(write=False)
    return out


def permuted(
    z: Floats, near: Neighbours, permutations: int = PERMUTATIONS, seed: int = SEED
) -> tuple[Floats, Floats, Floats]:
    """Return the neighbours' mean and its two one-sided pseudo p-values.

    The value of each area stays; its neighbours are drawn without replacement from all other areas.

    References
    ----------
    Anselin L (1995), Geogr Anal 27:93-115.
    """
    n, seen = len(z), lag(z, near)
    high, low = np.full(n, np.nan), np.full(n, np.nan)
    most = int(near.degree.max(initial=0))
    if n < 2 or most == 0:
        return seen, high, low
    order = _orders(n - 1, most, permutations, seed)
    slack = 1e-12 * (np.abs(z).max() + 1)
    for i in np.flatnonzero(near.degree):
        k = near.degree[i]
        others = np.delete(z, i)
        drawn = others[order[:k]].sum(axis=0) / k
        high[i] = (np.count_nonzero(drawn >= seen[i] - slack) + 1) / (permutations + 1)
        low[i] = (np.count_nonzero(drawn <= seen[i] + slack) + 1) / (permutations + 1)
    return seen, high, low


def local_moran(z: Floats, near: Neighbours, permutations: int = PERMUTATIONS, seed: int = SEED) -> Local:
    """Return local Moran's I, row-standardised weights: ``(n - 1) z_i lag_i / sum z^2``.

    All NaN where the values do not differ; NaN on an island.
    """
    z = z - z.mean()
    total = float((z**2).sum())
    if total <= 1e-12 * len(z):
        empty = np.full(len(z), np.nan)
        return Local(empty, empty, empty, empty)
    seen, high, low = permuted(z, near, permutations, seed)
    return Local((len(z) - 1) * z * seen / total, seen, high, low)


def gi_star(x: Floats, near: Neighbours, permutations: int = PERMUTATIONS, seed: int = SEED) -> Local:
    """Return Getis-Ord Gi* as a z-score, binary weights with the area itself.

    The p-values are those of the neighbours, the area's own value being fixed.

    References
    ----------
    Ord JK, Getis A (1995), Geogr Anal 27:286-306.
    """
    n = len(x)
    sd = float(x.std())
    if sd <= 1e-9:
        empty = np.full(n, np.nan)
        return Local(empty, empty, empty, empty)
    seen, high, low = permuted(x, near, permutations, seed)
    w = near.degree + 1.0
    total = np.bincount(near.first, weights=x[near.second], minlength=n) + x
    with np.errstate(invalid="ignore", divide="ignore"):
        value = (total - x.mean() * w) / (sd * np.sqrt((n * w - w**2) / (n - 1)))
    return Local(np.where(near.degree > 0, value, np.nan), seen, high, low)


def false_discovery(p: Floats) -> Floats:
    """Return Benjamini-Hochberg q-values; missing p-values stay missing and do not count.

    References
    ----------
    Benjamini Y, Hochberg Y (1995), J R Stat Soc B 57:289-300. Caldas de Castro M, Singer BH (2006),
    Geogr Anal 38:180-208 (on local statistics).

    Examples
    --------
    >>> false_discovery(np.array([0.01, 0.04, np.nan, 0.03])).tolist()
    [0.03, 0.04, nan, 0.04]
    """
    out = np.full(len(p), np.nan)
    known = np.flatnonzero(~np.isnan(p))
    order = known[np.argsort(p[known], kind="stable")]
    m = len(order)
    if m:
        q = p[order] * m / np.arange(1, m + 1)
        out[order] = np.minimum(np.minimum.accumulate(q[::-1])[::-1], 1).round(12)
    return out
