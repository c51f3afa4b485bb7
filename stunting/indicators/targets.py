"""Targets of plans and agreements, from ``data/target.csv`` and what the district changed in it.

Conflicting documents stand side by side.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np
import pandas as pd

from stunting.indicators.facts import facts, number
from stunting.indicators.results import check_result
from stunting.indicators.target_edit import layered

NATIONAL: Final = "00"
ROUTINE: Final = "e-PPGBM"
#: Kinds of data of a target that is held against e-PPGBM figures: a document that says "routine reports"
#: means the same monthly weighing, only a survey is another series.
ROUTINE_KINDS: Final = (ROUTINE, "rutin")


def targets(
    kab: str,
    indicator: str = "stunting",
    year: int | str | None = None,
    *,
    extra: pd.DataFrame | None = None,
) -> pd.DataFrame:
    """Return the targets of one kabupaten and the nation for one indicator.

    Parameters
    ----------
    kab : str
        Kemendagri code (of a kecamatan or desa too, where it has targets of its own).
    year : int or str, optional
        Only targets of this year.
    extra : DataFrame, optional
        The register of the district's own changes (`target_edit.COLUMNS`), laid over the file.

    Returns
    -------
    DataFrame
        Result frame (rule ``"target"``): ``area, indicator, document, year`` (Int64), ``value`` (fraction
        where the unit is percent), ``printed`` (as the document prints it), ``kind``
        (``"e-PPGBM"``, ``"survei"``, ``"rutin"``), ``rank`` (1 first; missing: quoted only),
        ``note``, ``regulation`` (number, may be empty),
        ``origin`` (where it was read). Sorted by year, rank.
    """
    table = layered(facts("target"), extra)
    table = table[table["wilayah"].isin([kab, NATIONAL]) & (table["indikator"] == indicator)]
    scale = np.where(table["satuan"] == "%", 100, 1)
    out = pd.DataFrame(
        {
            "area": table["wilayah"], "indicator": table["indikator"], "document": table["dokumen"],
            "year": number(table["tahun"]).astype("Int64"),
            "value": (number(table["target"]) / scale).round(12),
            "printed": (number(table["dicetak"]) / scale).round(12), "kind": table["jenis_data"],
            "rank": number(table["urutan"]).astype("Int64"), "note": table["catatan"],
            "regulation": table["nomor"].fillna(""),
            "origin": table["sumber"],
            "low": np.nan, "high": np.nan, "numerator": np.nan, "denominator": np.nan,
            "rule": "target", "source": table["dokumen"] + " (" + table["sumber"] + ")",
            "period": table["tahun"].fillna(""),
        }
    )  # fmt: skip
    if year is not None:
        out = out[(out["year"] == int(year)).fillna(False)]
    return check_result(out.sort_values(["year", "rank"], na_position="last", ignore_index=True))


def main_target(
    kab: str,
    indicator: str,
    year: int | str,
    *,
    kinds: Sequence[str] = ROUTINE_KINDS,
    found: pd.DataFrame | None = None,
) -> pd.Series | None:
    """Return the target that a figure of this year is held against, None if there is none.

    Of the kabupaten's own targets of that year, measured with the same kind of data: the Perjanjian
    Kinerja first, then the RPJMD (column ``urutan``). Quoted figures and targets without a year are
    never the main one; a national survey target never is one for e-PPGBM.
    """
    rows = targets(kab, indicator, year) if found is None else found
    rows = rows[(rows["area"] == kab) & rows["kind"].isin(kinds) & rows["rank"].notna()]
    rows = rows[(rows["year"] == int(year)).fillna(False)]
    return None if rows.empty else rows.sort_values("rank").iloc[0]


def by_year(found: pd.DataFrame, kab: str) -> pd.DataFrame:
    """Return of `targets` the area's own ones for routine data, the main document of each year."""
    own = found["area"].eq(kab) & found["kind"].isin(ROUTINE_KINDS)
    rows = found[own & found["rank"].notna() & found["year"].notna()]
    return rows.sort_values(["year", "rank"]).drop_duplicates("year").reset_index(drop=True)
