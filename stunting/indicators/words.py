"""Indonesian words for indicators and levels, in the forms that sentences, axes and tables need."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final, NamedTuple

import pandas as pd


class Words(NamedTuple):
    """How an indicator is called."""

    title: str  # of an axis or column: "Stunting"
    predicate: str  # of the children: "pendek atau sangat pendek"


INDICATOR_WORDS: Final = {
    "stunting": Words("Stunting", "pendek atau sangat pendek"),
    "severe_stunting": Words("Sangat pendek", "sangat pendek"),
    "underweight": Words("Underweight", "berat badan kurang atau sangat kurang"),
    "wasting": Words("Wasting", "gizi kurang atau gizi buruk"),
    "overweight": Words("Gizi lebih", "gizi lebih atau obesitas"),
    "ds": Words("D/S", "diukur"),
}

LEVEL_WORDS: Final = {
    "kabupaten": "kabupaten",
    "kecamatan": "kecamatan",
    "puskesmas": "puskesmas",
    "desa": "desa",
    "posyandu": "posyandu",
}

#: Why a figure is hidden: its own count, or one that could be found from it.
HIDDEN_WHY: Final = "jumlahnya kecil atau dapat disimpulkan"

#: A text as it is, a function from area key to text, or None: the names of `stunting.regions`.
Label = str | Callable[[str], str] | None


def label_of(area: str, label: Label, *, full: bool = True) -> str:
    """Return the display name of an area (`full`: with its level, "Kecamatan Contoh")."""
    if isinstance(label, str):
        return label
    if label is not None:
        return label(area)
    if "|" in area:  # a posyandu is called by its own name
        name = area.rpartition("|")[2]
        return f"Posyandu {name}" if full else name
    from stunting.regions import area_label, area_name  # reads the gazetteer: only when it is needed

    return (area_label if full else area_name)(area)


def one_row(results: pd.DataFrame) -> pd.Series | None:
    """Return the only row of a result frame, None of an empty one.

    Raises
    ------
    ValueError
        If there are several: a sentence is about one figure.
    """
    if len(results) > 1:
        raise ValueError(f"a sentence is about one figure, got {len(results)} rows")
    return results.iloc[0] if len(results) else None
