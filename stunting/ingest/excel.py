"""Read .xls and .xlsx in a child process with capped memory and time."""

from __future__ import annotations

from typing import IO

from stunting.ingest import archive, capped
from stunting.ingest.findings import Note
from stunting.ingest.grid import Grid
from stunting.settings import Settings

_WALL_S = 120

_SAID = {
    "TERKUNCI": "Berkas ini dikunci kata sandi. Buka di Excel, hapus kata sandinya, simpan sebagai .xlsx.",
    "BARIS_BANYAK": "Lembar ini lebih dari {rows} baris. Bagi menurut puskesmas atau bulan.",
    "KOLOM_BANYAK": "Lembar ini lebih dari {columns} kolom. Hapus kolom di kanan tabel.",
    "LEMBAR_BANYAK": "Buku kerja ini lebih dari {sheets} lembar. Simpan lembar datanya saja sebagai .xlsx.",
    "BERKAS_KOSONG": "Tidak ada isi pada lembar yang tampak. Unduh ulang dari e-PPGBM.",
    "TERLALU_BESAR": "Berkas ini terlalu besar untuk dibuka. Bagi menurut puskesmas atau bulan.",
    "RUSAK": "Berkas ini rusak atau terpotong. Unduh ulang dari e-PPGBM, lalu unggah lagi.",
}


def read(data: bytes, kind: str, limits: Settings) -> tuple[Grid, list[Note]]:
    """Return the cells of the sheet with the table, and findings on the file.

    Parameters
    ----------
    data : bytes
        The workbook.
    kind : {"xlsx", "xls"}
        As sniffed; an .xlsx is checked by `archive.hand_over` before anything opens it.
    limits : Settings
        Limits of rows, columns, sheets.

    Raises
    ------
    IngestError
        If the file is unsafe, damaged, locked or too large.
    """
    valueless = ""

    def feed(pipe: IO[bytes]) -> None:
        nonlocal valueless
        if kind == "xlsx":
            valueless = archive.hand_over(data, limits, pipe)
        else:
            pipe.write(data)

    answer = capped.run(feed, kind, limits, _SAID, wall_s=_WALL_S)
    notes = [Note("LEMBAR_LAIN", name) for name in answer["others"]]
    return answer["cells"], notes + ([Note("RUMUS_TANPA_NILAI", valueless)] if valueless else [])
