"""Realisations that a district enters for its yearly report (register ``"iku"``), a row a year."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

import pandas as pd

from stunting.indicators.format_id import number as show
from stunting.indicators.target_edit import LIVE, WITHDRAWN, EditError, value_of, year_of

NAME: Final = "iku"
KEY: Final = ("wilayah", "indikator", "tahun")
COLUMNS: Final = (*KEY, "sasaran", "sebutan", "satuan", "arah", "nilai", "sumber", "keadaan")
_ABOUT: Final = ("sasaran", "indikator", "sebutan", "satuan", "arah")


def entry(fields: Mapping[str, str], known: pd.DataFrame) -> dict[str, str]:
    """Return a checked row from what was typed.

    Parameters
    ----------
    fields : mapping
        ``wilayah, indikator`` (empty: a new one, then ``sasaran, sebutan, satuan, arah``), ``tahun, nilai,
        sumber``.
    known : DataFrame
        Of `iku.indicators`.

    Raises
    ------
    EditError
        With a sentence that says what to write.
    """
    said = {name: " ".join(str(fields.get(name, "")).split()) for name in COLUMNS}
    if said["indikator"]:
        line = known[known["indikator"] == said["indikator"]]
        if line.empty:
            raise EditError("Indikator itu tidak ada dalam tabel.")
        said |= {c: str(line.iloc[0][c]) for c in _ABOUT}
    else:
        for name, what in (("sebutan", "Nama indikator"), ("sasaran", "Sasaran"), ("satuan", "Satuan")):
            if not said[name]:
                raise EditError(f"{what} masih kosong.")
        if said["arah"] not in ("turun", "naik"):
            raise EditError("Pilih arah: makin rendah atau makin tinggi makin baik.")
        said["indikator"] = re.sub(r"[^a-z0-9]+", "_", said["sebutan"].casefold()).strip("_")[:40]
        if not said["indikator"] or said["indikator"] in set(known["indikator"]):
            raise EditError(f"Indikator “{said['sebutan']}” sudah ada. Pilih dari daftar.")
    said["tahun"] = year_of(said["tahun"])
    if not said["tahun"]:
        raise EditError("Tahun masih kosong.")
    if not said["sumber"]:
        raise EditError("Sumber masih kosong. Tulis dokumen atau tabel asal angkanya.")
    said["nilai"] = f"{value_of(said['nilai'], said['satuan'], 'Realisasi'):g}"
    return said | {"keadaan": LIVE}


def put(entered: pd.DataFrame | None, row: Mapping[str, str]) -> pd.DataFrame:
    """Return the register with `row` in it, in the place of the row of the same key."""
    rows = [] if entered is None else entered[list(COLUMNS)].fillna("").astype("str").to_dict("records")
    rows = [r for r in rows if any(r[c] != row[c] for c in KEY)]
    return pd.DataFrame(
        [*rows, {c: str(row.get(c, "")) for c in COLUMNS}], columns=list(COLUMNS), dtype="str"
    )


def withdraw(entered: pd.DataFrame, key: tuple[str, ...]) -> pd.DataFrame:
    """Return the register with the row of `key` marked as withdrawn."""
    out = entered.copy()
    same = out[list(KEY)].eq(list(key)).all(axis=1)
    out.loc[same, "keadaan"] = WITHDRAWN
    return out


def own_indicators(entered: pd.DataFrame | None, kab: str) -> pd.DataFrame:
    """Return the indicators with a live row, each once, as ``sasaran, indikator, sebutan, satuan, arah``."""
    if entered is None or entered.empty:
        return pd.DataFrame(columns=list(_ABOUT), dtype="str")
    live = entered[entered["wilayah"].eq(kab) & entered["keadaan"].ne(WITHDRAWN)]
    return live.drop_duplicates("indikator", keep="last")[list(_ABOUT)].reset_index(drop=True)


def told(row: Mapping[str, object]) -> str:
    """Return a realisation in words.

    >>> told({"sebutan": "Angka kematian bayi", "nilai": "14.9", "satuan": "per 1.000 KH", "tahun": "2024"})
    'Angka kematian bayi 2024: 14,9 per 1.000 KH'
    """
    value = show(float(str(row["nilai"])), 2, trim=True)
    return f"{row['sebutan']} {row['tahun']}: {value} {row['satuan']}"
