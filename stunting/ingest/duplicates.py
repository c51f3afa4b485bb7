"""The same child on the same date more than once in one file."""

from __future__ import annotations

import re

import numpy as np
import pandas as pd

from stunting.ingest.batch import Batch
from stunting.ingest.cells.column import Column
from stunting.ingest.dates import iso
from stunting.ingest.findings import sentence

_OTHER = re.compile(r"[\W_]+")


def same_name(text: str) -> str:
    """Return a name as it is compared: capitals, letters and digits.

    >>> same_name("Contoh  A'isyah"), same_name("CONTOH AISYAH")
    ('CONTOHAISYAH', 'CONTOHAISYAH')
    """
    return _OTHER.sub("", text.upper())


def report(
    batch: Batch, people: dict[str, Column], birth: np.ndarray, day: np.ndarray, months: np.ndarray
) -> None:
    """Report each row of which a later row has the same child and date (month, where not measured).

    A child is its NIK; without one, its name, birth date, sex and mother. Rows with neither are not compared.
    """
    nik, name, sex, mother = people["nik"], people["name"], people["sex"], people["mother"]
    by_name = ~nik.filled
    known = nik.filled | (name.filled & ~np.isnan(birth))
    key = {
        "child": np.where(known, nik.codes, -2 - np.arange(len(nik))),
        "day": np.nan_to_num(day, nan=-1),
        "month": np.where(np.isnan(day), months, -1),
    }
    if by_name.any():  # names are compared only where there is no NIK
        key["name"] = _compared(name, by_name)
        key["mother"] = _compared(mother, by_name)
        key["birth"] = np.where(by_name, np.nan_to_num(birth, nan=-1), -1)
        key["sex"] = np.where(by_name, sex.codes, -1)
    frame = pd.DataFrame(key)
    again = frame.duplicated(keep="last").to_numpy()
    if not again.any():
        return
    group = frame.groupby(list(key), sort=False).ngroup().to_numpy()
    last = np.zeros(group.max() + 1, np.int64)
    last[group] = np.arange(len(group))  # later rows overwrite
    at = np.flatnonzero(again)
    values = ["" if np.isnan(day[i]) else iso(day[i]) for i in at]
    later = batch.rows[last[group[at]]].tolist()
    says = [
        sentence("DUPLIKAT", kapan=value or "bulan yang sama", baris=row)
        for value, row in zip(values, later, strict=True)
    ]
    batch.findings.add("DUPLIKAT", batch.rows[at], batch["measured_on"].title, values, says)


def _compared(column: Column, rows: np.ndarray) -> np.ndarray:
    """Return a number for each name as it is compared, among `rows`; 0 elsewhere."""
    out = np.zeros(len(column), np.int64)
    number: dict[str, int] = {"": 0}
    out[rows] = [
        number.setdefault(same_name(text), len(number)) for text in column.texts(np.flatnonzero(rows))
    ]
    return out
