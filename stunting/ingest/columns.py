"""Match the columns of a file to the canonical ones, by normalised name, never by position.

The names are facts in ``data/kolom_eppgbm.csv``; this module knows only the rule of matching.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import lru_cache

import pandas as pd

from stunting.ingest.errors import IngestError
from stunting.settings import settings

#: Without these a file of children cannot be used.
REQUIRED = (
    "nik",
    "name",
    "sex",
    "birth_date",
    "kec",
    "puskesmas",
    "desa",
    "measured_on",
    "weight_kg",
    "height_cm",
)

_OTHER_THAN_NAME = re.compile(r"[^0-9a-z%]")


def normalise(title: str) -> str:
    """Lower case, letters, digits and ``%`` only.

    >>> normalise("ZS BB/U"), normalise("Tgl. Lahir ")
    ('zsbbu', 'tgllahir')
    """
    return _OTHER_THAN_NAME.sub("", title.lower())


@lru_cache(maxsize=1)
def _facts() -> pd.DataFrame:
    path = settings().data_dir / "kolom_eppgbm.csv"
    frame = pd.read_csv(path, dtype=str, keep_default_na=False)
    return frame.assign(norm=[normalise(alias) for alias in frame["alias"]])


@lru_cache(maxsize=4)
def aliases(kind: str) -> dict[str, str]:
    """Return normalised title → canonical column for `kind` ``"anak"`` or ``"rekap"``."""
    facts = _facts()
    facts = facts[facts["jenis"] == kind]
    return dict(zip(facts["norm"], facts["kolom"], strict=True))


@lru_cache(maxsize=1)
def official() -> dict[str, str]:
    """Return canonical column → title of the official export."""
    facts = _facts()
    first = facts[facts["jenis"] == "anak"].drop_duplicates("kolom")
    return dict(zip(first["kolom"], first["alias"], strict=True))


@lru_cache(maxsize=8)
def titles(variant: str) -> dict[str, str]:
    """Return canonical column → title in a variant of the export; the official one where it has no such.

    >>> titles("V1")["birth_date"], titles("V5")["birth_date"], titles("V5")["rw"]
    ('Tgl Lahir', 'Tanggal Lahir', 'RW')
    """
    facts = _facts()
    facts = facts[facts["jenis"] == "anak"]
    own = facts[[variant in of.split() for of in facts["varian"]]]
    return official() | dict(zip(own["kolom"], own["alias"], strict=True))


@dataclass
class Match:
    """Which position of the header holds which canonical column."""

    place: dict[str, int]
    title: dict[str, str]
    unknown: list[str] = field(default_factory=list)
    double: list[tuple[str, int]] = field(default_factory=list)

    def __contains__(self, column: str) -> bool:
        return column in self.place


def match(header: list[str], kind: str = "anak", filled: list[bool] | None = None) -> Match:
    """Match `header`; of two columns with one meaning the first that holds anything is used."""
    known = aliases(kind)
    out = Match({}, {})
    double: list[tuple[str, str]] = []
    for at, title in enumerate(header):
        column = known.get(normalise(title))
        if column is None:
            if normalise(title):
                out.unknown.append(title.strip())
            continue
        if column in out.place:
            before = out.place[column]
            if filled is not None and filled[at] and not filled[before]:
                out.place[column], out.title[column] = at, title.strip()
            double.append((title.strip(), column))
            continue
        out.place[column], out.title[column] = at, title.strip()
    out.double = [(title, out.place[column] + 1) for title, column in double]
    return out


def require(found: Match, header: list[str]) -> None:
    """Raise `IngestError` where the file is another report, or lacks a column that is needed."""
    missing = [column for column in REQUIRED if column not in found]
    if not missing:
        return
    refuse_other(header)
    names = ", ".join(official()[column] for column in missing)
    raise IngestError(
        "KOLOM_KURANG",
        f"Kolom yang diperlukan tidak ada: {names}. Unduh ulang laporan "
        "'Daftar Anak Berdasarkan Status Gizi' dari e-PPGBM dan unggah tanpa menghapus kolom.",
    )


def refuse_other(header: list[str]) -> None:
    """Raise `IngestError` naming the report if the header is a known one of another kind."""
    facts = _facts()
    other = facts[facts["jenis"] == "lain"]
    hits = other[other["norm"].isin({normalise(title) for title in header})]
    counts = hits["kolom"].value_counts()
    if len(counts) and counts.iloc[0] >= 2:
        title = other.loc[other["kolom"] == counts.index[0], "sumber"].iloc[0]
        raise IngestError(
            "LAPORAN_LAIN",
            f"Berkas ini {title}, bukan hasil pengukuran. Yang dibutuhkan: e-PPGBM, menu Laporan, "
            "'Daftar Anak Berdasarkan Status Gizi'.",
        )


def variant(found: Match) -> str:
    """Name the variant of the export (``docs/berkas.md``).

    >>> variant(match(["NIK", "Nama", "PMT Diterima (kg)"]))
    'V1'
    """
    if "age_text" not in found and (
        "family_card" in found or "parent_ibu" in found or "birth_order" in found
    ):
        return "V5"
    if "total" in found:
        return "V4"
    if "pmt_kg" in found:
        return "V2" if "position" in found else "V1"
    return "V3"
