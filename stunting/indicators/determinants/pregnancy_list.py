"""Pregnant women to look after: who is still pregnant, with KEK or anaemia at her last measurement."""

from __future__ import annotations

from typing import Final

import numpy as np
import pandas as pd

from stunting.indicators.determinants.factors import rules
from stunting.indicators.determinants.pregnancy import ANAEMIA, KEK, PREGNANT, _cutoff

#: No pregnancy lasts longer (weeks).
LONGEST: Final = 42.0


def followed(
    frame: pd.DataFrame, until: str | None = None, *, haemoglobin: str = "trimester"
) -> pd.DataFrame:
    """Return the women who are pregnant at the end of `until`, KEK and anaemia first.

    Parameters
    ----------
    frame : DataFrame
        As `pregnancy`.
    until : str, optional
        Month or year; later visits do not count. Default all visits.
    haemoglobin : {"trimester", "seragam"}
        As `pregnancy`.

    Returns
    -------
    DataFrame
        One row a woman: ``mother_id``, area keys, ``noted_on`` (last visit), ``weeks`` (as counted on then),
        ``lila, hb`` (last known, NaN where never), ``ttd, anc`` of the last visit, ``kek, anemia_bumil``
        (boolean, NA unknown). A woman whose last visit is so long ago that she must have given birth, or who
        told an outcome, is not among them; without weeks she counts for `LONGEST` weeks from her first visit.
    """
    seen = frame.sort_values("noted_on", kind="stable")
    month = seen["noted_on"].dt.strftime("%Y-%m")
    if until is not None:
        seen = seen[(month.str[: len(until)] <= until).to_numpy(dtype=bool)]
        span = pd.Period(until, freq="M" if len(until) == 7 else "Y")
        end = min(span.end_time, _month_end(seen["noted_on"].max())) if len(seen) else span.end_time
    else:
        end = _month_end(seen["noted_on"].max()) if len(seen) else pd.Timestamp(0)
    last = seen.drop_duplicates("mother_id", keep="last").set_index("mother_id")
    first = seen.drop_duplicates("mother_id").set_index("mother_id")["noted_on"]
    state = last["hasil"].astype("object")
    still = (state.isna() | (state == PREGNANT)).to_numpy(dtype=bool)
    later = ((end - last["noted_on"]).dt.days / 7).to_numpy("float64")
    since = ((end - first.reindex(last.index)).dt.days / 7).to_numpy("float64")
    weeks = last["umur_hamil"].to_numpy("float64")
    still = still & (np.where(np.isnan(weeks), since, weeks + later) <= LONGEST)
    out = last[still].copy()
    for column, indicator in (("lila", KEK), ("hb", ANAEMIA)):
        known = seen[seen[column].notna()].drop_duplicates("mother_id", keep="last").set_index("mother_id")
        rows = known.reindex(out.index)
        out[column] = rows[column].astype("float64")
        below = pd.array(out[column].to_numpy() < _cutoff(rows, indicator, haemoglobin), dtype="boolean")
        below[out[column].isna().to_numpy()] = pd.NA
        out[indicator] = below
    order = out[KEK].fillna(False).astype(int) + out[ANAEMIA].fillna(False).astype(int)
    out = out.assign(weeks=out["umur_hamil"], _order=-order).reset_index()
    keep = ["mother_id", *(c for c in ("kab", "kec", "puskesmas", "desa", "posyandu") if c in out)]
    keep += ["noted_on", "weeks", "lila", "hb", "ttd", "anc", KEK, ANAEMIA]
    return out.sort_values(["_order", "lila", "mother_id"], ignore_index=True)[keep]


def at_risk(women: pd.DataFrame) -> pd.DataFrame:
    """Return those of `followed` with KEK or anaemia."""
    return women[women[KEK].fillna(False) | women[ANAEMIA].fillna(False)].reset_index(drop=True)


def risk_counts(women: pd.DataFrame, column: str) -> pd.DataFrame:
    """Return women of `followed` by an area column: ``area, women, kek, anemia_bumil, both``, most first."""
    kek, low = women[KEK].fillna(False).astype(int), women[ANAEMIA].fillna(False).astype(int)
    table = pd.DataFrame(
        {"area": women[column].astype("object"), "women": 1, KEK: kek, ANAEMIA: low, "both": kek * low}
    )
    out = table.groupby("area", as_index=False).sum()
    return out.sort_values(["kek", "women", "area"], ascending=[False, False, True], ignore_index=True)


def _month_end(day: pd.Timestamp) -> pd.Timestamp:
    return pd.Period(day, freq="M").end_time


def limits_text() -> str:
    """Return the limits in words.

    >>> limits_text()
    'KEK: LiLA di bawah 23,5 cm'
    """
    return f"KEK: LiLA di bawah {str(rules()['lila_kek']).replace('.', ',')} cm"
