"""Repair rows of the 37-column export (V4) that have only 36 cells."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from stunting.ingest.cells.column import Column
from stunting.ingest.cells.date import parse_age, parse_date
from stunting.ingest.columns import Match


def repair(table: pa.Table, found: Match) -> tuple[pa.Table, np.ndarray]:
    """Move cells one column to the right from ``Total Pengukuran`` on, in rows that lack that cell.

    A row is shifted when the cell under ``Tanggal Pengukuran`` is no date but its left neighbour is, or when
    an age stands under ``Total Pengukuran``. Files without that column are returned as they are: there it
    cannot be known which cell is missing.

    Returns
    -------
    table : pyarrow.Table
    shifted : bool array, shape (rows,)
    """
    none = np.zeros(table.num_rows, bool)
    if "total" not in found or "measured_on" not in found:
        return table, none
    start, date = found.place["total"], found.place["measured_on"]
    if date - 1 <= start:
        return table, none
    here, left = Column.encode(table.column(date)), Column.encode(table.column(date - 1))
    total = Column.encode(table.column(start))
    shifted = (~_dates(here) & _dates(left)) | total.spread(
        [parse_age(v) == parse_age(v) for v in total.distinct], False
    )
    if not shifted.any():
        return table, none
    mask = pa.array(shifted)
    columns = [column.combine_chunks() for column in table.columns]
    moved = list(columns)
    for at in range(start + 1, len(columns)):
        moved[at] = pc.if_else(mask, columns[at - 1], columns[at])
    moved[start] = pc.if_else(mask, pa.scalar("", columns[start].type), columns[start])
    return pa.Table.from_arrays(moved, names=table.column_names), shifted


def _dates(column: Column) -> np.ndarray:
    return column.spread([parse_date(value).day is not None for value in column.distinct], False).astype(bool)
