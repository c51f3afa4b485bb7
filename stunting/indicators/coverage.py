"""Prevalence beside attendance: whether fewer came, and what that could mean for a fall."""

from __future__ import annotations

from typing import Final, NamedTuple

import numpy as np
import pandas as pd

from stunting.indicators.change import DOWN, UP, change
from stunting.indicators.facts import facts, number
from stunting.indicators.results import check_result
from stunting.indicators.words import one_row

_CODE: Final = "ds_berubah"


class Shift(NamedTuple):
    """Attendance of two periods, fractions; ``direction`` is turun, naik, or empty where neither is told."""

    before: float
    after: float
    direction: str
    large: bool = False  # at least `threshold`, told from chance or not
    months: tuple[int, int] | None = None  # with data, of two years where they differ


class Bounds(NamedTuple):
    """Prevalence among all of S: if none, and if all, of those not measured were a case."""

    low: float
    high: float
    missed: int
    s: int


def threshold() -> float:
    """Return the change of D/S (fraction) from which it is said beside a change of prevalence."""
    table = facts("ambang_cakupan")
    return float(number(table.loc[table["kode"] == _CODE, "poin"]).iloc[0]) / 100


def shift(before: pd.DataFrame, after: pd.DataFrame) -> Shift | None:
    """Return the change of D/S between two result frames of one row, None where a figure is missing.

    It has a direction only where it is at least `threshold` and distinguishable from 0.
    """
    first, second = one_row(check_result(before)), one_row(check_result(after))
    if first is None or second is None or pd.isna(first["value"]) or pd.isna(second["value"]):
        return None
    found = change(before, after).iloc[0]
    large = abs(round(float(found["value"]), 12)) >= threshold()
    told = found["verdict"] if large and found["verdict"] in (DOWN, UP) else ""
    return Shift(
        float(first["value"]), float(second["value"]), str(told), bool(large), _months(first, second)
    )


def _months(first: pd.Series, second: pd.Series) -> tuple[int, int] | None:
    """Return the months with data of two years, None where they are equal, or not known."""
    counts = first.get("months"), second.get("months")
    if pd.isna(counts[0]) or pd.isna(counts[1]) or counts[0] == counts[1]:
        return None
    return int(counts[0]), int(counts[1])


def span(series: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame] | None:
    """Return first and last row with a figure of one area's series: what the sentence of a trend is about."""
    seen = series[series["value"].notna()].sort_values("period")
    return (seen.iloc[[0]], seen.iloc[[-1]]) if len(seen) > 1 else None


def bounds(row: pd.Series) -> Bounds | None:
    """Return the bounds of the prevalence among all children of S (under 60 months) of a row of `prevalence`.

    With share c measured and prevalence p, the truth lies in [cp, cp + 1 - c] whoever stayed away. None
    without a figure, without S (a recap), or where everybody was measured.

    References
    ----------
    Manski CF (1989), J Hum Resour 24:343-360.

    Examples
    --------
    >>> b = bounds(pd.Series({"numerator": 20, "denominator": 100, "s": 125, "value": 0.2}))
    >>> f"{b.low:.2f} {b.high:.2f} {b.missed}"
    '0.16 0.36 25'
    """
    n, d, s = (float(row.get(c, np.nan)) if pd.notna(row.get(c)) else np.nan for c in _COUNTS)
    if not (d > 0 and s > d and n >= 0):
        return None
    return Bounds(n / s, (n + s - d) / s, int(s - d), int(s))


_COUNTS: Final = ("numerator", "denominator", "s")


def break_even(before: pd.Series, after: pd.Series) -> float | None:
    """Return the prevalence that the children who no longer came would need to undo the whole fall.

    With the measured shares c1 > c2 and prevalences p1 > p2 of two periods it is (c1 p1 - c2 p2) / (c1 - c2).
    Above 1: even if all of them were a case, a fall would remain. None where it does not apply.

    >>> row = lambda n, d: pd.Series({"numerator": n, "denominator": d, "s": 1000})
    >>> break_even(row(182, 910), row(93, 620))
    0.3068...
    """
    shares = []
    for row in (before, after):
        n, d, s = (float(row[c]) if pd.notna(row.get(c)) else np.nan for c in _COUNTS)
        if not (d > 0 and s >= d):
            return None
        shares.append((n / s, d / s, n / d))
    (case1, c1, p1), (case2, c2, p2) = shares
    if not (c1 > c2 and p1 > p2):
        return None
    return (case1 - case2) / (c1 - c2)
