"""Rows in the order of time, and months as numbers."""

from __future__ import annotations

import re
from typing import Any, Final, NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray

Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]
Floats = NDArray[np.float64]

NEVER: Final = -1
_MONTH: Final = re.compile(r"\d{4}-(0[1-9]|1[0-2])")


def month_number(text: str) -> int:
    """Return months since year 0.

    >>> month_number("2024-01") - month_number("2023-12")
    1

    Raises
    ------
    ValueError
        If `text` is not ``"YYYY-MM"``.
    """
    if not _MONTH.fullmatch(str(text)):
        raise ValueError(f"not a month (YYYY-MM): {text!r}")
    return int(text[:4]) * 12 + int(text[5:7]) - 1


def month_text(number: int) -> str:
    """Return the month of a number.

    >>> month_text(month_number("2024-01") - 1)
    '2023-12'
    """
    return f"{number // 12:04d}-{number % 12 + 1:02d}"


class Timeline(NamedTuple):
    """Rows up to one month, sorted by child, month and date (unmeasured first); equal ones as in the frame.

    Attributes
    ----------
    at : ndarray of int
        Position of each in the frame of rows.
    child, month : ndarray of int
        Number of the child (place in `ids`), month number.
    ids : ndarray of object
        The children, sorted.
    """

    at: Ints
    child: Ints
    month: Ints
    ids: NDArray[np.object_]


def timeline(rows: pd.DataFrame, month: str | None = None) -> Timeline:
    """Return the rows of `month` and before (all: None) in the order of time."""
    period = rows["period"].astype("category").cat
    labels = [str(p) for p in period.categories]
    numbers = np.array([month_number(p) if _MONTH.fullmatch(p) else NEVER for p in labels] + [NEVER])
    when = numbers[period.codes.to_numpy()].astype("int64")
    last = month_number(month) if month is not None else int(when.max(initial=0))
    at = np.flatnonzero((when >= 0) & (when <= last))
    codes = rows["child_id"].astype("category").cat
    child, ids = codes.codes.to_numpy()[at].astype("int64"), codes.categories.to_numpy(dtype=object)
    used = np.bincount(child[child >= 0], minlength=len(ids)) > 0
    at, child = at[child >= 0], child[child >= 0]
    child, ids = (np.cumsum(used) - 1)[child], ids[used]
    when = when[at]
    day = rows["measured_on"].to_numpy()[at].astype("datetime64[D]")
    dated = rows["measured"].to_numpy(dtype=bool)[at] & ~np.isnat(day)
    days = np.where(dated, day.astype("int64"), 0)
    days = np.where(dated, days - days.min(initial=0) + 1, 0)
    key = (child * (int(when.max(initial=0)) + 1) + when) * (int(days.max(initial=0)) + 1) + days
    order = np.argsort(key, kind="stable")
    return Timeline(at[order], child[order], when[order], ids)


def last_of(child: Ints, mask: Bools, children: int) -> Ints:
    """Return, for every child, the place of its last true value in `mask`; `NEVER` where it has none."""
    out = np.full(children, NEVER, dtype="int64")
    found = np.flatnonzero(mask)
    # runs of one child: the last place of each run
    ends = np.flatnonzero(np.diff(child[found], append=-1))
    out[child[found[ends]]] = found[ends]
    return out


def pick(values: NDArray[Any], place: Ints, missing: object) -> NDArray[Any]:
    """Return ``values[place]``, and `missing` where the place is `NEVER`."""
    if not len(values):
        return np.full(len(place), missing, dtype=values.dtype)
    return np.where(place >= 0, values[place], np.asarray(missing, dtype=values.dtype))
