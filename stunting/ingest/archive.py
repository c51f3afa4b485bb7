"""Look into an .xlsx before any reader does: bombs, far cells, entities, macros (never unpacked to disk)."""

from __future__ import annotations

import re
import zipfile
import zlib
from io import BytesIO

from stunting.ingest.errors import IngestError
from stunting.settings import Settings

_CHUNK = 1 << 18
_OVERLAP = 256
_MAX_ENTRIES = 2_000
_MAX_RATIO = 200
_RATIO_FROM = 1 << 20  # small parts may compress as well as they like
#: A cell whose formula has no value beside it: written by a program that does not calculate.
_NO_VALUE = re.compile(
    rb"<c\b[^>]*?\br=[\"']([A-Z]{1,3}\d+)[\"'][^>]*>\s*<f\b(?:[^>]*/>|[^<]*</f>)\s*(?:<v\s*/>|<v></v>)?\s*</c>"
)
_DTD = re.compile(rb"<!(?:DOCTYPE|ENTITY)", re.IGNORECASE)

_BOMB = "Berkas ini mengembang terlalu besar saat dibuka. Unduh ulang dari e-PPGBM."
_BROKEN = "Berkas ini rusak atau terpotong. Unduh ulang dari e-PPGBM, lalu unggah lagi."


def check(data: bytes, limits: Settings) -> str:
    """Raise `IngestError` unless `data` is a workbook that is safe to hand to the reader.

    Returns the first cell whose formula has no value (readers take it for blank), else ``""``.

    Parameters
    ----------
    data : bytes
        A zip file.
    limits : Settings
        ``max_expanded_mb``, ``max_rows`` are used.
    """
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            _check_entries(archive, len(data), limits)
            far = _far(limits)
            valueless = ""
            for entry in archive.infolist():
                name = entry.filename.lower()
                if name.endswith((".xml", ".rels", ".vml")):
                    found = _scan(archive, entry, far if "worksheets/" in name else None)
                    valueless = valueless or found
            return valueless
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError) as error:
        raise IngestError("RUSAK", _BROKEN) from error
    except NotImplementedError as error:  # compression that the format does not use
        raise IngestError("RUSAK", _BROKEN) from error
    except RuntimeError as error:  # zipfile: entry is encrypted
        raise IngestError(
            "TERKUNCI", "Berkas zip ini dikunci kata sandi. Simpan tanpa kata sandi."
        ) from error


def _check_entries(archive: zipfile.ZipFile, size: int, limits: Settings) -> None:
    entries = archive.infolist()
    names = {entry.filename.lower() for entry in entries}
    if any(name.endswith(("vbaproject.bin", "vbadata.xml")) for name in names):
        raise IngestError(
            "MAKRO", "Berkas ini berisi makro. Simpan sebagai .xlsx (tanpa makro), lalu unggah ulang."
        )
    if len(entries) > _MAX_ENTRIES:
        raise IngestError("BOM_ZIP", _BOMB)
    total = sum(entry.file_size for entry in entries)
    # entries that overlap claim more compressed bytes than the file has
    if total > limits.max_expanded_mb << 20 or sum(entry.compress_size for entry in entries) > size:
        raise IngestError("BOM_ZIP", _BOMB)
    for entry in entries:
        if entry.file_size > _RATIO_FROM and entry.file_size > _MAX_RATIO * max(entry.compress_size, 1):
            raise IngestError("BOM_ZIP", _BOMB)
    if "xl/workbook.xml" not in names:
        what = "arsip zip atau dokumen lain"
        if "xl/workbook.bin" in names:
            what = "buku kerja biner (.xlsb)"
        elif "mimetype" in names and "content.xml" in names:
            what = "berkas OpenDocument (.ods)"
        elif any(name.startswith("word/") for name in names):
            what = "dokumen Word"
        elif any(name.startswith("ppt/") for name in names):
            what = "presentasi"
        raise IngestError("BUKAN_XLSX", f"Berkas ini {what}, bukan .xlsx. Buka lalu simpan sebagai .xlsx.")


def _far(limits: Settings) -> re.Pattern[bytes]:
    """Cells with three letters or more digits than the row limit: readers allocate up to the farthest."""
    digits = max(len(str(limits.max_rows)) + 1, 6)
    return re.compile(rb"r=[\"'](?:[A-Z]{3}\d|[A-Z]{0,2}\d{%d})" % digits)


def _scan(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, far: re.Pattern[bytes] | None) -> str:
    valueless = ""
    with archive.open(entry) as stream:
        before = b""
        while chunk := stream.read(_CHUNK):
            window = before + chunk
            if b"<!" in window and _DTD.search(window):
                raise IngestError(
                    "ENTITAS_XML",
                    "Berkas ini memuat deklarasi XML yang tidak diizinkan. Simpan ulang sebagai .xlsx.",
                )
            if far is not None and far.search(window):
                raise IngestError(
                    "SEL_JAUH",
                    "Ada sel yang sangat jauh di kanan atau di bawah tabel. "
                    "Salin hanya tabelnya ke lembar baru, simpan sebagai .xlsx.",
                )
            if far is not None and not valueless and b"<f" in window and (cell := _NO_VALUE.search(window)):
                valueless = cell[1].decode()
            before = window[-_OVERLAP:]
    return valueless
