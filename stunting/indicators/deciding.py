"""Which row decides: each child counts once in a period, with its last measurement there."""

from __future__ import annotations

from typing import Final, NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray

UNKNOWN: Final = "?"

Bools = NDArray[np.bool_]
Ints = NDArray[np.int64]


class Deciding(NamedTuple):
    """Rows that decide: `at` positions in the frame, `period` codes into `periods` (months, then years).

    `child_month` numbers the child and month of every row of the frame.
    """

    at: Ints
    period: Ints
    periods: list[str]
    child_month: Ints


def deciding(rows: pd.DataFrame) -> Deciding:
    """Return the row that decides about each child in each month, and in each year.

    Parameters
    ----------
    rows : DataFrame
        ``child_id, period`` (months), ``measured, measured_on``. The last measured row of a child in a
        period decides, or its last row if none is measured; of two of one date the later one in the frame.

    Examples
    --------
    >>> day = pd.to_datetime(["2024-02-01", "2024-02-20", None])
    >>> rows = pd.DataFrame({"child_id": list("aaa"), "period": ["2024-02", "2024-02", "2024-03"],
    ...     "measured": [True, True, False], "measured_on": day})
    >>> found = deciding(rows)
    >>> found.at.tolist(), [found.periods[p] for p in found.period]
    ([1, 2, 1], ['2024-02', '2024-03', '2024'])
    """
    child = pd.factorize(rows["child_id"])[0].astype("int64")
    month, months = codes(rows["period"])
    measured = rows["measured"].to_numpy(dtype=bool)
    order = _in_time(rows, child, month, measured)
    years = sorted({m[:4] for m in months})
    year = np.searchsorted(years, [m[:4] for m in months])[month]
    child_month = child * len(months) + month
    by_month = _last(order, child_month, measured)
    by_year = _last(order, child * len(years) + year, measured)
    period = np.concatenate([month[by_month], len(months) + year[by_year]])
    return Deciding(np.concatenate([by_month, by_year]), period, [*months, *years], child_month)


def codes(column: pd.Series) -> tuple[Ints, list[str]]:
    """Return codes and sorted labels of a text column; missing becomes `UNKNOWN`."""
    values = column.astype("category").cat.remove_unused_categories()
    labels = [str(c) for c in values.cat.categories]
    codes = values.cat.codes.to_numpy().astype("int64")
    if (codes < 0).any():
        codes, labels = np.where(codes < 0, len(labels), codes), [*labels, UNKNOWN]
    final = sorted(set(labels))
    return np.searchsorted(final, labels)[codes].astype("int64"), final


def _in_time(rows: pd.DataFrame, child: Ints, month: Ints, measured: Bools) -> Ints:
    """Return row positions ordered by child, period, date; ties keep the order of the frame."""
    date = rows["measured_on"].to_numpy().astype("datetime64[D]")
    dated = measured & ~np.isnat(date)
    day = np.where(dated, date.astype("int64"), 0)
    day = np.where(dated, day - day.min(initial=0) + 1, 0)
    key = (child * (month.max() + 1) + month) * (day.max() + 1) + day
    return np.argsort(key, kind="stable")


def _last(order: Ints, key: Ints, measured: Bools) -> Ints:
    """Return the position of the last measured row of each key, or of its last row if none is.

    `order` must run through the rows of a key without interruption, in time.
    """
    first = np.flatnonzero(np.diff(key[order], prepend=-1))
    rank = np.arange(len(order)) + np.where(measured[order], len(order), 0)
    return order[np.maximum.reduceat(rank, first) % len(order)]
