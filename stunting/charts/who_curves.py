"""The WHO curves as lines: values at −3 … +3 from the shipped LMS tables."""

from __future__ import annotations

from functools import lru_cache
from typing import Final

import numpy as np

from stunting.growth.tables import Floats, raw_tables, sd_value
from stunting.indicators.cube import DAYS_A_MONTH

SDS: Final = (-3, -2, -1, 0, 1, 2, 3)
SEXES: Final = {"L": 0, "P": 1}
#: Sizes in cm that the two tables cover.
SIZES: Final = {"wfl": (45.0, 110.0), "wfh": (65.0, 120.0)}
_STEP_DAYS: Final = 7  # the curves are smooth: a point a week draws the same line


@lru_cache(maxsize=64)
def curve(index: str, sex: str, sd: int, part: str = "") -> tuple[Floats, Floats]:
    """Return one WHO curve.

    Parameters
    ----------
    index : str
        ``"haz"``, ``"waz"`` or ``"whz"``.
    sex : str
        ``"L"`` or ``"P"``.
    sd : int
        −3 … 3.
    part : str
        haz: ``"length"`` (0–24 months) or ``"height"`` (24–60). whz: ``"wfl"`` or ``"wfh"``.

    Returns
    -------
    x, y : ndarray
        Months (or cm), and cm (or kg), unrounded.

    Examples
    --------
    >>> x, y = curve("haz", "L", -2, "height")
    >>> round(float(x[0]), 2), round(float(y[0]), 1)
    (24.02, 81.0)

    References
    ----------
    WHO Child Growth Standards (2006).
    """
    raw = _raw()
    girl = SEXES[sex]
    if index == "whz":
        low, high = SIZES[part]
        table = raw[part][girl]
        x = np.round(np.arange(table.shape[1]) / 10 + low, 1)
        keep = (x <= high) & (np.arange(len(x)) % 5 == 0)
        return x[keep], sd_value(sd, *table[:, keep])
    # WHO's length table ends on day 730, height begins on day 731; weight runs to 60 months
    first, last = {"length": (0, 730), "height": (731, 1826), "": (0, 1826)}[part]
    days = np.unique(np.append(np.arange(first, last, _STEP_DAYS), last))
    table = raw["length" if index == "haz" else "weight"][girl][:, days]
    return days / DAYS_A_MONTH, sd_value(sd, *table)


@lru_cache(maxsize=1)
def _raw() -> dict[str, Floats]:
    """Return WHO's tables, read once."""
    return raw_tables()
