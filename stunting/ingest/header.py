"""Find the header among the first rows and make a table of text columns below it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import zip_longest

import pyarrow as pa

from stunting.ingest.columns import aliases, normalise, refuse_other
from stunting.ingest.errors import IngestError
from stunting.ingest.grid import Grid
from stunting.ingest.templates.definitions import recognise

_FIRST_ROWS = 20
_RECAP_COUNTS = frozenset(
    ("haz_severe", "haz_moderate", "stunting", "wasting", "underweight", "measured", "whz_severe")
)
_RECAP_AREAS = frozenset(("kab", "kec", "puskesmas", "desa"))


@dataclass
class Sheet:
    """The table of a file.

    Attributes
    ----------
    table : pyarrow.Table
        Text columns; names as in the file, possibly repeated.
    kind : str
        ``"anak"`` or ``"rekap"``, or the name of a template.
    first_row : int
        Row number of the first row below the header, as a spreadsheet counts (1-based).
    title : str
        Text above the header.
    """

    table: pa.Table
    kind: str
    first_row: int
    title: str


def kind_of(header: list[str]) -> str | None:
    """Return ``"anak"``, ``"rekap"`` or ``None`` for a row of titles.

    >>> kind_of(["No", "NIK", "Nama"]), kind_of(["1", "2"])
    ('anak', None)
    >>> kind_of(["Kecamatan", "Pendek", "Sangat Pendek", "Diukur"])
    'rekap'
    """
    names = {normalise(cell) for cell in header}
    found = {aliases("anak").get(name) for name in names}
    if {"nik", "name"} <= found:
        return "anak"
    recap = {aliases("rekap").get(name) for name in names}
    if "nik" not in found and recap & _RECAP_AREAS and len(recap & _RECAP_COUNTS) >= 2:
        return "rekap"
    return None


def locate(grid: Sequence[list[str]], before: str = "") -> Sheet:
    """Find the header in `grid` and return the table under it.

    Parameters
    ----------
    grid : list of rows of cells, or Grid
        Ragged rows are filled with nulls on the right.
    before : str
        Text that stood before the table in the file.

    Raises
    ------
    IngestError
        If no header is found, saying which report is expected.
    """
    for at, row in enumerate(grid[:_FIRST_ROWS]):
        if template := recognise(row):
            return _sheet(grid, at, at, row, template, before)
        kind = kind_of(row)
        # group titles (Pengukuran, BB/U, TB/U, …) may stand above the titles of some columns
        below = grid[at + 1] if at + 1 < len(grid) else []
        merged = [low if low.strip() else up for up, low in zip_longest(row, below, fillvalue="")]
        if kind == "anak":
            if _known(merged, kind) > _known(row, kind) and not _holds_a_child(row, below):
                return _sheet(grid, at, at + 1, merged, kind, before)
            return _sheet(grid, at, at, row, kind, before)
        if (
            kind_of(merged) == "rekap"
            and _known(merged, "rekap") > max(_known(row, "rekap"), _known(below, "rekap"))
            and not _has_number(below)
        ):
            return _sheet(grid, at, at + 1, merged, "rekap", before)
        if kind == "rekap":
            return _sheet(grid, at, at, row, kind, before)
    for row in grid[:_FIRST_ROWS]:
        refuse_other(row)
    raise IngestError(
        "JUDUL_TIDAK_ADA",
        "Judul kolom (NIK, Nama, …) tidak ditemukan pada 20 baris pertama. "
        "Yang dibutuhkan: e-PPGBM, menu Laporan, 'Daftar Anak Berdasarkan Status Gizi', "
        "atau rekap per kecamatan/puskesmas/desa.",
    )


def _holds_a_child(header: list[str], below: list[str]) -> bool:
    known = aliases("anak")
    return any(
        low.strip() and known.get(normalise(up)) in ("nik", "name")
        for up, low in zip(header, below, strict=False)
    )


def _known(row: list[str], kind: str) -> int:
    return len({aliases(kind).get(normalise(cell)) for cell in row} - {None})


def _has_number(row: list[str]) -> bool:
    return any(cell.strip().isdigit() for cell in row)


def _sheet(grid: Sequence[list[str]], top: int, at: int, header: list[str], kind: str, before: str) -> Sheet:
    title = " ".join([before, *(" ".join(row) for row in grid[:top])])
    rows = len(grid) - at - 1
    cells: list[pa.Array]
    if isinstance(grid, Grid):
        cells = list(grid.below(at))
        filled = any(text.strip() for column in cells for text in column.dictionary.to_pylist())
    else:
        # null, not blank: `shift` asks which rows lack a cell
        cells = [pa.array(column, pa.string()) for column in zip_longest(*grid[at + 1 :])]
        filled = any(cell.strip() for row in grid[at + 1 :] for cell in row)
    if not filled:
        refuse_other(header)
        raise IngestError(
            "TANPA_BARIS", "Di bawah judul kolom tidak ada satu baris pun. Unduh ulang dari e-PPGBM."
        )
    names = [*header, *[""] * (len(cells) - len(header))]
    cells += [pa.nulls(rows, pa.string())] * (len(names) - len(cells))
    return Sheet(pa.Table.from_arrays(cells, names=names), kind, at + 2, title)
