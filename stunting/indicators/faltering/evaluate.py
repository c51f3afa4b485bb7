"""Discrimination and calibration of the score on children it was not fitted on."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from stunting.indicators.faltering.coefficients import Coefficients
from stunting.indicators.faltering.fit import MONTH, Pairs, fit, length_forecast, pairs
from stunting.indicators.faltering.metrics import auc, auc_interval, calibration
from stunting.indicators.faltering.model import Array, Forecast, Panel, adjust

Bool = NDArray[np.bool_]
FEW = 5


class Held(NamedTuple):
    """Forecasts of every pair by coefficients that never saw the child."""

    pairs: Pairs
    forecast: Forecast  # of the outcome at landmark + horizon
    shipped_risk: Array  # stunted at 24 months, the number the product shows
    coefficients: list[Coefficients]

    def risk(self, cut: float) -> Array:
        """Probability that the outcome lies under `cut`."""
        return self.forecast.below(cut)


def cross_validate(
    p: Panel,
    base: Coefficients,
    landmarks: Sequence[float],
    horizons: Sequence[float],
    *,
    folds: int = 5,
    repeats: int = 5,
    seed: int = 63,
) -> list[Held]:
    """Repeated k-fold cross-validation that splits children, never their rows.

    Returns
    -------
    list of Held
        One a repeat; in each, all pairs of a child are forecast by the fold it was left out of.
    """
    rng = np.random.default_rng(seed)
    train, test = pairs(p, base), pairs(p, base, landmarks, horizons)
    out = []
    c = None
    for _ in range(repeats):
        fold = rng.permutation(len(p.child)) % folds
        mean, sd, risk = (np.empty(len(test.row)) for _ in range(3))
        fitted = []
        for k in range(folds):
            some, learn = _rows(p, fold != k), _children(train, fold != k)
            c = fit(some, base, q=learn, polish=False, start=c)
            use = fold[test.row] == k
            mine = Pairs(*(x[use] for x in test))
            made = adjust(*length_forecast(p, mine, c), mine.change, c)
            far = adjust(*length_forecast(p, _to_target(mine, c), c), mine.change, c)
            mean[use], sd[use], risk[use] = made.mean, made.sd, far.below(c.stunting_cut)
            fitted.append(c)
        out.append(Held(test, Forecast(mean, sd), risk, fitted))
    return out


def _rows(p: Panel, keep: Bool) -> Panel:
    return Panel(p.child[keep], p.age[keep], p.haz[keep], p.waz[keep])


def _children(q: Pairs, keep: Bool) -> Pairs:
    use = keep[q.row]
    number = np.cumsum(keep) - 1
    return Pairs(number[q.row[use]], *(x[use] for x in q[1:]))


def _to_target(q: Pairs, c: Coefficients) -> Pairs:
    return q._replace(horizon=c.target_age / MONTH - q.landmark)


def average(held: Sequence[Held], cut: float) -> Array:
    """Mean over repeats of the held-out risk of lying under `cut`."""
    return np.mean([h.risk(cut) for h in held], axis=0)


class Comparison(NamedTuple):
    """Score against attained length alone, on the same children."""

    n: int
    children: int
    events: int
    score: float
    score_interval: tuple[float, float]
    baseline: float
    baseline_interval: tuple[float, float]
    difference: tuple[float, float]  # 95 % bootstrap interval of score - baseline
    brier: float
    brier_cutoff: float
    expected: float
    intercept: float
    slope: float


def compare(
    risk: Array, attained: Array, outcome: Array, child: NDArray[np.intp], cut: float,
    *, draws: int = 1000, seed: int = 63,
) -> Comparison:  # fmt: skip
    """Compare held-out `risk` with `attained` z; children are resampled, never rows.

    The bootstrap is stratified by ever having the event, so that no draw is left without one. The interval
    of the difference is NaN where the draws cannot open it (both areas at 1) or fewer than `FEW` children
    ever have the event: it would look decided and is not.
    """
    event = outcome < cut
    names, code = np.unique(child, return_inverse=True)
    n1, n0 = int(event.sum()), int((~event).sum())
    scores = (risk, -attained)
    values = [auc(x, event) for x in scores]
    limits, between = [(np.nan, np.nan)] * 2, (np.nan, np.nan)
    if n1 and n0:
        ever = np.bincount(code, weights=event, minlength=len(names)) > 0
        rng = np.random.default_rng(seed)
        count = np.zeros((draws, len(names)))
        for stratum in (np.flatnonzero(ever), np.flatnonzero(~ever)):
            if len(stratum):
                count[:, stratum] = rng.multinomial(
                    len(stratum), np.full(len(stratum), 1 / len(stratum)), draws
                )
        weight = count[:, code]
        boot = [_weighted_auc(x, event, weight) for x in scores]
        if len(names) == len(code):
            limits = [auc_interval(x, n1, n0) for x in values]
        else:
            limits = [_middle(x) for x in boot]
        if np.ptp(boot[0] - boot[1]) > 0 and ever.sum() >= FEW:
            between = _middle(boot[0] - boot[1])
    return Comparison(
        len(event), len(names), n1, values[0], limits[0], values[1], limits[1], between,
        float(np.mean((risk - event) ** 2)), float(np.mean(((attained < cut) - event.astype(float)) ** 2)),
        float(risk.sum()), *calibration(risk, event),
    )  # fmt: skip


def _middle(values: Array) -> tuple[float, float]:
    low, high = np.quantile(values, [0.025, 0.975])
    return float(low), float(high)


def _weighted_auc(score: Array, event: Bool, weight: Array) -> Array:
    """AUC under each row of `weight` (draws x n): all pairs at once."""
    a, b = score[event][:, None], score[~event][None, :]
    wins = (a > b) + 0.5 * (a == b)
    mine, other = weight[:, event], weight[:, ~event]
    return ((mine @ wins) * other).sum(axis=1) / (mine.sum(axis=1) * other.sum(axis=1))


def implied_auc(c: Coefficients, landmark: float, *, n: int = 200_000, seed: int = 63) -> tuple[float, float]:
    """AUC at 24 months that the *model* expects of (score, attained length): simulated, not measured.

    A monthly history without missing visits; the effect of weight enters through the SD it removes.
    """
    rng = np.random.default_rng(seed)
    phi = np.exp(-np.log((c.target_age + c.age_shift) / (landmark * MONTH + c.age_shift)) / c.log_age_scale)
    now = c.mean + np.sqrt(c.variance) * rng.standard_normal(n)
    attained = now + c.measurement_sd * rng.standard_normal(n)
    shrink = c.variance / (c.variance + c.measurement_sd**2)
    best = c.mean + phi * shrink * (attained - c.mean)
    sd = np.sqrt(c.variance * (1 - phi * phi * shrink) + c.measurement_sd**2)
    known = np.sqrt(1 - min(c.weight_scale, 1.0) ** 2) * sd * rng.standard_normal(n)
    later = best + known + min(c.weight_scale, 1.0) * sd * rng.standard_normal(n)
    event = later < c.stunting_cut
    return auc(-(best + known), event), auc(-attained, event)
