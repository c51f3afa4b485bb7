"""`risk`: from the visits of children under 24 months to a risk, a band and the reason in words."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

import numpy as np
import pandas as pd

from stunting.indicators.faltering.coefficients import Coefficients, shipped
from stunting.indicators.faltering.model import Array, Panel, adjust, ahead, kalman, panel, weight_change
from stunting.indicators.faltering.words import Known, reasons

STUNTED: Final = "sudah stunting"
UNKNOWN: Final = "tidak dapat dihitung"
BANDS: Final = (STUNTED, "tinggi", "sedang", "rendah", UNKNOWN)
CAVEAT: Final = "belum divalidasi di daerah ini"
COLUMNS: Final = ("child_id", "risk", "band", "reason", "age_days", "haz", "visits",
                  "haz_24", "haz_24_low", "haz_24_high", "caveat")  # fmt: skip
_Z80: Final = 1.2815515655446004  # half-width of an 80 % normal interval, in SD


def risk(
    history: pd.DataFrame,
    *,
    at: float | pd.Series | None = None,
    mean: float | None = None,
    measurement_sd: float | None = None,
    coefficients: Coefficients | None = None,
) -> pd.DataFrame:
    """Risk that a child's length-for-age z, measured at 24 months, lies under -2.

    Parameters
    ----------
    history : DataFrame
        One row a visit, any order: ``child_id``, ``age_days`` (days), ``haz``, ``waz`` (z); optional
        ``flag_haz``, ``flag_waz`` (bool), ``birth_length_z`` (z, counts as a length at day 0),
        ``birth_weight_kg`` (words only). ``whz`` and ``sex`` may be present: they added nothing, unused.
        Implausible z are ignored; several rows of one day are averaged.
    at : float or Series, optional
        Age in days (or ages by child_id) up to which visits are known; later rows are not looked at.
        Default: everything in `history`.
    mean : float, optional
        Mean length-for-age z that the district's children tend to, instead of the cohort's.
    measurement_sd : float, optional
        SD of one measured length-for-age z, instead of the cohort's (routine measuring is coarser).
    coefficients : Coefficients, optional
        Instead of those of ``data/skor_faltering.csv``.

    Returns
    -------
    DataFrame
        `COLUMNS`, one row a child, sorted by child_id. ``risk`` in [0, 1] or NaN; ``band`` ordered
        categorical of `BANDS`; ``age_days``, ``haz`` of the last plausible length; ``visits`` days with one;
        ``haz_24`` with its 80 % prediction interval (z); ``caveat`` always `CAVEAT`.

    Raises
    ------
    ValueError
        If a required column is missing.

    Examples
    --------
    >>> visits = pd.DataFrame({"child_id": ["CONTOH A"] * 2 + ["CONTOH B"], "age_days": [240, 335, 300],
    ...                        "haz": [-1.4, -1.8, 0.1], "waz": [-0.6, -1.0, 0.0]})
    >>> risk(visits)[["child_id", "risk", "band"]].round(2)
       child_id  risk    band
    0  CONTOH A  0.33  tinggi
    1  CONTOH B  0.00  rendah
    >>> print(risk(visits)["reason"].iloc[0])
    PB/U −1,8 pada umur 11 bulan, turun 0,4 dalam 3 bulan; BB/U turun 0,4
    """
    missing = [name for name in ("child_id", "age_days", "haz", "waz") if name not in history]
    if missing:
        raise ValueError(f"not a history of visits, columns missing: {', '.join(missing)}")
    c = coefficients or shipped()
    if mean is not None:
        c = replace(c, mean=mean)
    p = panel(_with_birth(history, c), c)
    n = len(p.child)
    limit: Array | float = np.inf
    if at is not None:
        limit = at.reindex(p.child).to_numpy(float) if isinstance(at, pd.Series) else float(at)
        p = p.until(limit)
    now = np.where(np.isfinite(limit), limit, np.fmax.reduce(p.age, axis=1, initial=-np.inf))
    k = _known(history, p, c)

    state = kalman(p.age, p.haz, c, measurement_sd)
    made = adjust(*ahead(state, c, c.target_age, measurement_sd), k.change, c)
    too_old = now >= c.target_age
    ok = np.isfinite(made.mean) & ~too_old
    chance = np.where(ok, made.below(c.stunting_cut), np.nan)
    steps = [~ok, k.haz < c.stunting_cut, chance >= c.band_high, chance >= c.band_medium]
    codes = np.select(steps, [4, 0, 1, 2], 3).astype(np.int8)
    middle, spread = np.where(ok, made.mean, np.nan), _Z80 * made.sd
    return pd.DataFrame(
        {
            "child_id": p.child,
            "risk": chance,
            "band": pd.Categorical.from_codes(codes, categories=pd.Index(BANDS), ordered=True),
            "reason": pd.array(reasons(k, too_old, codes == 0, c), dtype="str"),
            "age_days": k.age,
            "haz": k.haz,
            "visits": np.isfinite(p.haz).sum(axis=1),
            "haz_24": middle,
            "haz_24_low": middle - spread,
            "haz_24_high": middle + spread,
            "caveat": pd.array([CAVEAT] * n, dtype="str"),
        },
        columns=list(COLUMNS),
    )


def _with_birth(history: pd.DataFrame, c: Coefficients) -> pd.DataFrame:
    """Add the length at birth as a visit on day 0, where no visit of that day is there."""
    columns = [x for x in ("child_id", "age_days", "haz", "waz", "flag_haz", "flag_waz") if x in history]
    if "birth_length_z" not in history:
        return history[columns]
    seen = history.loc[(history["age_days"] == 0) & history["haz"].notna(), "child_id"]
    birth = history.loc[history["birth_length_z"].notna() & ~history["child_id"].isin(seen)]
    first = birth.groupby("child_id", observed=True)["birth_length_z"].mean().rename("haz").reset_index()
    first["age_days"] = 0.0
    return pd.concat([history[columns], first], ignore_index=True) if len(first) else history[columns]


def _known(history: pd.DataFrame, p: Panel, c: Coefficients) -> Known:
    rows = np.arange(len(p.child))
    aged = np.where(np.isfinite(p.haz), p.age, -np.inf)
    last = aged.argmax(axis=1)
    some = np.isfinite(aged[rows, last])
    age = np.where(some, p.age[rows, last], np.nan)
    haz = np.where(some, p.haz[rows, last], np.nan)
    # The length three months or so before: nearest to the middle month, inside the window of the weights.
    back = age[:, None] - np.where(np.isfinite(p.haz), p.age, np.nan)
    usable = (back >= c.earlier_from) & (back <= c.earlier_to)
    before = np.where(usable, np.abs(back - (c.earlier_from + c.recent_days)), np.inf).argmin(axis=1)
    has = usable[rows, before]
    birth = np.full(len(rows), np.nan)
    if "birth_weight_kg" in history:
        least = history.groupby("child_id", observed=True)["birth_weight_kg"].min().reindex(p.child)
        birth = least.to_numpy(float, na_value=np.nan)
    return Known(
        age=age,
        haz=haz,
        earlier=np.where(has, p.haz[rows, before], np.nan),
        gap=np.where(has, back[rows, before], np.nan),
        change=weight_change(p, c),
        birth_weight=birth,
        several=np.isfinite(p.haz).sum(axis=1) > 1,
    )
