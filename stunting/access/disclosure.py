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

from stunting.access.solvable import free

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
        At most two columns that name the totals a reader may know (for example the kecamatan of a desa
        and the period). Each column is its own family of totals. In each group of equal values at least
        two cells are hidden, or none; the hidden cases sum to at least `SMALLEST_COUNT`, and so do the
        hidden children who are no case: neither is found by subtraction, nor by the totals of both
        families together (`solvable.free`). What follows from the totals even with every cell hidden (a
        group of one cell) cannot be guarded here. A blank is no
        total: nothing is known that such a cell adds to.

    Returns
    -------
    DataFrame
        Suppressed rows have missing ``value``, interval and ``numerator``. A denominator below the limit
        is missing too, and with it those that guard it from the same subtraction.

    Raises
    ------
    ValueError
        If more than two families are named: their totals together are not examined.

    Examples
    --------
    >>> cells = pd.DataFrame({"level": "desa", "kec": ["A", "A", "A"], "value": [0.1, 0.2, 0.3],
    ...     "low": 0.0, "high": 1.0, "numerator": [3, 8, 21], "denominator": [30, 40, 70]})
    >>> protect(cells, within=["kec"])["suppressed"].tolist()  # 3 is small, 8 goes with it
    [True, True, False]
    """
    if len(within) > 2:
        raise ValueError("at most two families of totals are guarded together")
    out = frame.copy()
    guarded = out["level"].isin(PROTECTED_LEVELS).to_numpy()
    count = out["numerator"].to_numpy(dtype=float, na_value=np.nan)
    size = out["denominator"].to_numpy(dtype=float, na_value=np.nan)
    # The rest (measured, not stunted) is a count of children as well: 28 of 30 tells about two.
    rest = size - count
    some = guarded & (size > 0)
    few = some & (size < SMALLEST_COUNT)
    small = few | (some & ((count < SMALLEST_COUNT) | (rest < SMALLEST_COUNT)))
    families = [_labels(out[column]) for column in within]
    # first how many were measured: where that is hidden, the figure is
    few = _guard(few, few.copy(), some, [size], families, np.full(len(out), np.inf))
    hidden = _guard(small, small | few, some, [count, rest], families, size)
    out["suppressed"] = hidden
    columns = [c for c in _HIDDEN if c in out]
    out[columns] = out[columns].astype("float64")
    out.loc[hidden, columns] = np.nan
    out["denominator"] = out["denominator"].astype("float64")
    out.loc[few, "denominator"] = np.nan
    return out


def _labels(column: pd.Series) -> np.ndarray:
    """Return the totals as whole numbers, -1 where a cell adds to none."""
    named = column.astype("object").replace("", None)
    return pd.factorize(named)[0]


def _guard(
    small: np.ndarray,
    hidden: np.ndarray,
    some: np.ndarray,
    counts: list[np.ndarray],
    families: list[np.ndarray],
    most: np.ndarray,
) -> np.ndarray:
    """Return `hidden` with the further cells that keep the `small` ones from being found.

    Every cell of `counts` lies between 0 and `most`. Hiding for one family can expose another: until
    nothing moves.
    """
    changed = bool(hidden.any())
    if changed and len(families) == 2:
        # a total of one cell gives it away whatever else is hidden: nothing is hidden for its sake
        at = np.flatnonzero(some)
        hopeless = at[~free(counts[0][at], most[at], *(labels[at] for labels in families))]
        small = small.copy()
        small[hopeless] = False
    while changed:
        changed = False
        for labels in families:
            for count in counts:
                changed |= _complement(hidden, some, count, labels)
        if not changed and len(families) == 2:
            changed = _loosen(small, hidden, some, counts[0], families, most)
    return hidden


def _complement(hidden: np.ndarray, some: np.ndarray, count: np.ndarray, labels: np.ndarray) -> bool:
    """Hide the smallest further cells of groups whose hidden part could be found; say if any was."""
    moved = False
    for label in pd.unique(labels[hidden & (labels >= 0)]):
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


def _loosen(
    small: np.ndarray,
    hidden: np.ndarray,
    some: np.ndarray,
    count: np.ndarray,
    families: list[np.ndarray],
    most: np.ndarray,
) -> bool:
    """Hide one more cell near each small one that the totals of both families together give away."""
    at = np.flatnonzero(hidden & some)
    one, two = (labels[at] for labels in families)
    stuck = at[~free(count[at], most[at], one, two) & small[at]]
    moved = False
    for cell in stuck:
        for reach in _rings(cell, hidden & some, families):
            near = np.flatnonzero(reach & some & ~hidden)
            if len(near):
                hidden[near[np.argmin(count[near])]] = True
                moved = True
                break
    return moved


def _rings(cell: int, hidden: np.ndarray, families: list[np.ndarray]) -> list[np.ndarray]:
    """Return cells that share a total with `cell`; then those that do with hidden ones among them, ..."""
    rings: list[np.ndarray] = []
    reach = np.zeros(len(hidden), dtype=bool)
    reach[cell] = True
    while True:
        wider = np.zeros_like(reach)
        for labels in families:
            wider |= np.isin(labels, labels[reach & hidden & (labels >= 0)])
        if (wider == reach).all() and rings:
            return rings
        rings.append(wider)
        reach = wider
