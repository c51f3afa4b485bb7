"""Repair rows of the 37-column export (V4) that have only 36 cells."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from stunting.ingest.cells.column import Column
from stunting.ingest.cells.date import parse_age, parse_date
from stunting.ingest.cells.number import parse_count
from stunting.ingest.columns import Match


def repair(table: pa.Table, found: Match) -> tuple[pa.Table, np.ndarray]:
    """Move cells one column to the right from ``Total Pengukuran`` on, in rows that lack that cell.

    A row is shifted when the cell under ``Tanggal Pengukuran`` is no date but its left neighbour is, or when
    an age stands under ``Total Pengukuran``; a row without any date also when it is one cell short, or ends
    blank in a file most of whose dated rows are shifted (`_undated`). Files without that column are returned
    as they are: there it cannot be known which cell is missing.

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
    here, left = _dates(table.column(date)), _dates(table.column(date - 1))
    total = Column.encode(table.column(start))
    shifted = (~here & left) | _spread(total, [parse_age(v) == parse_age(v) for v in total.distinct])
    if not (here | shifted).all():
        shifted |= _undated(table, start, here, shifted, total)
    if not shifted.any():
        return table, none
    mask = pa.array(shifted)
    columns = [column.combine_chunks() for column in table.columns]
    moved = list(columns)
    for at in range(start + 1, len(columns)):
        moved[at] = pc.if_else(mask, columns[at - 1], columns[at])
    moved[start] = pc.if_else(mask, pa.scalar("", columns[start].type), columns[start])
    return pa.Table.from_arrays(moved, names=table.column_names), shifted


def _undated(table: pa.Table, start: int, here: np.ndarray, shifted: np.ndarray, total: Column) -> np.ndarray:
    """Return True for rows without a date (not measured) that are shifted like the dated rows of the file.

    Never where a number stands under ``Total Pengukuran``, and never where there is nothing to move.
    """
    columns = table.columns
    full = np.logical_and.reduce([_is_valid(column) for column in columns[:-1]])
    short = full & ~_is_valid(columns[-1])
    # a writer that leaves out blank last cells makes short rows that are in place: the dated ones tell
    believed = short.any() and not (short & here).sum() > (short & shifted).sum()
    mostly = shifted.sum() > here.sum()
    counted = _spread(total, [parse_count(v) is not None for v in total.distinct])
    like = (short & believed) | (mostly & ~Column.encode(columns[-1]).filled)
    like &= ~here & ~shifted & ~counted
    if not like.any():
        return like
    like &= np.logical_or.reduce([Column.encode(column).filled for column in columns[start:]])
    return like


def _is_valid(column: pa.ChunkedArray) -> np.ndarray:
    return pc.is_valid(column).to_numpy()


def _spread(column: Column, each: list[bool]) -> np.ndarray:
    return column.spread(np.array(each, bool), False)


def _dates(cells: pa.ChunkedArray) -> np.ndarray:
    column = Column.encode(cells)
    return _spread(column, [parse_date(value).day is not None for value in column.distinct])
