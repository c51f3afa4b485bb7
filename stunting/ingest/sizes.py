"""Sizes of a file: weights, lengths, the file's own z-scores, vitamin A, the way of measuring."""

from __future__ import annotations

import re

import numpy as np
import pandas as pd

from stunting.ingest.batch import Batch
from stunting.ingest.cells.column import Column
from stunting.ingest.cells.identity import read_position
from stunting.ingest.cells.number import read_size, rules
from stunting.ingest.findings import masked, number, sentence

#: A code of one or two letters, or a mark: nothing that could name a person.
_GAIN_CODE = re.compile(r"[^\W\d_]{1,2}|[^\w\s]{1,2}")

#: How the export, and people, say that there is a KIA book or none.
_KIA = dict.fromkeys(("ya", "y", "ada", "punya", "true", "1", "v", "✓", "√"), True) | dict.fromkeys(
    ("tidak", "t", "tdk", "tidak ada", "tidak punya", "belum", "false", "0"), False
)


def read_sizes(batch: Batch, name: str) -> np.ndarray:
    """Return a column of sizes (float64, NaN missing); unusable cells are nulled, the child stays."""
    column = batch[name]
    read = [read_size(value, name) for value in column.distinct]
    for code in sorted({reading.code for reading in read if reading.code}):
        flagged = [at for at, reading in enumerate(read) if reading.code == code]
        batch.report(code, column, flagged, lambda at, code=code: _says(column, name, at, code))  # type: ignore[misc]
    return column.spread(np.array([reading.value for reading in read], float), np.nan)


def _says(column: Column, name: str, at: int, code: str) -> str:
    rule = rules()[name]
    span = f"{number(rule.low)}–{number(rule.high)} {rule.unit}"
    value = masked(column.distinct[at])
    return sentence(
        code,
        kolom=column.title,
        nilai=value,
        jadi=number(read_size(column.distinct[at], name).value),
        rentang=span,
    )


def read_vitamin_a(batch: Batch) -> np.ndarray:
    """Return counts (float64 of whole numbers, NaN missing)."""
    counts = read_sizes(batch, "vitamin_a")
    broken = counts != np.floor(counts)
    broken &= ~np.isnan(counts)
    column = batch["vitamin_a"]
    batch.report("ANGKA_SALAH", column, np.unique(column.codes[broken]).tolist())
    counts[broken] = np.nan
    return counts


def read_positions(batch: Batch) -> Column:
    """Return ``l``/``h``; anything else is nulled with a finding."""
    column = batch["position"]
    unknown = [at for at, value in enumerate(column.distinct) if read_position(value) is None]
    batch.report("CARA_UKUR_TAK_DIKENAL", column, unknown)
    return column.mapped(read_position)


def read_kia(batch: Batch) -> pd.arrays.BooleanArray:
    """Return whether the child has a KIA book; a blank is missing, another text is nulled with a finding."""
    column = batch["kia"]
    known = [_KIA.get(text.strip().lower()) for text in column.distinct]
    batch.report("KIA_TAK_DIKENAL", column, [at for at, value in enumerate(known) if value is None])
    # blank cells have code -1, which finds the last place
    lut = np.array([-1 if value is None else int(value) for value in [*known, None]], np.int8)
    found = lut[column.codes]
    return pd.arrays.BooleanArray(found == 1, found < 0)


def read_gain(batch: Batch) -> Column:
    """Return the file's code (``N T O B Y``, in capitals), not interpreted; other texts are nulled."""
    column = batch["weight_gain"]
    free = {text for text in column.distinct if not _GAIN_CODE.fullmatch(text)}
    batch.report("NAIK_TAK_DIKENAL", column, [at for at, text in enumerate(column.distinct) if text in free])
    return column.mapped(lambda text: None if text in free else text.upper())
