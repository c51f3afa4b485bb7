"""Columns of the tables, and the way between pandas and Arrow."""

from __future__ import annotations

from datetime import datetime
from typing import Final

import numpy as np
import pandas as pd
import pyarrow as pa

from stunting.ingest.schema import IDENTITY_COLUMNS, RECAP_DTYPES, ROW_DTYPES, SUPPLEMENT_DTYPES

_ARROW: Final[dict[str, pa.DataType]] = {
    "str": pa.string(),
    "bool": pa.bool_(),
    "boolean": pa.bool_(),
    "float64": pa.float64(),
    "int32": pa.int32(),
    "Int32": pa.int32(),
    "Int16": pa.int16(),
    "datetime64[s]": pa.date32(),  # dates of birth and of measurement have no time of day
    "datetime64[us, UTC]": pa.timestamp("us", "UTC"),
}
_STORED: Final = {"upload_id": "str", "uploaded_at": "datetime64[us, UTC]", "year": "int32"}

#: name → pandas dtype of what ``Store.rows`` returns (strings of few values come as categoricals).
MEASUREMENT_DTYPES: Final[dict[str, str]] = {
    **{name: dtype for name, dtype in ROW_DTYPES.items() if name not in IDENTITY_COLUMNS},
    "child_id": "str",
    **_STORED,
}
RECAP_TABLE_DTYPES: Final[dict[str, str]] = {**RECAP_DTYPES, **_STORED}
#: Answers of templates; ``child_id`` is the child, or the pregnant woman, and missing of an area.
SUPPLEMENT_TABLE_DTYPES: Final[dict[str, str]] = {
    **{name: dtype for name, dtype in SUPPLEMENT_DTYPES.items() if name not in IDENTITY_COLUMNS},
    "child_id": "str",
    **_STORED,
}

#: Strings that repeat: dictionary encoded on the way in, categoricals on the way out.
CATEGORICAL: Final = frozenset(
    [
        "kab",
        "kec",
        "desa",
        "puskesmas",
        "posyandu",
        "period",
        "sex",
        "position",
        "weight_gain",
        "upload_id",
        "child_id",
        "level",
        "template",
    ]
)
PARTITIONS: Final = ("kab", "year")
#: Columns that stores and uploads of earlier versions lack; there they read as missing.
YOUNGER: Final = frozenset({"kia"})


def arrow_schema(dtypes: dict[str, str]) -> pa.Schema:
    """Return the Arrow schema of a table with pandas `dtypes`."""
    return pa.schema([(name, _ARROW[dtype]) for name, dtype in dtypes.items()])


MEASUREMENTS: Final = arrow_schema(MEASUREMENT_DTYPES)
RECAP: Final = arrow_schema(RECAP_TABLE_DTYPES)
SUPPLEMENT: Final = arrow_schema(SUPPLEMENT_TABLE_DTYPES)
#: Kind of upload → schema of its table.
SCHEMAS: Final = {"rows": MEASUREMENTS, "recap": RECAP, "tambahan": SUPPLEMENT}


def to_arrow(frame: pd.DataFrame, schema: pa.Schema, upload_id: str, uploaded_at: datetime) -> pa.Table:
    """Return the rows as they are stored: without identity, with their upload and year.

    Parameters
    ----------
    frame : DataFrame
        Canonical rows, or rows of templates (both with ``child_id``), or recap rows.
    schema : pa.Schema
        One of `SCHEMAS`.
    upload_id : str
    uploaded_at : datetime
        UTC.
    """
    rows = len(frame)
    period = pa.array(frame["period"], pa.string(), from_pandas=True)
    year = pd.to_numeric(frame["period"].str[:4], errors="coerce").fillna(0).to_numpy("int32")
    made = {
        "upload_id": pa.array([upload_id] * rows, pa.string()),
        "uploaded_at": pa.array([uploaded_at] * rows, pa.timestamp("us", "UTC")),
        "year": pa.array(year, pa.int32()),
        "period": period,
    }
    columns = [
        made[field.name]
        if field.name in made
        else pa.array(frame[field.name], from_pandas=True).cast(field.type)
        for field in schema
    ]
    return pa.Table.from_arrays(columns, schema=schema)


def widen(table: pa.Table, schema: pa.Schema) -> pa.Table:
    """Return `table` with the columns of `schema`: a column younger than the table is missing everywhere.

    Raises
    ------
    KeyError
        If a column that is always there (the keys) is not.
    """
    for field in schema:
        if field.name not in table.column_names:
            if field.name not in YOUNGER:
                raise KeyError(field.name)
            table = table.append_column(field, pa.nulls(table.num_rows, field.type))
    return table.select(schema.names).cast(schema)


def _categorical(column: pa.DictionaryArray) -> pd.Series:
    """Return the values that occur, sorted, as categories (ten times as fast as pandas' own way)."""
    numbers = column.indices.fill_null(-1).to_numpy(zero_copy_only=False)
    texts = np.array(column.dictionary.to_pylist(), dtype=object)
    used = np.flatnonzero(np.bincount(numbers + 1, minlength=len(texts) + 1)[1:])
    used = used[np.argsort(texts[used], kind="stable")]
    place = np.full(len(texts) + 1, -1, np.int32)  # the last place is where -1 (missing) looks
    place[used] = np.arange(len(used), dtype=np.int32)
    categories = pd.Index(texts[used], dtype="str")
    dtype = pd.CategoricalDtype(categories)
    return pd.Series(pd.Categorical.from_codes(place[numbers], dtype=dtype, validate=False))


def to_pandas(table: pa.Table, dtypes: dict[str, str]) -> pd.DataFrame:
    """Return an Arrow table as pandas with `dtypes`; dictionary columns as sorted categoricals.

    Categories are those that occur, in order: the same rows give the same frame, whatever was undone.
    """
    out: dict[str, pd.Series] = {}
    for name in table.column_names:
        column = table.column(name).combine_chunks()
        dtype = dtypes[name]
        values: pd.Series
        if pa.types.is_dictionary(column.type):
            values = _categorical(column)
        elif dtype in ("Int32", "Int16", "boolean"):
            values = pd.Series(pd.array(column, dtype=dtype))
        elif pa.types.is_date32(column.type):
            values = column.cast(pa.timestamp("s")).to_pandas()
        else:
            values = column.to_pandas()
        if not isinstance(values.dtype, pd.CategoricalDtype):
            values = values.astype(dtype)  # type: ignore[call-overload]
        out[name] = values
    return pd.DataFrame(out)
