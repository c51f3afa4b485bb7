"""Projection to the target year, and the probability of reaching the target."""

from __future__ import annotations

import math
from typing import Final

import numpy as np
import pandas as pd

from stunting.indicators.path import model
from stunting.indicators.path.aarr import REACHED, TOO_FEW, current, points_of, required
from stunting.indicators.results import check_result

#: Of a prediction interval; simulated coverage is a test.
PREDICTION: Final = 0.90
NO_ZERO: Final = "peluang mencapai tepat 0 tidak dapat dihitung"
PAST: Final = "tahun target sudah lewat"


def projection(results: pd.DataFrame, target_year: int, *, confidence: float = PREDICTION) -> pd.DataFrame:
    """Return the projected figures of the years after the last one, up to the target year.

    Parameters
    ----------
    results : DataFrame
        As for `current`.

    Returns
    -------
    DataFrame
        Result frame, one row for each series and year: ``value`` (median), ``low``, ``high`` (prediction
        interval of the *figure that will be printed*), ``numerator`` NaN, ``denominator`` (effective
        children of the last figure), ``method`` "proyeksi", ``confidence``. A series with fewer than two
        points has no row.
    """
    out = []
    for key, rows in model.series(results):
        rows = rows.sort_values("period")
        known = rows[rows["value"].notna()]
        if len(known) < model.MIN_POINTS:
            continue
        found = model.fit(points_of(known), model.prior_scales(str(key.get("level", ""))))
        last = known.iloc[-1]
        for year in range(math.floor(model.decimal_year(str(last["period"]))) + 1, target_year + 1):
            value, low, high = _limits(model.predict(found, year), confidence)
            out.append(key | {
                "period": str(year), "value": value, "low": low, "high": high, "numerator": np.nan,
                "denominator": found.points.n, "rule": last["rule"], "method": "proyeksi",
                "confidence": confidence, "source": last["source"],
            })  # fmt: skip
    if not out:
        columns = ["level", "area", "indicator", "period", "value", "low", "high", "numerator"]
        columns += ["denominator", "rule", "method", "confidence", "source"]
        return check_result(pd.DataFrame(columns=columns))
    return check_result(pd.DataFrame(out))


def outlook(
    results: pd.DataFrame, target: float, target_year: int, *, confidence: float = PREDICTION
) -> pd.DataFrame:
    """Return, for every series, the required and the current rate, and whether the target is in reach.

    Parameters
    ----------
    results : DataFrame
        As for `current`.
    target : float
        Prevalence as a fraction, to be reached or undercut in `target_year`.

    Returns
    -------
    DataFrame
        Result frame, one row a series: ``value, low, high`` (projection for the target year), ``target,
        target_year, probability`` (that the printed figure is at or below the target), ``aarr, aarr_low,
        aarr_high`` (95 %), ``aarr_required``, ``last, last_value, points, note``. With fewer than two points,
        or a target year that is over, value and probability are NaN.
    """
    rates = current(results)
    ahead = projection(results, target_year, confidence=confidence)
    keys = [k for k in ("level", "area", "indicator", "sex", "age_group") if k in rates]
    final = ahead[ahead["period"] == str(target_year)].set_index(keys) if len(ahead) else None
    chance = {tuple(key.values()): _probability(key, rows, target, target_year)
              for key, rows in model.series(results)}  # fmt: skip
    out = []
    for row in rates.to_dict("records"):
        name = tuple(row[k] for k in keys)
        at = final.loc[[name]].iloc[0] if final is not None and name in final.index else None
        begun = row["points"] > 0
        last_year = model.decimal_year(str(row["last"])) if begun else math.nan
        notes = [row["note"]]
        if begun and target_year <= last_year:
            notes.append(PAST)
        elif begun and row["last_value"] <= target:
            notes.append(REACHED)
        if target <= 0:
            notes.append(NO_ZERO)
        out.append({k: row[k] for k in keys} | {
            "period": str(target_year),
            **{c: math.nan if at is None else float(at[c]) for c in ("value", "low", "high")},
            "target": target, "target_year": target_year, "probability": chance[name],
            "aarr": row["value"], "aarr_low": row["low"], "aarr_high": row["high"],
            "aarr_required": required(row["last_value"], last_year, target, target_year),
            "last": row["last"], "last_value": row["last_value"], "points": row["points"],
            "numerator": row["numerator"], "denominator": row["denominator"], "rule": row["rule"],
            "confidence": confidence, "note": "; ".join(n for n in notes if n), "source": row["source"],
        })  # fmt: skip
    return check_result(pd.DataFrame(out))


def _limits(mixture: tuple[np.ndarray, np.ndarray, np.ndarray], confidence: float) -> tuple[float, ...]:
    tail = (1 - confidence) / 2
    return tuple(min(math.exp(model.mixture_quantile(mixture, q)), 1.0) for q in (0.5, tail, 1 - tail))


def _probability(key: dict[str, object], rows: pd.DataFrame, target: float, year: int) -> float:
    known = rows[rows["value"].notna()].sort_values("period")
    if len(known) < model.MIN_POINTS or target <= 0:
        return math.nan
    given = points_of(known)
    if year <= given.year[-1]:
        return math.nan
    found = model.fit(given, model.prior_scales(str(key.get("level", ""))))
    return model.mixture_cdf(model.predict(found, year), math.log(target))


__all__ = ["NO_ZERO", "PAST", "PREDICTION", "REACHED", "TOO_FEW", "outlook", "projection"]
