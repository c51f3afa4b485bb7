"""How well a risk separates and how well it is calibrated."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import brentq, minimize
from scipy.special import logit
from scipy.stats import norm, rankdata

Array = NDArray[np.float64]
Bool = NDArray[np.bool_]


def auc(score: Array, event: Bool) -> float:
    """Area under the ROC curve (Mann-Whitney, ties count half); NaN without both kinds.

    >>> auc(np.array([0.1, 0.4, 0.35, 0.8]), np.array([False, False, True, True]))
    0.75
    """
    n1 = int(event.sum())
    n0 = len(event) - n1
    if not n1 or not n0:
        return float("nan")
    return float((rankdata(score)[event].sum() - n1 * (n1 + 1) / 2) / (n1 * n0))


def auc_interval(value: float, events: int, others: int, level: float = 0.95) -> tuple[float, float]:
    """Score interval of an AUC that stays honest at 1.0 and with a handful of events.

    Newcombe, *Stat Med* 2006; 25: 559-573, method 5 (Hanley-McNeil variance at the bound itself).

    >>> [round(x, 3) for x in auc_interval(1.0, 3, 25)]
    [0.674, 1.0]
    """
    if not events or not others or np.isnan(value):
        return float("nan"), float("nan")
    z = norm.ppf(0.5 + level / 2)
    size = (events + others) / 2 - 1

    def gap(t: float) -> float:
        var = t * (1 - t) * (1 + size * (1 - t) / (2 - t) + size * t / (1 + t)) / (events * others)
        return abs(value - t) - z * float(np.sqrt(var))

    # Just inside the estimate the gap is negative; at 0 and 1 themselves it is 0 and would stop the search.
    low = 0.0 if value <= 0 else brentq(gap, 0.0, value - 1e-9)
    high = 1.0 if value >= 1 else brentq(gap, value + 1e-9, 1.0)
    return float(low), float(high)


def calibration(risk: Array, event: Bool) -> tuple[float, float]:
    """Intercept (slope held at 1) and slope of logit(event) on logit(risk); NaN where not estimable.

    Cox, *Biometrika* 1958; ideal 0 and 1. With separated events the slope has no finite estimate: NaN.
    """
    if not event.any() or event.all():
        return float("nan"), float("nan")
    x = logit(np.clip(risk, 1e-9, 1 - 1e-9))

    def loss(b: Array, slope_free: bool) -> float:
        eta = b[0] + (b[1] if slope_free else 1.0) * x
        return float((np.logaddexp(0.0, eta) - event * eta).sum())

    intercept = float(minimize(loss, np.zeros(1), args=(False,), method="BFGS").x[0])
    if x[event].min() > x[~event].max():
        return intercept, float("nan")
    found = minimize(loss, np.array([0.0, 1.0]), args=(True,), method="BFGS")
    return intercept, float(found.x[1])
