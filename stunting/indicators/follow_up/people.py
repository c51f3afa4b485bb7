"""Every known child as it stands in one month: one row a child, from which the lists are read."""

from __future__ import annotations

from typing import Final

import numpy as np
import pandas as pd

from stunting.growth import class_codes
from stunting.indicators.cube import DAYS_A_MONTH
from stunting.indicators.follow_up.attendance import _runs
from stunting.indicators.follow_up.catalogue import limit
from stunting.indicators.follow_up.timeline import (
    NEVER,
    Floats,
    Ints,
    Timeline,
    last_of,
    month_number,
    pick,
    timeline,
)
from stunting.indicators.follow_up.verdicts import verdicts

PLACES: Final = ("kec", "desa", "puskesmas", "posyandu")
_NUMBERS: Final = ("weight_kg", "height_cm", "lila_cm", "waz", "haz", "whz")
_FLAGS: Final = ("flag_waz", "flag_haz", "flag_whz")
NEEDS: Final = (
    "child_id", *PLACES, "sex", "birth_date", "period", "measured", "measured_on", "age_days", "position",
    "weight_gain", *_NUMBERS, *_FLAGS,
)  # fmt: skip


def people(rows: pd.DataFrame, month: str) -> pd.DataFrame:
    """Return every child known by `month`.

    Parameters
    ----------
    rows : DataFrame
        Resolved canonical rows with ``child_id`` (columns `NEEDS` are enough); later months are ignored.
    month : str
        ``"YYYY-MM"``.

    Returns
    -------
    DataFrame
        Sorted by ``child_id``. Place and sex from the last row. ``listed`` (has a row in `month`),
        ``listed_ago`` (months since its last row), ``measured``, ``weighed`` in `month`; ``reported``
        (its puskesmas has rows in `month`); ``age_months`` (completed, at the end of `month`),
        ``under_five`` (also in the month it turns 60), ``turns_60``, ``turns_60_on``. Of the last
        measurement: ``measured_on, months_ago, age_at, position``, kg, cm, z and flags, and class codes
        ``waz_class, haz_class, whz_class`` (−1: none, flagged or missing); ``haz_before``,
        ``haz_before_on`` (plausible one before it, in an earlier month). Of `month`: ``gain,
        gain_before, file_gain``, ``weight_now, weight_before, weight_before2``, ``streak``.
    """
    last = month_number(month)
    time = timeline(rows, month)
    n = len(time.ids)
    measured = rows["measured"].to_numpy(dtype=bool)[time.at]
    row = last_of(time.child, np.ones(len(time.at), dtype=bool), n)
    size = last_of(time.child, measured, n)
    at_row, at_size = time.at[row], pick(time.at, size, NEVER).astype("int64")

    out: dict[str, object] = {"child_id": pd.array(time.ids, dtype="str")}
    newest = rows.iloc[at_row]
    out |= {name: newest[name].array for name in (*PLACES, "sex")}
    out["listed"] = time.month[row] == last
    out["listed_ago"] = last - time.month[row]
    out["measured"] = (size >= 0) & (pick(time.month, size, NEVER) == last)
    out["months_ago"] = np.where(size >= 0, last - pick(time.month, size, 0), np.nan)
    first = np.full(n, last, dtype="int64")
    np.minimum.at(first, time.child, time.month)
    out["known_months"] = last - first
    out |= _ages(newest["birth_date"].to_numpy(), last, last - first)
    out |= _last_sizes(rows, at_size)
    out |= _before(rows, time, size)
    out |= _gains(rows, time, last, n)
    out["streak"] = _runs(rows, time, last)
    frame = pd.DataFrame(out)
    here = frame["puskesmas"].astype("str").fillna("")
    frame["reported"] = here.isin(set(here[frame["listed"]])).to_numpy()
    return frame


def _ages(born: np.ndarray, last: int, known: Ints) -> dict[str, object]:
    """Return age at the end of the month; of a child without birth date, at least the months known."""
    day = born.astype("datetime64[D]")
    has = ~np.isnat(day)
    end = np.datetime64(f"{last // 12:04d}-{last % 12 + 1:02d}", "M").astype("int64")
    birth = np.where(has, day.astype("datetime64[M]").astype("int64"), end)
    age = np.where(has, end - birth, np.nan)
    old = limit("umur_lulus")
    # the same day 60 months on (a month too short for it: its last day)
    in_month = (day - day.astype("datetime64[M]")).astype("int64")
    target = (birth + int(old)).astype("datetime64[M]")
    longest = ((target + 1).astype("datetime64[D]") - target.astype("datetime64[D]")).astype("int64") - 1
    turns = target.astype("datetime64[D]") + np.minimum(np.where(has, in_month, 0), longest)
    turns[~has] = np.datetime64("NaT")
    return {
        "age_months": age,
        # in the month it turns 60 a child is weighed for the last time
        "under_five": np.where(has, age <= old, known < old),
        "turns_60": has & (age == old),
        "turns_60_on": turns.astype("datetime64[s]"),
    }


def _last_sizes(rows: pd.DataFrame, at: Ints) -> dict[str, object]:
    """Return the values of the last measurement of each child."""
    never = at < 0
    picked = rows.iloc[np.where(never, 0, at)] if len(rows) else rows
    out: dict[str, object] = {}
    for name in _NUMBERS:
        out[name] = np.where(never, np.nan, picked[name].to_numpy(dtype="float64", na_value=np.nan))
    for name in _FLAGS:
        out[name] = picked[name].to_numpy(dtype=bool) & ~never
    for z in ("waz", "haz", "whz"):
        value: Floats = out[z]  # type: ignore[assignment]
        out[f"{z}_class"] = class_codes(z, value.round(2), out[f"flag_{z}"])  # type: ignore[arg-type]
    date = picked["measured_on"].to_numpy().astype("datetime64[s]")
    date[never] = np.datetime64("NaT")
    out["measured_on"] = date
    age = picked["age_days"].to_numpy(dtype="float64", na_value=np.nan) / DAYS_A_MONTH
    out["age_at"] = np.where(never, np.nan, np.floor(age))
    position = picked["position"].astype("object").to_numpy(copy=True)
    position[never] = None
    out["position"] = pd.array(position, dtype="str")
    return out


def _before(rows: pd.DataFrame, time: Timeline, size: Ints) -> dict[str, object]:
    """Return the plausible height-for-age before the month of the last measurement."""
    haz = rows["haz"].to_numpy(dtype="float64", na_value=np.nan)[time.at]
    flag = rows["flag_haz"].to_numpy(dtype=bool)[time.at]
    measured = rows["measured"].to_numpy(dtype=bool)[time.at]
    of_last = pick(time.month, size, NEVER)[time.child]
    usable = measured & ~np.isnan(haz) & ~flag & (time.month < of_last)
    place = last_of(time.child, usable, len(time.ids))
    date = rows["measured_on"].to_numpy()[pick(time.at, place, 0)].astype("datetime64[s]")
    date[place < 0] = np.datetime64("NaT")
    return {"haz_before": pick(haz, place, np.nan), "haz_before_on": date}


def _gains(rows: pd.DataFrame, time: Timeline, last: int, n: int) -> dict[str, object]:
    """Return verdicts and weights of children weighed in the month."""
    found = verdicts(rows, time=time)
    found = found[found["month"] == last]
    child = found["child"].to_numpy()
    out: dict[str, object] = {}
    weighed = np.zeros(n, dtype=bool)
    weighed[child] = True
    out["weighed"] = weighed
    file_gain = rows["weight_gain"].iloc[found["at"]].astype("object").to_numpy()
    for name, text in (
        ("gain", found["gain"]),
        ("gain_before", found["gain_before"]),
        ("file_gain", file_gain),
    ):
        values = np.full(n, "", dtype=object)
        values[child] = np.where(pd.isna(text), "", text)
        out[name] = pd.array(values, dtype="str")
    for name, kg in (("weight_now", "weight"), ("weight_before", "before"), ("weight_before2", "before2")):
        number = np.full(n, np.nan)
        number[child] = found[kg].to_numpy()
        out[name] = number
    return out
