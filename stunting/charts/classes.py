"""Classes of a prevalence on maps: the same breaks in every year and on every screen and page.

References
----------
de Onis M. et al. (2019). Prevalence thresholds for wasting, overweight and stunting in children under
5 years. *Public Health Nutrition* 22(1):175-179 (WHO/UNICEF: stunting, wasting, overweight).
WHO (1995). *Physical status: the use and interpretation of anthropometry*. TRS 854 (underweight).
"""

from __future__ import annotations

import contextlib
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final

import numpy as np
import pandas as pd

from stunting.indicators.format_id import number
from stunting.indicators.results import check_result
from stunting.indicators.zones import bands

#: Fewer measured than this: the rate is drawn as uncertain.
FEW: Final = 30

#: One hue family, light to dark, darkest = worst; lightness falls in even steps, so that it also reads in
#: grey and for every common colour vision.
PALETTE: Final = ("#FBEFCF", "#F8CE86", "#EC9A4B", "#C45A28", "#7A2418")
NO_DATA: Final = "#E3E8E9"
CIRCLE: Final = "#C85F2B"


@dataclass(frozen=True, slots=True)
class Class:
    """One class: from `low` (included) to the next one's, as fractions."""

    low: float
    words: str
    range: str
    color: str


@lru_cache(maxsize=8)
def classes(indicator: str = "stunting") -> tuple[Class, ...]:
    """Return the classes of an indicator: breaks of its own, never those of another indicator.

    One without official breaks has plain numbers, without words that judge.

    >>> [c.range for c in classes("stunting")]
    ['< 2,5 %', '2,5–10 %', '10–20 %', '20–30 %', '≥ 30 %']
    >>> [c.words for c in classes("underweight")], {c.words for c in classes("severe_stunting")}
    (['rendah', 'sedang', 'tinggi', 'sangat tinggi'], {''})
    """
    for scheme, what in (("who", indicator), ("angka", indicator), ("angka", "severe_stunting")):
        with contextlib.suppress(ValueError):
            table = bands(scheme, what)
            break
    table["name"] = table["name"].fillna("")
    out = []
    for start, end, name, color in zip(table["low"], table["high"], table["name"], PALETTE, strict=False):
        low, high = (number(100 * float(x), 1, trim=True) for x in (start, end))
        text = f"< {high} %" if start == 0 else f"≥ {low} %" if np.isinf(end) else f"{low}–{high} %"
        out.append(Class(float(start), str(name), text, color))
    return tuple(out)


def indicator_of(frame: pd.DataFrame) -> str:
    """Return the indicator that a frame holds (the first, where it says so)."""
    return str(frame["indicator"].iloc[0]) if "indicator" in frame and len(frame) else "stunting"


def class_of(values: Any, indicator: str = "stunting") -> np.ndarray:
    """Return the class index of each fraction, -1 where it is missing.

    >>> class_of([0.0, 0.025, 0.0999, 0.10, 0.30, 0.9, float("nan")]).tolist()
    [0, 1, 1, 2, 4, 4, -1]

    Of an indicator without official breaks the class is that of the figure as printed: "5,0 %" must not
    have the colour of a class below 5 %.

    >>> [c.range for c in classes("kek")][:2], class_of([0.0494, 0.0496], "kek").tolist()
    (['< 5 %', '5–10 %'], [0, 1])
    """
    x = np.asarray(values, dtype="float64")
    if not any(c.words for c in classes(indicator)):
        x = np.floor(np.round(1000 * x, 8) + 0.5) / 1000
    # whole billionths: 3 of 10 must not fall below 0.3 by the last bit
    starts = [round(c.low, 11) for c in classes(indicator)[1:]]
    k = np.searchsorted(starts, np.round(x, 11), side="right")
    return np.where(np.isnan(x), -1, k)


def map_classes(frame: pd.DataFrame) -> pd.DataFrame:
    """Return for each row of a result frame how the map draws it.

    Returns
    -------
    pandas.DataFrame
        Columns ``area``, ``k`` (class, -1 no data), ``uncertain`` (fewer than `FEW` in the denominator),
        ``count`` (numerator), in the order of `frame`.
    """
    check_result(frame)
    k = class_of(frame["value"], indicator_of(frame))
    few = frame["denominator"].fillna(0).to_numpy() < FEW
    return pd.DataFrame(
        {
            "area": frame["area"].astype("str").to_numpy(),
            "k": k,
            "uncertain": few & (k >= 0),
            "count": frame["numerator"].fillna(0).astype("int64").to_numpy(),
        }
    )


def legend_rows(drawn: pd.DataFrame, indicator: str = "stunting") -> list[dict[str, Any]]:
    """Return the legend: worst first, with the number of areas of each class, then the two other states.

    Every area counts once: those of few children in their own row, as in the sentence of the map.
    """
    rows: list[dict[str, Any]] = []
    for k, c in reversed(list(enumerate(classes(indicator)))):
        n = int(((drawn["k"] == k) & ~drawn["uncertain"]).sum())
        rows.append({"kind": "kelas", "k": k, "range": c.range, "words": c.words, "color": c.color, "n": n})
    few = int(drawn["uncertain"].sum())
    rows.append({"kind": "ragu", "range": f"n < {FEW}", "words": "belum pasti", "n": few})
    none = int((drawn["k"] < 0).sum())
    rows.append({"kind": "kosong", "k": None, "range": "belum ada data", "words": "", "n": none})
    return rows


def circle_sizes(counts: Any) -> list[int]:
    """Return up to three round counts for the legend of circles, largest first.

    >>> circle_sizes([1, 7, 48, 131])
    [100, 30, 10]
    >>> circle_sizes([0, 3])
    [3, 1]
    >>> circle_sizes([])
    []
    """
    x = np.asarray(list(counts), dtype="float64")
    top = float(x.max()) if x.size else 0.0
    if top < 1:
        return []
    ladder = [s * 10**e for e in range(7, -1, -1) for s in (5, 3, 2, 1)]
    below = [int(s) for s in ladder if s <= top]
    out = below[:1]
    for s in below:
        if len(out) < 3 and s <= out[-1] / 2.9:
            out.append(s)
    return out
