"""N, T, O, B of every month of every child, recomputed from the weights."""

from __future__ import annotations

import numpy as np
import pandas as pd

from stunting.growth import weight_gain
from stunting.indicators.cube import DAYS_A_MONTH
from stunting.indicators.follow_up.timeline import Timeline, timeline


def verdicts(rows: pd.DataFrame, *, time: Timeline | None = None) -> pd.DataFrame:
    """Judge the weight gain of each child in each month it was weighed.

    The last weight of a month counts. N and T need two plausible weights: where this one or the last
    one is flagged, nothing is said (the child is to be measured again). O and B are about attending and
    need none.

    Parameters
    ----------
    rows : DataFrame
        Resolved canonical rows with ``child_id``.
    time : Timeline, optional
        Their order, where it is known already.

    Returns
    -------
    DataFrame
        One row a child and month with a weight, in order: ``at`` (position in `rows`), ``place`` (in the
        timeline), ``child`` and ``month`` (numbers of the timeline), ``gain`` ("N", "T", "O", "B", ""),
        ``weight``, ``before`` (kg last month, NaN), ``before2`` (kg two months ago if weighed in both),
        ``gain_before`` (verdict of last month, "").

    References
    ----------
    Kementerian Kesehatan RI (2023). Buku Kesehatan Ibu dan Anak: Kartu Menuju Sehat.
    """
    time = timeline(rows) if time is None else time
    weight = rows["weight_kg"].to_numpy(dtype="float64")[time.at]
    measured = rows["measured"].to_numpy(dtype=bool)[time.at]
    place = np.flatnonzero(measured & (weight > 0))
    child, month = time.child[place], time.month[place]
    last = np.ones(len(place), dtype=bool)
    last[:-1] = (child[1:] != child[:-1]) | (month[1:] != month[:-1])
    place, child, month = place[last], child[last], month[last]
    at, weight = time.at[place], weight[place]
    flag = rows["flag_waz"].to_numpy(dtype=bool)[at]
    again = np.zeros(len(place), dtype=bool)
    again[1:] = child[1:] == child[:-1]
    running = again.copy()
    running[1:] &= month[1:] == month[:-1] + 1
    before = np.where(running, np.roll(weight, 1), np.nan)
    age = rows["age_days"].to_numpy(dtype="float64", na_value=np.nan)[at] / DAYS_A_MONTH
    sex = pd.Categorical(rows["sex"].iloc[at].astype("str"), categories=["L", "P"]).codes + 1
    gain = weight_gain(weight, before, again, age, sex).astype(object)
    gain[running & (flag | np.roll(flag, 1))] = ""
    return pd.DataFrame(
        {
            "at": at, "place": place, "child": child, "month": month, "gain": gain, "weight": weight,
            "before": before,
            "before2": np.where(running, np.roll(before, 1), np.nan),
            "gain_before": np.where(running, np.roll(gain, 1), ""),
        }
    )  # fmt: skip
