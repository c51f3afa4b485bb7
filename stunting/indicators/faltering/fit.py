"""Estimate the coefficients from a cohort: ``python -m stunting.indicators.faltering.fit PATH [OUT]``.

Two steps. (1) Maximum likelihood of the process of length-for-age z over all visits. (2) Least squares of the
standardised forecast errors on the recent change of weight-for-age z, over landmark x horizon pairs of
every child, each child weighing 1. Bands and definitions are kept as they stand in the file.
"""

from __future__ import annotations

import csv
import sys
from collections.abc import Callable, Sequence
from dataclasses import asdict, replace
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.optimize import minimize

from stunting.indicators.faltering.coefficients import Coefficients, read
from stunting.indicators.faltering.model import Array, Panel, ahead, kalman, panel, weight_change
from stunting.settings import ROOT

MONTH = 30.4375
LANDMARKS = (3, 4, 5, 6, 9, 12, 15)
HORIZONS = (3, 6, 9, 12)
WINDOW = 30.0  # days either side of landmark + horizon
FRESH = 45.0  # a landmark needs a length no older than this
_PROCESS = ("mean", "variance", "measurement_sd", "log_age_scale", "age_shift")
_START = np.array([-0.4, 0.0, -2.1, 1.1, 4.4])
_BOUNDS = [(-3, 3), (-4, 3), (-5, 1), (-2, 4), (0, 8)]


def cohort(path: Path) -> pd.DataFrame:
    """Read the reference cohort's columns under the names of `stunting.indicators.faltering.risk`."""
    names = {"id": "child_id", "agedays": "age_days", "zlen": "haz", "zwei": "waz", "zwfl": "whz"}
    return pd.read_csv(path, usecols=list(names)).rename(columns=names)


class Pairs(NamedTuple):
    """What was known at a landmark and what came: one row a child x landmark x horizon."""

    row: NDArray[np.intp]  # row of the panel
    landmark: Array  # months
    horizon: Array  # months
    attained: Array  # last z known at the landmark
    outcome: Array  # z measured nearest to landmark + horizon
    change: Array  # recent change of weight-for-age z, NaN where unknown


def pairs(
    p: Panel, c: Coefficients, landmarks: Sequence[float] = LANDMARKS, horizons: Sequence[float] = HORIZONS
) -> Pairs:
    """Children with a fresh length at the landmark and a measured outcome after it."""
    out: list[tuple[Array, ...]] = []
    rows = np.arange(len(p.child))
    for landmark in landmarks:
        known = p.until(landmark * MONTH)
        aged = np.where(np.isfinite(known.haz), known.age, -np.inf)
        last = aged.argmax(axis=1)
        fresh = aged[rows, last] > landmark * MONTH - FRESH
        attained, change = known.haz[rows, last], weight_change(known, c)
        for horizon in horizons:
            off = np.abs(p.age - (landmark + horizon) * MONTH)
            off = np.where(np.isfinite(p.haz) & (p.age > landmark * MONTH + WINDOW), off, np.inf)
            near = off.argmin(axis=1)
            use = fresh & (off[rows, near] <= WINDOW)
            n = int(use.sum())
            out.append((rows[use], np.full(n, landmark), np.full(n, horizon), attained[use],
                        p.haz[rows, near][use], change[use]))  # fmt: skip
    joined = [np.concatenate(column) for column in zip(*out, strict=True)]
    return Pairs(joined[0].astype(np.intp), *joined[1:])


def length_forecast(p: Panel, q: Pairs, c: Coefficients) -> tuple[Array, Array]:
    """Mean and SD of the outcomes from length alone, only from what each landmark knew."""
    mean, sd = np.empty(len(q.row)), np.empty(len(q.row))
    for landmark in np.unique(q.landmark):
        use = q.landmark == landmark
        known = p.until(landmark * MONTH)
        state = kalman(known.age, known.haz, c)
        state = type(state)(*(x[q.row[use]] for x in state))
        mean[use], sd[use] = ahead(state, c, (landmark + q.horizon[use]) * MONTH)
    return mean, sd


def fit(
    p: Panel,
    base: Coefficients,
    *,
    q: Pairs | None = None,
    polish: bool = True,
    start: Coefficients | None = None,
) -> Coefficients:
    """Estimate the coefficients.

    Parameters
    ----------
    p : Panel
        The cohort; NaN rows are ignored.
    base : Coefficients
        Definitions, windows and bands to keep.
    q : Pairs, optional
        Pairs of `p` to learn the effect of weight from (default: all of `pairs`).
    polish : bool
        Newton steps after the search, so that the result is reproducible to 1e-6.
    start : Coefficients, optional
        Where the search starts (saves time, decides nothing: the optimum is the same).
    """

    def process(x: Array) -> Coefficients:
        return replace(base, mean=float(x[0]), variance=float(np.exp(x[1])),
                       measurement_sd=float(np.exp(x[2])), log_age_scale=float(np.exp(x[3])),
                       age_shift=float(np.exp(x[4])))  # fmt: skip

    def cost(x: Array) -> float:
        return -float(kalman(p.age, p.haz, process(x)).loglik.sum())

    first = _START
    if start is not None:
        spread = [start.variance, start.measurement_sd, start.log_age_scale, start.age_shift]
        first = np.array([start.mean, *np.log(spread)])
    x = np.asarray(minimize(cost, first, method="L-BFGS-B", bounds=_BOUNDS).x)
    c = process(_newton(cost, x) if polish else x)
    return _weight(p, pairs(p, c) if q is None else q, c)


def _newton(cost: Callable[[Array], float], x: Array, steps: int = 4, h: float = 1e-3) -> Array:
    n = len(x)
    unit = np.eye(n) * h
    for _ in range(steps):
        grad = np.array([cost(x + e) - cost(x - e) for e in unit]) / (2 * h)
        hess = np.array([[cost(x + a + b) - cost(x + a - b) - cost(x - a + b) + cost(x - a - b)
                          for b in unit] for a in unit]) / (4 * h * h)  # fmt: skip
        x = x - np.linalg.solve(hess, grad)
    return x


def _weight(p: Panel, q: Pairs, c: Coefficients) -> Coefficients:
    use = np.isfinite(q.change)
    mean, sd = length_forecast(p, q, c)
    error, change = ((q.outcome - mean) / sd)[use], q.change[use]
    row = q.row[use]
    weight = 1.0 / np.bincount(row)[row]
    low, high = np.quantile(change, [0.01, 0.99])
    root = np.sqrt(weight)
    x = np.column_stack([np.ones(len(change)), np.clip(change, low, high)])
    (a, b), *_ = np.linalg.lstsq(x * root[:, None], error * root)
    left = error - x @ np.array([a, b])
    scale = float(np.sqrt(np.average(left * left, weights=weight)))
    return replace(c, weight_effect=float(b), weight_centre=float(-a / b), weight_scale=scale,
                   weight_low=float(low), weight_high=float(high))  # fmt: skip


FITTED = (*_PROCESS, "weight_effect", "weight_centre", "weight_scale", "weight_low", "weight_high")


def main(argv: Sequence[str]) -> int:
    """Rewrite the fitted values of a coefficient file, keeping its words."""
    path = ROOT / "data" / "skor_faltering.csv" if len(argv) < 2 else Path(argv[1])
    base = read(path)
    new = asdict(fit(panel(cohort(Path(argv[0])), base), base))
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    for row in rows:
        if row["parameter"] in FITTED:
            row["nilai"] = f"{new[row['parameter']]:.6f}"
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
