"""From the bytes of a file to `Parsed`: sniff, container, header, then the table."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from hashlib import sha256

from stunting.ingest import delimited, excel, header, html
from stunting.ingest.errors import IngestError
from stunting.ingest.findings import Note
from stunting.ingest.parsed import Parsed
from stunting.ingest.sniff import sniff
from stunting.ingest.table import parse_table
from stunting.settings import Settings, settings


def read_file(
    data: bytes,
    filename: str,
    *,
    kab: str,
    period: str | None = None,
    limits: Settings | None = None,
    today: date | None = None,
) -> Parsed:
    """Read an uploaded file, whatever its name says it is.

    Parameters
    ----------
    data : bytes
        The file.
    filename : str
        For display only.
    kab, period, today
        See `stunting.ingest.table.parse_table`.
    limits : Settings, optional
        Limits of size, rows, columns and sheets; default those of the installation.

    Raises
    ------
    IngestError
        If the file is refused as a whole; the message says what to do.
    """
    limits = limits or settings()
    if len(data) > limits.max_file_mb << 20:
        raise IngestError(
            "TERLALU_BESAR",
            f"Berkas ini lebih dari {limits.max_file_mb} MB. Bagi menurut puskesmas atau bulan.",
        )
    kind = sniff(data)
    before = ""
    grid: Sequence[list[str]]
    notes: list[Note]
    if kind == "html":
        grid, before, notes = html.read(data, limits)
    elif kind == "csv":
        grid, notes = delimited.read(data, limits)
    else:
        grid, notes = excel.read(data, kind, limits)
    sheet = header.locate(grid, before)
    parsed = parse_table(
        sheet.table,
        kab=kab,
        first_row=sheet.first_row,
        period=period,
        title=sheet.title,
        today=today,
        notes=notes,
    )
    parsed.filename, parsed.container, parsed.sha256 = filename, kind, sha256(data).hexdigest()
    return parsed
