"""Log-linear trend of a few yearly prevalences: sampling error, yearly shocks, and shocks that stay.

``log p_t = a + b t + walk_t + shock_t + sampling_t``: ``sampling_t`` has the variance of the figure
(design effect included), ``shock_t`` standard deviation tau, ``walk_t`` a random walk with standard deviation
omega a year. a and b have flat priors; tau and omega, of which three or seven points say little, half-t
priors whose scales are facts (``data/prior_jalur.csv``). All integrals over (tau, omega) are sums over a
grid: nothing is drawn, the same points give the same answer.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Final, NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray
from scipy.special import ndtr

from stunting.indicators.facts import facts, number

Floats = NDArray[np.float64]

#: Degrees of freedom of the half-t priors: heavy enough that a rough series can outvote them.
_PRIOR_DF: Final = 4
_GRID: Final = np.concatenate([[0.0], np.geomspace(0.1, 8, 13)])
MIN_POINTS: Final = 2


class Points(NamedTuple):
    """Years (decimal), log prevalence, its sampling variance (0: unknown), effective last denominator."""

    year: Floats
    log: Floats
    variance: Floats
    n: float


class Fit(NamedTuple):
    """The trend, given each (tau, omega) of the grid: G grid cells, n points."""

    points: Points
    weight: Floats  # (G,), posterior, adds up to 1
    tau2: Floats  # (G,)
    omega2: Floats  # (G,)
    beta: Floats  # (G, 2): level at the first year, slope a year
    cov: Floats  # (G, 2, 2)
    inverse: Floats  # (G, n, n)


@lru_cache(maxsize=8)
def prior_scales(level: str) -> tuple[float, float]:
    """Return the prior scales of tau and omega of a level.

    >>> prior_scales("kabupaten")
    (0.02, 0.15)
    """
    table = facts("prior_jalur")
    name = level if level in set(table["tingkat"]) else "lainnya"
    rows = table[table["tingkat"] == name].set_index("parameter")
    scale = number(rows["skala"])
    return float(scale["tau"]), float(scale["omega"])


def decimal_year(period: str) -> float:
    """Return a year, or the middle of a month as a decimal year.

    >>> decimal_year("2024"), decimal_year("2024-07")
    (2024.0, 2024.0416666666667)
    """
    # A year's figure stands for its last measurements, here at mid-year: month 7 starts the second half.
    return float(period[:4]) + ((float(period[5:7]) - 6.5) / 12 if len(period) > 4 else 0.0)


def points(value: ArrayLike, numerator: ArrayLike, denominator: ArrayLike, year: ArrayLike) -> Points:
    """Return the points of one series; missing values are left out.

    A figure without cases gets half a case (in n + 1 children), so that it has a logarithm. A printed
    figure without counts has sampling variance 0: tau and omega carry its whole scatter.

    Raises
    ------
    ValueError
        If a year stands twice, or a value is outside [0, 1].
    """
    p, n, d, t = (np.asarray(x, dtype="float64") for x in (value, numerator, denominator, year))
    keep = ~np.isnan(p)
    order = np.argsort(t[keep], kind="stable")
    p, n, d, t = (x[keep][order] for x in (p, n, d, t))
    if len(np.unique(t)) < len(t):
        raise ValueError("a period stands twice in one series")
    if np.any((p < 0) | (p > 1)):
        raise ValueError("prevalence outside [0, 1]")
    counted = d > 0
    half = counted & ((p == 0) | (p == 1))
    p = np.where(half, (p * d + 0.5) / (np.where(counted, d, 1) + 1), p)
    # Printed as exactly 0 without counts: half of the last printed digit (0.01 %).
    p = np.maximum(p, 5e-5)
    with np.errstate(invalid="ignore", divide="ignore"):
        variance = np.where(counted, (1 - p) / (p * d), 0.0)
    return Points(t, np.log(p), variance, float(d[counted][-1]) if counted.any() else np.nan)


def fit(given: Points, scales: tuple[float, float]) -> Fit:
    """Fit the trend to at least two points.

    Parameters
    ----------
    given : Points
    scales : (float, float)
        Prior scales of tau and omega (per year, log scale).

    Raises
    ------
    ValueError
        If there are fewer than two points.

    References
    ----------
    Durbin J, Koopman SJ (2012), Time Series Analysis by State Space Methods, ch. 3 (random walk with drift
    and noise). Gelman A (2006), Bayesian Analysis 1:515-534 (half-t priors). Patterson HD, Thompson R
    (1971), Biometrika 58:545-554 (the likelihood with a and b integrated out).
    """
    if len(given.year) < MIN_POINTS:
        raise ValueError("a trend needs two points")
    tau, omega = (np.repeat(_GRID * scales[0], len(_GRID)), np.tile(_GRID * scales[1], len(_GRID)))
    t = given.year - given.year[0]
    v = (
        np.diag(given.variance + 1e-9)
        + tau[:, None, None] ** 2 * np.eye(len(t))
        + omega[:, None, None] ** 2 * np.minimum.outer(t, t)
    )
    inverse = np.linalg.inv(v)
    x = np.column_stack([np.ones_like(t), t])
    info = x.T @ inverse @ x
    cov = np.linalg.inv(info)
    beta = np.einsum("gij,jk,gkl,l->gi", cov, x.T, inverse, given.log, optimize=True)
    r = given.log - beta @ x.T
    fitness = -0.5 * (
        np.linalg.slogdet(v)[1] + np.linalg.slogdet(info)[1] + np.einsum("gi,gij,gj->g", r, inverse, r)
    )
    prior = _prior_mass()
    log_weight = fitness + np.log(np.repeat(prior, len(_GRID)) * np.tile(prior, len(_GRID)))
    weight = np.exp(log_weight - log_weight.max())
    return Fit(given, weight / weight.sum(), tau**2, omega**2, beta, cov, inverse)


@lru_cache(maxsize=1)
def _prior_mass() -> Floats:
    """Return the half-t mass of the cell around each point of the grid (in units of the scale)."""
    from scipy.special import stdtr

    edges = np.concatenate([[0.0], (_GRID[1:] + _GRID[:-1]) / 2, [np.inf]])
    return np.diff(2 * stdtr(_PRIOR_DF, edges))


def slope(found: Fit) -> tuple[Floats, Floats, Floats]:
    """Return the posterior of the slope as a mixture of normals: weights, means, standard deviations."""
    return found.weight, found.beta[:, 1], np.sqrt(found.cov[:, 1, 1])


def predict(found: Fit, year: float, *, figure: bool = True) -> tuple[Floats, Floats, Floats]:
    """Return the prediction of log prevalence in a year as a mixture of normals.

    Parameters
    ----------
    figure : bool
        Of the figure that will be printed (its yearly shock and sampling error included), else of the
        trend under it.
    """
    t = found.points.year - found.points.year[0]
    s = year - found.points.year[0]
    x, xs = np.column_stack([np.ones_like(t), t]), np.array([1.0, s])
    shared = found.omega2[:, None] * np.minimum(t, s)
    r = found.points.log - found.beta @ x.T
    gain = np.einsum("gi,gij->gj", shared, found.inverse)
    mean = found.beta @ xs + (gain * r).sum(axis=1)
    left = xs - gain @ x
    variance = found.omega2 * s - (gain * shared).sum(axis=1)
    variance = variance + np.einsum("gi,gij,gj->g", left, found.cov, left)
    if figure:
        p = np.clip(np.exp(mean), 1e-6, 1 - 1e-6)
        sampling = 0.0 if np.isnan(found.points.n) else (1 - p) / (p * found.points.n)
        variance = variance + found.tau2 + sampling
    return found.weight, mean, np.sqrt(np.maximum(variance, 1e-12))


def mixture_cdf(mixture: tuple[Floats, Floats, Floats], at: float) -> float:
    """Return the probability that the mixture lies at or below `at`."""
    weight, mean, sd = mixture
    return float(weight @ ndtr((at - mean) / sd))


def mixture_quantile(mixture: tuple[Floats, Floats, Floats], probability: float) -> float:
    """Return a quantile of the mixture, by bisection.

    >>> one = (np.array([1.0]), np.array([2.0]), np.array([0.5]))
    >>> round(mixture_quantile(one, 0.975), 4)
    2.98
    """
    _, mean, sd = mixture
    low, high = float((mean - 40 * sd).min()), float((mean + 40 * sd).max())
    for _ in range(60):
        middle = (low + high) / 2
        low, high = (middle, high) if mixture_cdf(mixture, middle) < probability else (low, middle)
    return (low + high) / 2


def series(results: pd.DataFrame) -> list[tuple[dict[str, object], pd.DataFrame]]:
    """Return the series of a result frame: key columns and rows of each level, area and indicator."""
    keys = [k for k in ("level", "area", "indicator", "sex", "age_group") if k in results]
    groups = results.groupby(keys, observed=True, sort=False)
    return [(dict(zip(keys, name, strict=True)), rows) for name, rows in groups]
