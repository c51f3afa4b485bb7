"""Taylor linearisation of ratios: the arithmetic under the survey estimates and the cluster intervals."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import stdtrit

from stunting.indicators.intervals import CONFIDENCE

Floats = NDArray[np.float64]
Codes = NDArray[np.intp]


class Ratio(NamedTuple):
    """Estimate, standard error and t-limits of each column of a ratio."""

    value: Floats
    se: Floats
    low: Floats
    high: Floats


def linearise(num: Floats, den: Floats, part: Codes, size: Codes, owner: Codes) -> tuple[Floats, Floats]:
    """Return ratios of sums and their standard errors on the full design.

    Parameters
    ----------
    num, den : ndarray, shape (cells, columns)
        Weighted sums of each cell = PSU within a group. Cells that would hold 0 may be absent.
    part : ndarray of int, shape (cells,)
        Stratum within a group of each cell, sorted, codes 0..P-1.
    size : ndarray of int, shape (P,)
        PSUs of that stratum in the *full* design, also those without a cell here: that is what makes
        it domain estimation.
    owner : ndarray of int, shape (P,)
        Group of each part, sorted, codes 0..K-1.

    Returns
    -------
    ratio, se : ndarray, shape (K, columns)

    Notes
    -----
    ``var = sum_h n_h / (n_h - 1) sum_i (z_hi - mean_h z)^2`` with ``z = (num - r den) / sum den``. A
    stratum with a lone PSU is "adjusted": centred at the grand mean of z, which is 0, with factor 1.

    References
    ----------
    Binder DA (1983), Int Stat Rev 51:279-292. Lumley T (2010), Complex Surveys, ch. 2 and appendix.
    """
    cells, parts = starts(part), starts(owner)
    present = np.diff(np.append(cells, len(part)))[:, None]
    n = size.astype("float64")[:, None]

    def by_group(x: Floats) -> Floats:
        return np.add.reduceat(np.add.reduceat(x, cells, axis=0), parts, axis=0)

    total = by_group(den)
    with np.errstate(invalid="ignore", divide="ignore"):
        ratio = by_group(num) / total
        z = (num - ratio[owner[part]] * den) / total[owner[part]]
    mean = np.where(n == 1, 0.0, np.add.reduceat(z, cells, axis=0) / n)
    spread = np.add.reduceat((z - mean[part]) ** 2, cells, axis=0) + (n - present) * mean**2
    factor = np.where(n == 1, 1.0, n / np.maximum(n - 1, 1))
    return ratio, np.sqrt(np.add.reduceat(factor * spread, parts, axis=0))


def starts(codes: Codes) -> Codes:
    """Return where each run of equal, sorted codes begins."""
    return np.flatnonzero(np.r_[True, codes[1:] != codes[:-1]])


def t_interval(
    value: Floats, se: Floats, df: ArrayLike, *, logit: bool, confidence: float = CONFIDENCE
) -> Ratio:
    """Return `value` with its t-interval, for a proportion on the logit scale.

    A proportion of exactly 0 or 1 has no spread on that scale: its limits equal it. Degrees of freedom
    under 1 give no interval (NaN).
    """
    df = np.asarray(df, dtype="float64")
    t = np.where(df >= 1, stdtrit(np.maximum(df, 1), 0.5 + confidence / 2), np.nan)
    if not logit:
        return Ratio(value, se, value - t * se, value + t * se)
    edge = (value <= 0) | (value >= 1)
    with np.errstate(invalid="ignore", divide="ignore"):
        odds = np.log(value / (1 - value))
        half = t * se / (value * (1 - value))
        low, high = 1 / (1 + np.exp(half - odds)), 1 / (1 + np.exp(-half - odds))
    return Ratio(value, se, np.where(edge, value, low), np.where(edge, value, high))
