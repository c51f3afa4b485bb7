"""Numbers of cases over a population, where one is known; else they stay numbers, which no map compares."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

import numpy as np
import pandas as pd

from stunting.indicators.determinants.area_indicators import CASES
from stunting.indicators.facts import facts
from stunting.indicators.format_id import listing, number
from stunting.indicators.results import is_suppressed

PER: Final = 1000
#: Where the population comes from → unit of the rate.
TEMPLATE, TARGET = "penyebut di templat", "berkas sasaran"
UNITS: Final = {TEMPLATE: "kasus per 1.000", TARGET: "kasus per 1.000 balita sasaran"}
#: ``penyebut`` of ``data/indikator_wilayah.csv``: children under five may stand for the population.
UNDER_FIVE: Final = "balita"


def rated(rows: pd.DataFrame, under_five: pd.Series | None = None) -> pd.DataFrame:
    """Return one indicator and year with numbers of cases as rates, where a population is known.

    Parameters
    ----------
    rows : DataFrame
        Of `area_indicators`, one indicator and year.
    under_five : Series, optional
        Area key → target children under five, of ``data/indikator_wilayah.csv``'s indicators about them only.

    Returns
    -------
    DataFrame
        `rows` with ``base``: the population's origin (`TEMPLATE`, `TARGET`; "": no rate). With a rate,
        ``value`` is per `PER`, ``unit`` one of `UNITS`, and areas without a population have NaN. Denominators
        of the template go first; the two are never mixed in one indicator. Other units stay as they are.

    Examples
    --------
    >>> rows = pd.DataFrame({"area": ["a", "b"], "name": "ISPA balita", "unit": "kasus", "value": [5.0, 9],
    ...     "numerator": [5.0, 9], "denominator": [250.0, np.nan]})
    >>> rated(rows)[["value", "unit"]].values.tolist()
    [[20.0, 'kasus per 1.000'], [nan, 'kasus per 1.000']]
    >>> rated(rows.assign(denominator=np.nan), pd.Series({"a": 100.0, "b": 300.0}))["value"].tolist()
    [50.0, 30.0]
    >>> rated(rows.assign(denominator=np.nan))[["value", "unit", "base"]].values.tolist()
    [[5.0, 'kasus', ''], [9.0, 'kasus', '']]
    """
    counted = (rows["unit"] == CASES).all() and len(rows) > 0
    own = rows["denominator"].to_numpy("float64", na_value=np.nan)
    base, origin = own, TEMPLATE
    if counted and not (own > 0).any() and under_five is not None and _about_under_five(rows):
        base, origin = rows["area"].map(under_five).to_numpy("float64", na_value=np.nan), TARGET
    if not counted or not (base > 0).any():
        return rows.assign(base="")
    cases = rows["numerator"].to_numpy("float64", na_value=np.nan)
    rate = PER * cases / np.where(base > 0, base, np.nan)
    return rows.assign(value=rate, denominator=base, unit=UNITS[origin], base=origin)


def _about_under_five(rows: pd.DataFrame) -> bool:
    known = facts("indikator_wilayah").set_index("nama")["penyebut"]
    return known.get(str(rows["name"].iloc[0])) == UNDER_FIVE


def base_text(rows: pd.DataFrame, level: str) -> str:
    """Return how the cases of `rated` were divided, and how many areas could not be; "" of other units."""
    origin = str(rows["base"].iloc[0]) if len(rows) else ""
    if not origin:
        return ""
    missing = int((rows["numerator"].notna() & rows["value"].isna()).sum())
    tail = f" {number(missing)} {level} tanpa penyebut tidak dihitung." if missing else ""
    return f"Kasus dibagi {origin}.{tail}"


def counts_takeaway(rows: pd.DataFrame, label: Callable[[str], str], level: str) -> str:
    """Return the sentence of numbers of cases that no population divides.

    Parameters
    ----------
    rows : DataFrame
        Of `area_indicators.hide_indicator`, one indicator and year, unit "kasus".
    label : callable
        Area key → display name.

    Examples
    --------
    >>> rows = pd.DataFrame({"area": ["a", "b"], "name": "TB anak", "period": "2024", "value": [3.0, 0]})
    >>> counts_takeaway(rows, str.upper, "desa")
    'TB anak 2024: 3 kasus di 2 desa, terbanyak di A (3 kasus).'
    """
    seen, hidden = rows[rows["value"].notna()], int(is_suppressed(rows).sum())
    if rows.empty:
        return "Belum ada angka."
    head = f"{rows['name'].iloc[0]} {rows['period'].iloc[0]}:"
    veiled = f" {number(hidden)} {level} disamarkan." if hidden else ""
    if seen.empty:
        return f"{head} semua {level} disamarkan."
    total, most = float(seen["value"].sum()), float(seen["value"].max())
    if not total:
        return f"{head} tidak ada kasus di {number(len(seen))} {level}.{veiled}"
    first = sorted(label(str(a)) for a in seen.loc[seen["value"] == most, "area"])
    where = listing(first) if len(first) <= 3 else f"{number(len(first))} {level}"
    among = f"{number(total)} kasus di {number(len(seen))} {level}"
    return f"{head} {among}, terbanyak di {where} ({number(most)} kasus).{veiled}"
