"""Counts from recap (aggregate) files, for areas and periods that have no row-level data."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import pandas as pd

from stunting.indicators.sums import LEVEL_COLUMNS

#: Coarse to fine; a level without recap rows of its own is summed from the next one that has them.
_ORDER: Final = ("kabupaten", "kecamatan", "puskesmas", "desa")
_CAN_SUM_TO: Final = {
    "kabupaten": _ORDER,
    "kecamatan": ("kecamatan", "puskesmas", "desa"),
    "puskesmas": ("puskesmas", "desa"),
    "desa": ("desa",),
    "posyandu": (),
}


def recap_counts(
    recap: pd.DataFrame,
    level: str,
    periods: Sequence[str],
    indicators: Sequence[str],
    area: str | None = None,
) -> pd.DataFrame:
    """Return the recap counts of one level, one row an area, period and indicator.

    A year is each unit's own last month of that year in the recap, as a child counts with its last
    measurement (a recap is a census of one month, so months never add up; and one early puskesmas must
    not stand for all). Within a period the coarsest level that has rows is used, and only one, so
    that a desa and its kecamatan are not both counted.

    Returns
    -------
    DataFrame
        ``area, period, indicator, numerator, denominator, registered, measured``.
    """
    columns = ["area", "period", "indicator", "numerator", "denominator", "registered", "measured"]
    rows = _inside(recap, area)
    rows = rows[rows["measured"].notna() & (rows["measured"] > 0)]
    out = []
    for period in periods:
        chosen = _of_period(rows, period, level)
        if chosen is None:
            continue
        for indicator in indicators:
            if indicator not in chosen:
                continue
            use = chosen[chosen[indicator].notna()]
            sums = use.groupby("area", sort=True)[[indicator, "measured"]].sum()
            registered = use.groupby("area", sort=True)["registered"].apply(lambda s: s.sum(skipna=False))
            part = pd.DataFrame(
                {
                    "area": sums.index.astype("str"), "period": period, "indicator": indicator,
                    "numerator": sums[indicator].to_numpy("int64"),
                    "denominator": sums["measured"].to_numpy("int64"),
                    "registered": registered.to_numpy(), "measured": sums["measured"].to_numpy("int64"),
                }
            )  # fmt: skip
            out.append(part[part["numerator"] <= part["denominator"]])
    return pd.concat(out, ignore_index=True)[columns] if out else pd.DataFrame(columns=columns)


def recap_periods(recap: pd.DataFrame) -> list[str]:
    """Return the months and years of the recap."""
    months = {str(p) for p in recap["period"].dropna()}
    return sorted(months | {m[:4] for m in months})


def _inside(recap: pd.DataFrame, area: str | None) -> pd.DataFrame:
    if area is None:
        return recap
    return recap[(recap[[LEVEL_COLUMNS[x] for x in _ORDER]] == area).any(axis=1)]


def _of_period(rows: pd.DataFrame, period: str, level: str) -> pd.DataFrame | None:
    """Return the rows of one period at the level to sum from, with the column ``area`` of `level`."""
    within = rows[rows["period"].astype("str").str.startswith(period)]
    for finer in _CAN_SUM_TO[level]:
        own = within[(within["level"] == finer) & within[LEVEL_COLUMNS[level]].notna()]
        if len(own):
            unit = own[LEVEL_COLUMNS[finer]]
            own = own.assign(area=own[LEVEL_COLUMNS[level]].astype("str"), unit=unit.astype("str"))
            return own.sort_values("period", kind="stable").drop_duplicates(["area", "unit"], keep="last")
    return None
