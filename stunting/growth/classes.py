"""Nutritional status by Permenkes 2/2020 (= WHO 2006), and the limits of implausible z-scores.

Cut-offs and names are facts: ``data/batas_gizi.csv``, each row with its source.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import Final

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray

from stunting.settings import settings

#: other names of an index → its name in the file of facts
ALIASES: Final = {
    "haz": "TB/U",
    "PB/U": "TB/U",
    "tbu": "TB/U",
    "waz": "BB/U",
    "bbu": "BB/U",
    "whz": "BB/TB",
    "BB/PB": "BB/TB",
    "bbtb": "BB/TB",
    "baz": "IMT/U",
    "imtu": "IMT/U",
    "hcz": "LK/U",
    "acz": "LILA/U",
}


@dataclass(frozen=True)
class Scale:
    """The classes of one index, from low to high.

    Attributes
    ----------
    names : tuple of str
        Official Indonesian names.
    steps : tuple of (float, bool)
        Lower limit of every class but the first, and whether the limit itself belongs to the class.
    """

    names: tuple[str, ...]
    steps: tuple[tuple[float, bool], ...]


@lru_cache(maxsize=1)
def _facts() -> tuple[dict[str, Scale], dict[str, tuple[float, float]]]:
    scales: dict[str, list[dict[str, str]]] = {}
    limits = {}
    with (settings().data_dir / "batas_gizi.csv").open(encoding="utf-8", newline="") as file:
        for line in csv.DictReader(file):
            if line["jenis"] == "kelas":
                scales.setdefault(line["indeks"], []).append(line)
            else:
                limits[line["indeks"]] = (float(line["bawah"]), float(line["atas"]))
    out = {}
    for index, lines in scales.items():
        lines.sort(key=lambda line: int(line["urutan"]))
        for below, above in pairwise(lines):
            # a value on the limit belongs to exactly one of the two neighbours
            if below["atas"] != above["bawah"] or below["atas_termasuk"] == above["bawah_termasuk"]:
                raise ValueError(f"batas_gizi.csv: kelas {index} tidak bersambung di {above['nama']!r}")
        out[index] = Scale(
            tuple(line["nama"] for line in lines),
            tuple((float(line["bawah"]), line["bawah_termasuk"] == "1") for line in lines[1:]),
        )
    return out, limits


def scale(index: str) -> Scale:
    """Return the classes of an index.

    Parameters
    ----------
    index : str
        ``"TB/U"``, ``"BB/U"``, ``"BB/TB"``, ``"IMT/U"``, or an alias such as ``"haz"`` or ``"PB/U"``.

    Raises
    ------
    KeyError
        Where the index has no classes.

    Examples
    --------
    >>> scale("haz").names
    ('Sangat pendek', 'Pendek', 'Normal', 'Tinggi')
    """
    scales = _facts()[0]
    name = ALIASES.get(index, index)
    if name not in scales:
        raise KeyError(f"no classes for {index!r}; known: {', '.join(sorted(scales))}")
    return scales[name]


def flag_limits(index: str) -> tuple[float, float]:
    """Return the z-scores below and above which a value is implausible (the limits are plausible).

    Examples
    --------
    >>> flag_limits("waz")
    (-6.0, 5.0)
    """
    return _facts()[1][ALIASES.get(index, index)]


def class_codes(
    index: str, z: NDArray[np.float64], flag: NDArray[np.bool_] | None = None
) -> NDArray[np.int8]:
    """Return the number of the class of every z-score (already rounded), −1 where there is none.

    Parameters
    ----------
    index : str
        As for `scale`.
    z : ndarray of float
        z-scores, rounded to two decimals.
    flag : ndarray of bool, optional
        Implausible values: they get no class.

    Returns
    -------
    ndarray of int8, same shape
        Position in ``scale(index).names``.
    """
    code = np.zeros(z.shape, dtype=np.int8)
    over = np.empty(z.shape, dtype=bool)
    for limit, included in scale(index).steps:
        (np.greater_equal if included else np.greater)(z, limit, out=over)
        np.add(code, over.view(np.int8), out=code)
    np.not_equal(z, z, out=over)
    if flag is not None:
        np.logical_or(over, flag, out=over)
    # -1 without a branch: code·(1 - over) - over
    np.multiply(code, ~over, out=code)
    return np.subtract(code, over.view(np.int8), out=code)


def classify(index: str, z: ArrayLike, flag: ArrayLike | None = None) -> pd.Categorical:
    """Name the class of every z-score, after rounding to two decimals as WHO does.

    Parameters
    ----------
    index : str
        As for `scale`.
    z : array_like of float, shape (n,)
        z-scores.
    flag : array_like of bool, shape (n,), optional
        Implausible values: they get no class, because a class would be read as a diagnosis.

    Returns
    -------
    pandas.Categorical
        Ordered; official Indonesian names, missing where `z` is missing or flagged.

    References
    ----------
    Permenkes RI No. 2 Tahun 2020 tentang Standar Antropometri Anak.

    Examples
    --------
    >>> list(classify("TB/U", [-3.01, -3.0, -2.0, 3.0, 3.01]))
    ['Sangat pendek', 'Pendek', 'Normal', 'Normal', 'Tinggi']
    """
    rounded: NDArray[np.float64] = np.atleast_1d(np.asarray(z, dtype=np.float64)).round(2)
    flags = None if flag is None else np.atleast_1d(np.asarray(flag, dtype=bool))
    return categorical(index, class_codes(index, rounded, flags))


def categorical(index: str, codes: NDArray[np.int8]) -> pd.Categorical:
    """Return class numbers as an ordered categorical of names."""
    return pd.Categorical.from_codes(codes, dtype=_dtype(ALIASES.get(index, index)), validate=False)


@lru_cache(maxsize=8)
def _dtype(index: str) -> pd.CategoricalDtype:
    return pd.CategoricalDtype(list(scale(index).names), ordered=True)
