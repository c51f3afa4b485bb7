"""How names are compared and how they are shown."""

from __future__ import annotations

import re
from functools import lru_cache

import pandas as pd

_APOSTROPHE = re.compile(r"['’‘`´ʼ]")
_OTHER = re.compile(r"[^0-9A-Z]+")
_ROMAN = re.compile(r"^(?=[IVX])(X{0,3})(IX|IV|V?I{0,3})$")


def normalise(name: object) -> str:
    """Return `name` upper-case with letters, digits and single spaces only ("" for missing).

    Apostrophes vanish, every other sign is a space. Abbreviations (Sei for Sungai) are a matter of
    ``data/alias_wilayah.csv``, not of this function.

    >>> normalise("  Ju'uh "), normalise("Simpang Nadung/Nadong")
    ('JUUH', 'SIMPANG NADUNG NADONG')
    """
    if name is None or name is pd.NA or name != name:
        return ""
    return _OTHER.sub(" ", _APOSTROPHE.sub("", str(name)).upper()).strip()


def squash(name: object) -> str:
    """Return `normalise(name)` without its spaces, so that "Batu Mandi" equals "Batumandi"."""
    return normalise(name).replace(" ", "")


def normalise_name(series: pd.Series) -> pd.Series:
    """Return `normalise` of every value; missing stays missing.

    Parameters
    ----------
    series : Series of str (or categorical)

    Returns
    -------
    Series of str, same index

    Examples
    --------
    >>> normalise_name(pd.Series(["lok  batu.", None])).tolist()
    ['LOK BATU', nan]
    """
    codes, uniques = pd.factorize(series)
    words = [normalise(u) or None for u in uniques]
    return pd.Series([words[c] if c >= 0 else None for c in codes], index=series.index, dtype="str")


def numerals(name: str) -> tuple[str, ...]:
    """Return the words of a normalised name that number it: "SUKAMAJU II" → ("II",)."""
    return tuple(w for w in name.split() if w.isdigit() or _ROMAN.match(w) or len(w) == 1)


@lru_cache(maxsize=20_000)
def title_name(name: str) -> str:
    """Return a name in title case, Roman numerals and initials kept.

    >>> title_name("SUKA MAJU II"), title_name("JU'UH"), title_name("SEI/SUNGAI  AWANG")
    ('Suka Maju II', "Ju'uh", 'Sei/Sungai Awang')
    """
    return " ".join(
        "/".join("-".join(_title(p) for p in q.split("-")) for q in word.split("/")) for word in name.split()
    )


def _title(word: str) -> str:
    if _ROMAN.match(word.upper().strip(".,()")):
        return word.upper()
    head = 1 if word[:1] == "(" else 0
    return word[:head] + word[head : head + 1].upper() + word[head + 1 :].lower()
