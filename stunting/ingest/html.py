"""Read the original download: an HTML table that is named .xls."""

from __future__ import annotations

from stunting.ingest import capped
from stunting.ingest.findings import Note
from stunting.ingest.text import decode
from stunting.settings import Settings

_SAID = {
    "TANPA_TABEL": "Tidak ada tabel di berkas ini. Unduh ulang laporan dari e-PPGBM.",
    "BARIS_BANYAK": "Tabel ini lebih dari {rows} baris. Bagi menurut puskesmas atau bulan.",
    "KOLOM_BANYAK": "Tabel ini lebih dari {columns} kolom. Unduh ulang laporannya.",
    "TERLALU_BESAR": "Berkas ini terlalu besar untuk dibuka. Bagi menurut puskesmas atau bulan.",
    "RUSAK": "Berkas HTML ini tidak terbaca. Unduh ulang dari e-PPGBM.",
}


def read(data: bytes, limits: Settings) -> tuple[list[list[str]], str, list[Note]]:
    """Return the cells of the longest table, the text before it, and findings on the file.

    Raises
    ------
    IngestError
        If no table is there, or it is too large.
    """
    text = decode(data).replace("\0", "")
    plain = text.encode("utf-8", "replace")
    answer = capped.run(lambda pipe: pipe.write(plain), "html", limits, _SAID)
    tail = text.lower()
    cut = tail.rfind("<table") > tail.rfind("</table")
    return answer["rows"], answer["before"], [Note("BERKAS_TERPOTONG")] if cut else []
