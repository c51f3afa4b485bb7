"""Pregnant women: KEK and anaemia of a period."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np
import pandas as pd

from stunting.indicators.determinants.factors import areas_of, rules
from stunting.indicators.determinants.shares import tally
from stunting.indicators.format_id import number
from stunting.indicators.results import check_result
from stunting.indicators.sums import LEVEL_COLUMNS

KEK: Final = "kek"
ANAEMIA: Final = "anemia_bumil"
RULE: Final = "bumil"
PREGNANT: Final = "Masih hamil"


def pregnancy(
    frame: pd.DataFrame, *, level: str = "kabupaten", period: str | Sequence[str] | None = None,
    haemoglobin: str = "trimester", source: str = "",
) -> pd.DataFrame:  # fmt: skip
    """Return the share of pregnant women with KEK and with anaemia; several periods make the trend.

    Parameters
    ----------
    frame : DataFrame
        One row a visit: ``mother_id, noted_on`` (datetime), ``lila`` (cm), ``hb`` (g/dL), ``umur_hamil``
        (weeks), ``hasil`` (as the template has it, or NA) and area keys. Visits after the end of a
        pregnancy do not count here.
    period : str or sequence of str, optional
        Months ("2024-08") or years ("2024"); None: every month of the frame.
    haemoglobin : str
        ``"trimester"`` (WHO 2024: 11, 10.5, 11; 11 where the weeks are unknown) or ``"seragam"`` (11 always).

    Returns
    -------
    DataFrame
        Result frame, one row an area, period and indicator ("kek", "anemia_bumil"): ``level, area,
        indicator, period, value, low, high, numerator, denominator`` (women whose LiLA, or Hb, is known: the
        last of each in the period), ``women`` (seen pregnant), ``unknown, method, cutoff, rule, source``. An
        area with nobody has NaN and denominator 0. Intervals know that women of one posyandu resemble each
        other, where `shares.tally` says so (kabupaten and kecamatan with enough); Wilson's or exact else.

    Raises
    ------
    ValueError
        If the level or the haemoglobin scheme is unknown.
    """
    if haemoglobin not in ("trimester", "seragam"):
        raise ValueError(f"unknown scheme {haemoglobin!r}")
    seen = frame[_pregnant(frame)].sort_values("noted_on", kind="stable")
    month = seen["noted_on"].dt.strftime("%Y-%m")
    if period is None:
        wanted = sorted(month.dropna().unique())
    else:
        wanted = [period] if isinstance(period, str) else list(dict.fromkeys(period))
    areas = [name for name, _ in areas_of(frame, level)]
    out = []
    for when in wanted:
        here = seen[month.str.startswith(when).fillna(False).to_numpy(dtype=bool)]
        women = count(here.drop_duplicates("mother_id", keep="last"), level, areas)
        for indicator, column in ((KEK, "lila"), (ANAEMIA, "hb")):
            last = here[here[column].notna()].drop_duplicates("mother_id", keep="last")
            found = _shares(last, column, indicator, haemoglobin, level).reindex(areas)
            n, d = (found[c].fillna(0).to_numpy("float64") for c in ("numerator", "denominator"))
            out.append(pd.DataFrame({
                "area": pd.Series(areas, dtype="str"), "indicator": indicator, "period": when,
                **{c: found[c].to_numpy("float64") for c in ("value", "low", "high")},
                "numerator": n, "denominator": d, "women": women, "unknown": women - d,
                "method": found["method"].astype("str").fillna("").to_numpy(),
                "cutoff": _cutoff_text(indicator, haemoglobin),
            }))  # fmt: skip
    columns = ["area", "indicator", "period", "value", "low", "high", "numerator", "denominator", "women",
               "unknown", "method", "cutoff"]  # fmt: skip
    found = pd.concat(out, ignore_index=True) if out else pd.DataFrame(columns=columns)
    return check_result(found.assign(level=level, rule=RULE, source=source))


def _shares(last: pd.DataFrame, column: str, indicator: str, scheme: str, level: str) -> pd.DataFrame:
    """Return the share below the limit by area, with the interval that shares of children have."""
    below = last[column].to_numpy("float64") < _cutoff(last, indicator, scheme)
    posyandu = last["posyandu"] if "posyandu" in last else pd.Series(None, last.index, dtype="object")
    desa = last["desa"] if "desa" in last else pd.Series("", last.index)
    told = last.assign(**{indicator: below}, cluster=desa.astype("object") + "|" + posyandu.astype("object"))
    return tally(told, [indicator], level, np.ones(len(told), dtype=bool)).set_index("area")


def _pregnant(frame: pd.DataFrame) -> np.ndarray:
    state = frame["hasil"].astype("object")
    return (state.isna() | (state == PREGNANT)).to_numpy(dtype=bool)


def _cutoff(rows: pd.DataFrame, indicator: str, scheme: str) -> np.ndarray:
    limit = rules()
    if indicator == KEK or scheme == "seragam":
        return np.full(len(rows), limit["lila_kek" if indicator == KEK else "hb_seragam"])
    weeks = rows["umur_hamil"].to_numpy("float64", na_value=np.nan)
    second, third = limit["trimester_2_mulai"], limit["trimester_3_mulai"]
    return np.select(
        [np.isnan(weeks), weeks < second, weeks < third],
        [limit["hb_seragam"], limit["hb_trimester_1"], limit["hb_trimester_2"]],
        default=limit["hb_trimester_3"],
    )


def _cutoff_text(indicator: str, scheme: str) -> str:
    limit = rules()
    if indicator == KEK:
        return f"LiLA < {number(limit['lila_kek'], 1)} cm"
    if scheme == "seragam":
        return f"Hb < {number(limit['hb_seragam'], 1, trim=True)} g/dL"
    each = [number(limit[f"hb_trimester_{k}"], 1, trim=True) for k in (1, 2, 3)]
    return f"Hb < {'; '.join(each)} g/dL (trimester 1; 2; 3)"


def count(rows: pd.DataFrame, level: str, areas: list[str]) -> np.ndarray:
    """Return how many rows each area has."""
    found = rows[LEVEL_COLUMNS[level]].astype("object").value_counts()
    return found.reindex(areas, fill_value=0).to_numpy("float64")
