"""Forecast of length-for-age z: an Ornstein-Uhlenbeck process in log age, filtered over all visits at once.

A child's true z drifts around a mean with correlation ``exp(-|w(s) - w(t)| / scale)``, where
``w(t) = ln(t + shift)``; a visit sees it with measurement error. The process is Markov, so one scalar
Kalman filter (Sarkka, *Bayesian Filtering and Smoothing*, 2013, ch. 4) gives the best linear predictor from
any number of irregular visits. A recent change of weight-for-age then shifts the forecast, because weight
leads length (Richard et al., *J Nutr* 2012).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.special import ndtr

from stunting.indicators.faltering.coefficients import Coefficients

Array = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Panel:
    """Visits of C children in a C x V grid, oldest first, NaN after the last.

    Attributes
    ----------
    child : pandas.Index
        The C children, sorted.
    age, haz, waz : ndarray, shape (C, V)
        Days; z with implausible ones already NaN.
    """

    child: pd.Index
    age: Array
    haz: Array
    waz: Array

    def until(self, at: Array | float) -> Panel:
        """Return the panel without what was seen after age `at` (days; one for all, or one a child)."""
        later = ~(self.age <= np.broadcast_to(np.asarray(at, float), (len(self.child),))[:, None])
        return Panel(self.child, *(np.where(later, np.nan, x) for x in (self.age, self.haz, self.waz)))


def panel(history: pd.DataFrame, c: Coefficients) -> Panel:
    """Arrange rows into a `Panel`; implausible z become NaN, several rows of one day are averaged.

    Parameters
    ----------
    history : DataFrame
        ``child_id``, ``age_days``, ``haz``, optional ``waz``; any order. Rows without an age are ignored.
    """
    codes, child = pd.factorize(history["child_id"], sort=True)
    age = history["age_days"].to_numpy(float, na_value=np.nan)
    haz = _plausible(history, "haz", c.haz_min, c.haz_max)
    waz = _plausible(history, "waz", c.waz_min, c.waz_max)
    keep = (codes >= 0) & np.isfinite(age) & (age >= 0)
    codes, age, haz, waz = codes[keep], age[keep], haz[keep], waz[keep]
    keys: tuple[Array, ...] = (age, codes)
    for _ in range(2):
        order = np.lexsort(keys)
        new = np.ones(len(codes), bool)
        new[1:] = (np.diff(codes[order]) != 0) | (np.diff(age[order]) != 0)
        if new.all():
            break
        keys = (waz, haz, age, codes)  # the mean of one day must not depend on the order of the rows
    starts = np.flatnonzero(new)
    codes, age, haz, waz = codes[order], age[order], haz[order], waz[order]
    codes, age = codes[starts], age[starts]
    haz, waz = (_mean_of_day(x, starts) for x in (haz, waz))
    counts = np.bincount(codes, minlength=len(child))
    column = np.arange(len(codes)) - np.repeat(np.cumsum(counts) - counts, counts)
    shape = (len(child), int(counts.max(initial=1)) or 1)
    grids = []
    for values in (age, haz, waz):
        grid = np.full(shape, np.nan)
        grid[codes, column] = values
        grids.append(grid)
    return Panel(pd.Index(child), *grids)


def _plausible(history: pd.DataFrame, name: str, low: float, high: float) -> Array:
    if name not in history:
        return np.full(len(history), np.nan)
    z = history[name].to_numpy(float, na_value=np.nan)
    bad = (z < low) | (z > high)
    flag = f"flag_{name}"
    if flag in history:
        bad |= history[flag].fillna(False).to_numpy(bool)
    return np.where(bad, np.nan, z)


def _mean_of_day(values: Array, starts: NDArray[np.intp]) -> Array:
    if not len(values):
        return values
    seen = np.isfinite(values)
    total = np.add.reduceat(np.where(seen, values, 0.0), starts)
    n = np.add.reduceat(seen.astype(float), starts)
    return np.divide(total, n, out=np.full(len(starts), np.nan), where=n > 0)


class Filtered(NamedTuple):
    """State after the last visit: `w` log age, `mean`, `var` of true z, log likelihood; all shape (C,)."""

    w: Array
    mean: Array
    var: Array
    loglik: Array


def kalman(age: Array, haz: Array, c: Coefficients, measurement_sd: float | None = None) -> Filtered:
    """Filter a C x V grid of visits (NaN: no measurement). Children without any keep the prior, w NaN."""
    noise = (c.measurement_sd if measurement_sd is None else measurement_sd) ** 2
    seen = np.isfinite(haz.T)
    grid = np.log(np.where(seen, age.T, np.nan) + c.age_shift)
    w = np.fmax.accumulate(grid, axis=0)  # ages rise along the grid
    step = np.zeros_like(grid)
    step[1:] = grid[1:] - w[:-1]
    phi = np.exp(-np.where(np.isfinite(step), step, 0.0) / c.log_age_scale)
    value, weight = np.where(seen, haz.T - c.mean, 0.0), seen.astype(float)
    mean, var = np.zeros(len(age)), np.full(len(age), c.variance)
    gaps, totals = np.empty_like(grid), np.empty_like(grid)
    for k, f in enumerate(phi):
        mean, var = f * mean, c.variance + f * f * (var - c.variance)
        total = np.add(var, noise, out=totals[k])
        gap = np.subtract(value[k], mean, out=gaps[k])
        gain = weight[k] * var / total
        mean, var = mean + gain * gap, var * (1 - gain)
    terms = gaps * gaps / totals + np.log(2 * np.pi * totals)
    return Filtered(w[-1], c.mean + mean, var, -0.5 * (terms * weight).sum(axis=0))


def weight_change(p: Panel, c: Coefficients) -> Array:
    """Recent change of weight-for-age z (SD), NaN where either side has no plausible weight. Shape (C,)."""
    age = np.where(np.isfinite(p.waz), p.age, np.nan)
    back = np.fmax.reduce(age, axis=1)[:, None] - age
    return _mean_where(p.waz, back < c.recent_days) - _mean_where(
        p.waz, (back >= c.earlier_from) & (back <= c.earlier_to)
    )


def _mean_where(values: Array, mask: NDArray[np.bool_]) -> Array:
    n = mask.sum(axis=1)
    return np.divide(np.where(mask, values, 0.0).sum(axis=1), n, out=np.full(len(n), np.nan), where=n > 0)


class Forecast(NamedTuple):
    """Mean and SD of the z that would be *measured* at the target age, shape (C,); NaN without a visit."""

    mean: Array
    sd: Array

    def below(self, cut: float) -> Array:
        """Probability that it lies under `cut`."""
        return ndtr((cut - self.mean) / self.sd)


def ahead(
    state: Filtered, c: Coefficients, target: float | Array, measurement_sd: float | None = None
) -> Forecast:
    """Forecast from length alone."""
    noise = (c.measurement_sd if measurement_sd is None else measurement_sd) ** 2
    # A target before the last visit has nothing left to forecast: the state itself.
    phi = np.exp(-np.maximum(np.log(np.asarray(target) + c.age_shift) - state.w, 0.0) / c.log_age_scale)
    mean = c.mean + phi * (state.mean - c.mean)
    return Forecast(mean, np.sqrt(c.variance + phi * phi * (state.var - c.variance) + noise))


def adjust(mean: Array, sd: Array, change: Array, c: Coefficients) -> Forecast:
    """Shift a forecast by the recent change of weight-for-age z; unchanged where that is NaN."""
    known = np.isfinite(change)
    push = c.weight_effect * (np.clip(change, c.weight_low, c.weight_high) - c.weight_centre)
    return Forecast(np.where(known, mean + push * sd, mean), np.where(known, sd * c.weight_scale, sd))
