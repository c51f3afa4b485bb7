"""Stunting of areas against another figure of the same areas: a map of two colours and a scatter."""

from __future__ import annotations

from typing import Any, Final, NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike
from scipy.special import ndtri, stdtrit

from stunting.indicators.determinants.factors import rules
from stunting.indicators.determinants.irls import Floats
from stunting.indicators.determinants.words import ECOLOGICAL, refuse
from stunting.indicators.intervals import CONFIDENCE, SMALL_DENOMINATOR
from stunting.indicators.results import check_result

CLASSES: Final = ("rendah", "sedang", "tinggi")
NO_CLASS: Final = "belum ada data"
SLOPE: Final = "kemiringan"
SPEARMAN: Final = "korelasi peringkat"


class Association(NamedTuple):
    """Areas with their classes, and the summary (see `area_association`)."""

    areas: pd.DataFrame
    summary: pd.DataFrame


def terciles(values: ArrayLike) -> Floats:
    """Return the third (1, 2, 3) of each value; NaN where missing.

    Cuts are the smallest values that at least 1/3 and 2/3 of the areas do not exceed: equal values are never
    parted, so that the thirds may be uneven and, with many ties, one may be empty. All equal: all 2.

    Examples
    --------
    >>> terciles([1, 2, 3, 4, 5, 6]).tolist(), terciles([0, 0, 0, 0, 1, 5]).tolist()
    ([1.0, 1.0, 2.0, 2.0, 3.0, 3.0], [1.0, 1.0, 1.0, 1.0, 3.0, 3.0])
    >>> terciles([3, 3, float("nan")]).tolist()
    [2.0, 2.0, nan]
    """
    x = np.asarray(values, dtype="float64")
    known = x[np.isfinite(x)]
    if not len(known):
        return np.full(x.shape, np.nan)
    if np.ptp(known) == 0:
        return np.where(np.isfinite(x), 2.0, np.nan)
    cuts = np.quantile(known, [1 / 3, 2 / 3], method="inverted_cdf")
    return np.where(np.isfinite(x), 1.0 + (x > cuts[0]) + (x > cuts[1]), np.nan)


def area_association(stunting: pd.DataFrame, indicator: pd.DataFrame) -> Association:
    """Return stunting against an area indicator: bivariate classes, weighted slope, rank correlation.

    Parameters
    ----------
    stunting : DataFrame
        Result frame of one level, indicator and period.
    indicator : DataFrame
        ``area, value`` of the same areas (any unit), one row an area; ``name, unit, period, source`` of its
        first row go into the results.

    Returns
    -------
    Association
        ``areas``: result frame of `stunting` with ``x`` (the indicator), ``class_x, class_y`` (Int64, 1-3),
        ``bivariate`` ("rendah-tinggi": indicator first; "belum ada data" where one is missing),
        ``uncertain`` (fewer than 30 measured), ``caveat``. ``summary``: result frame, one row a measure:
        "kemiringan" (stunting fraction per unit of the indicator, least squares weighted by children
        measured, HC3) and "korelasi peringkat" (Spearman, Bonett-Wright interval): ``measure, value, low,
        high, intercept, n`` (areas), ``numerator, denominator`` (children of these areas), ``verdict``
        ("naik", "turun", "belum dapat dibedakan", "tidak dihitung"), ``refusal, reason, caveat``.

    Raises
    ------
    ValueError
        If an area stands twice.

    References
    ----------
    Long JS, Ervin LH (2000), Am Stat 54:217-224 (HC3). Bonett DG, Wright TA (2000), Psychometrika 65:23-28.
    Robinson WS (1950), Am Sociol Rev 15:351-357 (what figures of areas do not say about people).
    """
    out = check_result(stunting).reset_index(drop=True)
    if out["area"].duplicated().any() or indicator["area"].duplicated().any():
        raise ValueError("an area stands twice: one period and indicator at a time")
    other = pd.Series(indicator["value"].to_numpy("float64", na_value=np.nan), list(indicator["area"]))
    x = out["area"].map(other).to_numpy("float64")
    y, n, d = (out[c].to_numpy("float64", na_value=np.nan) for c in ("value", "numerator", "denominator"))
    both = np.isfinite(x) & np.isfinite(y)
    # Thirds of the areas that have both figures: a colour never rests on areas the map cannot show.
    at_x, at_y = (terciles(np.where(both, v, np.nan)) for v in (x, y))
    words = [
        f"{CLASSES[int(i) - 1]}–{CLASSES[int(j) - 1]}" if known else NO_CLASS
        for i, j, known in zip(at_x, at_y, both, strict=True)
    ]
    areas = out.assign(
        x=x, class_x=pd.Series(at_x).astype("Int64"), class_y=pd.Series(at_y).astype("Int64"),
        bivariate=pd.Series(words, dtype="str"), uncertain=~(d >= SMALL_DENOMINATOR), caveat=ECOLOGICAL,
    )  # fmt: skip
    about = {c: str(indicator[c].iloc[0]) if c in indicator and len(indicator) else ""
             for c in ("name", "unit", "period", "source")}  # fmt: skip
    rows = _summary(x[both], y[both], d[both], about["name"])
    shared = {c: out[c].iloc[0] if len(out) else "" for c in ("level", "indicator", "rule", "period")}
    summary = pd.DataFrame(rows).assign(
        **shared, n=int(both.sum()), numerator=np.nansum(n[both]), denominator=np.nansum(d[both]),
        against=about["name"], unit=about["unit"], period_x=about["period"], caveat=ECOLOGICAL,
        source="; ".join(dict.fromkeys(filter(None, (str(out["source"].iloc[0]) if len(out) else "",
                                                     about["source"])))),
    )  # fmt: skip
    return Association(check_result(areas), check_result(summary))


def _summary(x: Floats, y: Floats, weight: Floats, name: str) -> list[dict[str, Any]]:
    least = int(rules()["wilayah_min"])
    refused = None
    if len(x) < least:
        refused = refuse("SEDIKIT_WILAYAH", wilayah=len(x), batas=least)
    elif np.ptp(x) == 0 or np.ptp(y) == 0:
        refused = refuse("WILAYAH_SAMA", apa=(name or "indikator") if np.ptp(x) == 0 else "stunting")
    out = []
    for measure, compute in ((SLOPE, _slope), (SPEARMAN, _spearman)):
        value, low, high, intercept = compute(x, y, weight) if refused is None else (np.nan,) * 4
        if refused is not None:
            verdict = "tidak dihitung"
        else:
            verdict = "naik" if low > 0 else "turun" if high < 0 else "belum dapat dibedakan"
        out.append({
            "measure": measure, "value": value, "low": low, "high": high, "intercept": intercept,
            "verdict": verdict, "refusal": refused.code if refused else "",
            "reason": refused.text if refused else "",
        })  # fmt: skip
    return out


def _slope(x: Floats, y: Floats, weight: Floats) -> tuple[float, float, float, float]:
    w = np.where(np.isfinite(weight) & (weight > 0), weight, 1.0)
    centre = np.average(x, weights=w)
    design = np.column_stack([np.ones_like(x), x - centre])
    bread = np.linalg.inv((design * w[:, None]).T @ design)
    beta = bread @ (design * w[:, None]).T @ y
    leverage = np.einsum("ij,jk,ik->i", design, bread, design) * w
    error = w * (y - design @ beta) / np.maximum(1 - leverage, 1e-6)
    score = design * error[:, None]
    se = float(np.sqrt((bread @ score.T @ score @ bread)[1, 1]))
    half = float(stdtrit(len(x) - 2, 0.5 + CONFIDENCE / 2)) * se
    return float(beta[1]), float(beta[1] - half), float(beta[1] + half), float(beta[0] - beta[1] * centre)


def _spearman(x: Floats, y: Floats, weight: Floats) -> tuple[float, float, float, float]:
    first, second = (pd.Series(v).rank().to_numpy() for v in (x, y))  # scipy.stats takes 2 s to load
    r = float(np.corrcoef(first, second)[0, 1])
    # A perfect order of few areas is no proof of a perfect one: its interval is that of 0.999.
    z = np.arctanh(np.clip(r, -0.999, 0.999))
    half = float(ndtri(0.5 + CONFIDENCE / 2)) * np.sqrt((1 + r * r / 2) / (len(x) - 3))
    return r, float(np.tanh(z - half)), float(np.tanh(z + half)), np.nan
