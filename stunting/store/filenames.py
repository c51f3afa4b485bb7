"""Names of uploaded files: what is kept of them, and what a forgotten child leaves of them.

A file name is free text and may hold a child's name ("DAFTAR ANAK BUDI.xlsx"). It stands in the manifest
of its upload, nowhere else: not in the audit log, nor in addresses or subjects. Screens show it to those
alone whose upload it is.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import PurePosixPath
from typing import Final

from stunting.store.known import plain_name

#: What stands for a name that held a forgotten child.
REMOVED: Final = "(nama berkas dihapus)"
_LONGEST: Final = 120
_NIK: Final = re.compile(r"\d{12,}")
_UNSEEN: Final = re.compile("[\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2066-\u2069\ufeff]+")


def safe_filename(name: str) -> str:
    """Return a file name as it is kept: without folders, control characters and numbers like a NIK.

    >>> safe_filename("C:\\\\Users\\\\ani\\\\6311050101200001 Contoh.xlsx")
    '63************** Contoh.xlsx'
    """
    plain = _UNSEEN.sub("", name).replace("\\", "/").rpartition("/")[2].strip()
    masked = _NIK.sub(lambda m: m[0][:2] + "*" * (len(m[0]) - 2), plain)
    if len(masked) <= _LONGEST:
        return masked
    suffix = PurePosixPath(masked).suffix[:8]
    return f"{masked[: _LONGEST - len(suffix)]}{suffix}"


def names_child(filename: str, names: Iterable[str], *, parts: bool = False) -> bool:
    """Return whether a file name holds one of a child's `names`; with `parts` any long word of them.

    >>> names_child("daftar_anak_CONTOH-BUDI.xlsx", ["Contoh Budi"]), names_child("contohan.xlsx", ["Contoh"])
    (True, False)
    """
    words = f" {plain_name(filename)} "
    wanted = {plain_name(name) for name in names}
    if parts:
        wanted |= {word for name in wanted for word in name.split() if len(word) >= 4}
    return any(f" {name} " in words for name in wanted if name)


def without_name(filename: str) -> str:
    """Return what is left of a file name that held a child's.

    >>> without_name("DAFTAR CONTOH BUDI.xlsx")
    '(nama berkas dihapus).xlsx'
    """
    return f"{REMOVED}{PurePosixPath(filename).suffix[:8]}"
