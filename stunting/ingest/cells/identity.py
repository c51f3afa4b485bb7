"""Read NIK, sex, names and the way of measuring. Nothing here is kept in a cache: identities are personal."""

from __future__ import annotations

import re

_SPACES = re.compile(r"\s+")
_LETTER = re.compile(r"[^\W\d_]")
_POWER = re.compile(r"\d+([.,]\d+)?[eE]\+?\d+", re.ASCII)
_MASK = re.compile(r"[*xX#•…]{2,}")
_COUNTED = "1234567890123456"
_OTHER_MARK = re.compile(r"[,;|&\\]")
_PARENTS = re.compile(r"\s*[/,;|&\\]\s*")

_SEX = {
    **dict.fromkeys(("l", "lk", "lakilaki", "laki", "laki2", "lelaki", "pria", "m", "male", "1"), "L"),
    **dict.fromkeys(("p", "pr", "perempuan", "perempuwan", "wanita", "f", "female", "2"), "P"),
}
_POSITION = {
    **dict.fromkeys(
        ("terlentang", "telentang", "tertelentang", "terlentag", "baring", "berbaring", "l", "tidur"), "l"
    ),
    **dict.fromkeys(("berdiri", "bediri", "diri", "h", "b"), "h"),
}


def read_nik(text: str) -> tuple[str | None, str]:
    """Return the NIK, or ``None`` and the finding code.

    A real NIK has 16 digits, of which the seventh to tenth are a day (women + 40) and a month.

    >>> read_nik("3201015005200001")
    ('3201015005200001', '')
    >>> read_nik("6,31E+15")
    (None, 'NIK_ILMIAH')
    """
    plain = text
    if len(text) == 16 and text.isascii() and text.isdigit() and text[0] not in "09":  # nearly always
        return (None, "NIK_DUMMY") if text.count(text[0]) == 16 or text == _COUNTED else (text, "")
    if not text.isdigit():
        plain = text.replace(" ", "").replace("\xa0", "").replace("-", "").strip("'`’")
        if plain.endswith((".0", ",0")):
            plain = plain[:-2]
    if plain.isascii() and plain.isdigit():
        if len(set(plain)) == 1 or plain.startswith(("0000", "9999")) or plain in _COUNTED:
            return None, "NIK_DUMMY"
        return (plain, "") if len(plain) == 16 else (None, "NIK_BUKAN_16")
    if _MASK.search(plain):
        return None, "NIK_SAMAR"
    if _POWER.fullmatch(plain):
        return None, "NIK_ILMIAH"
    return None, "NIK_BUKAN_16"


def read_sex(text: str) -> str | None:
    """Return ``"L"``, ``"P"`` or ``None``: an unknown sex is never given a default.

    >>> read_sex("Laki-laki"), read_sex("2"), read_sex("?")
    ('L', 'P', None)
    """
    return _SEX.get("".join(c for c in text.lower().removesuffix(".0") if c.isalnum()))


def read_position(text: str) -> str | None:
    """Return ``"l"`` lying, ``"h"`` standing, ``None`` where it is neither.

    >>> read_position("Telentang"), read_position("BERDIRI")
    ('l', 'h')
    """
    return _POSITION.get(text.lower().strip())


def read_name(text: str) -> str | None:
    """Return the name with single spaces; ``None`` where it has no letter."""
    if not (text[:1].isalpha() or _LETTER.search(text)):
        return None
    return text if text.isprintable() and "  " not in text else _SPACES.sub(" ", text)


def read_mother(text: str, *, mother_first: bool = False) -> str | None:
    """Return the mother's name out of ``AYAH / IBU``; a single name is the mother's.

    >>> read_mother("CONTOH AYAH / CONTOH IBU"), read_mother("CONTOH IBU"), read_mother("CONTOH AYAH / -")
    ('CONTOH IBU', 'CONTOH IBU', None)
    """
    if text.count("/") == 1 and not _OTHER_MARK.search(text):
        parts = [part.strip() for part in text.split("/")]
    else:
        parts = _PARENTS.split(text.strip())
    part = parts[0] if mother_first or len(parts) == 1 else parts[1]
    return read_name(part)
