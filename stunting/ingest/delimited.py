"""Read text tables: comma, semicolon or tab, with or without quotes."""

from __future__ import annotations

import csv
import io
import re
from itertools import islice
from typing import Any, Final

from stunting.ingest.errors import IngestError
from stunting.ingest.findings import Note
from stunting.ingest.text import decode
from stunting.settings import Settings

_DELIMITERS = (";", "\t", ",", "|")
_TRY_LINES = 40
_WIDTH_LINES: Final = 200
#: A line with this share of the cells of the widest is a row of its own.
_SHARE: Final = 0.6
_MOST_MENDED: Final = 1000


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


def read(data: bytes, limits: Settings) -> tuple[list[list[str]], list[Note]]:
    """Return the cells, row by row (ragged rows stay ragged), and findings on the file.

    A quote that begins a cell and is never closed would swallow the rows below it up to the next quote or
    the end of the file: such a row is read without it, and those below it as rows of their own.

    Raises
    ------
    IngestError
        If there are too many rows or columns, or the quoting is broken.
    """
    text = decode(data).replace("\0", "")
    mark, lines = delimiter(text), list(io.StringIO(text, newline=""))
    width = _width(lines, mark)
    rows: list[list[str]] = []
    notes: list[Note] = []
    at = 0
    while at < len(lines):
        reader, start = csv.reader(islice(lines, at, None), delimiter=mark), at
        while True:
            why: csv.Error | None = None
            try:
                row = next(reader, None)
            except csv.Error as error:  # a cell longer than any cell is
                row, why = [], error
            if row is None:
                at = len(lines)
                break
            end = at + reader.line_num
            mended: list[str] | None = None
            if why or end - start > 1 or len(row) < width:
                mended = _mended(lines[start:end], row, mark, width)
            if mended is None and why:
                raise _broken() from why
            _append(rows, row if mended is None else mended, limits)
            if mended is not None:
                notes.append(Note("KUTIP_LEPAS", "", len(rows)))
                if len(notes) > _MOST_MENDED:
                    raise _broken()
                at = start + 1
                break
            start = end
    # every program ends the last line; a short line without an end was cut off
    cut = len(rows) > 2 and not text.endswith(("\n", "\r")) and len(rows[-1]) < len(rows[-2])
    return rows, [*notes, *([Note("BERKAS_TERPOTONG")] if cut else [])]


def _append(rows: list[list[str]], row: list[str], limits: Settings) -> None:
    rows.append(row)
    if len(row) > limits.max_columns:
        raise IngestError(
            "KOLOM_BANYAK",
            f"Ada baris dengan lebih dari {limits.max_columns} kolom. Hapus kolom di kanan tabel.",
        )
    if len(rows) > limits.max_rows + 50:
        raise IngestError("BARIS_BANYAK", "Berkas ini terlalu panjang. Bagi menurut puskesmas atau bulan.")


def _broken() -> IngestError:
    return IngestError("RUSAK", "Tanda kutip berkas ini tidak berpasangan. Simpan sebagai .xlsx.")


def _width(lines: list[str], mark: str) -> int:
    """Return how many cells the widest of the first lines has, of those in which every quote has its pair."""
    whole = [line for line in lines[:_WIDTH_LINES] if line.count('"') % 2 == 0]
    return max((len(_cells(line, mark)) for line in whole), default=0)


def _cells(line: str, mark: str, **options: Any) -> list[str]:
    try:
        return next(csv.reader([line], delimiter=mark, **options), [])
    except csv.Error:
        return []


def _mended(lines: list[str], row: list[str], mark: str, width: int) -> list[str] | None:
    """Return the first of `lines` as a row without its stray quote; None where it has none.

    `row` is what was read from all of the lines together. A cell may well hold line breaks: then the lines
    have few cells each, and as many together as a row has.
    """
    first = lines[0]
    if first.count('"') % 2 == 0:
        return None
    least = _SHARE * width
    starts = [found.end() - 1 for found in re.finditer(f'(?:^|{re.escape(mark)})"', first)]
    tried = [_cells(first[:at] + first[at + 1 :], mark) for at in starts]
    plain = [cell.replace('"', "") for cell in _cells(first, mark, quoting=csv.QUOTE_NONE)]
    mended = next((cells for cells in tried if len(cells) == width), plain)
    if not starts or len(mended) < least:
        return None
    below = next((line for line in lines[1:] if line.strip()), None)
    if below is None:
        return mended if len(row) < min(width, len(mended)) else None
    return mended if below.count(mark) + 1 >= least else None
