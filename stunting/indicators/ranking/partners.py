"""Desa as high as the lokus: who they are, and the difference between the two groups."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


class Group(NamedTuple):
    """Desa of one side: places in the table, and weights that add up to 1."""

    at: Ints
    weight: Floats


def partners(
    level: Floats, size: Floats, mine: Ints, rest: Ints, nearest: int, caliper: float
) -> tuple[Group, Group, int]:
    """Return the lokus that have partners within the caliper, these partners, and how many lokus have any.

    A lokus weighs by its children; its partners share that weight.
    """
    distance = np.abs(level[mine][:, None] - level[rest][None, :])
    order = np.argsort(distance, axis=1, kind="stable")[:, :nearest]
    near = np.take_along_axis(distance, order, axis=1) <= caliper + 1e-12
    has = near.any(axis=1)
    weight = size[mine[has]] / size[mine[has]].sum()
    shared = near[has] / near[has].sum(axis=1, keepdims=True) * weight[:, None]
    times = np.bincount(order[has].ravel(), weights=shared.ravel(), minlength=len(rest))
    used = np.flatnonzero(times)
    return Group(mine[has], weight), Group(rest[used], np.asarray(times[used])), int(has.sum())


def difference(change: Floats, size: Floats, lokus: Group, controls: Group) -> tuple[float, float, float]:
    """Return the difference of the weighted mean changes, its standard error and degrees of freedom.

    The degrees of freedom take the variance of a change as that of chance, 1 / children.
    """
    value = variance = trace = square = 0.0
    for group, sign in ((lokus, 1), (controls, -1)):
        x, w = change[group.at], group.weight
        mean = float(w @ x)
        value += sign * mean
        # one desa alone says nothing of its error: the caller states none
        leverage = np.divide(w**2, 1 - w, out=np.zeros_like(w), where=w < 1)
        variance += float(leverage @ (x - mean) ** 2)
        # the quadratic form of that variance in the changes, times their variances
        both = np.outer(leverage, w)
        form = np.diag(leverage) - both - both.T + leverage.sum() * np.outer(w, w)
        spread = form / size[group.at]
        trace, square = trace + float(np.trace(spread)), square + float((spread * spread.T).sum())
    return value, float(np.sqrt(variance)), trace**2 / square if square else np.nan


def plain(table: Floats, level: Floats, lokus: Group, controls: Group) -> dict[str, float]:
    """Return both groups' rates as counted, and the smoothed ones; a comparable desa weighs as its lokus."""
    cases = table[lokus.at].sum(axis=0)
    rates = table[controls.at][:, [0, 2]] / table[controls.at][:, [1, 3]]
    start, end = (float(x) for x in controls.weight @ rates)
    return {
        "lokus_before": cases[0] / cases[1], "lokus_after": cases[2] / cases[3], "comparable_before": start,
        "comparable_after": end, "lokus_level": float(lokus.weight @ level[lokus.at]),
        "comparable_level": float(controls.weight @ level[controls.at]),
        "numerator": cases[2], "denominator": cases[3],
    }  # fmt: skip
