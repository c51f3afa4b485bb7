"""Reading the tables: the files of one kabupaten, only the columns asked for, latest wins."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.dataset as ds

from stunting.ingest.schema import RECAP_DTYPES, empty
from stunting.store.live import Live
from stunting.store.resolve import KEYS, resolve
from stunting.store.schema import (
    CATEGORICAL,
    MEASUREMENT_DTYPES,
    MEASUREMENTS,
    RECAP,
    RECAP_TABLE_DTYPES,
    to_pandas,
)

_AREA = {"kabupaten": "kab", "kecamatan": "kec", "puskesmas": "puskesmas", "desa": "desa"}


def rows(live: Live, kab: str, columns: Sequence[str] | None = None) -> pd.DataFrame:
    """Return the resolved rows of one kabupaten (see ``Store.rows``).

    Raises
    ------
    KeyError
        If a column does not exist.
    """
    wanted = list(MEASUREMENT_DTYPES) if columns is None else list(dict.fromkeys(columns))
    for name in wanted:
        if name not in MEASUREMENT_DTYPES:
            raise KeyError(f"no such column: {name}")
    table = load(live, kab, wanted)
    return chosen(table, resolve(table, live.order, replaced_in(live, kab)), wanted, kab)


def load(live: Live, kab: str, wanted: Sequence[str], extra: pa.Table | None = None) -> pa.Table:
    """Return all stored rows of a kabupaten (and `extra` below them) with decided keys.

    Has the columns `wanted` that are in the files, those that `resolve` needs, and what aliases need.
    """
    places = ["kec", "desa"] if live.aliases.places and {"kec", "desa", "posyandu"} & set(wanted) else []
    table = stored(live.snapshots["rows"].files.get(kab, ()), [*KEYS, *wanted, *places], MEASUREMENTS)
    if extra is not None:
        table = pa.concat_tables([table, extra.select(table.column_names).cast(table.schema)])
    return live.aliases.apply(table.unify_dictionaries(), kab)


def replaced_in(live: Live, kab: str) -> dict[tuple[str, str], int]:
    """Return (puskesmas, period) → place of the last upload that replaces it, in one kabupaten."""
    return {
        (puskesmas, period): place
        for (where, puskesmas, period), place in live.replaced.items()
        if where == kab and puskesmas
    }


def chosen(table: pa.Table, kept: np.ndarray, wanted: Sequence[str], kab: str) -> pd.DataFrame:
    """Return the rows `kept` of `load` as pandas."""
    found = table.select([name for name in wanted if name in table.column_names])
    if len(kept) != table.num_rows or np.any(np.diff(kept) != 1):
        found = found.take(pa.array(kept))
    return to_frame(found, wanted, kab, MEASUREMENT_DTYPES, table["period"].take(pa.array(kept)))


def recap(live: Live, kab: str) -> pd.DataFrame:
    """Return the recap rows of one kabupaten: of each level, area and period the newest."""
    files = live.snapshots["recap"].files.get(kab, ())
    wanted = [*RECAP_DTYPES, "upload_id"]
    if not files:
        return empty(RECAP_DTYPES)
    table = live.aliases.apply(stored(files, wanted, RECAP).unify_dictionaries(), kab)
    frame = to_frame(table, wanted, kab, RECAP_TABLE_DTYPES, table["period"])
    frame["place"] = frame["upload_id"].map(live.order).astype("float64")
    area = pd.Series("", index=frame.index, dtype="str")
    for level, column in _AREA.items():
        at = frame["level"] == level
        area[at] = frame.loc[at, column].astype("str").fillna("")
    frame["area"] = area
    frame = frame.dropna(subset=["place"]).sort_values(["place", "row"], kind="stable")
    frame = frame.drop_duplicates(["level", "area", "period"], keep="last")
    return frame[list(RECAP_DTYPES)].astype(RECAP_DTYPES).reset_index(drop=True)


def to_frame(
    table: pa.Table, wanted: Sequence[str], kab: str, dtypes: dict[str, str], period: pa.ChunkedArray
) -> pd.DataFrame:
    """Return `wanted` as pandas; ``kab`` and ``year`` are in the file names, so they are made here."""
    frame = to_pandas(table.select([n for n in dict.fromkeys(wanted) if n in table.column_names]), dtypes)
    if "kab" in wanted:
        frame["kab"] = pd.Categorical([kab] * table.num_rows)
    if "year" in wanted:
        months = period.combine_chunks()
        years = [int(m[:4]) if m else 0 for m in months.dictionary.to_pylist()]
        at = months.indices.fill_null(len(years)).to_numpy(zero_copy_only=False)
        frame["year"] = np.array([*years, 0], "int32")[at]
    return frame[list(wanted)]


def stored(
    files: Sequence[str], columns: Sequence[str], schema: pa.Schema, only: ds.Expression | None = None
) -> pa.Table:
    """Read columns of Parquet files, repeating strings as dictionaries; codes stay strings."""
    stored = pa.schema(
        [
            pa.field(f.name, pa.dictionary(pa.int32(), pa.string())) if f.name in CATEGORICAL else f
            for f in schema
            if f.name not in ("kab", "year")
        ]
    )
    names = [name for name in dict.fromkeys(columns) if name in stored.names]
    if not files:
        return pa.table({n: pa.array([], stored.field(n).type) for n in names})
    options = ds.ParquetReadOptions(dictionary_columns=CATEGORICAL & set(stored.names))
    format_ = ds.ParquetFileFormat(read_options=options)
    # Without `partitioning` nothing is guessed from "kab=63.11" in the path (it would be a number).
    data = ds.dataset(list(files), schema=stored, format=format_, partitioning=None)
    return data.to_table(columns=names, filter=only, use_threads=True)


def read_children(live: Live, kab: str, child_ids: Sequence[str], wanted: Sequence[str]) -> pa.Table:
    """Return the stored rows of some children of a kabupaten; other rows are left out while reading."""
    files = live.snapshots["rows"].files.get(kab, ())
    columns = [*KEYS, *wanted, "kec", "desa"]
    only = ds.field("child_id").isin(pa.array(child_ids, pa.string()))
    return stored(files, columns, MEASUREMENTS, only).unify_dictionaries()
