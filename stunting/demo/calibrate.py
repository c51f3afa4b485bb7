"""Bring the yearly figures to the published ones: shift latent levels, then settle the last few children.

The rule is e-PPGBM's: a child counts by the last measurement of the year, stunted if −6.01 < ZS TB/U ≤ −2.01.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from stunting.demo.children import Children
from stunting.demo.measure import LYING, STANDING, TWO_YEARS, Measured, Observer
from stunting.demo.plan import Plan
from stunting.demo.trajectories import height_at
from stunting.demo.visits import Visits, last_visit

CUT, FLOOR = -2.005, -6.005  # between two printed decimals: ≤ −2.01 and > −6.01


@dataclass(frozen=True)
class Calibrated:
    """The measurements after calibration.

    Attributes
    ----------
    rows : Measured
    anchors : ndarray of bool, shape (R,)
        Visits that decide a yearly figure: dirt must leave their height alone.
    undated : ndarray of bool, shape (R,)
        Visits that may lose their date: the visit before says the same of the child.
    """

    rows: Measured
    anchors: np.ndarray
    undated: np.ndarray


def is_stunted(haz: np.ndarray) -> np.ndarray:
    """Return whether each printed ZS TB/U counts as stunted in e-PPGBM's yearly figure."""
    return (haz < CUT) & (haz > FLOOR)


def calibrate(
    plan: Plan, children: Children, visits: Visits, observer: Observer, puskesmas: np.ndarray,
    rng: np.random.Generator,
) -> Calibrated:  # fmt: skip
    """Measure all visits so that the yearly counts of `plan` come out.

    Parameters
    ----------
    plan, children, visits, observer
    puskesmas : ndarray of int, shape (C,)
        Puskesmas of each child.
    rng : numpy.random.Generator
    """
    span = len(plan.months)
    at = np.full(visits.came.shape, -1)
    at[observer.c, observer.m] = np.arange(len(observer.c))
    lasts = []  # the deciding visit of each child, per year, before the last month
    for year in plan.years:
        columns = np.flatnonzero(plan.months.year == year)
        columns = columns[(columns >= plan.first) & (columns < span - 1)]
        lasts.append(_rows_of(at, last_visit(visits.came, columns)))
    columns = np.flatnonzero(plan.months.year == plan.years[-1])
    final = _rows_of(at, last_visit(visits.came, columns[columns >= plan.first]))

    kecs, measured = plan.table("measured")
    _, stunted = plan.table("stunted")
    share = np.divide(stunted, measured, out=np.zeros(stunted.shape), where=measured > 0)
    kec = children.kec[observer.c]
    groups = [[rows[kec[rows] == k] for rows in lasts] for k in range(len(kecs))]
    goal = np.array([[_goal(stunted[k, i], measured[k, i], share[k, i], len(rows))
                      for i, rows in enumerate(row)] for k, row in enumerate(groups)])  # fmt: skip

    nodes = np.array([np.flatnonzero(plan.months.year == y)[9] for y in plan.years])
    level, lean = np.zeros(goal.shape), 0.0
    out = observer.measure(_offset(level, nodes, span), lean)
    for _ in range(3):
        for k, row in enumerate(groups):
            for i, rows in enumerate(row):
                level[k, i] += _shift(out.haz[rows], goal[k, i])
        wasted = lasts[-1][np.isfinite(out.whz[lasts[-1]])]
        lean += _shift(out.whz[wasted], round(plan.rates["wasting_akhir"] * len(wasted)))
        out = observer.measure(_offset(level, nodes, span), lean)
    for k, row in enumerate(groups):
        for i, rows in enumerate(row):
            settle(out, rows, goal[k, i])
    _settle_last_month(out, lasts[-1], final, puskesmas, span - 1, rng)

    anchors = np.zeros(len(out.c), dtype=bool)
    for rows in [*lasts, final]:
        anchors[rows] = True
    undated = ~anchors
    undated[_unchanged(out, lasts[-1], final, span - 1)] = True
    return Calibrated(out, anchors, undated)


def _rows_of(at: np.ndarray, column: np.ndarray) -> np.ndarray:
    child = np.flatnonzero(column >= 0)
    return at[child, column[child]]


def _goal(stunted: int, measured: int, share: float, found: int) -> int:
    # a year cut short by --months has fewer children: keep its share
    return int(stunted) if found == measured else round(share * found)


def _offset(level: np.ndarray, nodes: np.ndarray, span: int) -> np.ndarray:
    return np.array([np.interp(np.arange(span), nodes, row) for row in level]).reshape(len(level), span)


def _shift(z: np.ndarray, goal: int) -> float:
    """Return what to add to all `z` so that about `goal` of them lie below the cut."""
    if not len(z):
        return 0.0
    ordered = np.sort(z)
    if goal <= 0:
        return max(0.0, CUT + 0.05 - float(ordered[0]))
    if goal >= len(z):
        return min(0.0, CUT - 0.05 - float(ordered[-1]))
    return float(CUT - (ordered[goal - 1] + ordered[goal]) / 2)


def settle(rows: Measured, group: np.ndarray, goal: int) -> None:
    """Move the children nearest to the cut over it, by their height, until `goal` of `group` are stunted.

    Parameters
    ----------
    rows : Measured
        Changed in place.
    group : ndarray of int
        Rows of the deciding visits.
    goal : int
    """
    now = is_stunted(rows.haz[group])
    excess = int(now.sum()) - goal
    if excess == 0:
        return
    pool = group[now == (excess > 0)]
    near = np.argsort(np.abs(rows.haz[pool] - CUT), kind="stable")
    chosen = pool[near[: abs(excess)]]
    z, up = CUT, excess > 0
    for _ in range(12):
        z += 0.02 if up else -0.02
        _set_height(rows, chosen, z)
        wrong = is_stunted(rows.haz[chosen]) == up
        if not wrong.any():
            return
        chosen = chosen[wrong]
    raise AssertionError("a child could not be moved over the cut")  # 0.1 cm is at most 0.06 SD


def _set_height(rows: Measured, which: np.ndarray, z: float) -> None:
    """Enter the height (0.1 cm) that gives about `z` with the entered position."""
    age, position = rows.age[which], rows.position[which]
    height = height_at(np.full(len(which), z), rows.sex[which], age)
    height = height - np.where((position == STANDING) & (age < TWO_YEARS) & (age >= 274), 0.7, 0.0)
    height = height + np.where((position == LYING) & (age >= TWO_YEARS), 0.7, 0.0)
    tenths = np.ceil(height * 10 - 1e-6) if z > CUT else np.floor(height * 10 + 1e-6)
    rows.height[which] = np.round(tenths / 10, 1)
    rows.score(which)


def _unchanged(rows: Measured, before: np.ndarray, after: np.ndarray, month: int) -> np.ndarray:
    """Return visits of the last month that say of their child what the visit before said."""
    status = np.full(rows.c.max(initial=-1) + 1, -1)
    status[rows.c[before]] = is_stunted(rows.haz[before])
    new = after[rows.m[after] == month]
    return new[status[rows.c[new]] == is_stunted(rows.haz[new])]


def _settle_last_month(
    rows: Measured, before: np.ndarray, after: np.ndarray, puskesmas: np.ndarray, month: int,
    rng: np.random.Generator,
) -> None:  # fmt: skip
    """Let the last month change each puskesmas a little, and the district not at all."""
    new = rows.m[after] == month
    codes, sizes = np.unique(puskesmas[rows.c[after[new]]], return_counts=True)
    large = np.flatnonzero(sizes >= 100) if len(after) >= 3000 else codes[:0]
    pairs = len(large) // 2
    steps = np.repeat(1 + np.arange(pairs) % 3, 2) * np.tile([1, -1], pairs)
    delta = np.zeros(len(codes), dtype=int)
    delta[large[: 2 * pairs]] = rng.permutation(steps)
    for code, step in zip(codes, delta, strict=True):
        mine = puskesmas[rows.c[after]] == code
        kept = int(is_stunted(rows.haz[after[mine & ~new]]).sum())
        was = int(is_stunted(rows.haz[before[puskesmas[rows.c[before]] == code]]).sum())
        settle(rows, after[mine & new], was - kept + int(step))
