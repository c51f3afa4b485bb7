"""How many children are on each follow-up list, in each area.

Many lists are a published figure over again (stunting; S less D) or a part of one: below the kecamatan each
would undo what another page hides. There the public sees none of them, as of the parts of SKDN.
"""

from __future__ import annotations

from typing import Final

import numpy as np
import pandas as pd

from stunting.indicators import follow_up
from stunting.indicators.sums import LEVEL_COLUMNS
from stunting.ui import data, follow_up_data
from stunting.ui.follow_up_data import ALL, BANDS, EARLY, resource

#: Where no page hides anything.
PUBLIC_LEVELS: Final = ("kabupaten", "kecamatan")


def area_of(frame: pd.DataFrame, level: str) -> pd.Series:
    """Return the area key of every row, as ``follow_up.summary`` names it."""
    if level == "kabupaten":
        return pd.Series(data.kab(), index=frame.index)
    if level == "posyandu":
        desa, name = (frame[c].astype("str").fillna("?") for c in ("desa", "posyandu"))
        return desa + "|" + name
    return frame[LEVEL_COLUMNS[level]].astype("str").fillna("?")


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


def counts(month: str, level: str, *, public: bool) -> pd.DataFrame:
    """Return how many children are on each list, in each area.

    Parameters
    ----------
    level : str
        ``"kabupaten"``, ``"kecamatan"``, ``"puskesmas"``, ``"desa"`` or ``"posyandu"``.
    public : bool
        Whether these are for the public: of `PUBLIC_LEVELS` alone.

    Returns
    -------
    DataFrame
        ``level, area, list, numerator, denominator, base, value``; besides the lists: all to visit (`ALL`),
        the priorities, and the early warning (`EARLY`).

    Raises
    ------
    ValueError
        For the public below the kecamatan.
    """
    if public and level not in PUBLIC_LEVELS:
        raise ValueError("lists below the kecamatan are not for the public")
    return _counts(data.kab(), data.version(), month, level)
