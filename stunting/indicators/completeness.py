"""Which puskesmas has delivered which month, and how good what it delivered is.

Only counts of rows and children: nothing here knows who a child is.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import Final

import numpy as np
import pandas as pd

from stunting.indicators.delivery import ENOUGH
from stunting.indicators.facts import facts, number
from stunting.indicators.participation import participation

#: Under this name the store keeps `troubled`; change it whenever the counts change.
NAME: Final = "kelengkapan-1"
DELIVERED, PARTLY, MISSING = "masuk", "sebagian", "belum"
COLUMNS: Final = (
    "puskesmas", "period", "state", "rows", "registered", "measured", "ds", "troubled", "share", "quality",
)  # fmt: skip


def troubled(rows: pd.DataFrame, findings: pd.DataFrame) -> pd.DataFrame:
    """Count rows, and rows that lost a value, by puskesmas and month.

    Parameters
    ----------
    rows : DataFrame
        Rows that count: ``puskesmas, period, upload_id, row``.
    findings : DataFrame
        Of the live uploads: ``upload_id, row, severity``. A *nulled* finding troubles its row; *rejected*
        rows have no month, so those of an upload are shared out over its rows.

    Returns
    -------
    DataFrame
        ``puskesmas, period, rows, troubled``: rows counted and rejected, float64 (shares of rows).

    Examples
    --------
    >>> rows = pd.DataFrame({"puskesmas": "Contoh", "period": "2024-02", "upload_id": "u", "row": [2, 3, 4]})
    >>> kinds = ["nulled", "nulled", "rejected"]
    >>> found = pd.DataFrame({"upload_id": "u", "row": [2, 2, 9], "severity": kinds})
    >>> troubled(rows, found).to_dict("records")
    [{'puskesmas': 'Contoh', 'period': '2024-02', 'rows': 4.0, 'troubled': 2.0}]
    """
    keys = ["puskesmas", "period"]
    frame = rows[[*keys, "upload_id", "row"]].astype(dict.fromkeys([*keys, "upload_id"], "str"))
    frame = frame.dropna(subset=keys)
    nulled = findings.loc[findings["severity"] == "nulled", ["upload_id", "row"]].drop_duplicates()
    nulled = nulled.astype({"upload_id": "str"}).assign(bad=1.0)
    frame = frame.merge(nulled, on=["upload_id", "row"], how="left")
    rejected = findings.loc[findings["severity"] == "rejected", ["upload_id", "row"]].drop_duplicates()
    lost = rejected.groupby("upload_id")["row"].size() / frame.groupby("upload_id")["row"].size()
    each = frame["upload_id"].map(lost).fillna(0.0).astype("float64")
    frame = frame.assign(rows=1.0 + each, troubled=frame["bad"].fillna(0.0) + each)
    return frame.groupby(keys, sort=True)[["rows", "troubled"]].sum().reset_index()


def quality(share: float, ds: float) -> str:
    """Return the class of a delivery: "A", "B" or "C" (``data/kelas_mutu.csv``); "" without a figure.

    >>> quality(0.02, 0.85), quality(0.02, 0.70), quality(0.30, 0.9), quality(float("nan"), 0.9)
    ('A', 'B', 'C', '')
    """
    if np.isnan(share) or np.isnan(ds):
        return ""
    for name, most, least in _classes():
        if not (share * 100 > most or ds * 100 < least):
            return name
    return ""


@lru_cache(maxsize=1)
def _classes() -> list[tuple[str, float, float]]:
    table = facts("kelas_mutu")
    table = table.assign(order=number(table["urutan"])).sort_values("order")
    most, least = number(table["baris_bermasalah_paling_banyak"]), number(table["ds_paling_sedikit"])
    return list(zip(table["kelas"].tolist(), most.tolist(), least.tolist(), strict=True))


def board(
    cube: pd.DataFrame, counts: pd.DataFrame, expected: Sequence[str], months: Sequence[str]
) -> pd.DataFrame:
    """Return every expected puskesmas in every month: delivered or not, rows, D/S and quality class.

    Parameters
    ----------
    cube : DataFrame
        Of `stunting.indicators.cube.build`.
    counts : DataFrame
        Of `troubled`.
    expected : sequence of str
        Puskesmas that should deliver; those that did without being expected come after them.
    months : sequence of str

    Returns
    -------
    DataFrame
        `COLUMNS`; ``state`` is ``"masuk"``, ``"sebagian"`` (fewer than `ENOUGH` of its usual rows) or
        ``"belum"``; shares are fractions, NaN where nothing came.
    """
    seen = counts["puskesmas"].astype("str")
    names = [*expected, *sorted(set(seen) - set(expected))]
    axes = pd.MultiIndex.from_product([names, list(months)], names=["puskesmas", "period"])
    full = axes.to_frame(index=False).astype("str").merge(counts, on=["puskesmas", "period"], how="left")
    there = set(map(str, cube["period"].unique())) if len(cube) else set()
    known = [m for m in months if m in there]
    if known:
        ds = participation(cube, level="puskesmas", period=known)
        ds = ds[["area", "period", "registered", "measured", "value"]]
        ds = ds.rename(columns={"area": "puskesmas", "value": "ds"})
        full = full.merge(ds, on=["puskesmas", "period"], how="left")
    else:
        full = full.assign(registered=0, measured=0, ds=np.nan)
    for name in ("rows", "troubled", "registered", "measured"):
        full[name] = full[name].fillna(0.0).astype("float64")
    share = full["troubled"].div(full["rows"].where(full["rows"] > 0))
    usual = full["puskesmas"].map(counts.groupby("puskesmas")["rows"].median())
    state = np.where(full["rows"] <= 0, MISSING, np.where(full["rows"] < ENOUGH * usual, PARTLY, DELIVERED))
    full = full.assign(
        state=state, share=share, quality=[quality(s, d) for s, d in zip(share, full["ds"], strict=True)]
    )
    return full[list(COLUMNS)]


def newest(frame: pd.DataFrame) -> str | None:
    """Return the newest month that any puskesmas has delivered, None where none has."""
    months = frame.loc[frame["state"] == DELIVERED, "period"]
    return max(months) if len(months) else None


def late(frame: pd.DataFrame, period: str) -> list[str]:
    """Return the puskesmas that have not delivered `period`, in the order of the board."""
    at = (frame["period"] == period) & (frame["state"] != DELIVERED)
    return frame.loc[at, "puskesmas"].tolist()
