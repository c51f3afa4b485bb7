"""Average annual rate of reduction: what it has been, and what the target asks for."""

from __future__ import annotations

import math
from typing import Final

import numpy as np
import pandas as pd

from stunting.indicators.change import effective_counts
from stunting.indicators.intervals import CONFIDENCE
from stunting.indicators.path import model
from stunting.indicators.results import SAME_SERIES, check_result

TOO_FEW: Final = "perlu paling sedikit dua tahun"
REACHED: Final = "sudah tercapai"
FEW: Final = "hanya {n} tahun: selang sangat bergantung pada anggapan awal"
_ENOUGH: Final = 4


def required(value: float, year: float, target: float, target_year: float) -> float:
    """Return the yearly rate of reduction that leads from `value` in `year` to `target` in `target_year`.

    Parameters
    ----------
    value, target : float
        Prevalence, both in the same unit.

    Returns
    -------
    float
        Fraction a year: 0.1 is a tenth less every year; negative where the target is above the value.
        1 for a target of 0; NaN where the value is 0 or missing, or the target year is not in the future.

    References
    ----------
    UNICEF (2007), Technical note: how to calculate average annual rate of reduction (AARR).

    Examples
    --------
    >>> round(required(14.58, 2024, 8, 2029), 4)
    0.1131
    >>> required(14.58, 2024, 8, 2024)
    nan
    """
    if any(math.isnan(x) for x in (value, year, target, target_year)) or value <= 0 or target_year <= year:
        return math.nan
    return 1 - (max(target, 0.0) / value) ** (1 / (target_year - year))


def points_of(rows: pd.DataFrame) -> model.Points:
    """Return the points of the rows of one series, counts divided by their design effect.

    Raises
    ------
    ValueError
        If the rows mix series (rules) that are never joined.
    """
    rules = set(rows["rule"])
    if len(rules) > 1 and not rules <= SAME_SERIES:
        raise ValueError(f"figures of different rules are no series: {', '.join(sorted(rules))}")
    n, d = effective_counts(rows)
    year = [model.decimal_year(str(p)) for p in rows["period"]]
    return model.points(rows["value"], n, d, year)


def current(results: pd.DataFrame, *, confidence: float = CONFIDENCE) -> pd.DataFrame:
    """Return the average annual rate of reduction (AARR) of every series.

    Parameters
    ----------
    results : DataFrame
        Result frame, several periods of each area and indicator; missing years may be absent or NaN.

    Returns
    -------
    DataFrame
        Result frame ``level, area, indicator, value, low, high`` (fraction a year: 0.05 is five percent
        less every year, negative is a rise), ``numerator, denominator`` (of the last figure), ``points``,
        ``first``, ``last`` (periods), ``last_value``, ``note``, ``rule``, ``source``, ``period``. Fewer
        than two points: NaN.

    Notes
    -----
    ``1 - exp(b)`` with the slope b of `model.fit`: as UNICEF's regression of log prevalence on the year, but
    weighted by the sampling variance, with yearly scatter, and with shocks that stay.
    """
    return check_result(pd.DataFrame([_row(key, rows, confidence) for key, rows in model.series(results)]))


def _row(key: dict[str, object], rows: pd.DataFrame, confidence: float) -> dict[str, object]:
    rows = rows.sort_values("period")
    known = rows[rows["value"].notna()]
    count, value, low, high = len(known), math.nan, math.nan, math.nan
    note = TOO_FEW
    if count >= model.MIN_POINTS:
        level = str(key.get("level", ""))
        mixture = model.slope(model.fit(points_of(known), model.prior_scales(level)))
        tail = (1 - confidence) / 2
        # The fastest fall is the lowest slope.
        value, low, high = (1 - math.exp(model.mixture_quantile(mixture, q)) for q in (0.5, 1 - tail, tail))
        note = FEW.format(n=count) if count < _ENOUGH else ""
    last = known.iloc[-1] if count else rows.iloc[-1]
    return key | {
        "value": value, "low": low, "high": high, "numerator": last["numerator"],
        "denominator": last["denominator"], "points": count,
        "first": str(known["period"].iloc[0]) if count else "",
        "last": str(last["period"]) if count else "",
        "last_value": float(last["value"]) if count else np.nan, "note": note, "rule": last["rule"],
        "source": last["source"], "period": str(last["period"]),
    }  # fmt: skip
