"""Read .xls and .xlsx in a child process with capped memory and time."""

from __future__ import annotations

import json
import subprocess
import sys
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path

from stunting.ingest import archive
from stunting.ingest.errors import IngestError
from stunting.settings import Settings

_CHILD = Path(__file__).with_name("child.py")
_MEMORY_MB = 1536
_CPU_S = 60
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


def _refuse(code: str, limits: Settings) -> IngestError:
    code = code if code in _SAID else "RUSAK"
    fields = {"rows": f"{limits.max_rows:,}".replace(",", "."), "columns": limits.max_columns}
    return IngestError(code, _SAID[code].format(sheets=limits.max_sheets, **fields))


@lru_cache(maxsize=1)
def _site() -> str:
    spec = find_spec("python_calamine")
    if spec is None or spec.origin is None:
        raise RuntimeError("python-calamine is not installed")
    return str(Path(spec.origin).parent.parent)


def read(data: bytes, kind: str, limits: Settings) -> tuple[list[list[str]], list[str]]:
    """Return the cells of the sheet with the table, row by row, and the names of other sheets like it.

    Parameters
    ----------
    data : bytes
        The workbook.
    kind : {"xlsx", "xls"}
        As sniffed; an .xlsx is checked by `archive.check` first.
    limits : Settings
        Limits of rows, columns, sheets.

    Raises
    ------
    IngestError
        If the file is unsafe, damaged, locked or too large.
    """
    if kind == "xlsx":
        archive.check(data, limits)
    numbers = (limits.max_rows, limits.max_columns, limits.max_sheets, _MEMORY_MB, _CPU_S)
    command = [sys.executable, "-I", "-S", str(_CHILD), _site(), *map(str, numbers)]
    try:
        done = subprocess.run(command, input=data, capture_output=True, timeout=_WALL_S, check=False)  # noqa: S603
    except subprocess.TimeoutExpired as error:
        raise _refuse("TERLALU_BESAR", limits) from error
    if done.returncode != 0 or len(done.stdout) > limits.max_expanded_mb << 20:
        # killed by a cap, or the reader aborted
        raise _refuse("TERLALU_BESAR" if kind == "xlsx" else "RUSAK", limits)
    answer = json.loads(done.stdout)
    if "error" in answer:
        raise _refuse(answer["error"], limits)
    return answer["rows"], answer["others"]
