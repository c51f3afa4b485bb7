"""From a table of text to rows (or recap rows) and findings: the part after the container."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

import numpy as np
import pyarrow as pa

from stunting.ingest import recap, templates
from stunting.ingest.batch import Batch
from stunting.ingest.cells.column import Column
from stunting.ingest.columns import Match, match, refuse_other, require, variant
from stunting.ingest.errors import IngestError
from stunting.ingest.findings import Findings, Note, plain_title, sentence
from stunting.ingest.header import kind_of
from stunting.ingest.parsed import Parsed
from stunting.ingest.reject import blank_lines, reject
from stunting.ingest.rows import read_rows
from stunting.ingest.shift import repair

_PERIOD = re.compile(r"(\d{4})-(0[1-9]|1[0-2])")
_SYNTHETIC = re.compile(r"DATA\s+SINTETIS", re.IGNORECASE)
_KEEP_AS_TYPED = frozenset(("name", "parent", "parent_ibu", "address"))


def parse_table(
    table: pa.Table,
    *,
    kab: str,
    first_row: int = 2,
    period: str | None = None,
    title: str = "",
    today: date | None = None,
    notes: Sequence[Note] = (),
) -> Parsed:
    """Read a table of text columns whose names are the titles of an e-PPGBM export or recap.

    Parameters
    ----------
    table : pyarrow.Table
        String columns (plain or dictionary); names as in the file.
    kab : str
        Kemendagri code of the kabupaten for rows that name none.
    first_row : int
        Row number of the first row, as a spreadsheet counts (1-based).
    period : str, optional
        ``"YYYY-MM"`` of rows without a measurement date.
    title : str
        Text above the header.
    today : date, optional
        Later dates are impossible; default the current day.
    notes : sequence of Note
        Findings that the container gave.

    Returns
    -------
    Parsed
        ``sha256``, ``filename`` and ``container`` are left blank.

    Raises
    ------
    IngestError
        If required columns are missing, or no month can be told.
    """
    if period is not None and not _PERIOD.fullmatch(period):
        raise IngestError("PERIODE_SALAH", f"Bulan '{period[:20]}' tidak terbaca. Tulis seperti 2024-02.")
    header = [str(name) for name in table.column_names]
    findings = Findings()
    if template := templates.recognise(header):
        out = templates.parse(
            table, template, kab=kab, first_row=first_row, today=today or date.today(), findings=findings
        )
        out = _finished(out, findings, title, notes)
        out.findings = templates.in_words_of_templates(out.findings)
        return out
    kind = kind_of(header)
    if kind is None:
        refuse_other(header)
    filled = [_has_content(table.column(at)) for at in range(table.num_columns)]
    found = match(header, "rekap" if kind == "rekap" else "anak", filled)
    if kind == "rekap":
        out = recap.parse(
            table, found, kab=kab, first_row=first_row, period=period, title=title, findings=findings
        )
    else:
        require(found, header)
        out = _children(table, found, kab, first_row, period, today or date.today(), findings)
    _report_columns(found, findings)
    return _finished(out, findings, title, notes)


def _finished(out: Parsed, findings: Findings, title: str, notes: Sequence[Note]) -> Parsed:
    """Return `out` with all findings, those of the container included."""
    for code, value, row in notes:
        findings.add(code, row, "", value[:60], sentence(code, nilai=value[:60]))
    out.findings = findings.frame()
    out.synthetic = bool(_SYNTHETIC.search(title))
    return out


def _children(
    table: pa.Table,
    found: Match,
    kab: str,
    first_row: int,
    period: str | None,
    today: date,
    findings: Findings,
) -> Parsed:
    table, shifted = repair(table, found)
    column_of = {at: name for name, at in found.place.items()}
    columns, extra = {}, []
    for at in range(table.num_columns):
        name = column_of.get(at)
        encoded = Column.encode(
            table.column(at), found.title[name] if name else "", words=name not in _KEEP_AS_TYPED
        )
        if name:
            columns[name] = encoded
        else:
            extra.append(encoded)
    rows = np.arange(first_row, first_row + table.num_rows, dtype=np.int32)
    batch = Batch(columns, rows, findings)
    lines = ~blank_lines([*columns.values(), *extra], columns.get("no"))
    if not lines.all():
        batch = batch.take(lines)
    if not len(batch):
        raise IngestError(
            "TANPA_BARIS", "Di bawah judul kolom tidak ada satu baris pun. Unduh ulang dari e-PPGBM."
        )
    read = len(batch)
    if shifted.any():
        start = found.title["total"]
        says = sentence("GESER_KOLOM", kolom=start)
        findings.add("GESER_KOLOM", rows[shifted & lines], start, "", says)
    batch, rejected = reject(batch)
    frame = read_rows(batch, kab, _month(period), today)
    out = Parsed("rows", rows=frame, rows_read=read, rows_rejected=rejected, variant=variant(found))
    out.periods = sorted(frame["period"].dropna().unique().tolist())
    return out


def _month(period: str | None) -> int | None:
    return None if period is None else int(np.datetime64(period, "M").astype("int64"))


def _has_content(cells: pa.ChunkedArray) -> bool:
    """Tell whether any of the first cells is filled (enough to choose between two columns of one title)."""
    first = cells.slice(0, 200)
    first = first.cast(first.type.value_type) if pa.types.is_dictionary(first.type) else first
    return any(value is not None and str(value).strip() for value in first.to_pylist())


def _report_columns(found: Match, findings: Findings) -> None:
    for title, used in found.double:
        name = plain_title(title)
        findings.add("JUDUL_GANDA", 0, name, "", sentence("JUDUL_GANDA", kolom=name, ke=used))
    for title in found.unknown:
        name = plain_title(title)
        findings.add("KOLOM_TAK_DIKENAL", 0, name, "", sentence("KOLOM_TAK_DIKENAL", kolom=name))
