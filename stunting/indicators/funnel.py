"""Funnel plot of proportions: which areas lie outside what chance alone would give.

References
----------
Spiegelhalter DJ (2005), Funnel plots for comparing institutional performance, Stat Med 24:1185-1202 (exact
binomial limits with interpolation: appendix A.1.1; over-dispersion: section 2.5 and appendix A.3).
"""

from __future__ import annotations

import math
from typing import Final

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray

from stunting.indicators.format_id import listing, number, percent
from stunting.indicators.results import check_result, is_suppressed
from stunting.indicators.words import HIDDEN_WHY, LEVEL_WORDS, Label, label_of

Floats = NDArray[np.float64]

#: The two pairs of limits.
INNER: Final = 0.95
OUTER: Final = 0.998
ABOVE: Final = "di atas batas 99,8 %"
BELOW: Final = "di bawah batas 99,8 %"
NEAR_ABOVE: Final = "di atas batas 95 %"
NEAR_BELOW: Final = "di bawah batas 95 %"
INSIDE: Final = "di dalam batas"
#: Fewer areas make no funnel.
MIN_AREAS: Final = 3
_NAMED: Final = 4


def limits(centre: float, n: ArrayLike, level: float = INNER) -> tuple[Floats, Floats]:
    """Return the exact binomial control limits of a proportion.

    Parameters
    ----------
    centre : float
        Proportion of the whole.
    n : array_like
        Denominators; the limits are NaN where 0 or missing.
    level : float
        Share inside the limits.

    Returns
    -------
    low, high : ndarray
        Fractions in [0, 1], interpolated between whole cases (Spiegelhalter 2005, A.1.1).

    Raises
    ------
    ValueError
        If `centre` is outside [0, 1].

    Examples
    --------
    >>> low, high = limits(0.15, [100, 10000])
    >>> low.round(3).tolist(), high.round(3).tolist()
    ([0.078, 0.143], [0.218, 0.157])
    """
    from scipy.special import bdtr, bdtrik

    if not 0 <= centre <= 1:
        raise ValueError("a proportion lies in [0, 1]")
    d = np.asarray(n, dtype="float64")
    d = np.where(d > 0, d, np.nan)
    if centre in (0.0, 1.0):
        return centre + 0 * d, centre + 0 * d

    whole = np.maximum(np.nan_to_num(d, nan=1), 1).astype("int64")

    def at(p: float) -> Floats:
        # the smallest whole r with P(R <= r) >= p; bdtrik is off by less than one
        r = np.maximum(np.floor(bdtrik(p, whole, centre)) - 1, 0)
        for _ in range(3):
            r = np.where(bdtr(r, whole, centre) < p, r + 1, r)
        upto = bdtr(r, whole, centre)
        before = np.where(r > 0, bdtr(np.maximum(r - 1, 0), whole, centre), 0)
        return np.clip((r - (upto - p) / (upto - before)) / d, 0, 1)

    tail = (1 - level) / 2
    return at(tail), at(1 - tail)


def funnel(results: pd.DataFrame, centre: float) -> pd.DataFrame:
    """Return the areas with their limits and where they lie.

    Parameters
    ----------
    results : DataFrame
        Result frame of one level, indicator and period.
    centre : float
        Proportion of the whole area, a fraction.

    Returns
    -------
    DataFrame
        The rows with a value and a denominator, with ``centre, inner_low, inner_high, outer_low,
        outer_high`` and ``place`` (`ABOVE`, `NEAR_ABOVE`, `INSIDE`, `NEAR_BELOW`, `BELOW`): by the exact
        tail of whole cases, for which the interpolated lines are a shade too narrow where n is small.
    """
    rows = check_result(results)
    rows = rows[rows["value"].notna() & (rows["denominator"] > 0)]
    d = rows["denominator"].to_numpy("float64")
    inner, outer = limits(centre, d, INNER), limits(centre, d, OUTER)
    high, low = _tails(rows["numerator"].to_numpy("float64"), d, centre)
    far, near = (1 - OUTER) / 2, (1 - INNER) / 2
    place = np.select(
        [high <= far, low <= far, high <= near, low <= near], [ABOVE, BELOW, NEAR_ABOVE, NEAR_BELOW], INSIDE
    )
    return rows.assign(
        centre=centre, inner_low=inner[0], inner_high=inner[1], outer_low=outer[0], outer_high=outer[1],
        place=place.astype(object),
    )  # fmt: skip


def _tails(cases: Floats, d: Floats, centre: float) -> tuple[Floats, Floats]:
    """Return the probabilities of that many cases or more, and of that many or fewer."""
    from scipy.special import bdtr, bdtrc

    n = d.astype("int64")
    x = np.clip(np.floor(cases + 0.5), 0, n)
    return np.where(x > 0, bdtrc(np.maximum(x - 1, 0), n, centre), 1.0), bdtr(x, n, centre)


def dispersion(results: pd.DataFrame, centre: float) -> float:
    """Return the over-dispersion factor: 1 where the areas differ as chance makes them.

    Mean squared z, the outer tenth on each side pulled in (Spiegelhalter 2005, A.3); NaN with fewer than
    `MIN_AREAS` areas or a centre of 0 or 1.
    """
    d = results["denominator"].to_numpy("float64")
    if len(d) < MIN_AREAS or not 0 < centre < 1:
        return math.nan
    z = (results["value"].to_numpy("float64") - centre) / np.sqrt(centre * (1 - centre) / d)
    low, high = np.quantile(z, [0.1, 0.9])
    return float(np.mean(np.clip(z, low, high) ** 2))


def wide(factor: float, areas: int) -> bool:
    """Return whether over-dispersion is more than chance: beyond two standard errors of its mean, 1."""
    return not math.isnan(factor) and factor > 1 + 2 * math.sqrt(2 / areas)


def takeaway(found: pd.DataFrame, results: pd.DataFrame, *, label: Label = None, whole: str = "") -> str:
    """Return the sentence of a funnel: who lies outside, how many chance alone would put there.

    Parameters
    ----------
    found : DataFrame
        Of `funnel`.
    results : DataFrame
        What it was made from: what is hidden or missing is said.
    whole : str
        Name of the area whose proportion is the centre.
    """
    if not len(results):
        return "Belum ada data untuk corong ini."
    unit = LEVEL_WORDS[str(results["level"].iloc[0])]
    gaps = _gaps(results, unit)
    if len(found) < MIN_AREAS:
        return " ".join([f"Corong perlu paling sedikit {MIN_AREAS} {unit} dengan angka.", *gaps])
    centre = percent(found["centre"].iloc[0], 1)
    mean = f"batas 99,8 % dari rerata {whole} ({centre})"
    high = _named(found, ABOVE, label, f"di atas {mean}")
    low = _named(found, BELOW, label, "di bawah batas itu" if high else f"di bawah {mean}")
    outside = [p for p in (high, low) if p]
    if not outside:
        outside = [f"Tidak ada {unit} di luar batas 99,8 % dari rerata {whole} ({centre})."]
    near = int(found["place"].ne(INSIDE).sum())
    chance = 0.05 * len(found)
    about = f"sekitar {number(chance)}" if chance >= 0.5 else "kurang dari satu"
    outside.append(
        f"{number(near)} dari {number(len(found))} di luar batas 95 %; kebetulan saja memberi {about}."
    )
    factor = dispersion(found, float(found["centre"].iloc[0]))
    if wide(factor, len(found)):
        outside.append(
            f"Sebarannya {number(factor, 1)} kali yang wajar: perbedaan sudah umum antar-{unit}, jadi batas "
            "ini terlalu sempit untuk menyalahkan satu wilayah."
        )
    return " ".join([*outside, *gaps])


def _named(found: pd.DataFrame, place: str, label: Label, where: str) -> str:
    rows = found[found["place"] == place].sort_values("value", ascending=place == BELOW)
    if not len(rows):
        return ""
    who = [label_of(str(a), label, full=False) for a in rows["area"]]
    more = len(who) - _NAMED
    who = [*who[:_NAMED], f"{number(more)} lainnya"] if more > 1 else who
    return f"{listing(who)} {where}."


def _gaps(results: pd.DataFrame, unit: str) -> list[str]:
    hidden = is_suppressed(results)
    secret, empty = int(hidden.sum()), int((results["value"].isna() & ~hidden).sum())
    out = [f"{number(secret)} {unit} disamarkan: {HIDDEN_WHY}."] if secret else []
    return [*out, f"{number(empty)} {unit} belum ada data."] if empty else out
