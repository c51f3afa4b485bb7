"""Read text tables: comma, semicolon or tab, with or without quotes."""

from __future__ import annotations

import csv
import io
from itertools import islice

from stunting.ingest.errors import IngestError
from stunting.ingest.text import decode
from stunting.settings import Settings

_DELIMITERS = (";", "\t", ",", "|")
_TRY_LINES = 40


def delimiter(text: str) -> str:
    """Return the delimiter that gives the widest row among the first lines.

    >>> delimiter("Judul, satu\\nNIK;Nama;Berat\\n1;CONTOH;9,8\\n")
    ';'
    """
    start = "\n".join(text[:100_000].splitlines()[:_TRY_LINES])
    if start[:4].lower() == "sep=" and len(start) > 4:
        return start[4]

    def width(mark: str) -> int:
        try:
            return max(
                map(len, islice(csv.reader(io.StringIO(start), delimiter=mark), _TRY_LINES)), default=0
            )
        except csv.Error:
            return 0

    return max(_DELIMITERS, key=width)


def read(data: bytes, limits: Settings) -> tuple[list[list[str]], list[tuple[str, str]]]:
    """Return the cells, row by row (ragged rows stay ragged), and findings on the file (code, value).

    Raises
    ------
    IngestError
        If there are too many rows or columns, or the quoting is broken.
    """
    text = decode(data).replace("\0", "")
    rows: list[list[str]] = []
    try:
        for row in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter(text)):
            rows.append(row)
            if len(row) > limits.max_columns:
                raise IngestError(
                    "KOLOM_BANYAK",
                    f"Ada baris dengan lebih dari {limits.max_columns} kolom. Hapus kolom di kanan tabel.",
                )
            if len(rows) > limits.max_rows + 50:
                raise IngestError(
                    "BARIS_BANYAK", "Berkas ini terlalu panjang. Bagi menurut puskesmas atau bulan."
                )
    except csv.Error as error:
        raise IngestError(
            "RUSAK", "Tanda kutip berkas ini tidak berpasangan. Simpan sebagai .xlsx."
        ) from error
    # every program ends the last line; a short line without an end was cut off
    cut = len(rows) > 2 and not text.endswith(("\n", "\r")) and len(rows[-1]) < len(rows[-2])
    return rows, [("BERKAS_TERPOTONG", "")] if cut else []
