"""The attendance card (KALITA): rewards a month, and D/S before and after the programme began."""

from __future__ import annotations

import datetime as dt
from typing import Final

import numpy as np
import pandas as pd

from stunting.indicators.change import change
from stunting.indicators.follow_up.catalogue import limit
from stunting.indicators.follow_up.timeline import month_number, month_text
from stunting.indicators.intervals import proportion_interval
from stunting.indicators.participation import MONTH_LENGTH
from stunting.indicators.prevalence import EXPORT
from stunting.indicators.results import Synthetic, check_result, source_text
from stunting.indicators.skdn.build import RUNS
from stunting.indicators.skdn.counts import counts
from stunting.indicators.skdn.ratios import ratios
from stunting.indicators.sums import periods_of

NOT_YET: Final = "data belum cukup bulan"
#: Of the first month that can be counted: who filled the card long before the data began is in it, too.
FIRST: Final = "bulan pertama yang dapat dihitung: termasuk yang sudah lebih lama hadir"
NOT_CAUSAL: Final = "bukan bukti sebab-akibat"


def rewards(
    cube: pd.DataFrame,
    level: str = "kabupaten",
    area: str | None = None,
    *,
    pulled_on: dt.date | None = None,
    synthetic: Synthetic = False,
) -> pd.DataFrame:
    """Return, month by month, how many children filled their attendance card.

    Returns
    -------
    DataFrame
        Result frame (rule ``"skdn"``, indicator ``"kartu"``): ``level, area, period``; ``value`` =
        ``numerator`` = cards filled in that month for the first time (6 months running) **in children, not a
        share**; ``denominator`` the children weighed or measured that month; ``again`` (12, 18, … months),
        ``held`` (6 or more), ``short`` (one month short of 6), ``note``. In the first 5 months with data
        of the whole cube the value is NaN: nobody can be seen to have come 6 times; the month after them
        counts everybody who came in all 6, however long before (`FIRST`).
    """
    months = [p for p in periods_of(cube, None) if len(p) == MONTH_LENGTH]
    found = counts(cube, level, months, area)
    first = month_number(months[0]) + int(limit("kartu_bulan")) - 1 if months else 0
    early = np.array([month_number(p) < first for p in found["period"]], dtype=bool)
    opening = np.array([month_number(p) == first for p in found["period"]], dtype=bool)
    seen = (found["months"] > 0).to_numpy() & ~early
    value = np.where(seen, found["card_full"], np.nan)
    return check_result(
        pd.DataFrame(
            {
                "level": level, "area": found["area"], "indicator": "kartu", "period": found["period"],
                "rule": "skdn", "value": value, "low": np.nan, "high": np.nan, "numerator": value,
                "denominator": found["measured"], "again": np.where(seen, found["card_again"], np.nan),
                "held": np.where(seen, found["card_held"], np.nan), "short": found["card_short"],
                "note": np.where(early, NOT_YET, np.where(opening, FIRST, "")),
                "source": source_text(EXPORT, pulled_on, synthetic=synthetic),
            }
        )
    )  # fmt: skip


def streaks(
    cube: pd.DataFrame,
    period: str,
    level: str = "kabupaten",
    area: str | None = None,
    *,
    pulled_on: dt.date | None = None,
    synthetic: Synthetic = False,
) -> pd.DataFrame:
    """Return how many under-fives came 0, 1, …, 6 or more months running, ending with `period`.

    Returns
    -------
    DataFrame
        Result frame (rule ``"skdn"``, indicator ``"hadir"``): ``level, area, period, run`` (months; the
        last one: and more), ``value`` (share of S), ``low, high`` (Wilson or exact), ``numerator`` children,
        ``denominator`` S. The numerators of an area are together its S.
    """
    found = counts(cube, level, period, area)
    parts = []
    for run in range(RUNS + 1):
        n, s = found[f"run_{run}"].to_numpy(), found["s"].to_numpy()
        limits = proportion_interval(n, s)
        with np.errstate(invalid="ignore", divide="ignore"):
            value = np.where(s > 0, n / np.maximum(s, 1), np.nan)
        parts.append(found[["level", "area", "period"]].assign(
            indicator="hadir", run=run, rule="skdn", value=value, low=limits.low, high=limits.high,
            numerator=n, denominator=s,
        ))  # fmt: skip
    out = pd.concat(parts, ignore_index=True).sort_values(["area", "run"], kind="stable", ignore_index=True)
    return check_result(out.assign(source=source_text(EXPORT, pulled_on, synthetic=synthetic)))


def before_after(
    cube: pd.DataFrame, start: str, level: str = "kabupaten", area: str | None = None, *, months: int = 12
) -> pd.DataFrame:
    """Return D/S in the months before and from the start of a programme, and the change.

    Parameters
    ----------
    start : str
        First month of the programme, ``"YYYY-MM"``.
    months : int
        At most so many on either side; only calendar months that both sides have are used, so that the
        season does not pass for the programme.

    Returns
    -------
    DataFrame
        Result frame of `change` (``diff``, ``low``, ``high``, ``verdict``, ``value_a``, ``value_b``, …) with
        ``months`` on each side and ``note``: a before-after difference is no proof of cause.
    """
    at = month_number(start)
    known = {month_number(p) for p in periods_of(cube, None) if len(p) == MONTH_LENGTH}
    pairs = []
    for after in range(at, at + min(months, 12)):
        twins = [m for m in range(after - 12, at - months - 1, -12) if m in known and m < at]
        if after in known and twins:
            pairs.append((twins[0], after))
    sides = []
    for side, label in enumerate(("sebelum", "sesudah")):
        chosen = {month_text(pair[side]) for pair in pairs}
        part = cube[cube["period"].astype("str").isin(chosen)]
        # One made-up year holds the months of this side, so that they are summed like a year.
        names = part["period"].astype("str")
        part = part.assign(period=("0000-" + names.str[-2:]).astype("category"))
        span = f"{min(chosen)}–{max(chosen)}" if chosen else ""
        found = ratios(part, level, "0000", area, "ds")
        sides.append(found.assign(period=f"{label} {start}" + (f" ({span})" if span else "")))
    return change(*sides).assign(months=len(pairs), note=NOT_CAUSAL)
