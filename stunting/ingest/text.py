"""Bytes to text: byte-order marks, UTF-8, UTF-16, else windows-1252."""

from __future__ import annotations

import codecs


def decode(data: bytes) -> str:
    """Decode what Indonesian offices save; never raises.

    >>> decode("Kecamatan Ü".encode("cp1252"))
    'Kecamatan Ü'
    """
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return data.decode("utf-16", errors="replace")
    start = data[:400]
    if start.count(0) * 3 > len(start):  # UTF-16 without a mark: every other byte of Latin text is zero
        little = start[1::2].count(0) >= start[0::2].count(0)
        return data.decode("utf-16-le" if little else "utf-16-be", errors="replace")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1252", errors="replace")
