"""Change between two results of the same areas, and whether it can be told from chance."""

from __future__ import annotations

from typing import Final

import numpy as np
import pandas as pd

from stunting.indicators.intervals import Difference, combine, difference
from stunting.indicators.results import SAME_SERIES, check_result

DOWN: Final = "turun"
UP: Final = "naik"
UNCLEAR: Final = "belum dapat dibedakan"
NO_DATA: Final = "tidak ada data"

_KEYS: Final = ("level", "area", "indicator", "sex", "age_group")


def change(results_a: pd.DataFrame, results_b: pd.DataFrame, *, confidence: float = 0.95) -> pd.DataFrame:
    """Return the change from `results_a` (earlier) to `results_b` (later), area by area.

    Parameters
    ----------
    results_a, results_b : DataFrame
        Result frames of one period each, same level and breakdown.
    confidence : float
        Of the interval; other than 0.95, it is made from counts (see `effective_counts`).

    Returns
    -------
    DataFrame
        Result frame: ``value`` = ``diff`` = later - earlier (fraction), ``low``/``high`` its interval
        (square-and-add of the two intervals: Newcombe's for Wilson limits), ``verdict``, ``value_a``,
        ``value_b``, counts of both, ``period_a``, ``period``. A figure printed without counts has no
        interval: its change is ``"belum dapat dibedakan"``.

    Raises
    ------
    ValueError
        If the two are different series (rules), or an area stands twice in one of them.
    """
    check_result(results_a)
    check_result(results_b)
    rules = {*results_a["rule"], *results_b["rule"]}
    if len(rules) > 1 and not rules <= SAME_SERIES:
        raise ValueError(f"figures of different rules are not compared: {', '.join(sorted(rules))}")
    keys = [k for k in _KEYS if k in results_a and k in results_b]
    both = results_b.merge(results_a, on=keys, how="outer", suffixes=("_b", "_a"), validate="one_to_one")
    number = {c: both[c].to_numpy("float64", na_value=np.nan) for c in _numeric(both)}
    if confidence == 0.95:
        found = combine(*(number[f"{c}_{side}"] for side in "ba" for c in ("value", "low", "high")))
    else:
        found = _from_counts(both, confidence)
    out = both[keys].assign(
        value=found.value, low=found.low, high=found.high, diff=found.value, verdict=verdicts(found),
        value_a=number["value_a"], value_b=number["value_b"],
        numerator_a=both["numerator_a"], denominator_a=both["denominator_a"],
        numerator=both["numerator_b"], denominator=both["denominator_b"],
        rule=both["rule_b"].fillna(both["rule_a"]), source=both["source_b"].fillna(both["source_a"]),
        period_a=both["period_a"], period=both["period_b"],
    )  # fmt: skip
    return check_result(out)


def verdicts(found: Difference) -> np.ndarray:
    """Return the verdict of each difference: a direction only where the interval leaves out 0."""
    verdict = np.where(found.high < 0, DOWN, np.where(found.low > 0, UP, UNCLEAR)).astype(object)
    return np.where(np.isnan(found.value), NO_DATA, verdict)


def effective_counts(results: pd.DataFrame) -> tuple[np.ndarray, np.ndarray]:
    """Return numerator and denominator divided by the design effect of the interval, where above 1.

    The design effect is the squared ratio of the printed width to the Wilson width; it lets tests on
    counts respect that children of one posyandu resemble each other.
    """
    n, d = (results[c].to_numpy("float64", na_value=np.nan) for c in ("numerator", "denominator"))
    if "wilson_low" not in results:
        return n, d
    with np.errstate(invalid="ignore", divide="ignore"):
        width = (results["high"] - results["low"]) / (results["wilson_high"] - results["wilson_low"])
    effect = np.where(results["method"] == "klaster", np.maximum(width.to_numpy("float64") ** 2, 1), 1.0)
    effect = np.where(np.isfinite(effect), effect, 1.0)
    return n / effect, d / effect


def _numeric(both: pd.DataFrame) -> list[str]:
    return [f"{c}_{side}" for c in ("value", "low", "high") for side in "ab" if f"{c}_{side}" in both]


def _from_counts(both: pd.DataFrame, confidence: float) -> Difference:
    later, earlier = (
        effective_counts(pd.DataFrame({str(c)[:-2]: both[c] for c in both.columns if str(c).endswith(side)}))
        for side in ("_b", "_a")
    )
    return difference(*later, *earlier, confidence)
