"""What a district changes in the targets: rows added, changed or withdrawn over ``data/target.csv``.

The changes are a small table of text (register ``"target"``), one row a target; the file is never
written. A row is known by its key: area, indicator, document, year.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import pandas as pd

from stunting.indicators.format_id import number as show

#: Name of the register.
NAME: Final = "target"
KEY: Final = ("wilayah", "indikator", "dokumen", "tahun")
COLUMNS: Final = (
    *KEY, "target", "satuan", "jenis_data", "dicetak", "urutan", "sumber", "catatan", "nomor", "keadaan",
)  # fmt: skip
LIVE: Final = ""
WITHDRAWN: Final = "ditarik"
#: Kinds of data a target may be measured with.
KINDS: Final = {
    "e-PPGBM": "e-PPGBM (penimbangan rutin)",
    "rutin": "laporan rutin lain",
    "survei": "survei (SSGI/SKI)",
}
#: Which target a figure is held against first, as the column ``urutan`` holds it.
RANKS: Final = {
    "1": "Perjanjian Kinerja: dipakai lebih dahulu",
    "2": "Rencana (RPJMD, Renstra per tahun)",
    "3": "Nasional (RPJMN, Perpres)",
    "": "Hanya dikutip",
}
_YEARS: Final = range(2000, 2101)


class EditError(ValueError):
    """An entry that cannot be kept; the message is an Indonesian sentence."""


def layered(base: pd.DataFrame, extra: pd.DataFrame | None) -> pd.DataFrame:
    """Return the rows of `base` with those of the register over them.

    Parameters
    ----------
    base : DataFrame
        ``data/target.csv`` as text.
    extra : DataFrame, optional
        `COLUMNS` as text. A row with the key of another replaces it; a withdrawn one hides it.

    Returns
    -------
    DataFrame
        Columns of `base` and ``nomor``; missing cells are missing, not empty.
    """
    if "nomor" not in base:
        base = base.assign(nomor=pd.Series(pd.NA, index=base.index, dtype="object"))
    if extra is None or extra.empty:
        return base
    extra = extra[list(COLUMNS)].astype("object")
    extra = extra.mask(extra.isna() | (extra == ""))
    kept = base[~_keys(base).isin(set(_keys(extra)))]
    own = extra[extra["keadaan"].ne(WITHDRAWN)].drop(columns="keadaan")
    return pd.concat([kept.astype("object"), own], ignore_index=True)


def _keys(frame: pd.DataFrame) -> pd.Series:
    return frame[list(KEY)].astype("object").fillna("").agg("\x1f".join, axis=1).astype("object")


def key_of(row: Mapping[str, object]) -> tuple[str, ...]:
    """Return the key of a row, missing cells as empty."""
    return tuple("" if pd.isna(row[c]) else str(row[c]) for c in KEY)  # type: ignore[call-overload]


def number_of(text: str, what: str) -> float:
    """Read a number as Indonesians write it.

    Raises
    ------
    EditError
        If it is blank or none.

    Examples
    --------
    >>> number_of("12,7 %", "Target"), number_of("1.346,5", "Target")
    (12.7, 1346.5)
    """
    from stunting.ingest.cells.number import parse_number  # a page that only shows targets needs no ingest

    value = parse_number(text.strip())
    if value is None:
        told = "masih kosong" if not text.strip() else f"“{text.strip()}” bukan angka"
        raise EditError(f"{what} {told}. Tulis misalnya 12,7.")
    return value


def year_of(text: str) -> str:
    """Return a year as text, empty where none is named.

    Raises
    ------
    EditError
        If it is no year.
    """
    text = text.strip()
    if text and not (text.isdigit() and int(text) in _YEARS):
        raise EditError(f"Tahun “{text}” tidak dikenal. Tulis empat angka, misalnya 2026.")
    return text


def value_of(text: str, unit: str, what: str) -> float:
    """Return a value that may be a percentage.

    Raises
    ------
    EditError
        If it is no number, negative, or a percentage above 100.
    """
    value = number_of(text, what)
    if value < 0:
        raise EditError(f"{what} tidak boleh negatif.")
    if unit == "%" and value > 100:
        raise EditError(f"{what} {show(value, 2, trim=True)} % lebih dari 100 %. Periksa komanya.")
    return value


def entry(fields: Mapping[str, str]) -> dict[str, str]:
    """Return a checked row from what was typed.

    Parameters
    ----------
    fields : mapping
        ``wilayah, indikator, dokumen, tahun, target, satuan, jenis_data, urutan, sumber, nomor,
        catatan``, as typed.

    Raises
    ------
    EditError
        With a sentence that says what to write.

    Examples
    --------
    >>> row = entry({"wilayah": "99.01", "indikator": "stunting", "dokumen": "RPJMD", "tahun": "2026",
    ...     "target": "12,7", "satuan": "%", "jenis_data": "e-PPGBM", "urutan": "2", "sumber": "Perda",
    ...     "nomor": "Perda 1/2025", "catatan": ""})
    >>> row["target"], row["dicetak"]
    ('12.7', '12.7')
    """
    said = {name: " ".join(str(fields.get(name, "")).split()) for name in COLUMNS}
    for name, what in (("dokumen", "Nama dokumen"), ("sumber", "Sumber"), ("nomor", "Nomor peraturan")):
        if not said[name]:
            raise EditError(f"{what} masih kosong. Target tanpa itu tidak dapat dipertanggungjawabkan.")
    if said["jenis_data"] not in KINDS or said["urutan"] not in RANKS:
        raise EditError("Pilih jenis data dan kedudukan target.")
    said["tahun"] = year_of(said["tahun"])
    value = value_of(said["target"], said["satuan"], "Target")
    said["target"] = said["dicetak"] = f"{value:g}"
    if not said["tahun"]:
        said["urutan"] = ""  # a target without a year is nobody's target of this year
    elif said["wilayah"] != "00" and said["urutan"] == "3":
        raise EditError("Kedudukan nasional hanya untuk wilayah Nasional.")
    return said | {"keadaan": LIVE}


def put(extra: pd.DataFrame | None, row: Mapping[str, str], *, before: tuple[str, ...] = ()) -> pd.DataFrame:
    """Return the register with `row` in it, in the place of the row of the same key.

    Parameters
    ----------
    before : tuple, optional
        Key of the row it was before, where the change moves it: that one is withdrawn.
    """
    rows = _rows(extra)
    wanted = key_of(row)
    rows = [r for r in rows if key_of(r) not in {wanted, before}]
    if before and before != wanted:
        gone = dict.fromkeys(COLUMNS, "") | dict(zip(KEY, before, strict=True))
        rows.append(gone | {"keadaan": WITHDRAWN})
    rows.append({c: str(row.get(c, "")) for c in COLUMNS})
    return pd.DataFrame(rows, columns=list(COLUMNS), dtype="str")


def _rows(extra: pd.DataFrame | None) -> list[dict[str, str]]:
    if extra is None:
        return []
    found = extra[list(COLUMNS)].fillna("").astype("str").to_dict("records")
    return [{str(k): str(v) for k, v in row.items()} for row in found]


def withdraw(extra: pd.DataFrame | None, key: tuple[str, ...]) -> pd.DataFrame:
    """Return the register with the row of `key` hidden (its file row too)."""
    row = dict.fromkeys(COLUMNS, "") | dict(zip(KEY, key, strict=True))
    return put(extra, row | {"keadaan": WITHDRAWN})


def told(row: Mapping[str, object], name: str) -> str:
    """Return a target in words, for a list and for the history; `name` is the indicator's.

    >>> told({"dokumen": "RPJMD", "tahun": "2026", "dicetak": "12.7", "satuan": "%"}, "Stunting")
    'Stunting 12,7 % · RPJMD · 2026'
    """
    year = row.get("tahun")
    when = "target akhir" if year is None or pd.isna(year) or not year else str(year)  # type: ignore[call-overload]
    unit = str(row["satuan"])
    value = show(float(str(row["dicetak"])), 2, trim=True)
    return f"{name} {value} {unit} · {row['dokumen']} · {when}"
