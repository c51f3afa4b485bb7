"""How frequent each factor is: among stunted children, among the others, and unknown."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from stunting.indicators.clusters import CLUSTER_LEVELS, MIN_CLUSTERS
from stunting.indicators.determinants.factors import areas_of, choose, clusters_of, exposure
from stunting.indicators.determinants.ratios import RULE
from stunting.indicators.determinants.words import CROSS_SECTIONAL
from stunting.indicators.intervals import SMALL_DENOMINATOR, proportion_interval
from stunting.indicators.linearise import linearise, t_interval
from stunting.indicators.results import check_result

STUNTED: Final = "stunting"
OTHERS: Final = "tidak stunting"
EVERYONE: Final = "semua"


def shares(
    frame: pd.DataFrame, chosen: Sequence[str] | None = None, *, level: str = "kabupaten",
    table: pd.DataFrame | None = None, source: str = "", period: str = "",
) -> pd.DataFrame:  # fmt: skip
    """Return the share exposed to each factor among stunted children, among the others and among both.

    Parameters
    ----------
    frame, chosen, level, table
        As `ratios.adjusted`; children without a status are left out.

    Returns
    -------
    DataFrame
        Result frame, one row an area, factor and ``among`` ("stunting", "tidak stunting", "semua"): ``level,
        area, indicator`` (= ``factor``), ``factor, name, group, value, low, high, numerator`` (exposed),
        ``denominator`` (known), ``unknown, children`` (known and unknown), ``unknown_share, method, caveat,
        rule, source, period``.
    """
    wanted = choose(frame, chosen, table)
    status = frame["stunted"].astype("boolean").to_numpy("float64", na_value=np.nan)
    parts = {STUNTED: status == 1, OTHERS: status == 0, EVERYONE: np.isfinite(status)}
    out = [
        tally(frame, list(wanted["key"]), level, among, design=parts[EVERYONE]).assign(among=name)
        for name, among in parts.items()
    ]
    found = describe(pd.concat(out, ignore_index=True), wanted)
    order = found["factor"].map({k: i for i, k in enumerate(wanted["key"])})
    found = found.iloc[np.lexsort([order, found["area"].astype("object")])].reset_index(drop=True)
    extra = {"level": level, "rule": RULE, "source": source, "period": period, "caveat": CROSS_SECTIONAL}
    return check_result(found.assign(**extra))


def describe(found: pd.DataFrame, wanted: pd.DataFrame) -> pd.DataFrame:
    """Return rows of a factor with its name and group."""
    about = wanted.set_index("key")
    text = {c: found["factor"].map(about[c]).astype("str") for c in ("name", "group")}
    return found.assign(indicator=found["factor"], **text)


def tally(
    frame: pd.DataFrame, keys: Sequence[str], level: str, among: NDArray[np.bool_],
    *, design: NDArray[np.bool_] | None = None,
) -> pd.DataFrame:  # fmt: skip
    """Return numbers exposed and known of each area and factor among some children, with intervals.

    Parameters
    ----------
    among : ndarray of bool
        Children that count.
    design : ndarray of bool, optional
        Children whose posyandu make up the design of the cluster interval; None: those that count.

    Returns
    -------
    DataFrame
        ``area, factor, value, low, high, numerator, denominator, unknown, children, unknown_share, method``.
        Method ``"klaster"`` as in the prevalence: kabupaten and kecamatan with at least 10 posyandu and 30
        known children; else the binomial interval.
    """
    areas = areas_of(frame, level)
    area = np.full(len(frame), -1)
    for at, (_, rows) in enumerate(areas):
        area[rows] = at
    cluster = clusters_of(frame) if level in CLUSTER_LEVELS else np.zeros(len(frame), dtype=np.intp)
    whole = (among if design is None else design) & (area >= 0)
    here, count = among & (area >= 0), len(areas)
    size = np.bincount(np.unique(np.c_[area[whole], cluster[whole]], axis=0)[:, 0], minlength=count)
    order = np.flatnonzero(here)[np.lexsort([cluster[here], area[here]])]
    children = np.bincount(area[here], minlength=count)
    out = []
    for key in keys:
        f = exposure(frame, key)[order]
        known = np.isfinite(f)
        rows = order[known]
        n = np.bincount(area[rows], weights=f[known], minlength=count)
        d = np.bincount(area[rows], minlength=count)
        plain = proportion_interval(n, d)
        low, high, method = plain.low.copy(), plain.high.copy(), plain.method.astype("<U8")
        if level in CLUSTER_LEVELS and len(rows):
            first = np.flatnonzero(np.r_[True, (np.diff(area[rows]) != 0) | (np.diff(cluster[rows]) != 0)])
            num, den = (np.add.reduceat(x, first)[:, None] for x in (f[known], np.ones(len(rows))))
            owner, part = np.unique(area[rows][first], return_inverse=True)
            groups = np.arange(len(owner), dtype=np.intp)
            value, se = linearise(num, den, part, size[owner], groups)
            found = t_interval(value[:, 0], se[:, 0], size[owner] - 1, logit=True)
            use = (size[owner] >= MIN_CLUSTERS) & (d[owner] >= SMALL_DENOMINATOR) & (found.se > 1e-12)
            use &= (n[owner] > 0) & (n[owner] < d[owner])
            at = owner[use]
            low[at], high[at], method[at] = found.low[use], found.high[use], "klaster"
        with np.errstate(invalid="ignore", divide="ignore"):
            value_, gone = (
                n / np.where(d > 0, d, np.nan),
                (children - d) / np.where(children, children, np.nan),
            )
        out.append(pd.DataFrame({
            "area": pd.Series([name for name, _ in areas], dtype="str"), "factor": key, "value": value_,
            "low": low, "high": high, "numerator": n, "denominator": d, "unknown": children - d,
            "children": children, "unknown_share": gone, "method": method,
        }))  # fmt: skip
    columns = ["area", "factor", "value", "low", "high", "numerator", "denominator", "unknown", "children",
               "unknown_share", "method"]  # fmt: skip
    return pd.concat(out, ignore_index=True) if out else pd.DataFrame(columns=columns)
