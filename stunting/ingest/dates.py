"""Dates of a file: birth, measurement, the age between them, and the month a row belongs to."""

from __future__ import annotations

from datetime import date

import numpy as np

from stunting.ingest.batch import Batch
from stunting.ingest.cells.column import Column
from stunting.ingest.cells.date import parse_age, parse_date
from stunting.ingest.cells.number import rules
from stunting.ingest.findings import masked, number, sentence

_EPOCH = date(1970, 1, 1).toordinal()
_AGE_TOLERANCE = 31.0
#: First day that is no longer under 60 months of 30.4375 days (WHO).
_FIVE_YEARS = 1826.25
_NEVER = frozenset(
    ("0000-00-00", "00/00/0000", "00-00-0000", "0000-00-00 00:00:00", "0", "1900-01-00", "00/01/1900")
)


def iso(days: float) -> str:
    """Write days since 1970 as ISO text."""
    return date.fromordinal(int(days) + _EPOCH).isoformat()


def read_dates(batch: Batch, name: str, today: date, *, since: int | None = None) -> np.ndarray:
    """Return days since 1970-01-01 (float64, NaN missing) of a date column; impossible ones are nulled.

    Before the year `since` (default: the first year of a child's data) no date is possible.
    """
    column = batch[name]
    first = date(int(rules()["tahun"].low) if since is None else since, 1, 1).toordinal() - _EPOCH
    last = today.toordinal() - _EPOCH
    days = np.full(len(column.distinct), np.nan)
    wrong, future, short, month_first = [], [], [], False
    for at, text in enumerate(column.distinct):
        if text in _NEVER:
            continue
        read = parse_date(text)
        month_first |= read.month_first
        if read.day is None or read.day < first:
            wrong.append(at)
        elif read.day > last:
            future.append(at)
        else:
            days[at] = read.day
            if read.short_year:
                short.append(at)
    batch.report("TANGGAL_SALAH", column, wrong)
    batch.report("TANGGAL_DEPAN", column, future)
    batch.report(
        "TANGGAL_DUA_DIGIT",
        column,
        short,
        lambda at: sentence(
            "TANGGAL_DUA_DIGIT", kolom=column.title, nilai=masked(column.distinct[at]), jadi=iso(days[at])
        ),
    )
    if month_first:
        says = sentence("TANGGAL_BULAN_DULU", kolom=column.title)
        batch.findings.add("TANGGAL_BULAN_DULU", 0, column.title, "", says)
    return column.spread(days, np.nan)


def read_ages(batch: Batch, birth: np.ndarray, measured: np.ndarray) -> np.ndarray:
    """Return the age in days (float64, NaN missing), compared with the age that the file states."""
    age = measured - birth
    title = batch["birth_date"].title
    batch.report_rows("LAHIR_KOSONG", ~batch["birth_date"].filled, title)
    if len(at := np.flatnonzero(age < 0)):
        births, dates = [iso(d) for d in birth[at]], [iso(d) for d in measured[at]]
        says = [sentence("LAHIR_SETELAH_UKUR", nilai=b, ukur=m) for b, m in zip(births, dates, strict=True)]
        batch.findings.add("LAHIR_SETELAH_UKUR", batch.rows[at], title, births, says)
        age[at] = np.nan
    stated = batch["age_text"]
    gap = np.abs(stated.spread([parse_age(value) for value in stated.distinct], np.nan) - age)
    if len(at := np.flatnonzero(gap > _AGE_TOLERANCE)):
        values = stated.texts(at)
        says = [
            sentence("USIA_BEDA", nilai=masked(v, 60), beda=number(g, 0))
            for v, g in zip(values, gap[at], strict=True)
        ]
        batch.findings.add("USIA_BEDA", batch.rows[at], stated.title, [masked(v) for v in values], says)
    if len(at := np.flatnonzero(age >= _FIVE_YEARS)):
        months = [number(days / 30.4375, 0) for days in age[at]]
        says = [sentence("USIA_LEBIH_60", nilai=m) for m in months]
        batch.findings.add("USIA_LEBIH_60", batch.rows[at], batch["measured_on"].title, months, says)
    return age


def months_of(days: np.ndarray) -> np.ndarray:
    """Return months since 1970-01 (int64; -1 missing)."""
    out = np.full(len(days), -1, np.int64)
    known = ~np.isnan(days)
    out[known] = days[known].astype("int64").astype("datetime64[D]").astype("datetime64[M]").astype("int64")
    return out


def fill_months(months: np.ndarray, puskesmas: Column, given: int | None) -> np.ndarray:
    """Give undated rows the month `given`, else the commonest month of their puskesmas, else of the file."""
    undated = months < 0
    if not undated.any():
        return months
    if given is not None:
        return np.where(undated, given, months)
    dated = ~undated
    out = np.where(undated, _commonest(months[dated]), months)
    for code in np.unique(puskesmas.codes[undated]):
        inside = puskesmas.codes == code
        if (inside & dated).any():
            out[inside & undated] = _commonest(months[inside & dated])
    return out


def _commonest(months: np.ndarray) -> int:
    """Return the commonest month; the later one where two are equally common."""
    values, counts = np.unique(months, return_counts=True)
    return int(values[np.flatnonzero(counts == counts.max())[-1]])
