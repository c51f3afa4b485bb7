"""Disclosure control: small counts of children do not leave the house (rule 5 of the design).

One module, applied to every table, map, hover and download of the public role. The policy is two
named constants; the method is cell suppression with complementary suppression, so that a hidden
count cannot be found by subtracting the shown ones from a shown total.

References
----------
.. [1] Hundepool A. et al. (2012). Statistical Disclosure Control. Wiley, ch. 4.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np
import pandas as pd

#: Counts of children below this are not shown ...
SMALLEST_COUNT: Final = 5
#: ... at these levels (a kecamatan is large enough).
PROTECTED_LEVELS: Final = ("puskesmas", "desa", "posyandu")

_HIDDEN: Final = ("value", "low", "high", "numerator", "wilson_low", "wilson_high")


def protect(frame: pd.DataFrame, within: Sequence[str] = ()) -> pd.DataFrame:
    """Return `frame` with small counts suppressed, and a boolean column ``suppressed``.

    Parameters
    ----------
    frame : DataFrame
        A result frame with ``level``, ``numerator`` and ``denominator``.
    within : sequence of str
        Columns that name the totals a reader may know (for example the kecamatan of a desa, the
        period and the indicator). In each group of equal values at least two cells are hidden, or
        none, and the hidden ones sum to at least `SMALLEST_COUNT`: no subtraction finds a small count.
        Each column is its own family of totals: ``["kec", "puskesmas"]`` protects both.

    Returns
    -------
    DataFrame
        Suppressed rows have missing ``value``, interval and ``numerator``; a denominator below the
        limit is missing too.

    Examples
    --------
    >>> cells = pd.DataFrame({"level": "desa", "kec": ["A", "A", "A"], "value": [0.1, 0.2, 0.3],
    ...     "low": 0.0, "high": 1.0, "numerator": [3, 8, 21], "denominator": [30, 40, 70]})
    >>> protect(cells, within=["kec"])["suppressed"].tolist()  # 3 is small, 8 goes with it
    [True, True, False]
    """
    out = frame.copy()
    guarded = out["level"].isin(PROTECTED_LEVELS).to_numpy()
    count = out["numerator"].to_numpy(dtype=float, na_value=np.nan)
    size = out["denominator"].to_numpy(dtype=float, na_value=np.nan)
    # The rest (measured, not stunted) is a count of children as well: 28 of 30 tells about two.
    rest = size - count
    some = guarded & (size > 0)
    hidden = some & ((count < SMALLEST_COUNT) | (size < SMALLEST_COUNT))
    hidden |= some & (rest < SMALLEST_COUNT)
    families = [out[column].astype("object").fillna("").to_numpy() for column in within]
    changed = bool(hidden.any())
    while changed:  # hiding for one family can expose another: until nothing moves
        changed = False
        for labels in families:
            changed |= _complement(hidden, some, count, labels)
    out["suppressed"] = hidden
    columns = [c for c in _HIDDEN if c in out]
    out[columns] = out[columns].astype("float64")
    out.loc[hidden, columns] = np.nan
    out["denominator"] = out["denominator"].astype("float64")
    out.loc[hidden & (size < SMALLEST_COUNT), "denominator"] = np.nan
    return out


def _complement(hidden: np.ndarray, some: np.ndarray, count: np.ndarray, labels: np.ndarray) -> bool:
    """Hide the smallest further cells of groups whose hidden part could be found; say if any was."""
    moved = False
    for label in pd.unique(labels[hidden]):
        members = np.flatnonzero((labels == label) & some)
        order = members[np.argsort(count[members], kind="stable")]
        for cell in order:
            inside = order[hidden[order]]
            if len(inside) >= 2 and count[inside].sum() >= SMALLEST_COUNT:
                break
            if not hidden[cell]:
                hidden[cell] = True
                moved = True
    return moved
