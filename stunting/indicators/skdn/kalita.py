"""The attendance card (KALITA): rewards a month, and D/S before and after the programme began."""

from __future__ import annotations

import datetime as dt
from typing import Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from stunting.indicators.change import change
from stunting.indicators.follow_up.catalogue import limit
from stunting.indicators.follow_up.timeline import Bools, month_number, month_text
from stunting.indicators.intervals import proportion_interval
from stunting.indicators.participation import MONTH_LENGTH
from stunting.indicators.prevalence import EXPORT
from stunting.indicators.results import Synthetic, check_result, source_text
from stunting.indicators.skdn.build import RUNS
from stunting.indicators.skdn.counts import counts
from stunting.indicators.skdn.ratios import ratios
from stunting.indicators.skdn.reach import reach, span
from stunting.indicators.sums import LEVEL_COLUMNS, codes, periods_of

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
        ``held`` (6 or more), ``short`` (one month short of 6), ``note``, ``left_out``. Months with files are
        counted in each puskesmas, from its first file or the last one missing: before the 6th in a row
        nobody can be seen to have come 6 times (NaN, `NOT_YET`); the 6th counts everybody who came in all
        6, however long before (`FIRST`). Puskesmas that have come less far than others of the area stand in
        ``left_out`` by name, and not in the figures.
    """
    card = int(limit("kartu_bulan"))
    months = [p for p in periods_of(cube, None) if len(p) == MONTH_LENGTH]
    found = counts(cube, level, months, area)
    at = pd.MultiIndex.from_frame(found[["area", "period"]])
    far = reach(cube)
    # the opening month (the 6th) counts only where nobody has come farther
    full = span(cube, level, np.where(far < card, 0, np.minimum(far, card + 1)))

    def count(column: str, use: Bools) -> NDArray[np.float64]:
        part = cube.loc[use]
        known = counts(part, level, months, area).set_index(["area", "period"])
        some = known["months"].reindex(at, fill_value=0).to_numpy() > 0
        return np.where(some, known[column].reindex(at).to_numpy("float64", na_value=np.nan), np.nan)

    value = count("card_full", full.use)
    beyond = count("months", full.use & (far > card))
    early = np.isnan(value) & (found["months"] > 0).to_numpy()
    opening = ~np.isnan(value) & np.isnan(beyond)
    return check_result(
        pd.DataFrame(
            {
                "level": level, "area": found["area"], "indicator": "kartu", "period": found["period"],
                "rule": "skdn", "value": value, "low": np.nan, "high": np.nan, "numerator": value,
                "denominator": found["measured"], "again": count("card_again", far >= 2 * card),
                "held": count("card_held", full.use), "short": count("card_short", far >= card - 1),
                "note": np.where(early, NOT_YET, np.where(opening, FIRST, "")),
                "left_out": full.left_out.reindex(at, fill_value="").to_numpy(),
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
        ``denominator`` S, ``months`` (with files in a row, at most 6), ``note``, ``left_out``. The numerators
        of an area are together its S. More months than have files in a row are NaN with `NOT_YET`; the
        last month there are then stands for itself and more. Puskesmas that have come less far than others
        of the area stand in ``left_out`` by name, and not in the figures.
    """
    there = (cube["period"].astype("str") == period).to_numpy()
    here, far = cube[there], np.minimum(reach(cube)[there], RUNS)
    most = span(here, level, far)
    found = counts(here[most.use], level, period, area)
    code, labels = codes(here[most.use], LEVEL_COLUMNS[level])
    months = pd.Series(far[most.use]).groupby(np.array(labels, dtype=object)[code]).max()
    found["months"] = months.reindex(found["area"]).to_numpy()
    left_out = most.left_out.reindex(pd.MultiIndex.from_frame(found[["area", "period"]]), fill_value="")
    came = found[[f"run_{run}" for run in range(RUNS + 1)]].to_numpy()
    parts = []
    for run in range(RUNS + 1):
        # the last month known stands for itself and more
        n = np.where(found["months"] == run, came[:, run:].sum(axis=1), came[:, run])
        s, known = found["s"].to_numpy(), (found["months"] >= run).to_numpy()
        limits = proportion_interval(n, s)
        with np.errstate(invalid="ignore", divide="ignore"):
            value = np.where(s > 0, n / np.maximum(s, 1), np.nan)
        told = {"value": value, "low": limits.low, "high": limits.high, "numerator": n}
        parts.append(found[["level", "area", "period", "months"]].assign(
            indicator="hadir", run=run, rule="skdn", denominator=s,
            **{c: np.where(known, v, np.nan) for c, v in told.items()},
            note=np.where(known, "", NOT_YET), left_out=left_out.to_numpy(),
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
