"""Which area stands out, and which changed most: only where the difference can be told from chance."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import pandas as pd

from stunting.indicators.change import DOWN, NO_DATA, UP, change, effective_counts, verdicts
from stunting.indicators.intervals import CONFIDENCE, SMALL_DENOMINATOR, difference

HIGHER = "lebih tinggi"
LOWER = "lebih rendah"


class Standing(NamedTuple):
    """The extreme area of a comparison, and whether it can be told from the others."""

    area: str
    value: float
    distinct: bool


def against_rest(results: pd.DataFrame) -> pd.DataFrame:
    """Return each area's difference from all other areas together.

    Parameters
    ----------
    results : DataFrame
        Result frame of one level, indicator and period.

    Returns
    -------
    DataFrame
        `results` with ``rest`` (prevalence of the others), ``diff``, ``diff_low``, ``diff_high`` and
        ``standing`` (``"lebih tinggi"``, ``"lebih rendah"``, ``"belum dapat dibedakan"``, ``"tidak ada
        data"``). The interval is Newcombe's on effective counts at a level shared by all areas
        (Bonferroni: 1 - 0.05 / areas), so that among many equal areas one in twenty *comparisons of the
        whole set*, not one in twenty areas, stands out by chance. Areas with fewer than 30 measured get
        ``"belum dapat dibedakan"``.
    """
    n, d = effective_counts(results)
    n, d = np.nan_to_num(n), np.nan_to_num(d)
    rest_n, rest_d = n.sum() - n, d.sum() - d
    tests = max(int((d > 0).sum()), 1)
    # Sums minus a part can miss 0 and the total by a rounding error.
    rest_n = np.clip(rest_n, 0, np.maximum(rest_d, 0))
    found = difference(n, d, rest_n, np.maximum(rest_d, 0), 1 - (1 - CONFIDENCE) / tests)
    verdict = verdicts(found)
    small = (results["denominator"].to_numpy("float64", na_value=0) < SMALL_DENOMINATOR) & (
        verdict != NO_DATA
    )
    words = {DOWN: LOWER, UP: HIGHER}
    standing = [words.get(v, v) for v in np.where(small, "belum dapat dibedakan", verdict)]
    with np.errstate(invalid="ignore", divide="ignore"):
        rest = np.where(rest_d > 0, rest_n / rest_d, np.nan)
    return results.assign(
        rest=rest, diff=found.value, diff_low=found.low, diff_high=found.high, standing=standing
    )


def extreme(results: pd.DataFrame, *, highest: bool = True) -> Standing | None:
    """Return the area with the highest (lowest) value among those with at least 30 measured.

    None where fewer than two such areas exist: there is nothing to compare. Ties go to the first.
    """
    rated = results[results["value"].notna() & (results["denominator"] >= SMALL_DENOMINATOR)]
    if len(rated) < 2:
        return None
    marked = against_rest(rated)
    row = marked.sort_values("value", ascending=not highest, kind="stable").iloc[0]
    return Standing(str(row["area"]), float(row["value"]), row["standing"] == (HIGHER if highest else LOWER))


def most_changed(results_a: pd.DataFrame, results_b: pd.DataFrame, verdict: str = DOWN) -> Standing | None:
    """Return the area with the largest change that is distinguishable at a level shared by all areas.

    Parameters
    ----------
    results_a, results_b : DataFrame
        Earlier and later result frame of one level and indicator.
    verdict : str
        ``"turun"`` (most improved) or ``"naik"``.

    Returns
    -------
    Standing or None
        ``value`` is the change; None if no area's change can be told from chance.
    """
    areas = max(int(results_b["value"].notna().sum()), 1)
    found = change(results_a, results_b, confidence=1 - (1 - CONFIDENCE) / areas)
    found = found[(found["verdict"] == verdict) & (found["denominator"] >= SMALL_DENOMINATOR)]
    found = found[found["denominator_a"] >= SMALL_DENOMINATOR]
    if found.empty:
        return None
    row = found.sort_values("value", ascending=verdict == DOWN, kind="stable").iloc[0]
    return Standing(str(row["area"]), float(row["value"]), True)
