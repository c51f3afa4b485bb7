"""Why a child has its band, in Indonesian."""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from stunting.indicators.faltering.coefficients import Coefficients

Array = NDArray[np.float64]
Bool = NDArray[np.bool_]
MONTH = 30.4375


class Known(NamedTuple):
    """What is known of each child, shape (C,), NaN where unknown: days, z, kg."""

    age: Array
    haz: Array
    earlier: Array  # length-for-age z some months before
    gap: Array  # days between the two
    change: Array  # recent change of weight-for-age z
    birth_weight: Array
    several: Bool


@lru_cache(maxsize=4096)
def number(value: float) -> str:
    """One decimal, Indonesian: ``-1.84`` is ``−1,8``; zero has no sign.

    >>> number(-1.84), number(-0.04)
    ('−1,8', '0,0')
    """
    text = f"{value:.1f}".replace(".", ",").replace("-", "−")
    return "0,0" if text == "−0,0" else text


@lru_cache(maxsize=4096)
def _move(delta: float) -> str:
    size = number(abs(delta))
    return "tetap" if size == "0,0" else f"{'turun' if delta < 0 else 'naik'} {size}"


def reasons(k: Known, too_old: Bool, stunted: Bool, c: Coefficients) -> list[str]:
    """One sentence a child: attained length, its trend, weight, birth size; or why there is no score."""
    # what stands on the edge of two decimals must not fall by the noise of the last bit
    exact = (np.round(x, 9) for x in (k.haz, k.earlier, k.change, k.birth_weight))
    haz, earlier, change, birth = (np.round(x, 1) for x in exact)
    small = k.birth_weight < c.low_birth_weight
    trend, gap = np.round(haz - earlier, 1), np.maximum(np.round(k.gap / MONTH), 1)
    age = np.floor(k.age / MONTH)
    columns = (too_old, stunted, age, haz, trend, gap, change, birth, small, k.several)
    return [_reason(c, *one) for one in zip(*(x.tolist() for x in columns), strict=True)]


def _reason(
    c: Coefficients, too_old: bool, stunted: bool, age: float, haz: float, trend: float, gap: float,
    change: float, birth: float, small: bool, several: bool,
) -> str:  # fmt: skip
    if too_old:
        return f"sudah {c.target_age / MONTH:.0f} bulan atau lebih: peringatan dini tidak berlaku"
    if haz != haz:
        return "belum ada PB/U yang sah"
    said = f"PB/U {number(haz)} pada umur {age:.0f} bulan"
    if stunted:
        said += f", sudah di bawah {number(c.stunting_cut).removesuffix(',0')}"
    if trend == trend:
        said += f", {_move(trend)} dalam {gap:.0f} bulan"
    elif not several:
        said += ", baru satu pengukuran"
    parts = [said, f"BB/U {_move(change)}" if change == change else "arah BB/U belum diketahui"]
    if small:
        parts.append(f"lahir {number(birth)} kg (BBLR)")
    return "; ".join(parts)
