"""Say what a file is by its content; its name and extension are never trusted."""

from __future__ import annotations

import re

from stunting.ingest.errors import IngestError

_AGAIN = "Unduh ulang laporan dari e-PPGBM, atau buka di Excel dan simpan sebagai .xlsx."
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"

#: First record of the workbook (BIFF8, BIFF5) with FILEPASS after it: the reader would call it damaged.
_LOCKED_XLS = re.compile(
    rb"\x09\x08(?:\x10\x00\x00\x06\x05\x00.{12}|\x08\x00\x00\x05\x05\x00.{4})(?:\x86\x00\x00\x00)?\x2f\x00",
    re.DOTALL,
)

#: Beginning of files that are something else → what they are.
_FOREIGN = {
    b"\x89PNG": "gambar",
    b"\xff\xd8\xff": "gambar",
    b"GIF8": "gambar",
    b"RIFF": "gambar atau suara",
    b"BM": "gambar",
    b"%PDF": "PDF",
    b"Rar!": "arsip RAR",
    b"7z\xbc\xaf": "arsip 7z",
    b"\x1f\x8b": "arsip gzip",
    b"{\\rtf": "dokumen RTF",
    b"\x7fELF": "program",
    b"MZ": "program",
}


def sniff(data: bytes) -> str:
    """Return ``"xlsx"``, ``"xls"``, ``"html"`` or ``"csv"``; raise `IngestError` for anything else.

    >>> sniff(b"<table><tr><td>NIK</td></tr></table>"), sniff(b"NIK;Nama")
    ('html', 'csv')
    """
    if not data.strip(b"\0\r\n\t \xef\xbb\xbf"):
        raise IngestError("BERKAS_KOSONG", "Berkas ini kosong. " + _AGAIN)
    if data.startswith(b"PK"):
        return "xlsx"
    if data.startswith(_OLE):
        _check_ole(data)
        return "xls"
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        start = data[:8192].decode("utf-16", errors="replace")
    else:
        for magic, what in _FOREIGN.items():
            if data.startswith(magic) and not (len(magic) == 2 and _is_text(data)):
                raise IngestError("BUKAN_TABEL", f"Berkas ini {what}, bukan tabel. {_AGAIN}")
        if data.startswith((b"\t\x08\x10\0", b"\t\x08\x08\0", b"\t\x04\x06\0", b"\t\0\x04\0")):
            return "xls"  # a bare BIFF stream of old Excel
        if not _is_text(data):
            raise IngestError("BUKAN_TABEL", "Berkas ini bukan tabel yang dikenal. " + _AGAIN)
        start = data[:8192].decode("latin-1")
    head = start.lstrip("\ufeff\xef\xbb\xbf \r\n\t\0").lower()
    if head.startswith(("mime-version:", "from: <saved by")):
        raise IngestError("HALAMAN_WEB", f"Berkas ini halaman web arsip (.mht). {_AGAIN}")
    if head.startswith("<"):
        if "<frameset" in head or (b"<frameset" in data[:200_000].lower()):
            raise IngestError(
                "HALAMAN_WEB",
                "Berkas ini disimpan Excel sebagai 'Halaman Web': isinya ada di folder lain (sheet001.htm). "
                "Unduh ulang, atau simpan sebagai .xlsx.",
            )
        if "<workbook" in head and "schemas-microsoft-com:office:spreadsheet" in head:
            raise IngestError(
                "XML_EXCEL", "Berkas ini 'XML Spreadsheet'. Buka di Excel, simpan sebagai .xlsx."
            )
        return "html"
    return "csv"


def _is_text(data: bytes) -> bool:
    """Tell text from binary by control characters in the beginning (UTF-16 without mark counts as text)."""
    start = data[:4096]
    control = sum(start.count(byte) for byte in range(1, 32) if byte not in (9, 10, 12, 13, 27))
    zeros = start.count(0)
    half = max(start[0::2].count(0), start[1::2].count(0))
    return control * 50 <= len(start) and (zeros * 50 <= len(start) or half == zeros)


def _check_ole(data: bytes) -> None:
    """Look at the directory names of an OLE file (UTF-16)."""

    def named(name: str) -> bool:
        return name.encode("utf-16-le") in data

    if named("EncryptedPackage") or _LOCKED_XLS.search(data):
        raise IngestError(
            "TERKUNCI",
            "Berkas ini dikunci kata sandi. Buka di Excel, hapus kata sandinya, simpan sebagai .xlsx.",
        )
    if named("_VBA_PROJECT"):
        raise IngestError(
            "MAKRO", "Berkas ini berisi makro. Simpan sebagai .xlsx (tanpa makro), lalu unggah ulang."
        )
    if not named("Workbook") and not named("Book"):
        if _directory_at(data) >= len(data):
            raise IngestError("RUSAK", "Berkas ini rusak atau terpotong. Unduh ulang dari e-PPGBM.")
        raise IngestError("BUKAN_TABEL", "Berkas ini dokumen Office, bukan lembar kerja Excel. " + _AGAIN)


def _directory_at(data: bytes) -> int:
    """Return where the directory of an OLE file must begin."""
    power = int.from_bytes(data[30:32], "little")
    return (int.from_bytes(data[48:52], "little") + 1) << power if power in (9, 12) else 0
