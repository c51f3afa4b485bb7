"""Participation D/S: children weighed this month over all under-fives registered."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Final

import numpy as np
import pandas as pd

from stunting.indicators.clusters import CLUSTER_LEVELS, cluster_interval
from stunting.indicators.intervals import proportion_interval
from stunting.indicators.prevalence import EXPORT
from stunting.indicators.results import Synthetic, check_result, source_text
from stunting.indicators.sums import Grid, Ints, grid, periods_of

MONTH_LENGTH: Final = len("YYYY-MM")


def participation(
    cube: pd.DataFrame,
    level: str = "kabupaten",
    period: str | Sequence[str] | None = None,
    area: str | None = None,
    *,
    pulled_on: dt.date | None = None,
    synthetic: Synthetic = False,
) -> pd.DataFrame:
    """Return D/S of every area of one level in every asked period.

    D is the children weighed, S the children with any row, both under 60 months (or of unknown age): the
    letters of SKDN, so that `stunting.indicators.skdn` gives the same figure. A year is the sum of its
    months, so that a child weighed in 3 of 12 months counts 3 of 12; `months` says how many months have
    data. Months without data add nothing to D or S.

    Returns
    -------
    DataFrame
        Result frame with rule ``"skdn"`` and indicator ``"ds"``; columns as `prevalence`, and `months`.
    """
    wanted = periods_of(cube, period)
    months = [p for p in wanted if len(p) == MONTH_LENGTH]
    frames = [_months(cube, level, months, area)] if months or not wanted else []
    frames += [_year(cube, level, p, area) for p in wanted if len(p) != MONTH_LENGTH]
    out = pd.concat(frames, ignore_index=True)
    with np.errstate(invalid="ignore", divide="ignore"):
        out["value"] = np.where(out["denominator"] > 0, out["numerator"] / out["denominator"], np.nan)
    out = out.assign(
        level=level, indicator="ds", rule="skdn", registered=out["denominator"], measured=out["numerator"],
        source=source_text(EXPORT, pulled_on, synthetic=synthetic),
    ).sort_values(["area", "period"], kind="stable", ignore_index=True)  # fmt: skip
    keys = ["level", "area", "indicator", "period", "rule", "value", "low", "high"]
    counts = ["numerator", "denominator", "registered", "measured", "months", "method", "source"]
    return check_result(out[keys + counts])


def _months(cube: pd.DataFrame, level: str, months: list[str], area: str | None) -> pd.DataFrame:
    cells = grid(cube, level, months, area=area)
    return _count(cube, level, cells, (_rows(cube, cells) > 0).astype("int64"))


def _year(cube: pd.DataFrame, level: str, year: str, area: str | None) -> pd.DataFrame:
    labels = periods_of(cube, None)
    months = [p for p in labels if len(p) == MONTH_LENGTH and p.startswith(year)] or [year]
    cells = grid(cube, level, months, area=area)
    covered = _rows(cube, cells).reshape(-1, len(months)) > 0
    # Cells run area by area, month by month: dropping the month is an integer division.
    keys = cells.keys.iloc[:: len(months)].assign(period=year).reset_index(drop=True)
    merged = cells._replace(keys=keys, cell=cells.cell // len(months))
    return _count(cube, level, merged, covered.sum(axis=1).astype("int64"))


def _rows(cube: pd.DataFrame, cells: Grid) -> Ints:
    """Return the rows of all ages: a month in which only older children stand has data as well."""
    return cells.total(cube["registered"])


def _count(cube: pd.DataFrame, level: str, cells: Grid, months: Ints) -> pd.DataFrame:
    weighed, listed = cells.total(cube["d"]), cells.total(cube["s"])
    found = (
        cluster_interval(cube, cells, "d", "s")
        if level in CLUSTER_LEVELS
        else proportion_interval(weighed, listed)
    )
    return cells.keys.assign(
        numerator=weighed, denominator=listed, low=found.low, high=found.high,
        method=pd.array(found.method.astype(object), dtype="str"), months=months,
    )  # fmt: skip
