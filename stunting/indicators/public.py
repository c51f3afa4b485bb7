"""Figures as the public may see them: small counts hidden, and what would give them away.

Always over the whole kabupaten: what is hidden must not depend on what is looked at.
"""

from __future__ import annotations

from typing import Final

import numpy as np
import pandas as pd

from stunting.access.disclosure import PROTECTED_LEVELS, SMALLEST_COUNT, protect

_COUNTS: Final = ["value", "low", "high", "numerator", "denominator", "registered", "measured"]
_MONTH: Final = len("YYYY-MM")


def hide_rates(frame: pd.DataFrame) -> pd.DataFrame:
    """Return rates of one level of a kabupaten with small counts hidden, and the column ``suppressed``.

    Parameters
    ----------
    frame : DataFrame
        Result frame of all areas of one level, of any periods. The total that a reader knows is that of
        the kecamatan (of a desa) or of the kabupaten, in the period. Below the kecamatan ``s`` is left out:
        with the denominator it tells how many were not measured, which only `hide_attendance` may.

    Raises
    ------
    ValueError
        Of a posyandu: too small to be shown at all.
    """
    level = _level(frame)
    if level == "posyandu":
        raise ValueError("a posyandu is too small for the public")
    if level not in PROTECTED_LEVELS:
        return frame.assign(suppressed=False)
    above = frame["area"].astype("str").str.slice(0, 8) if level == "desa" else ""
    family = frame["period"].astype("str") + above
    hidden = protect(frame.assign(_family=family), within=["_family"]).drop(columns="_family")
    return hidden.assign(s=np.nan) if "s" in hidden else hidden


def hide_attendance(frame: pd.DataFrame) -> pd.DataFrame:
    """Return D/S of a year and its months with D, S and S - D of small cells hidden.

    Two totals are known to a reader: the kecamatan in the period, and the year of the area, which is
    the sum of its months. Nothing hidden may follow from either, neither D nor those not weighed.
    """
    level = _level(frame)
    if level not in PROTECTED_LEVELS:
        return frame.assign(suppressed=False)
    area, period = frame["area"].astype("str"), frame["period"].astype("str")
    # the months of a year guard each other; the year itself is their total, no member
    own = area + period.str.slice(0, 4) + period.str.len().astype("str")
    # of a single month the year says the same, and is hidden with it: no total that a reader knows
    months = own[frame["denominator"].gt(0)].value_counts()
    own = own.where(own.map(months).gt(1), "")
    above = area.str.slice(0, 8) if level == "desa" else ""  # the name of a puskesmas is no code
    hidden = protect(frame.assign(_total=period + above, _own=own), within=["_total", "_own"])["suppressed"]
    out = frame.copy()
    out[_COUNTS] = out[_COUNTS].astype("float64").mask(hidden)
    return out.assign(suppressed=hidden)


def hide_puskesmas(frame: pd.DataFrame, cells: pd.DataFrame, desa: pd.DataFrame) -> pd.DataFrame:
    """Return figures of puskesmas, those hidden too that would give a hidden desa away.

    A puskesmas is shown where its hidden desa are none, or at least two with `SMALLEST_COUNT` or more cases
    and as many who are none. The puskesmas of a kecamatan are shown together or not at all, because the
    kecamatan itself is known. Of a desa that two puskesmas serve, a small part counts as hidden.

    Parameters
    ----------
    frame : DataFrame
        Of `hide_rates` or `hide_attendance`, level puskesmas.
    cells : DataFrame
        ``kec, puskesmas, desa, period, numerator, denominator`` of every part of a desa, in all periods of
        `frame` that have rows.
    desa : DataFrame
        ``area, period, suppressed`` of every desa as it is shown.
    """
    keys, place = ["kec", "puskesmas", "period"], ["puskesmas", "period"]
    secret = desa.set_index(["area", "period"])["suppressed"]
    at = pd.MultiIndex.from_frame(cells[["desa", "period"]])
    own = cells.assign(rest=cells["denominator"] - cells["numerator"], n=1)
    own = own[own["denominator"].gt(0).to_numpy()]
    hidden: np.ndarray = secret.reindex(at, fill_value=True).to_numpy(dtype=bool)[
        cells["denominator"].gt(0).to_numpy()
    ]
    shared = own.groupby(["desa", "period"])["puskesmas"].transform("nunique") > 1
    small = own[["numerator", "rest"]].min(axis=1) < SMALLEST_COUNT
    counts = ["n", "numerator", "rest"]
    within = own[hidden | (shared & small)].groupby(keys)[counts].sum()
    within = within.reindex(pd.MultiIndex.from_frame(own[keys].drop_duplicates()), fill_value=0)
    least = within["n"].ge(2) & within[["numerator", "rest"]].min(axis=1).ge(SMALLEST_COUNT)
    bad = (within["n"].gt(0) & ~least).groupby(level=["kec", "period"]).transform("any")
    closed = bad.groupby(level=place).any()
    asked = pd.MultiIndex.from_frame(frame[["area", "period"]].astype("str"))
    # nothing is known of a period without rows (a recap): hidden, wherever any desa is
    unknown = set(desa.loc[desa["suppressed"].astype(bool), "period"].astype("str")) - set(own["period"])
    found = closed.reindex(asked, fill_value=False).to_numpy(dtype=bool)
    gone = frame["period"].astype("str").isin(unknown) | found
    out, columns = frame.copy(), [c for c in _COUNTS if c in frame]
    out[columns] = out[columns].astype("float64").mask(gone)
    return out.assign(suppressed=out["suppressed"].astype(bool) | gone)


def guard_puskesmas(
    frame: pd.DataFrame, desa: pd.DataFrame, cube: pd.DataFrame, cases: str, children: str
) -> pd.DataFrame:
    """Return `hide_puskesmas` of figures that come from two columns of the cube."""
    periods = sorted(set(frame["period"].astype("str")))
    return hide_puskesmas(frame, parts_of_puskesmas(cube, cases, children, periods), desa)


def served(cube: pd.DataFrame) -> pd.Series:
    """Return desa → the puskesmas that has most of its rows; later months decide.

    Examples
    --------
    >>> rows = pd.DataFrame({"desa": ["a", "a", "a"], "puskesmas": ["Satu", "Dua", "Dua"],
    ...     "period": ["2024-01", "2024-02", "2024"], "registered": [30, 20, 50]})
    >>> served(rows).to_dict()
    {'a': 'Dua'}
    """
    keys = ["desa", "puskesmas", "period"]
    rows = cube[[*keys, "registered"]].groupby(keys, observed=True)["registered"].sum().reset_index()
    rows = rows.astype(dict.fromkeys(keys, "str"))
    rows = rows[rows["period"].str.len().eq(_MONTH)].sort_values(["period", "registered"], kind="stable")
    return rows.drop_duplicates("desa", keep="last").set_index("desa")["puskesmas"]


def homes(cube: pd.DataFrame) -> pd.Series:
    """Return puskesmas → the kecamatan with most of its cells."""
    pairs = cube[["puskesmas", "kec"]].astype("str").value_counts(sort=True).reset_index()
    return pairs.drop_duplicates("puskesmas").set_index("puskesmas")["kec"]


def parts_of_puskesmas(cube: pd.DataFrame, cases: str, children: str, periods: list[str]) -> pd.DataFrame:
    """Return the cells of `hide_puskesmas` from two columns of the cube."""
    keys = ["kec", "puskesmas", "desa", "period"]
    rows = cube.loc[cube["period"].isin(periods), [*keys, cases, children]]
    cells = rows.groupby(keys, observed=True)[[cases, children]].sum().reset_index()
    cells = cells.rename(columns={cases: "numerator", children: "denominator"})
    return cells.astype(dict.fromkeys(keys, "str"))


def months_of(periods: pd.Series, year: str) -> list[str]:
    """Return the months of a year among periods, and the year: what `hide_attendance` needs together."""
    return [*sorted(p for p in map(str, periods.unique()) if len(p) == _MONTH and p.startswith(year)), year]


def _level(frame: pd.DataFrame) -> str:
    return str(frame["level"].iloc[0]) if len(frame) else ""
