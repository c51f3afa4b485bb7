"""Look into an .xlsx before any reader does: bombs, far cells, entities, macros (never unpacked to disk)."""

from __future__ import annotations

import re
import zipfile
import zlib
from io import BytesIO
from typing import IO

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
_ROOT = re.compile(rb"<(?:\w+:)?worksheet\b(?:[^>\"']|\"[^\"]*\"|'[^']*')*>")
#: The reader looks through a whole sheet for the list of merged cells, which nobody asks for: it stops here.
_NO_MERGES = b'<mergeCells count="0"></mergeCells>'
_DTD = re.compile(rb"<!(?:DOCTYPE|ENTITY)", re.IGNORECASE)

_BOMB = "Berkas ini mengembang terlalu besar saat dibuka. Unduh ulang dari e-PPGBM."
_BROKEN = "Berkas ini rusak atau terpotong. Unduh ulang dari e-PPGBM, lalu unggah lagi."


def hand_over(data: bytes, limits: Settings, to: IO[bytes]) -> str:
    """Write a workbook that is safe to read to `to`, as a zip that is not compressed; raise where it is not.

    What reaches the reader is only what was checked here, in one pass: parts that are no XML stay behind, and
    a part cannot be another to the reader than it was to the check. Nobody may read before this has returned.

    Returns the first cell whose formula has no value (readers take it for blank), else ``""``.

    Parameters
    ----------
    data : bytes
        A zip file.
    limits : Settings
        ``max_expanded_mb``, ``max_rows`` are used.
    to : binary stream
        Need not be seekable.

    Raises
    ------
    IngestError
        If the file is damaged, locked, no workbook, or means harm.
    """
    valueless = ""
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive, zipfile.ZipFile(to, "w") as copy:
            _check_entries(archive, len(data), limits)
            far = _far(limits)
            for entry in archive.infolist():
                if entry.filename.lower().endswith((".xml", ".rels", ".vml")):
                    with archive.open(entry) as part, copy.open(entry.filename, "w") as there:
                        found = _scan(part, there, far if "worksheets/" in entry.filename.lower() else None)
                    valueless = valueless or found
    except BrokenPipeError:
        raise
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError) as error:
        raise IngestError("RUSAK", _BROKEN) from error
    except NotImplementedError as error:  # compression that the format does not use
        raise IngestError("RUSAK", _BROKEN) from error
    except RuntimeError as error:  # zipfile: entry is encrypted
        raise IngestError(
            "TERKUNCI", "Berkas zip ini dikunci kata sandi. Simpan tanpa kata sandi."
        ) from error
    return valueless


def _check_entries(archive: zipfile.ZipFile, size: int, limits: Settings) -> None:
    entries = archive.infolist()
    names = {entry.filename.lower() for entry in entries}
    if any(name.endswith(("vbaproject.bin", "vbadata.xml")) for name in names):
        raise IngestError(
            "MAKRO", "Berkas ini berisi makro. Simpan sebagai .xlsx (tanpa makro), lalu unggah ulang."
        )
    if len(names) < len(entries):  # readers differ in which of two parts of one name they take
        raise IngestError("RUSAK", _BROKEN)
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


def _scan(part: IO[bytes], copy: IO[bytes], far: re.Pattern[bytes] | None) -> str:
    """Copy a part while looking at it; `far` is given for sheets."""
    valueless = before = b""
    while chunk := part.read(_CHUNK):
        window = before + chunk
        # one rare byte is found far faster than two of which the first is everywhere
        if b"!" in window and _DTD.search(window):
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
        if far is not None and not valueless and b"f" in window and (cell := _NO_VALUE.search(window)):
            valueless = cell[1]
        if far is not None and not before and (root := _ROOT.search(chunk)) and not root[0].endswith(b"/>"):
            chunk = chunk[: root.end()] + _NO_MERGES + chunk[root.end() :]
        copy.write(chunk)
        before = window[-_OVERLAP:]
    return valueless.decode()
