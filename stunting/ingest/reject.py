"""Which rows cannot be a child: blank lines, repeated headers, totals, and rows without any identity."""

from __future__ import annotations

import re
from collections.abc import Callable

import numpy as np

from stunting.ingest.batch import Batch
from stunting.ingest.cells.column import Column
from stunting.ingest.cells.date import parse_date
from stunting.ingest.cells.identity import read_name, read_nik
from stunting.ingest.cells.number import parse_number
from stunting.ingest.columns import aliases, normalise

_TOTAL = re.compile(r"\W*(jumlah|jml|total|grand total|sub\s?total|rata\W?rata)\b", re.IGNORECASE)
_FOOT = re.compile(
    r"\W*(keterangan|catatan|sumber\W*:|mengetahui|dicetak|dibuat|tanda tangan|ttd|nip|kepala)(\b|$)",
    re.IGNORECASE,
)


def blank_lines(columns: list[Column], number: Column | None) -> np.ndarray:
    """Return True where a line holds nothing, or nothing but its running number."""
    filled = np.zeros(len(columns[0]) if columns else 0, bool)
    for column in columns:
        filled |= _each(column, _is_word) if column is number else column.filled
    return ~filled


def _is_word(text: str) -> bool:
    return parse_number(text) is None


def reject(batch: Batch) -> tuple[Batch, int]:
    """Return the rows that can be a child, and how many were rejected (each with a finding)."""
    nik, name, birth = batch["nik"], batch["name"], batch["birth_date"]
    # only the few rows without NIK and birth date can be anything else than a child
    odd = ~_each(birth, lambda text: parse_date(text).day is not None)
    odd &= ~_each(nik, lambda text: read_nik(text)[0] is not None, odd)
    titles = aliases("anak")
    header = _each(nik, lambda text: titles.get(normalise(text)) == "nik", odd)
    header &= _each(name, lambda text: titles.get(normalise(text)) == "name", header)
    foot = np.zeros(len(batch), bool)
    odd &= ~header
    for column in (batch["no"], nik, name):
        foot |= _each(column, lambda text: bool(_TOTAL.match(text) or _FOOT.match(text)), odd)
    nobody = odd & ~foot
    nobody &= ~_each(name, lambda text: read_name(text) is not None, nobody)
    batch.report_rows("JUDUL_BERULANG", header)
    batch.report_rows("BARIS_JUMLAH", foot)
    batch.report_rows("BARIS_BUKAN_ANAK", nobody)
    drop = header | foot | nobody
    return (batch.take(~drop) if drop.any() else batch), int(drop.sum())


def is_total(column: Column) -> np.ndarray:
    """Return True where the cell begins like a line of totals.

    >>> import pyarrow as pa
    >>> is_total(Column.encode(pa.array(["Jumlah", "CONTOH"]))).tolist()
    [True, False]
    """
    return _each(column, lambda text: _TOTAL.match(text) is not None)


def _each(column: Column, test: Callable[[str], bool], among: np.ndarray | None = None) -> np.ndarray:
    """Return ``test`` of each cell; with `among` only of those rows, False elsewhere."""
    if among is None:
        return column.spread(np.array([test(value) for value in column.distinct], bool), False)
    out = np.zeros(len(column), bool)
    if among.any():
        at = np.flatnonzero(among & column.filled)
        out[at] = [test(text) for text in column.texts(at)]
    return out
