"""What the public sees of SKDN: below the kecamatan S, D and D/S only, and of a posyandu nothing.

N, T, O, B and the rest are parts of D, and most of them are smaller than 5 in a desa: they are left out
as a whole, so that no sum over months, letters or areas can give one away. D and S follow the pattern that
every other page has (`data.participation`), so that two pages never differ in what they hide.
"""

from __future__ import annotations

from typing import Final

import numpy as np
import pandas as pd

from stunting.access.disclosure import PROTECTED_LEVELS, SMALLEST_COUNT
from stunting.indicators import skdn
from stunting.ui import data

_KEPT: Final = ("s", "d")
#: Counts that say nothing about a child.
_PLAIN: Final = ("level", "area", "period", "months", "s_from")


def hide(frame: pd.DataFrame, hidden: pd.Series | None) -> pd.DataFrame:
    """Return counts or ratios as the public may see them.

    Parameters
    ----------
    frame : DataFrame
        Of `skdn.counts` or `skdn.ratios`, one level.
    hidden : Series of bool or None
        By (area, period): whose D and S are hidden; what it does not know is hidden. None: a level that
        needs no protection.

    Returns
    -------
    DataFrame
        With ``suppressed``: this figure (of ratios), or S and D (of counts), are hidden. Counts are float64.
    """
    if hidden is None:
        return frame.assign(suppressed=False)
    keys = pd.MultiIndex.from_frame(frame[["area", "period"]].astype("str"))
    gone = hidden.reindex(keys, fill_value=True).to_numpy(dtype=bool)
    if "indicator" in frame:
        gone = gone | (frame["indicator"] != "ds").to_numpy()
        # a month without any row is no data, not a secret
        gone = gone & (frame["months"] > 0).to_numpy()
        out = frame.assign(suppressed=gone)
        columns = ["value", "low", "high", "numerator", "denominator", "undecided"]
        out[columns] = out[columns].astype("float64")
        out.loc[gone, columns] = np.nan
        out["undecided"] = np.nan
        out.loc[gone, ["reached", "note"]] = ""
        return out
    counts = [str(c) for c in frame if c not in _PLAIN]
    out = frame.astype(dict.fromkeys(counts, "float64"))
    gone = gone & (frame["months"] > 0).to_numpy()
    out[[c for c in counts if c not in _KEPT]] = np.nan
    out.loc[gone, list(_KEPT)] = np.nan
    return out.assign(suppressed=gone)


@data.resource
def pattern(code: str, data_version: str, level: str, months: tuple[str, ...]) -> pd.Series | None:
    """Return which D and S of a level are hidden, by (area, month); None where none has to be."""
    if level not in PROTECTED_LEVELS:
        return None
    if level == "posyandu" or not months:
        return pd.Series(False, index=pd.MultiIndex.from_arrays([[], []]), dtype=bool)
    desa = pd.concat([data.participation("desa", m) for m in months], ignore_index=True)
    desa = desa.astype({"area": "str", "period": "str"})
    if level == "desa":
        return desa.set_index(["area", "period"])["suppressed"].astype(bool)
    cube = data.store().cube(skdn.NAME, code, skdn.build)
    return of_puskesmas(cube[cube["period"].astype("str").isin(months)], desa)


def of_puskesmas(cube: pd.DataFrame, desa: pd.DataFrame) -> pd.Series:
    """Return which figures of puskesmas would give a hidden desa, or a small count, away.

    A puskesmas is shown where its hidden desa are none, or at least two with 5 or more children weighed
    and 5 or more not weighed. The puskesmas of a kecamatan are shown together or not at all, because the
    kecamatan itself is known.

    Parameters
    ----------
    cube : DataFrame
        Of `skdn.build`.
    desa : DataFrame
        ``area, period, suppressed`` of every desa.
    """
    keys = ["kec", "puskesmas", "desa", "period"]
    cells = cube.astype(dict.fromkeys(keys, "str")).groupby(keys, as_index=False)[["s", "d"]].sum()
    secret = desa.set_index(["area", "period"])["suppressed"]
    at = pd.MultiIndex.from_frame(cells[["desa", "period"]])
    cells["secret"] = secret.reindex(at, fill_value=True).to_numpy(dtype=bool)
    group = cells.groupby(["kec", "puskesmas", "period"])
    whole = group[["s", "d"]].sum()
    inside = cells[cells["secret"]].groupby(["kec", "puskesmas", "period"]).agg(
        n=("d", "size"), d=("d", "sum"), s=("s", "sum")
    ).reindex(whole.index, fill_value=0)  # fmt: skip
    least = SMALLEST_COUNT
    open_ = (inside["n"] == 0) | (
        (inside["n"] >= 2) & (inside["d"] >= least) & (inside["s"] - inside["d"] >= least)
    )
    bad = ~open_ | (whole["d"] < least) | (whole["s"] - whole["d"] < least)
    bad = bad.groupby(level=["kec", "period"]).transform("any")
    return bad.groupby(level=["puskesmas", "period"]).any()
