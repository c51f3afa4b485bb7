"""Loading and caching of the follow-up lists and of one child. Nothing here knows an identity."""

from __future__ import annotations

from typing import Final

import numpy as np
import pandas as pd
import streamlit as st

from stunting.access.disclosure import protect
from stunting.indicators import follow_up
from stunting.indicators.faltering import risk as _risk_of
from stunting.indicators.follow_up.people import NEEDS
from stunting.ui import data

EARLY: Final = "dini"
ALL: Final = "semua"
#: Bands that are worth a second look; children already stunted are on the list of stunting.
BANDS: Final = ("tinggi", "sedang")
YOUNG: Final = 24  # months up to which the score speaks
_VISIT: Final = ("age_days", "haz", "waz", "flag_haz", "flag_waz", "birth_weight_kg")
_AREA: Final = {"puskesmas": "puskesmas", "desa": "desa"}

rows_resource = st.cache_resource(show_spinner=False, max_entries=2)
resource = st.cache_resource(show_spinner=False, max_entries=24)


@rows_resource
def _rows(code: str, data_version: str) -> pd.DataFrame:
    return data.store().rows(code, [*NEEDS, "birth_weight_kg"])


@rows_resource
def _latest(code: str, data_version: str) -> pd.Series:
    rows = _rows(code, data_version)
    months = rows["period"].dropna().astype("str")
    if months.empty:
        return pd.Series(dtype="object")
    state = _known(code, data_version, str(months.max()))
    return pd.Series(state["puskesmas"].astype("object").to_numpy(), index=state["child_id"].astype("object"))


def latest_puskesmas() -> pd.Series:
    """Return child → puskesmas of its latest row, whatever month is looked at."""
    return _latest(data.kab(), data.version())


@resource
def _known(code: str, data_version: str, month: str) -> pd.DataFrame:
    return follow_up.people(_rows(code, data_version), month)


def known(month: str) -> pd.DataFrame:
    """Return every child known by `month` (``follow_up.people``)."""
    return _known(data.kab(), data.version(), month)


@resource
def _lists(code: str, data_version: str, month: str) -> pd.DataFrame:
    return follow_up.lists(_rows(code, data_version), month, known=_known(code, data_version, month))


def lists(month: str) -> pd.DataFrame:
    """Return who is on which list (``follow_up.lists``)."""
    return _lists(data.kab(), data.version(), month)


@resource
def _visits(code: str, data_version: str, month: str) -> pd.DataFrame:
    return follow_up.visits(_lists(code, data_version, month))


def visits(month: str) -> pd.DataFrame:
    """Return one row a child to visit, with all its reasons."""
    return _visits(data.kab(), data.version(), month)


@resource
def _risk(code: str, data_version: str, month: str) -> pd.DataFrame:
    state = _known(code, data_version, month)
    young = state[state["listed"] & (state["age_months"] < YOUNG)]
    rows = _rows(code, data_version)
    wanted = (rows["period"].astype("str") <= month) & rows["child_id"].isin(young["child_id"])
    wanted &= rows["measured"]
    history = rows.loc[wanted, ["child_id", *_VISIT]].astype({"child_id": "str", "age_days": "float64"})
    places = [*follow_up.LIST_COLUMNS[1:6], "age_months", "measured_on"]
    out = _risk_of(history)[["child_id", "risk", "band", "reason", "caveat", "visits"]]
    return out.merge(young[["child_id", "under_five", *places]], on="child_id")


def risk(month: str) -> pd.DataFrame:
    """Return the early-warning score of children under 24 months that were listed, with their places."""
    return _risk(data.kab(), data.version(), month)


@st.cache_resource(show_spinner=False, max_entries=64)
def _versions(code: str, data_version: str, child_id: str) -> pd.DataFrame:
    return data.store().versions(code, child_id)


def versions(child_id: str) -> pd.DataFrame:
    """Return every stored row of a child (``Store.versions``): measurements, no identity."""
    return _versions(data.kab(), data.version(), child_id)


def area_of(frame: pd.DataFrame, level: str) -> pd.Series:
    """Return the area key of every row, as ``follow_up.summary`` names it."""
    if level == "kabupaten":
        return pd.Series(data.kab(), index=frame.index)
    if level == "posyandu":
        desa, name = (frame[c].astype("str").fillna("?") for c in ("desa", "posyandu"))
        return desa + "|" + name
    return frame[_AREA[level]].astype("str").fillna("?")


@resource
def _counts(code: str, data_version: str, month: str, level: str) -> pd.DataFrame:
    state = _known(code, data_version, month)
    made = follow_up.summary(_lists(code, data_version, month), level, state)
    columns = ["area", "list", "numerator", "denominator", "base"]
    if level == "kabupaten":  # areas that could not be matched belong to it all the same
        made = made.groupby(["list", "base"], sort=False)[["numerator", "denominator"]].sum().reset_index()
        made["area"] = code
    under = state[state["under_five"] & state["reported"]]
    below = area_of(under, level).value_counts()
    walk = _visits(code, data_version, month)
    walk = walk[walk["child_id"].isin(state.loc[state["under_five"], "child_id"])]
    parts = [made[columns], _count(walk, below, ALL, "dikenal", level)]
    for priority in follow_up.PRIORITIES:
        parts.append(_count(walk[walk["priority"] == priority], below, priority, "dikenal", level))
    scored = _risk(code, data_version, month)
    young = area_of(scored, level).value_counts().reindex(below.index, fill_value=0)
    parts.append(_count(scored[scored["band"].isin(BANDS)], young, EARLY, "di bawah 24 bulan", level))
    out = pd.concat(parts, ignore_index=True).assign(level=level)
    out["value"] = np.where(
        out["denominator"] > 0, out["numerator"] / out["denominator"].clip(lower=1), np.nan
    )
    return out


def _count(frame: pd.DataFrame, below: pd.Series, code: str, base: str, level: str) -> pd.DataFrame:
    found = area_of(frame, level).value_counts()
    return pd.DataFrame(
        {
            "area": below.index,
            "list": code,
            "numerator": found.reindex(below.index, fill_value=0).to_numpy(),
            "denominator": below.to_numpy(),
            "base": base,
        }
    )


@resource
def _protected(code: str, data_version: str, month: str, level: str) -> pd.DataFrame:
    frame = _counts(code, data_version, month, level)
    if level == "kabupaten":
        return frame.assign(suppressed=False)
    family = frame["list"].astype("str")
    if level != "desa":
        return protect(frame.assign(_all=family), within=["_all"]).drop(columns="_all")
    state = _known(code, data_version, month)
    first = state.drop_duplicates("desa")
    texts = [first[name].astype("str").fillna("?").tolist() for name in ("desa", "puskesmas")]
    above = frame["area"].map(dict(zip(*texts, strict=True))).fillna("?")
    out = protect(frame.assign(_all=family, _own=family + "|" + above), within=["_all", "_own"])
    # desa add up to their puskesmas: where that is hidden they are
    upper = _protected(code, data_version, month, "puskesmas")
    hidden = {f"{a}|{b}" for a, b in upper.loc[upper["suppressed"], ["list", "area"]].to_numpy().tolist()}
    also = out["_own"].isin(hidden) & (out["denominator"].isna() | (out["denominator"] > 0))
    out["suppressed"] |= also
    out.loc[also, ["value", "numerator"]] = np.nan
    return out.drop(columns=["_all", "_own"])


def counts(month: str, level: str, *, public: bool) -> pd.DataFrame:
    """Return how many children are on each list, in each area.

    Parameters
    ----------
    level : str
        ``"kabupaten"``, ``"puskesmas"``, ``"desa"`` or ``"posyandu"``.
    public : bool
        Apply disclosure control; a posyandu is too small to be shown at all.

    Returns
    -------
    DataFrame
        ``level, area, list, numerator, denominator, base, value, suppressed``; besides the lists: all to
        visit (`ALL`), the priorities, and the early warning (`EARLY`).
    """
    if not public:
        return _counts(data.kab(), data.version(), month, level).assign(suppressed=False)
    if level == "posyandu":
        raise ValueError("a posyandu is too small for the public")
    return _protected(data.kab(), data.version(), month, level)


@resource
def _reporting(code: str, data_version: str, month: str) -> pd.DataFrame:
    return follow_up.reporting(_known(code, data_version, month))


def reporting(month: str) -> pd.DataFrame:
    """Return which puskesmas reported in `month`."""
    return _reporting(data.kab(), data.version(), month)


@resource
def _places(code: str, data_version: str, month: str) -> pd.DataFrame:
    columns = ["puskesmas", "desa", "posyandu"]
    seen = _known(code, data_version, month)[columns].astype("str").fillna("?")
    return seen.drop_duplicates().sort_values(columns, ignore_index=True)


def places(month: str) -> pd.DataFrame:
    """Return the combinations of puskesmas, desa and posyandu that have children."""
    return _places(data.kab(), data.version(), month)
