"""The list of factors (``data/determinan.csv``) and the limits of the analysis: data, not code."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import Final

import numpy as np
import pandas as pd

from stunting.indicators.facts import facts, number
from stunting.indicators.sums import LEVEL_COLUMNS

#: Key of the row of all chosen factors together.
JOINT: Final = "*gabungan"
JOINT_NAME: Final = "Semua faktor terpilih bersama"
_NAMES: Final = {
    "key": "key", "nama": "name", "paparan": "exposed_text", "definisi": "definition", "kelompok": "group",
    "intervensi": "intervention", "tabel": "table", "induk": "parent", "urutan": "order",
    "terbit": "published", "terbit_arah": "published_direction", "sumber": "source",
    "pengacau": "confounder",
}  # fmt: skip


@lru_cache(maxsize=1)
def rules() -> dict[str, float]:
    """Return the limits of ``data/aturan_determinan.csv``.

    >>> rules()["epv_min"], rules()["merah"], rules()["lila_kek"]
    (5.0, 0.5, 23.5)
    """
    table = facts("aturan_determinan")
    return dict(zip(table["aturan"], number(table["nilai"]), strict=True))


def factors(extra: pd.DataFrame | None = None) -> pd.DataFrame:
    """Return the factor table, in order.

    Parameters
    ----------
    extra : DataFrame, optional
        A district's own factors, with the columns of ``data/determinan.csv`` (at least ``key``, ``nama``,
        ``sumber``); a key that is already there replaces it.

    Returns
    -------
    DataFrame
        ``key, name, exposed_text`` (completes "anak yang ..."; NA: "anak dengan" and the name), ``definition,
        group, intervention`` ("spesifik" or "sensitif"), ``table, parent`` (the composite it is part of),
        ``order, published`` (indicator of ``data/terbit.csv``), ``published_direction, source, confounder``
        ("ya": it comes before the other factors as a common cause of them and of stunting, so that a model
        that cannot hold all holds it first).

    Raises
    ------
    ValueError
        If a factor has no key, name or source, or a key stands twice.
    """
    if extra is None or not len(extra):
        return _shipped().copy()
    raw = facts("determinan")
    kept = raw[~raw["key"].isin(extra["key"])]
    return _table(pd.concat([kept, extra.reindex(columns=raw.columns).astype("object")], ignore_index=True))


@lru_cache(maxsize=1)
def _shipped() -> pd.DataFrame:
    return _table(facts("determinan"))


def _table(raw: pd.DataFrame) -> pd.DataFrame:
    out = raw.rename(columns=_NAMES)[list(_NAMES.values())].astype("str")
    if out[["key", "name", "source"]].isna().any(axis=None):
        raise ValueError("every factor needs key, nama and sumber")
    if out["key"].duplicated().any():
        raise ValueError("a factor stands twice")
    out["order"] = pd.to_numeric(out["order"]).astype("float64").fillna(np.inf)
    return out.sort_values("order", kind="stable", ignore_index=True)


def choose(frame: pd.DataFrame, chosen: Sequence[str] | None, table: pd.DataFrame | None) -> pd.DataFrame:
    """Return the rows of the factor table that are asked for; None: all that `frame` has, no parts.

    Raises
    ------
    ValueError
        If a factor is unknown, or asked for twice.
    """
    known = _shipped() if table is None else table
    if chosen is None:
        return known[known["key"].isin(frame.columns) & known["parent"].isna()].reset_index(drop=True)
    if len(set(chosen)) < len(chosen):
        raise ValueError("a factor is asked for twice")
    unknown = sorted(set(chosen) - set(known["key"]))
    if unknown:
        raise ValueError(f"unknown factors: {', '.join(unknown)}")
    return known[known["key"].isin(chosen)].reset_index(drop=True)


def composites(frame: pd.DataFrame, table: pd.DataFrame | None = None) -> pd.DataFrame:
    """Return `frame` with every composite (comorbidity) made from its parts, where it is not a column.

    Exposed where any part is; not exposed only where every part is known not to be; else unknown.

    Examples
    --------
    >>> parts = pd.DataFrame({"tb": [True, False, False], "ispa": [pd.NA, False, pd.NA]}, dtype="boolean")
    >>> composites(parts)["penyakit_penyerta"].tolist()
    [True, False, <NA>]
    """
    known = _shipped() if table is None else table
    out = frame
    for parent in known["parent"].dropna().unique():
        parts = [k for k in known.loc[known["parent"] == parent, "key"] if k in frame]
        if parent in frame or not parts:
            continue
        made = frame[parts[0]].astype("boolean")
        for part in parts[1:]:
            made = made | frame[part].astype("boolean")
        out = out.assign(**{str(parent): made})
    return out


def exposure(frame: pd.DataFrame, key: str) -> np.ndarray:
    """Return a factor as float64: 1 exposed, 0 not, NaN unknown (all of it, where there is no column)."""
    if key not in frame:
        return np.full(len(frame), np.nan)
    return frame[key].astype("boolean").to_numpy("float64", na_value=np.nan)


def areas_of(frame: pd.DataFrame, level: str) -> list[tuple[str, np.ndarray]]:
    """Return each area of a level with its row positions, by key; rows without an area are in none.

    Raises
    ------
    ValueError
        If the level is unknown.
    """
    if level not in LEVEL_COLUMNS or level == "posyandu":
        raise ValueError(f"unknown level {level!r}")
    code, labels = pd.factorize(frame[LEVEL_COLUMNS[level]].astype("object"), sort=True)
    return [(str(label), np.flatnonzero(code == at)) for at, label in enumerate(labels)]


def clusters_of(frame: pd.DataFrame) -> np.ndarray:
    """Return the cluster code of each row; a child without posyandu joins those of its desa without one."""
    cluster = frame["cluster"].astype("object")
    desa = frame["desa"].astype("object") if "desa" in frame else pd.Series("", index=frame.index)
    own = cluster.where(cluster.notna(), "?" + desa.where(desa.notna(), "").astype("str"))
    return pd.factorize(own)[0]
