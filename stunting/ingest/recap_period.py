"""The month of a recap row: year and month columns, a period column, or the title."""

from __future__ import annotations

import re

import numpy as np

from stunting.ingest.batch import Batch
from stunting.ingest.cells.date import MONTHS, parse_date
from stunting.ingest.cells.number import rules
from stunting.ingest.errors import IngestError
from stunting.ingest.findings import masked, sentence

_WORDS = re.compile(r"[a-z]+|\d+")
_ISO_MONTH = re.compile(r"(\d{4})[-/](\d{1,2})$")


def month_of(text: str) -> int | None:
    """Return months since 1970-01 of ``Februari 2024``, ``2024-02``, or a date; ``None`` if there is none.

    >>> month_of("Bulan Februari 2024") == month_of("2024-02") == month_of("2024-02-15")
    True
    """
    text = text.strip().lower()
    if found := _ISO_MONTH.match(text):
        return _month(int(found[1]), int(found[2]))
    if (day := parse_date(text).day) is not None:
        return int(np.datetime64(day, "D").astype("datetime64[M]").astype("int64"))
    words = _WORDS.findall(text)
    months = [MONTHS[word] for word in words if word in MONTHS]
    years = [int(word) for word in words if len(word) == 4 and word.isdigit()]
    return _month(years[0], months[0]) if months and years else None


def _month(year: int, month: int) -> int | None:
    span = rules()["tahun"]
    return (year - 1970) * 12 + month - 1 if 1 <= month <= 12 and span.low <= year <= span.high else None


def read_periods(batch: Batch, given: str | None, title: str) -> tuple[np.ndarray, np.ndarray]:
    """Return the month of each row, and True where it cannot be told (reported; to be rejected).

    Raises
    ------
    IngestError
        If neither the rows, nor the title, nor the caller says a month.
    """
    if "year" in batch.columns and "month" in batch.columns:
        texts = [
            f"{month} {year}"
            for month, year in zip(_texts(batch, "month"), _texts(batch, "year"), strict=True)
        ]
        texts = [_numbered(text) for text in texts]
    elif "period" in batch.columns or "month" in batch.columns:
        texts = _texts(batch, "period" if "period" in batch.columns else "month")
    else:
        whole = month_of(given) if given else month_of(title)
        if whole is None:
            raise IngestError(
                "PERIODE_KURANG",
                "Rekap ini tidak menyebut bulannya. Sebutkan bulannya (misalnya 2024-02), lalu ulangi.",
            )
        return np.full(len(batch), whole, np.int64), np.zeros(len(batch), bool)
    known = {text: month_of(text) for text in set(texts)}
    months = np.array([-1 if (m := known[text]) is None else m for text in texts], np.int64)
    at = np.flatnonzero(months < 0)
    values = [masked(texts[i]) for i in at]
    column = batch["month" if "month" in batch.columns else "period"].title
    says = [sentence("REKAP_TANPA_PERIODE", nilai=value) for value in values]
    batch.findings.add("REKAP_TANPA_PERIODE", batch.rows[at], column, values, says)
    return months, months < 0


def _texts(batch: Batch, name: str) -> list[str]:
    return batch[name].texts(np.arange(len(batch)))


def _numbered(text: str) -> str:
    """``2 2024`` → ``2024-2``."""
    month, _, year = text.partition(" ")
    return f"{year}-{month}" if month.isdigit() and year.isdigit() else text
