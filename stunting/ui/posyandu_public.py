"""What the public sees of SKDN: below the kecamatan S, D and D/S only, and of a posyandu nothing.

N, T, O, B and the rest are parts of D, and most of them are smaller than 5 in a desa: they are left out
as a whole, so that no sum over months, letters or areas can give one away. D and S follow the pattern that
every other page has (`data.participation`), so that two pages never differ in what they hide.
"""

from __future__ import annotations

from typing import Final

import numpy as np
import pandas as pd

from stunting.access.disclosure import PROTECTED_LEVELS
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
    found = pd.concat([data.participation(level, m) for m in months], ignore_index=True)
    found = found.astype({"area": "str", "period": "str"})
    return found.set_index(["area", "period"])["suppressed"].astype(bool)
