"""Puskesmas: the names a kabupaten uses, and the one it is shown by."""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path

import pandas as pd

from stunting.regions.names import normalise, squash, title_name
from stunting.settings import settings

_WORD = re.compile(r"^((UPTD|UPT|BLUD|PUSKESMAS|PUSKEMAS|PUKESMAS|PKM)\b[ .]*)+")


@lru_cache(maxsize=4)
def _table(path: Path, stamp: int) -> pd.DataFrame:
    return pd.read_csv(path, dtype="str", keep_default_na=False)


def _of(kab: str) -> pd.DataFrame:
    path = settings().data_dir / "puskesmas.csv"
    frame = _table(path, path.stat().st_mtime_ns)
    return frame[frame["kab"].eq(kab)]


def puskesmas_of(kab: str) -> pd.DataFrame:
    """Return the known puskesmas of a kabupaten: ``puskesmas, kec`` (kecamatan it stands in).

    Empty where ``data/puskesmas.csv`` has none: then the names of the uploads stand as they are.
    Which desa a puskesmas serves comes from the uploads, not from here.
    """
    return _of(kab)[["puskesmas", "kec"]].reset_index(drop=True)


def _bare(name: object) -> str:
    words = normalise(name)
    return _WORD.sub("", words) or words


def canonical_puskesmas(series: pd.Series, kab: str) -> pd.Series:
    """Return one spelling per puskesmas, without the word "Puskesmas".

    Parameters
    ----------
    series : Series of str (or categorical)
        Names as typed ("PUSKESMAS SUKA MAJU", "UPTD Puskesmas Contoh").
    kab : str
        Kemendagri code whose list and aliases (``data/puskesmas.csv``) are used.

    Returns
    -------
    Series of str, same index
        Canonical name; a name that is not in the list comes back cleaned and in title case; missing
        stays missing.
    """
    known: dict[str, str] = {}
    for row in _of(kab).itertuples():
        for name in (row.puskesmas, *str(row.alias).split(";")):
            if squash(name):
                known[squash(name)] = str(row.puskesmas)
    codes, uniques = pd.factorize(series)
    shown: list[str | None] = []
    for value in uniques:
        bare = _bare(value)
        shown.append(known.get(squash(bare)) or title_name(bare) or None)
    return pd.Series([shown[c] if c >= 0 else None for c in codes], index=series.index, dtype="str")
