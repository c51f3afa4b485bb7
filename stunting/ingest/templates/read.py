"""From a filled-in template to rows: who, where, when, and the answers as one text."""

from __future__ import annotations

from datetime import date
from typing import Any, Final

import numpy as np
import pandas as pd
import pyarrow as pa

from stunting.ingest.batch import Batch
from stunting.ingest.cells.column import Column
from stunting.ingest.cells.identity import read_name
from stunting.ingest.cells.number import parse_count
from stunting.ingest.columns import normalise
from stunting.ingest.dates import read_dates
from stunting.ingest.errors import IngestError
from stunting.ingest.findings import Findings, masked, sentence
from stunting.ingest.parsed import Parsed
from stunting.ingest.people import read_niks, read_people
from stunting.ingest.places import read_places
from stunting.ingest.reject import blank_lines
from stunting.ingest.schema import SUPPLEMENT_DTYPES, conform
from stunting.ingest.templates import conflicts
from stunting.ingest.templates.answers import read_answer, read_answers, to_text
from stunting.ingest.templates.definitions import EXAMPLE, KIND, TITLES, questions, titles

#: No pregnant woman of today was born before.
_WOMEN_BORN_SINCE: Final = 1950
_AS_TYPED: Final = frozenset(("name", "mother"))


def parse(
    table: pa.Table, template: str, *, kab: str, first_row: int, today: date, findings: Findings
) -> Parsed:
    """Read the rows of a template.

    Parameters
    ----------
    table : pyarrow.Table
        Text columns named as in the file.
    template : {"anak", "bumil", "wilayah"}
        As `recognise` found it.
    kab, first_row, today
        See `stunting.ingest.table.parse_table`.
    findings : Findings
        Is added to; the caller makes the frame.

    Returns
    -------
    Parsed
        Kind ``"tambahan"``, variant `template`, rows `SUPPLEMENT_DTYPES`.

    Raises
    ------
    IngestError
        If a required column or every row is missing.
    """
    batch = _batch(table, template, first_row, findings)
    read = len(batch)
    batch = _drop(batch, "BARIS_CONTOH", _is_example(batch))
    if template == "wilayah":
        batch = _drop(batch, "TEMPLAT_TANPA_NILAI", ~_says_something(batch))
        frame = _areas(batch, kab)
    else:
        named = batch["nik"].filled | batch["name"].filled
        batch = _drop(batch, "BARIS_BUKAN_ANAK", ~named)
        noted = read_dates(batch, "noted_on", today)
        dated = ~np.isnan(noted)
        batch, noted = _drop(batch, "TEMPLAT_TANPA_TANGGAL", ~dated), noted[dated]
        frame = _persons(batch, template, kab, noted, today)
    out = Parsed(KIND, supplement=frame, rows_read=read, rows_rejected=read - len(batch), variant=template)
    out.periods = sorted(frame["period"].dropna().unique().tolist())
    return out


def in_words_of_templates(findings: pd.DataFrame) -> pd.DataFrame:
    """Return findings that speak of this file, where those of an export speak of e-PPGBM."""
    said = (
        findings["message"]
        .str.replace("di e-PPGBM", "di templat")
        .str.replace(
            "Unduh ulang dari e-PPGBM dan unggah tanpa dibuka-simpan di Excel",
            "Ketik ulang sebagai teks, lalu unggah",
        )
    )
    return findings.assign(message=said.astype("str"))


def _batch(table: pa.Table, template: str, first_row: int, findings: Findings) -> Batch:
    known = titles(template)
    columns: dict[str, Column] = {}
    extra = []
    for at, title in enumerate(map(str, table.column_names)):
        key = known.get(normalise(title))
        column = Column.encode(table.column(at), title.strip(), words=key not in _AS_TYPED)
        if key is None or key in columns:
            extra.append(column)
            if key is not None or (normalise(title) and column.filled.any()):
                code = "KOLOM_TAK_DIKENAL" if key is None else "JUDUL_GANDA"
                says = sentence(code, kolom=masked(title), ke=at)
                findings.add(code, 0, title.strip()[:60], "", says)
        else:
            columns[key] = column
    missing = [q.header for q in questions(template) if q.required and q.key not in columns]
    if missing:
        raise IngestError(
            "TEMPLAT_KURANG",
            f"Kolom templat {TITLES[template]} tidak ada: {', '.join(missing)}. Unduh templat yang baru, "
            "salin isinya ke sana tanpa menghapus kolom, lalu unggah lagi.",
        )
    rows = np.arange(first_row, first_row + table.num_rows, dtype=np.int32)
    lines = ~blank_lines([*columns.values(), *extra], columns.get("no"))
    batch = Batch(columns, rows, findings).take(lines)
    if not len(batch):
        raise IngestError(
            "TANPA_BARIS", "Di bawah judul kolom tidak ada satu baris pun. Isi templatnya, lalu unggah lagi."
        )
    return batch


def _drop(batch: Batch, code: str, mask: np.ndarray) -> Batch:
    batch.report_rows(code, mask)
    return batch.take(~mask) if mask.any() else batch


def _is_example(batch: Batch) -> np.ndarray:
    column = batch["no"]
    return column.spread([normalise(text) == EXAMPLE for text in column.distinct], False)


def _says_something(batch: Batch) -> np.ndarray:
    """Return True where an area row has an indicator, a readable year, and a value or both counts."""
    year = next(q for q in questions("wilayah") if q.key == "tahun")
    column = batch["tahun"]
    dated = column.spread([read_answer(text, year)[0] is not None for text in column.distinct], False)
    both = batch["pembilang"].filled & batch["penyebut"].filled
    return batch["indikator"].filled & dated & (batch["nilai"].filled | both)


def _persons(batch: Batch, template: str, kab: str, noted: np.ndarray, today: date) -> pd.DataFrame:
    birth = read_dates(batch, "birth_date", today, since=None if template == "anak" else _WOMEN_BORN_SINCE)
    if template == "anak":
        mother = {"parent_ibu": batch["mother"]}  # a single name is the mother's
        people = read_people(Batch(batch.columns | mother, batch.rows, batch.findings))
    else:
        # a pregnant woman: her sex is no default
        people = {"nik": read_niks(batch), "name": batch["name"].mapped(read_name)}
        people["sex"] = Column(np.zeros(len(batch), np.int64), ["P"], "")
    days = noted.astype("int64").astype("datetime64[D]")
    data: dict[str, Any] = {name: column.series() for name, column in people.items()}
    data["birth_date"] = np.where(np.isnan(birth), np.datetime64("NaT", "s"), _days(birth))
    data["noted_on"] = days.astype("datetime64[s]")
    data["period"] = [str(month) for month in days.astype("datetime64[M]")]
    return _frame(batch, template, kab, data)


def _areas(batch: Batch, kab: str) -> pd.DataFrame:
    year = batch["tahun"].mapped(lambda text: str(int(parse_count(text) or 0)))
    return _frame(batch, "wilayah", kab, {"period": year.series()})


def _frame(batch: Batch, template: str, kab: str, data: dict[str, Any]) -> pd.DataFrame:
    places = read_places(batch, kab, recap=template == "wilayah")
    asked = [q for q in questions(template) if q.is_answer]
    answers = read_answers(batch, asked)
    data |= {name: column.series() for name, column in places.items()}
    data |= {"row": batch.rows, "template": template, "answers": [to_text(a) for a in answers]}
    frame = conform(pd.DataFrame(data), SUPPLEMENT_DTYPES)
    conflicts.report(frame, template, batch, asked)
    return frame


def _days(days: np.ndarray) -> np.ndarray:
    return np.nan_to_num(days).astype("int64").astype("datetime64[D]").astype("datetime64[s]")
