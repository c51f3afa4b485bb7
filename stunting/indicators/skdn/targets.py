"""Targets of the SKDN ratios: ``data/target_skdn.csv``, and what the district changed in its targets."""

from __future__ import annotations

from typing import Final

import numpy as np
import pandas as pd

from stunting.indicators.facts import facts, number
from stunting.indicators.results import check_result
from stunting.indicators.target_edit import COLUMNS, WITHDRAWN

NATIONAL: Final = "00"
_ROUTINE: Final = ("e-PPGBM", "rutin")


def targets(kab: str, indicator: str | None = None, *, extra: pd.DataFrame | None = None) -> pd.DataFrame:
    """Return the targets of the SKDN ratios of one kabupaten and the nation.

    Parameters
    ----------
    extra : DataFrame, optional
        The register of the district's own changes (`target_edit.COLUMNS`). Its row without a year takes the
        place of the kabupaten's row in the file (a withdrawn one: there is none); rows with a year stand
        beside it and count for their year.

    Returns
    -------
    DataFrame
        Result frame (rule ``"target"``): ``area, indicator, value`` (fraction), ``direction`` ("naik": more
        is better), ``rank`` (1 is the one to hold figures against; missing: quoted only), ``note``,
        ``period`` (the year, "" any). A ratio without a target has no row: none is made up.
    """
    table = facts("target_skdn").assign(tahun="")
    changed = _changed(kab, extra)
    known = set(table["indikator"]) | ({indicator} if indicator else set())
    changed = changed[changed["indikator"].isin(known)]
    renewed = set(changed.loc[changed["tahun"].eq(""), "indikator"])
    table = table[table["wilayah"].isin([kab, NATIONAL])]
    table = table[~(table["wilayah"].eq(kab) & table["indikator"].isin(renewed))]
    own = changed[changed["keadaan"].ne(WITHDRAWN)]
    # of several without a year the one saved last counts
    own = own[own["tahun"].ne("") | ~own.duplicated(["indikator", "tahun"], keep="last")]
    own = own.assign(arah="naik", urutan=own["urutan"].mask(own["tahun"].eq(""), "1"))
    own = own.assign(urutan=own["urutan"].mask(own["urutan"].eq("")))
    shared = ["wilayah", "indikator", "target", "arah", "urutan", "sumber", "catatan", "tahun"]
    table = pd.concat([table[shared], own[shared]], ignore_index=True)
    if indicator is not None:
        table = table[table["indikator"] == indicator]
    out = pd.DataFrame(
        {
            "area": table["wilayah"], "indicator": table["indikator"],
            "value": (number(table["target"]) / 100).round(12), "direction": table["arah"],
            "rank": number(table["urutan"]).astype("Int64"), "note": table["catatan"], "low": np.nan,
            "high": np.nan, "numerator": np.nan, "denominator": np.nan, "rule": "target",
            "source": table["sumber"], "period": table["tahun"],
        }
    )  # fmt: skip
    return check_result(out.sort_values(["indicator", "rank"], na_position="last", ignore_index=True))


def _changed(kab: str, extra: pd.DataFrame | None) -> pd.DataFrame:
    """Return the rows of the register that are about the routine data of the kabupaten, as text."""
    if extra is None or extra.empty:
        return pd.DataFrame(columns=list(COLUMNS), dtype="str")
    rows = extra[list(COLUMNS)].fillna("").astype("str")
    # a withdrawn row bears its key only, not the kind of its data
    routine = rows["jenis_data"].isin(_ROUTINE) | rows["keadaan"].eq(WITHDRAWN)
    return rows[rows["wilayah"].eq(kab) & routine].reset_index(drop=True)


def target(kab: str, indicator: str, year: str = "", *, extra: pd.DataFrame | None = None) -> float:
    """Return the target that a ratio of a year is held against, as a fraction; NaN where there is none."""
    return goal(goals(targets(kab, indicator, extra=extra), kab), indicator, year[:4])


def goals(found: pd.DataFrame, kab: str) -> dict[tuple[str, str], float]:
    """Return ratio and year ("" any) → the kabupaten's own target that figures are held against."""
    own = found[(found["area"] == kab) & found["rank"].notna()].sort_values("rank", ascending=False)
    return {(str(r["indicator"]), str(r["period"])): float(r["value"]) for r in own.to_dict("records")}


def goal(own: dict[tuple[str, str], float], indicator: str, year: str) -> float:
    """Return of `goals` the one of a year; a year without one of its own has that of the ratio, else NaN."""
    return own.get((indicator, year), own.get((indicator, ""), float("nan")))
