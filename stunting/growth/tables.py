"""The WHO tables as flat arrays, ready for ``np.take``: one row for every sex and day (or 0.1 cm).

Row 0 of every array is NaN: whatever must not have a z-score is sent there by its row number, so that the
arithmetic needs no masks.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

DAYS: Final = 1827  # days 0..1826; WHO's tables go on to 1856 but the standard ends at 60 months
# the common grid of the weight-for-length and weight-for-height tables, in 0.1 cm
SIZE_LOW: Final = 449  # one row more than 45.0 to 120.0 cm at either end: NaN
SIZE_HIGH: Final = 1201
SIZES: Final = SIZE_HIGH - SIZE_LOW + 1
_FIRST: Final = {"wfl": 450, "wfh": 650}
_FILE: Final = Path(__file__).with_name("who_lms.npz")


@dataclass(frozen=True)
class AgeTable:
    """One index by sex and day.

    Attributes
    ----------
    l, m, s : ndarray, shape (1 + 2 * DAYS,)
        Row ``1 + day`` is a boy's, row ``1 + DAYS + day`` a girl's.
    log_m, scale : ndarray
        ``log(M)`` and ``100 / (L·S)``: 100·z = (exp(L·(log X − log M)) − 1)·scale.
    slope, offset : ndarray
        ``100 / (M·S)`` and ``100 / S``: 100·z = X·slope − offset where L = 1.
    sd3, per_sd : ndarray, shape (2 * (1 + 2 * DAYS),)
        The tails, low then high: the value at ±3 SD, and ``100 / |SD3 − SD2|``.
    """

    l: Floats  # noqa: E741
    m: Floats
    s: Floats
    log_m: Floats
    scale: Floats
    slope: Floats
    offset: Floats
    sd3: Floats
    per_sd: Floats


@dataclass(frozen=True)
class SizeTable:
    """Weight by length and by height; row ``1 + (2·girl + height)·SIZES + (0.1 cm − SIZE_LOW)``.

    Attributes
    ----------
    l, m, s_100 : ndarray
        L, M, and S / 100.
    """

    l: Floats  # noqa: E741
    m: Floats
    s_100: Floats


@dataclass(frozen=True)
class Tables:
    """All tables of the WHO standard 0–60 months."""

    weight: AgeTable
    length: AgeTable
    bmi: AgeTable
    head: AgeTable
    arm: AgeTable
    size: SizeTable


def raw_tables() -> dict[str, Floats]:
    """Return the shipped file as it is: name → array of sex × (L, M, S) × row.

    Examples
    --------
    >>> raw_tables()["length"][0, 1, :2]  # median length of boys on days 0 and 1, in cm
    array([49.8842, 50.0601])
    """
    with np.load(_FILE, allow_pickle=False) as file:
        return {name: file[name] for name in file.files}


def sd_value(z: float | Floats, power: Floats, median: Floats, spread: Floats) -> Floats:
    """Return the measurement that has the z-score `z`: M·(1 + L·S·z)^(1/L)."""
    return np.asarray(median * (1 + power * spread * z) ** (1 / power))


def _age_table(table: Floats) -> AgeTable:
    l, m, s = (  # noqa: E741
        np.concatenate([[np.nan], table[0, k, :DAYS], table[1, k, :DAYS]]) for k in range(3)
    )
    sd3, sd2 = (np.concatenate([sd_value(-k, l, m, s), sd_value(k, l, m, s)]) for k in (3, 2))
    return AgeTable(l, m, s, np.log(m), 100 / (l * s), 100 / (m * s), 100 / s, sd3, 100 / np.abs(sd3 - sd2))


def _size_table(raw: dict[str, Floats]) -> SizeTable:
    grid = np.full((3, 2, 2, SIZES), np.nan)
    for h, name in enumerate(("wfl", "wfh")):
        start = _FIRST[name] - SIZE_LOW
        grid[:, :, h, start : start + raw[name].shape[2]] = raw[name].transpose(1, 0, 2)
    l, m, s = (np.concatenate([[np.nan], part.ravel()]) for part in grid)  # noqa: E741
    return SizeTable(l, m, s / 100)


@lru_cache(maxsize=1)
def tables() -> Tables:
    """Return the tables, read once (a few milliseconds)."""
    raw = raw_tables()
    by_age = {name: _age_table(raw[name]) for name in ("weight", "length", "bmi", "head", "arm")}
    return Tables(**by_age, size=_size_table(raw))
