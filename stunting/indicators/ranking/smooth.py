"""Empirical-Bayes smoothing of the rates of small areas: beta-binomial, fitted to each period."""

from __future__ import annotations

from typing import Final, NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray
from scipy.optimize import minimize
from scipy.special import betaln, digamma, expit, logit

from stunting.indicators.intervals import CONFIDENCE
from stunting.indicators.results import check_result

Floats = NDArray[np.float64]

#: Bounds of the precision M: under the first every area stands alone, above the last all are one.
_PRECISION: Final = (1.0, 1e6)
DRAWS: Final = 4000
SEED: Final = 20240
MIN_AREAS: Final = 3


class BetaBinomial(NamedTuple):
    """The distribution of true rates between areas: mean, precision M = a + b, areas it was fitted to."""

    mean: float
    precision: float
    areas: int


def log_likelihood(n: Floats, d: Floats, mean: ArrayLike, precision: ArrayLike) -> Floats:
    """Return the marginal log likelihood (less a constant) for each pair of parameters."""
    m, k = (np.asarray(x, dtype="float64")[..., None] for x in (mean, precision))
    a, b = m * k, (1 - m) * k
    return (betaln(n + a, d - n + b) - betaln(a, b)).sum(axis=-1)


def moments(n: Floats, d: Floats) -> tuple[float, float]:
    """Return mean and precision by moments: where the search for the likelihood begins.

    References
    ----------
    Marshall RJ (1991), Appl Stat 40:283-294.
    """
    mean = float(np.clip(n.sum() / d.sum(), 1e-4, 1 - 1e-4))
    between = (d * (n / d - mean) ** 2).sum() / d.sum() - mean * (1 - mean) * len(d) / d.sum()
    precision = mean * (1 - mean) / between - 1 if between > 0 else _PRECISION[1]
    return mean, float(np.clip(precision, *_PRECISION))


def fit(numerator: ArrayLike, denominator: ArrayLike) -> BetaBinomial:
    """Fit the beta-binomial by marginal likelihood.

    Parameters
    ----------
    numerator, denominator : array_like
        Cases and children; areas without children are left out.

    Raises
    ------
    ValueError
        If fewer than three areas have children: nothing can be learned about their spread.

    References
    ----------
    Griffiths DA (1973), Biometrics 29:637-648.

    Examples
    --------
    Rates that scatter no more than chance are one rate; rates far apart keep their distance:

    >>> fit([10, 10, 10, 10], [100, 100, 100, 100]).precision >= 1e5
    True
    >>> fit([5, 60, 20, 90], [100, 100, 100, 100]).precision < 5
    True
    """
    n, d = _seen(numerator, denominator)
    if len(d) < MIN_AREAS:
        raise ValueError("smoothing needs three areas with children")
    if n.sum() in (0, d.sum()):
        return BetaBinomial(float(n.sum() > 0), _PRECISION[1], len(d))
    mean, precision = moments(n, d)
    bounds = [(-9.0, 9.0), tuple(np.log(_PRECISION))]
    found = min(
        (
            minimize(_loss, [logit(mean), start], args=(n, d), jac=True, method="TNC", bounds=bounds)
            for start in (np.log(precision), np.log(50.0))
        ),
        key=lambda result: result.fun,
    )
    return BetaBinomial(float(expit(found.x[0])), float(np.exp(found.x[1])), len(d))


def _loss(x: Floats, n: Floats, d: Floats) -> tuple[float, Floats]:
    """Return minus the log likelihood at (logit mean, log precision), and its gradient."""
    m, k = expit(x[0]), np.exp(x[1])
    a, b = m * k, (1 - m) * k
    shared = (digamma(k) - digamma(d + k)).sum()
    by_a = (digamma(n + a) - digamma(a)).sum() + shared
    by_b = (digamma(d - n + b) - digamma(b)).sum() + shared
    gradient = np.array([a * (1 - m) * (by_a - by_b), a * by_a + b * by_b])
    return -float(log_likelihood(n, d, m, k)), -gradient


def draws(numerator: ArrayLike, denominator: ArrayLike, *, count: int = DRAWS, seed: int = SEED) -> Floats:
    """Return draws of the true rates, shape (count, areas); the same seed gives the same draws.

    The parameters of the beta are drawn too, from their likelihood over a grid (the mean on the logit
    scale; the between-area standard deviation flat): with few areas the prior itself is uncertain. Areas
    without children are NaN; with fewer than three areas each stands alone (Jeffreys' prior).
    """
    n, d = np.asarray(numerator, dtype="float64"), np.asarray(denominator, dtype="float64")
    out = np.full((count, len(d)), np.nan)
    seen = d > 0
    rng = np.random.default_rng(seed)
    if not seen.any():
        return out
    prior = _priors(n[seen], d[seen])
    chosen = rng.choice(len(prior.weight), size=count, p=prior.weight)
    a, b = prior.a[chosen, None], prior.b[chosen, None]
    out[:, seen] = rng.beta(a + n[seen], b + (d - n)[seen])
    return out


class _Priors(NamedTuple):
    """Beta priors that the areas leave possible: parameters and weights (adding up to 1)."""

    a: Floats
    b: Floats
    weight: Floats


def _priors(n: Floats, d: Floats, best: BetaBinomial | None = None) -> _Priors:
    if len(d) < MIN_AREAS:
        return _Priors(np.array([0.5]), np.array([0.5]), np.array([1.0]))
    best = fit(n, d) if best is None else best
    centre = logit(np.clip(best.mean, 0.5 / d.sum(), 1 - 0.5 / d.sum()))
    # Mean: four standard errors either side; spread: standard deviation on the logit scale, flat.
    p = expit(centre)
    error = np.sqrt(1 / (d.sum() * p * (1 - p)) + 1 / (best.precision * len(d) * p * (1 - p)))
    mean = expit(centre + np.linspace(-4, 4, 17) * min(error, 2.0))
    m, s = (x.ravel() for x in np.meshgrid(mean, np.linspace(0.005, 1.6, 50), indexing="ij"))
    k = np.clip(1 / (s**2 * m * (1 - m)) - 1, *_PRECISION)
    score = log_likelihood(n, d, m, k)
    weight = np.exp(score - score.max())
    keep = weight > 1e-8
    return _Priors((m * k)[keep], ((1 - m) * k)[keep], weight[keep] / weight[keep].sum())


def smooth(results: pd.DataFrame, *, confidence: float = CONFIDENCE, seed: int = SEED) -> pd.DataFrame:
    """Return the rates of a result frame smoothed towards the mean of their areas, period by period.

    Parameters
    ----------
    results : DataFrame
        Result frame with counts; each indicator, level and period is smoothed on its own.

    Returns
    -------
    DataFrame
        The frame with ``value, low, high`` smoothed (posterior mean and interval), ``raw`` (the rate as
        counted), ``weight`` (share of the area's own data in its value, 0 to 1), ``mean`` (towards which it
        was drawn) and ``method`` "eb". Areas without children stay NaN. With fewer than three areas
        nothing is smoothed: the frame's values stand, ``weight`` 1, the method as it was.
    """
    out = results.assign(raw=results["value"], weight=np.nan, mean=np.nan)
    if "method" not in out:
        out["method"] = ""
    out["method"] = out["method"].astype("object")
    keys = [k for k in ("level", "indicator", "period", "rule", "sex", "age_group") if k in out]
    out = out.reset_index(drop=True)
    for at in out.groupby(keys, observed=True).indices.values():
        part = out.iloc[at]
        n, d = part["numerator"].to_numpy("float64"), part["denominator"].to_numpy("float64")
        seen = d > 0
        if seen.sum() < MIN_AREAS:
            out.loc[at[seen], "weight"] = 1.0
            continue
        found = fit(n, d)
        tail = (1 - confidence) / 2
        drawn = draws(n, d, seed=seed)[:, seen]
        low, high = np.quantile(drawn, [tail, 1 - tail], axis=0)
        prior, where = _priors(n[seen], d[seen], found), at[seen]
        # The mean of the draws, but exact: their noise must not reorder equal areas.
        total = (prior.a + prior.b)[:, None] + d[seen]
        out.loc[where, "value"] = prior.weight @ ((prior.a[:, None] + n[seen]) / total)
        out.loc[where, "weight"] = prior.weight @ (d[seen] / total)
        out.loc[where, "low"], out.loc[where, "high"] = low, high
        out.loc[where, "mean"], out.loc[where, "method"] = found.mean, "eb"
    return check_result(out)


def _seen(numerator: ArrayLike, denominator: ArrayLike) -> tuple[Floats, Floats]:
    n, d = np.asarray(numerator, dtype="float64"), np.asarray(denominator, dtype="float64")
    keep = d > 0
    if np.any((n[keep] < 0) | (n[keep] > d[keep])):
        raise ValueError("numerator outside 0..denominator")
    return n[keep], d[keep]
