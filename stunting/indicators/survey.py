"""Design-based estimates (weights, strata, clusters) by Taylor linearisation, many groups at once.

A ratio needs nothing of a survey but two sums for each primary sampling unit (PSU), so rows are summed
to PSU x group x indicator once and every variance is matrix arithmetic on those sums.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import Final

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike

from stunting.indicators.intervals import CONFIDENCE
from stunting.indicators.linearise import Codes, linearise, starts, t_interval

ALL: Final = "semua"
COLUMNS: Final = (
    "group_by", "group", "indicator", "value", "se", "low", "high", "numerator", "denominator",
    "weighted", "psu", "df", "method",
)  # fmt: skip


def _codes(values: ArrayLike | None, n: int) -> Codes:
    if values is None:
        return np.arange(n, dtype=np.intp)
    codes, _ = pd.factorize(np.asarray(values), use_na_sentinel=True)
    if np.any(codes < 0):
        raise ValueError("strata and clusters must not be missing")
    return codes


def estimate(
    values: pd.DataFrame,
    *,
    weights: ArrayLike | None = None,
    strata: ArrayLike | None = None,
    clusters: ArrayLike | None = None,
    groups: pd.DataFrame | None = None,
    means: Collection[str] = (),
    confidence: float = CONFIDENCE,
    source: str = "survei",
    period: str = "",
) -> pd.DataFrame:
    """Return design-based proportions and means of every indicator, over all and by each group.

    Parameters
    ----------
    values : DataFrame, one row a child, one column an indicator
        0/1 (proportion), any number for a column named in `means`, NaN: not in this indicator's domain.
    weights, strata, clusters : array_like, optional
        Sampling weight (missing counts as 0), stratum, PSU. Absent: weight 1, one stratum, each row a
        PSU. Clusters are nested: the same label in two strata is two PSUs.
    groups : DataFrame, optional
        Each column partitions the rows; a missing label belongs to no group.
    means : collection of str
        Columns with a linear instead of a logit interval.
    source, period : str
        Carried into the result.

    Returns
    -------
    DataFrame
        A result frame: ``group_by, group, indicator, value, se, low, high, numerator, denominator``
        (unweighted cases and children), ``weighted, psu, df, method, rule, source, period``.

    References
    ----------
    Agrees with WHO ``anthro`` 1.1.0 (R ``survey``, lonely PSU "adjust") within 1e-4 points; see
    ``docs/metode-indikator.md``.

    Examples
    --------
    >>> y = pd.DataFrame({"stunting": [1, 0, 0, 1, 0, 0, 1, 0.0]})
    >>> found = estimate(y, clusters=[1, 1, 2, 2, 3, 3, 4, 4])
    >>> [round(float(x), 4) for x in found.loc[0, ["value", "se", "low", "high"]]]
    [0.375, 0.125, 0.099, 0.7661]
    """
    n = len(values)
    w = np.ones(n) if weights is None else np.nan_to_num(np.asarray(weights, dtype="float64"))
    stratum = np.zeros(n, dtype=np.intp) if strata is None else _codes(strata, n)
    width = int(stratum.max(initial=0)) + 1
    # Sorted by stratum, so that a PSU code also orders its strata.
    psu, pairs = pd.factorize(stratum * (n + 1) + _codes(clusters, n), sort=True)
    psu_stratum = np.asarray(pairs, dtype=np.intp) // (n + 1)
    size = np.bincount(psu_stratum, minlength=width)
    y = values.to_numpy(dtype="float64", na_value=np.nan)
    known = ~np.isnan(y)
    num, den = w[:, None] * np.where(known, y, 0.0), w[:, None] * known
    linear = np.array([c in means for c in values.columns], dtype=bool)

    out = []
    for name, code, labels in _partitions(groups, n):
        rows = np.flatnonzero(code >= 0)
        key = code[rows] * np.intp(len(size) + len(pairs)) + psu[rows]
        rows = rows[np.argsort(key, kind="stable")]
        first = starts(code[rows] * np.intp(len(pairs)) + psu[rows])
        cell = rows[first]
        cell_num, cell_den = np.add.reduceat(num[rows], first), np.add.reduceat(den[rows], first)
        part, parts = pd.factorize(code[cell] * width + stratum[cell])
        owner = np.asarray(parts, dtype=np.intp) // width
        ratio, se = linearise(cell_num, cell_den, part, size[np.asarray(parts) % width], owner)
        group = starts(code[rows])
        cases = np.where(linear, np.nan, np.add.reduceat((known & (y > 0))[rows].astype(float), group))
        block = {
            "group_by": name,
            "group": np.repeat(np.asarray(labels, dtype=object), len(linear)),
            "indicator": np.tile(np.asarray(values.columns, dtype=object), len(labels)),
            "value": ratio.ravel(),
            "se": se.ravel(),
            "linear": np.tile(linear, len(labels)),
            "numerator": cases.ravel(),
            "denominator": np.add.reduceat(known[rows].astype("int64"), group).ravel(),
            "weighted": np.add.reduceat(cell_den, starts(code[cell])).ravel(),
            "psu": np.add.reduceat((cell_den > 0).astype("int64"), starts(code[cell])).ravel(),
        }
        out.append(pd.DataFrame(block))
    # Degrees of freedom are those of the full design in every domain, as the reference has it.
    found = pd.concat(out, ignore_index=True) if out else pd.DataFrame(columns=[*COLUMNS, "linear"])
    found["df"] = len(pairs) - len(np.unique(stratum))
    limits = [
        t_interval(found["value"].to_numpy("float64"), found["se"].to_numpy("float64"), found["df"], logit=x,
                   confidence=confidence)
        for x in (True, False)
    ]  # fmt: skip
    straight = found["linear"].to_numpy(dtype=bool)
    found["low"] = np.where(straight, limits[1].low, limits[0].low)
    found["high"] = np.where(straight, limits[1].high, limits[0].high)
    found["method"] = "taylor"
    return found[list(COLUMNS)].assign(rule="survei", source=source, period=period)


def _partitions(groups: pd.DataFrame | None, n: int) -> list[tuple[str, Codes, list]]:
    """Return name, codes of the rows (-1: no group) and labels of the whole and of each grouping."""
    if not n:
        return []
    table: list[tuple[str, Codes, list]] = [(ALL, np.zeros(n, dtype=np.intp), [ALL])]
    for name, labelled in () if groups is None else groups.items():
        code, labels = pd.factorize(labelled, sort=True)
        if len(labels):
            table.append((str(name), code, list(labels)))
    return table
