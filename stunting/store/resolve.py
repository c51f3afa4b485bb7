"""Latest wins: which stored rows count, given the live uploads. Arrays in, row numbers out."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd
import pyarrow as pa

#: Columns that `resolve` needs.
KEYS = ("upload_id", "row", "child_id", "measured_on", "measured", "period", "puskesmas")
_UNMEASURED = np.int64(1) << 30
_DAY_ZERO = np.int64(1) << 20  # dates before 1970 stay positive


def codes(column: pa.ChunkedArray | pa.Array) -> tuple[np.ndarray, list[str]]:
    """Return dictionary codes (−1: missing) and the values of a column of strings."""
    if isinstance(column, pa.ChunkedArray):
        column = column.unify_dictionaries().combine_chunks()
    if not pa.types.is_dictionary(column.type):
        column = column.dictionary_encode()
    numbers = column.indices.fill_null(-1).to_numpy(zero_copy_only=False)
    return numbers, column.dictionary.to_pylist()


def resolve(table: pa.Table, order: Mapping[str, int], replaced: Mapping[tuple[str, str], int]) -> np.ndarray:
    """Return the numbers of the rows that count, oldest upload first, then as in the file.

    Parameters
    ----------
    table : pa.Table
        Rows of one kabupaten with the columns `KEYS`.
    order : Mapping
        Upload → its place in time among the live uploads; rows of other uploads do not count.
    replaced : Mapping
        (puskesmas, period) → place of the last upload that replaces it: rows of earlier uploads vanish.

    Returns
    -------
    ndarray of int64
        Of rows with the same child and date (unmeasured: child and period) the newest; an unmeasured
        row only if its child has no measured one in that period.

    Examples
    --------
    >>> import datetime
    >>> table = pa.table({"upload_id": ["a", "b"], "row": [2, 2], "child_id": ["x", "x"],
    ...     "measured_on": [datetime.date(2024, 2, 1)] * 2, "measured": [True, True],
    ...     "period": ["2024-02"] * 2, "puskesmas": ["P"] * 2})
    >>> resolve(table, {"a": 0, "b": 1}, {})
    array([1])
    """
    if not table.num_rows:
        return np.empty(0, np.int64)
    upload, uploads = codes(table["upload_id"])
    period, periods = codes(table["period"])
    puskesmas, names = codes(table["puskesmas"])
    child = codes(table["child_id"])[0].astype(np.int64)
    place = np.array([order.get(name, -1) for name in uploads], np.int64)[upload]

    # One extra row and column, of −1, for missing values: index −1 finds them.
    last = np.full((len(names) + 1, len(periods) + 1), -1, np.int64)
    column_of = {name: i for i, name in enumerate(periods)}
    row_of = {name: i for i, name in enumerate(names)}
    for (name, month), number in replaced.items():
        if name in row_of and month in column_of:
            last[row_of[name], column_of[month]] = number
    visible = np.flatnonzero((place >= 0) & (place >= last[puskesmas, period]))

    line = table["row"].to_numpy().astype(np.int64)
    rank = (place << 32 | line)[visible]
    if np.any(rank[1:] < rank[:-1]):
        visible = visible[np.argsort(rank, kind="stable")]

    day = table["measured_on"].combine_chunks().cast(pa.date32()).cast(pa.int32())
    dated = table["measured"].combine_chunks().fill_null(False).to_numpy(zero_copy_only=False) & (
        day.is_valid().to_numpy(zero_copy_only=False)
    )
    when = np.where(
        dated,
        day.fill_null(0).to_numpy(zero_copy_only=False).astype(np.int64) + _DAY_ZERO,
        _UNMEASURED + 1 + period,
    )
    kept = visible[~pd.Series((child << 32 | when)[visible]).duplicated(keep="last").to_numpy()]

    month = (child << 32 | (period + 1))[kept]
    unmeasured = ~dated[kept]
    if unmeasured.any():
        seen = pd.Index(month[~unmeasured])
        unmeasured[unmeasured] = pd.Index(month[unmeasured]).isin(seen)
        kept = kept[~unmeasured]
    return kept
