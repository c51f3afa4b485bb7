"""Bands of a prevalence: WHO/UNICEF and BKKBN, from ``data/zona.csv``. Equal in every year."""

from __future__ import annotations

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike

from stunting.indicators.facts import facts, number


def bands(scheme: str = "who", indicator: str = "stunting") -> pd.DataFrame:
    """Return the bands of one scheme, lowest first.

    Returns
    -------
    DataFrame
        ``order, low, high`` (fractions; high of the last is inf), ``low_included, high_included, name,
        source``.

    Raises
    ------
    ValueError
        If the scheme has no bands for the indicator.
    """
    table = facts("zona")
    table = table[(table["skema"] == scheme) & (table["indikator"] == indicator)]
    if table.empty:
        raise ValueError(f"no bands of scheme {scheme!r} for {indicator!r}")
    out = pd.DataFrame(
        {
            "order": number(table["urutan"]).astype("int64"),
            "low": number(table["bawah"]) / 100,
            "high": (number(table["atas"]) / 100).fillna(np.inf),
            "low_included": table["bawah_termasuk"] == "ya",
            "high_included": table["atas_termasuk"] == "ya",
            "name": table["nama"],
            "source": table["sumber"],
        }
    )
    return out.sort_values("order", ignore_index=True)


def band(values: ArrayLike, scheme: str = "who", indicator: str = "stunting") -> np.ndarray:
    """Return the name of the band of each fraction; None where the value is missing.

    Examples
    --------
    >>> list(band([0.0249, 0.025, 0.2, 0.30, float("nan")]))
    ['sangat rendah', 'rendah', 'tinggi', 'sangat tinggi', None]
    >>> list(band([0.0999, 0.10, 0.20, 0.30, 0.3001], scheme="bkkbn"))
    ['biru', 'hijau', 'kuning', 'kuning', 'merah']
    """
    # Whole billionths of a percent: 0.1 + 0.2 must not fall on the other side of 0.3.
    value = np.round(np.atleast_1d(np.asarray(values, dtype="float64")), 11)
    out = np.full(value.shape, None, dtype=object)
    for row in bands(scheme, indicator).itertuples():
        low, high = np.round([float(row.low), float(row.high)], 11)  # type: ignore[arg-type]
        above = value >= low if row.low_included else value > low
        below = value <= high if row.high_included else value < high
        out[above & below] = row.name
    return out
