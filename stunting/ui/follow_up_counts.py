"""How many children are on each follow-up list, in each area; for the public with disclosure control."""

from __future__ import annotations

from typing import Final

import numpy as np
import pandas as pd

from stunting.access.disclosure import protect
from stunting.indicators import follow_up
from stunting.ui import data, follow_up_data
from stunting.ui.follow_up_data import ALL, BANDS, EARLY, resource

_AREA: Final = {"puskesmas": "puskesmas", "desa": "desa"}


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
    state = follow_up_data.known(month)
    made = follow_up.summary(follow_up_data.lists(month), level, state)
    columns = ["area", "list", "numerator", "denominator", "base"]
    if level == "kabupaten":  # areas that could not be matched belong to it all the same
        made = made.groupby(["list", "base"], sort=False)[["numerator", "denominator"]].sum().reset_index()
        made["area"] = code
    under = state[state["under_five"] & state["reported"]]
    below = area_of(under, level).value_counts()
    walk = follow_up_data.visits(month)
    walk = walk[walk["child_id"].isin(state.loc[state["under_five"], "child_id"])]
    parts = [made[columns], _count(walk, below, ALL, "dikenal", level)]
    for priority in follow_up.PRIORITIES:
        parts.append(_count(walk[walk["priority"] == priority], below, priority, "dikenal", level))
    scored = follow_up_data.risk(month)
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
    state = follow_up_data.known(month)
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
