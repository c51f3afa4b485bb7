"""Intervals that know children of one posyandu resemble each other: posyandu as clusters."""

from __future__ import annotations

from typing import Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from stunting.indicators.intervals import SMALL_DENOMINATOR, Interval, proportion_interval
from stunting.indicators.linearise import linearise, t_interval
from stunting.indicators.sums import Grid, posyandu_codes

#: Levels that consist of many posyandu; below them the interval is binomial.
CLUSTER_LEVELS: Final = ("kabupaten", "kecamatan")
#: With fewer clusters the linearised variance is too unsteady to be printed.
MIN_CLUSTERS: Final = 10

Floats = NDArray[np.float64]


def cluster_interval(cube: pd.DataFrame, grid: Grid, n: str, d: str) -> Interval:
    """Return the interval of the ratio ``sum n / sum d`` in each grid cell.

    Method ``"klaster"``: linearised variance between the posyandu of the area, logit scale, t with
    clusters - 1 degrees of freedom; a breakdown is a domain of all posyandu of its area. Where fewer
    than `MIN_CLUSTERS` posyandu or `SMALL_DENOMINATOR` children were measured, or posyandu do not
    differ at all, or there is no case (or nothing but cases), the binomial interval stands.

    Parameters
    ----------
    n, d : str
        Count columns of the cube.
    """
    count = len(grid.keys)
    num, den = grid.total(cube[n]), grid.total(cube[d])
    plain = proportion_interval(num, den)
    joint, width = posyandu_codes(cube, grid.rows)
    key = grid.cell * width + joint
    pairs, where = np.unique(key, return_inverse=True)
    cluster_num, cluster_den = (
        np.bincount(where, weights=cube[c].to_numpy()[grid.rows], minlength=len(pairs)) for c in (n, d)
    )
    keep = cluster_den > 0
    pairs = pairs[keep]
    if not len(pairs):
        return plain
    # The design of a breakdown is every posyandu of the area and period, not only those it reaches.
    cell, cluster = np.divmod(pairs, width)
    design = np.unique((cell // grid.breadth) * width + cluster)
    size = np.bincount(design // width, minlength=count // grid.breadth)
    size = np.repeat(size, grid.breadth)
    owner, part = np.unique(cell, return_inverse=True)
    top, bottom = (np.asarray(x[keep, None], dtype="float64") for x in (cluster_num, cluster_den))
    value, se = linearise(top, bottom, part, size[owner], np.arange(len(owner), dtype=np.intp))
    found = t_interval(value[:, 0], se[:, 0], size[owner] - 1, logit=True)
    usable = (
        (size[owner] >= MIN_CLUSTERS) & (den[owner] >= SMALL_DENOMINATOR)
        & (num[owner] > 0) & (num[owner] < den[owner]) & (found.se > 1e-12)
    )  # fmt: skip
    low, high, method = plain.low.copy(), plain.high.copy(), plain.method.astype("<U8")
    at = owner[usable]
    low[at], high[at], method[at] = found.low[usable], found.high[usable], "klaster"
    return Interval(low, high, method)
