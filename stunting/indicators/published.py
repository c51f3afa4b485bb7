"""Published figures (e-PPGBM of past years, SSGI, SKI, Riskesdas), from ``data/terbit.csv``."""

from __future__ import annotations

from functools import lru_cache
from typing import Final

import numpy as np
import pandas as pd

from stunting.indicators.facts import facts, number
from stunting.indicators.intervals import proportion_interval
from stunting.indicators.results import check_result

SURVEYS: Final = ("SSGI", "SKI", "SSGBI", "Riskesdas")
#: Quality that is never printed: unverified.
UNVERIFIED: Final = "C"


def published(
    area: str | None = None,
    indicator: str | None = "stunting",
    series: str | None = None,
    *,
    main_only: bool = True,
) -> pd.DataFrame:
    """Return published figures, never those of quality C.

    Parameters
    ----------
    area : str, optional
        Kemendagri code (``"00"`` the nation); None: all.
    indicator : str, optional
        None: all.
    series : str, optional
        ``"e-PPGBM"``, ``"survei"`` (all surveys) or the name of one.
    main_only : bool
        Leave out other prints of the same figure.

    Returns
    -------
    DataFrame
        Result frame: ``area, indicator, period, value`` (fraction where ``unit`` is ``"%"``), ``low``,
        ``high`` (only where counts were printed), ``series``, ``quality``, ``unit``, ``main``, ``note``;
        rule ``"survei"`` for surveys, ``"terbit"`` for the rest: two series that are never joined.
    """
    return _published(area, indicator, series, main_only).copy()


@lru_cache(maxsize=128)
def _published(area: str | None, indicator: str | None, series: str | None, main_only: bool) -> pd.DataFrame:
    table = facts("terbit")
    keep = table["mutu"] != UNVERIFIED
    if area is not None:
        keep &= table["wilayah"] == area
    if indicator is not None:
        keep &= table["indikator"] == indicator
    if series is not None:
        keep &= table["seri"].isin(SURVEYS) if series == "survei" else table["seri"] == series
    if main_only:
        keep &= table["utama"] == "ya"
    table = table[keep]
    n, d = number(table["pembilang"]), number(table["penyebut"])
    limits = proportion_interval(n, d)
    scale = np.where(table["satuan"] == "%", 100, 1)
    out = pd.DataFrame(
        {
            "area": table["wilayah"], "indicator": table["indikator"], "period": table["periode"],
            "value": (number(table["nilai"]) / scale).round(12), "low": limits.low, "high": limits.high,
            "numerator": n, "denominator": d, "method": limits.method.astype(object),
            "rule": np.where(table["seri"].isin(SURVEYS), "survei", "terbit"),
            "series": table["seri"], "quality": table["mutu"], "unit": table["satuan"],
            "main": table["utama"] == "ya", "source": table["seri"] + ": " + table["sumber"],
            "note": table["catatan"],
        }
    )  # fmt: skip
    return check_result(out.sort_values(["area", "indicator", "period"], kind="stable", ignore_index=True))


def published_shares(area: str, indicator: str) -> pd.DataFrame:
    """Return of `published` the shares of a month or a year: what can be drawn beside computed ones."""
    rows = published(area, indicator)
    return rows[rows["unit"].eq("%") & rows["period"].str.len().ge(4)].reset_index(drop=True)
