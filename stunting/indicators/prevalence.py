"""Prevalence: cases over children measured, by area, with interval, rule and source."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Final

import numpy as np
import pandas as pd

from stunting.indicators.clusters import CLUSTER_LEVELS, cluster_interval
from stunting.indicators.cube import CUBE_RULES, INDICATORS
from stunting.indicators.intervals import Interval, proportion_interval, wilson
from stunting.indicators.recap import recap_counts, recap_periods
from stunting.indicators.results import Synthetic, check_result, source_text
from stunting.indicators.sums import grid, periods_of

EXPORT = "e-PPGBM (ekspor)"
RECAP = "rekap e-PPGBM"


def prevalence(
    cube: pd.DataFrame,
    level: str = "kabupaten",
    period: str | Sequence[str] | None = None,
    rule: str = "eppgbm",
    indicator: str | Sequence[str] = "stunting",
    by: str | None = None,
    area: str | None = None,
    recap: pd.DataFrame | None = None,
    *,
    pulled_on: dt.date | None = None,
    synthetic: Synthetic = False,
) -> pd.DataFrame:
    """Return the prevalence of every area of one level in every asked period.

    Parameters
    ----------
    cube : DataFrame
        Of `stunting.indicators.cube.build`.
    level : str
        ``"kabupaten"``, ``"kecamatan"``, ``"puskesmas"``, ``"desa"`` or ``"posyandu"``.
    period : str or list of str, optional
        ``"2024-02"`` (last measurement in the month), ``"2024"`` (in the year); None: all of both.
    rule : str
        ``"eppgbm"`` (z-scores and limits of the file) or ``"who"`` (recomputed, flags excluded).
    indicator : str or list of str
        Of `stunting.indicators.cube.INDICATORS`.
    by : str, optional
        ``"sex"`` or ``"age_group"``.
    area : str, optional
        Key of any level: only what lies inside it.
    recap : DataFrame, optional
        Recap rows; used, under rule ``"rekap"``, only where the rows know nobody in an area and period,
        never added to row counts, never for rule ``"who"`` or a breakdown.
    pulled_on, synthetic
        For the text of ``source``.

    Returns
    -------
    DataFrame
        Result frame ``level, area, indicator, (sex|age_group), period, rule, value, low, high,
        numerator, denominator, registered, measured, s, method, wilson_low, wilson_high, source``;
        ``s``: registered under 60 months (missing of a recap). One row for each area known; value NaN where
        the denominator is 0. ``low``/``high`` know the posyandu as clusters (method ``"klaster"``, see
        `cluster_interval`) for kabupaten and kecamatan, else they are Wilson or exact;
        ``wilson_low``/``wilson_high`` are always Wilson.

    Raises
    ------
    ValueError
        If the level, rule, indicator or breakdown is unknown.
    """
    indicators = [indicator] if isinstance(indicator, str) else list(indicator)
    unknown = [i for i in indicators if i not in INDICATORS]
    if unknown or rule not in CUBE_RULES:
        raise ValueError(f"unknown indicator or rule: {', '.join(unknown) or rule}")
    wanted = periods_of(cube, period)
    use_recap = recap is not None and len(recap) and rule == "eppgbm" and by is None
    if period is None and use_recap:
        wanted = sorted(set(wanted) | set(recap_periods(recap)))  # type: ignore[arg-type]
    cells = grid(cube, level, wanted, by=by, area=area)
    registered, measured = cells.total(cube["registered"]), cells.total(cube["measured"])
    listed = cells.total(cube["s"])
    frames = []
    for name in indicators:
        n, d = f"n_{name}_{rule}", f"d_{name}_{rule}"
        found: Interval | None = cluster_interval(cube, cells, n, d) if level in CLUSTER_LEVELS else None
        part = cells.keys.assign(
            indicator=name, numerator=cells.total(cube[n]), denominator=cells.total(cube[d]),
            registered=registered, measured=measured, s=listed,
        )  # fmt: skip
        frames.append(_with_interval(part, found))
    out = pd.concat(frames, ignore_index=True)
    out["rule"], out["source"] = rule, source_text(EXPORT, pulled_on, synthetic=synthetic)
    if use_recap:
        counts = recap_counts(recap, level, wanted, indicators, area)  # type: ignore[arg-type]
        out = _fill(out, counts, wanted, indicators, synthetic)
    keys = ["level", "area", "indicator", *([by] if by else []), "period", "rule", "value", "low", "high"]
    counts_ = ["numerator", "denominator", "registered", "measured", "s"]
    tail = ["method", "wilson_low", "wilson_high", "source"]
    return check_result(out.assign(level=level)[keys + counts_ + tail])


#: Rows stand for an area and period when they list at least this share of the children that a recap of the
#: same area and period counts; one child of one puskesmas must not stand for a kabupaten.
ROWS_LEAST: Final = 0.5


def _with_interval(part: pd.DataFrame, found: Interval | None) -> pd.DataFrame:
    """Return `part` with value, interval and method; binomial unless an interval is given."""
    n, d = part["numerator"].to_numpy("float64"), part["denominator"].to_numpy("float64")
    low, high, method = proportion_interval(n, d) if found is None else found
    with np.errstate(invalid="ignore", divide="ignore"):
        value = np.where(d > 0, n / d, np.nan)
    score = wilson(n, d)
    return part.assign(
        value=value, low=low, high=high, method=pd.array(method.astype(object), dtype="str"),
        wilson_low=score[0], wilson_high=score[1],
    )  # fmt: skip


def _fill(
    out: pd.DataFrame, counts: pd.DataFrame, periods: list[str], indicators: list[str], synthetic: Synthetic
) -> pd.DataFrame:
    """Return `out` with the recap where rows are missing or cover too little, and areas only it knows."""
    if not len(counts):
        return out
    keys = ["area", "period", "indicator"]
    known = out.groupby(keys[:2], observed=True)["registered"].max().rename("known").reset_index()
    counts = counts.merge(known, on=keys[:2], how="left")
    known_share = counts.pop("known").fillna(0) / counts["measured"]
    counts = counts[known_share < ROWS_LEAST]
    extra = _with_interval(counts.reset_index(drop=True), None)
    extra = extra.assign(s=np.nan, rule="rekap", source=source_text(RECAP, synthetic=synthetic))
    rest = out.merge(extra[keys], on=keys, how="left", indicator=True)
    rest = rest[rest.pop("_merge") == "left_only"]
    both = pd.concat([rest, extra], ignore_index=True) if len(rest) else extra
    # An area that only the recap knows has a row for every period, as the others have.
    axes = {"indicator": indicators, "area": sorted(set(both["area"])), "period": periods}
    full = pd.MultiIndex.from_product(list(axes.values()), names=list(axes)).to_frame(index=False)
    both = full.merge(both, on=keys, how="left")
    gap = both["rule"].isna()
    both.loc[gap, ["rule", "source", "method"]] = [out["rule"].iloc[0] if len(out) else "rekap", RECAP, ""]
    for count in ("numerator", "denominator", "measured"):
        both[count] = both[count].fillna(0).astype("int64")
    for count in ("registered", "s"):  # a recap does not know them
        both.loc[gap, count] = 0
        both[count] = both[count].astype("Int64")
    return both.astype({c: "int64" for c in ("registered", "s") if not both[c].isna().any()})
