"""Columns of a table as numbers: sex, position, oedema, weights, dates. Every *different* text is read once.

Texts decide the time of a whole file, not the z-scores: a column is encoded as a dictionary (by Arrow), the
few different texts are read in Python, and the rest is one ``np.take``.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final

import numpy as np
import pandas as pd
import pyarrow as pa
from numpy.typing import NDArray

Floats = NDArray[np.float64]

SEX_WORDS: Final = {
    1: ("1", "m", "male", "boy", "l", "lk", "laki", "laki-laki", "laki laki", "lakilaki", "pria"),
    2: ("2", "f", "female", "girl", "p", "pr", "perempuan", "wanita"),
}
POSITION_WORDS: Final = {
    1: ("l", "lying", "recumbent", "length", "telentang", "terlentang", "berbaring", "1"),
    2: ("h", "s", "standing", "height", "berdiri", "2"),
}
YES_WORDS: Final = {1: ("y", "yes", "ya", "ada", "true", "1")}  # not "t": tidak


def encode(column: pd.Series) -> tuple[NDArray[np.intp], list[Any]]:
    """Return the number of the value in every row (−1 missing), and the different values."""
    if isinstance(column.dtype, pd.CategoricalDtype):
        return np.asarray(column.cat.codes, dtype=np.intp), column.cat.categories.tolist()
    if isinstance(column.dtype, pd.StringDtype):
        array = pa.array(column)
        if isinstance(array, pa.ChunkedArray):
            array = array.combine_chunks()
        coded = array.dictionary_encode()
        at = coded.indices.fill_null(-1).to_numpy(zero_copy_only=False)
        return np.asarray(at, dtype=np.intp), coded.dictionary.to_pylist()
    codes, different = pd.factorize(column)
    return np.asarray(codes, dtype=np.intp), list(different)


def spread(column: pd.Series, read: Callable[[list[str]], NDArray[Any]], missing: float) -> NDArray[Any]:
    """Read every different text of `column` with `read`, and spread the results over the rows."""
    codes, values = encode(column)
    known = read([str(value).strip().casefold() for value in values])
    return np.take(np.append(known, np.asarray(missing, dtype=known.dtype)), codes)


def words(column: pd.Series, meanings: Mapping[int, tuple[str, ...]]) -> NDArray[np.int8]:
    """Return the number that each word of `column` means; 0 for blanks and for unknown words."""
    if pd.api.types.is_numeric_dtype(column.dtype):  # booleans too
        values = column.to_numpy(np.float64, na_value=np.nan)
        out = np.zeros(len(values), dtype=np.int8)
        for number in meanings:
            out += (values == number).astype(np.int8) * np.int8(number)
        return out
    number_of = {word: number for number, some in meanings.items() for word in some}

    def read(texts: list[str]) -> NDArray[np.int8]:
        # "1.0" is how a column of 1 and blanks comes out of a spreadsheet
        return np.array([number_of.get(text.removesuffix(".0"), 0) for text in texts], dtype=np.int8)

    return spread(column, read, 0)


def numbers(column: pd.Series) -> Floats:
    """Return a column of numbers, or of texts with a decimal point or comma; NaN where there is none."""
    if pd.api.types.is_numeric_dtype(column.dtype):
        return column.to_numpy(np.float64, na_value=np.nan)

    def read(texts: list[str]) -> Floats:
        plain = pd.Series([text.replace(",", ".") for text in texts], dtype="object")
        return pd.to_numeric(plain, errors="coerce").to_numpy(np.float64)

    return spread(column, read, np.nan)


def days(column: pd.Series) -> Floats:
    """Return dates as days since 1970; texts as ``2024-02-29`` or, day first, ``29/02/2024``."""
    if pd.api.types.is_datetime64_any_dtype(column.dtype):
        plain = column.dt.tz_localize(None) if isinstance(column.dtype, pd.DatetimeTZDtype) else column
        return _day_numbers(plain.to_numpy())

    def read(texts: list[str]) -> Floats:
        series = pd.Series(texts, dtype="str")
        iso = series.str.extract(r"^(\d{4}-\d{1,2}-\d{1,2})(?:$|[t ])", expand=False)
        local = series.str.extract(r"^(\d{1,2}[-/.]\d{1,2}[-/.]\d{4})(?:$| )", expand=False)
        local = local.str.replace(r"[-.]", "/", regex=True)
        first = pd.to_datetime(iso, format="%Y-%m-%d", errors="coerce")
        second = pd.to_datetime(local, format="%d/%m/%Y", errors="coerce")
        return _day_numbers(first.fillna(second).to_numpy())

    return spread(column, read, np.nan)


def _day_numbers(dates: NDArray[Any]) -> Floats:
    whole = dates.astype("datetime64[D]")
    out = whole.astype(np.int64).astype(np.float64)
    out[np.isnat(whole)] = np.nan
    return out
