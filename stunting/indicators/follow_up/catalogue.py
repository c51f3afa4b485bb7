"""The lists, their titles, priorities and limits: facts of ``data/prioritas.csv``."""

from __future__ import annotations

from functools import lru_cache
from typing import Final

import pandas as pd

from stunting.indicators.facts import facts

#: Codes of the lists that `rules` knows; the file of facts has one line for each.
LISTS: Final = (
    "gizi_buruk", "bgm", "stunting_wasting", "baru_stunting", "stunting", "t2", "t1", "ulang_ukur",
    "tiga_bulan", "tidak_ditimbang", "tidak_tercatat", "keluarga_rentan", "lulus_60", "kartu_6", "kartu_5",
)  # fmt: skip
PRIORITIES: Final = ("P1", "P2", "P3", "P4")


@lru_cache(maxsize=2)
def catalogue(kind: str = "daftar") -> pd.DataFrame:
    """Return the lines of one kind (``"daftar"``, ``"prioritas"``), by code, in the order of the file.

    Returns
    -------
    DataFrame
        Index: code; columns ``priority, title, base, action, source``.

    Raises
    ------
    ValueError
        If the file and the rules do not know the same lists.
    """
    table = facts("prioritas")
    table = table[table["jenis"] == kind]
    table = table.iloc[pd.to_numeric(table["urutan"]).argsort()]
    known = LISTS if kind == "daftar" else PRIORITIES
    if set(table["kode"]) != set(known):
        raise ValueError(f"prioritas.csv: {kind} harus memuat {', '.join(known)}")
    out = table.set_index("kode")[["prioritas", "judul", "penyebut", "tindakan", "sumber"]]
    return out.set_axis(["priority", "title", "base", "action", "source"], axis=1)


@lru_cache(maxsize=16)
def limit(code: str) -> float:
    """Return a limit.

    >>> limit("kartu_bulan")
    6.0
    """
    table = facts("prioritas")
    found = table[(table["jenis"] == "ambang") & (table["kode"] == code)]
    return float(found["nilai"].iloc[0])


def title_of(code: str) -> str:
    """Return the Indonesian title of a list.

    >>> title_of("t2")
    'Tidak naik dua kali (2T)'
    """
    return str(catalogue().at[code, "title"])


def priority_of(code: str) -> str | None:
    """Return the priority that a list gives a child, None where it gives none.

    >>> priority_of("t1"), priority_of("kartu_6")
    ('P3', None)
    """
    found = catalogue().at[code, "priority"]
    return found if isinstance(found, str) else None
