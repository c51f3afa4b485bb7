"""Loading and caching of the follow-up lists and of one child. Nothing here knows an identity.

The counts of the lists are in `follow_up_counts`.
"""

from __future__ import annotations

from typing import Final

import pandas as pd
import streamlit as st

from stunting.indicators import follow_up
from stunting.indicators.determinants.answers import exposures, factor_table
from stunting.indicators.determinants.families import children_at_risk
from stunting.indicators.faltering import risk as _risk_of
from stunting.indicators.follow_up.people import NEEDS
from stunting.reports.follow_up_frame import EARLY as EARLY
from stunting.ui import data, determinan_data

ALL: Final = "semua"
#: Bands that are worth a second look; children already stunted are on the list of stunting.
BANDS: Final = ("tinggi", "sedang")
YOUNG: Final = 24  # months up to which the score speaks
_VISIT: Final = ("age_days", "haz", "waz", "flag_haz", "flag_waz", "birth_weight_kg")

rows_resource = st.cache_resource(show_spinner=False, max_entries=2)
resource = st.cache_resource(show_spinner=False, max_entries=24)


@rows_resource
def _rows(code: str, data_version: str) -> pd.DataFrame:
    return data.store().rows(code, [*NEEDS, "birth_weight_kg"])


@rows_resource
def _latest(code: str, data_version: str) -> pd.DataFrame:
    rows = _rows(code, data_version)
    months = rows["period"].dropna().astype("str")
    columns = ["puskesmas", "desa", "posyandu", "measured_on"]
    if months.empty:
        return pd.DataFrame({name: pd.Series(dtype="object") for name in columns})
    state = _known(code, data_version, str(months.max()))
    out = state[columns].astype(dict.fromkeys(columns[:3], "object"))
    return out.set_axis(state["child_id"].astype("object"), axis=0)


def latest() -> pd.DataFrame:
    """Return where every child was last seen, by id: ``puskesmas, desa, posyandu, measured_on``."""
    return _latest(data.kab(), data.version())


def latest_puskesmas() -> pd.Series:
    """Return child → puskesmas of its latest row, whatever month is looked at."""
    return latest()["puskesmas"]


@resource
def _known(code: str, data_version: str, month: str) -> pd.DataFrame:
    return follow_up.people(_rows(code, data_version), month)


def known(month: str) -> pd.DataFrame:
    """Return every child known by `month` (``follow_up.people``)."""
    return _known(data.kab(), data.version(), month)


def asked(month: str) -> bool:
    """Return whether any family had been asked by the end of `month`."""
    return any(noted <= month for noted in determinan_data.months())


def _families(code: str, data_version: str, month: str) -> pd.DataFrame | None:
    if not asked(month):
        return None
    told = determinan_data.answers(code, data_version, "anak", pd.Period(month, "M").end_time.date())
    return children_at_risk(exposures(told), factor_table())


@resource
def _lists(code: str, data_version: str, month: str) -> pd.DataFrame:
    return follow_up.lists(
        _rows(code, data_version), month, _families(code, data_version, month),
        known=_known(code, data_version, month),
    )  # fmt: skip


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
    places = [c for c in follow_up.LIST_COLUMNS[1:] if c in young and c not in ("listed", "reason")]
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


@resource
def _reporting(code: str, data_version: str, month: str) -> pd.DataFrame:
    return follow_up.reporting(_known(code, data_version, month))


def reporting(month: str) -> pd.DataFrame:
    """Return which puskesmas reported in `month`."""
    return _reporting(data.kab(), data.version(), month)


@resource
def _places(code: str, data_version: str, month: str) -> pd.DataFrame:
    columns = ["kec", "puskesmas", "desa", "posyandu"]
    seen = _known(code, data_version, month)[columns].astype("str").fillna("?")
    seen = seen.drop_duplicates().sort_values(columns[1:], ignore_index=True)
    return seen.rename(columns={"kec": "kecamatan"})


def places(month: str) -> pd.DataFrame:
    """Return the combinations of kecamatan, puskesmas, desa and posyandu that have children."""
    return _places(data.kab(), data.version(), month)
