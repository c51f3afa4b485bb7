"""One child, for the officers who may see it: loaded at once, never kept for the next user."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pandas as pd
import streamlit as st

from stunting.access import AccessError, User
from stunting.indicators import follow_up
from stunting.indicators.faltering import risk
from stunting.ui import data, follow_up_data, people, upload_stored

KEY = "anak"


@dataclass(frozen=True, slots=True)
class Child:
    """What the screen shows of one child.

    Attributes
    ----------
    names : dict
        ``name, parent, rt, rw, address``.
    history : pandas.DataFrame
        From ``follow_up.child``, oldest first, corrections included.
    current : pandas.DataFrame
        The rows that count.
    score : pandas.Series or None
        The early warning, for a child under 24 months.
    visits : pandas.DataFrame
        The child's line of the newest month's lists, one row or none.
    month : str
        That month.
    files : dict
        Upload id → name of its file, of the uploads that are the user's to see.
    """

    child_id: str
    names: dict[str, Any]
    history: pd.DataFrame
    current: pd.DataFrame
    score: pd.Series | None
    visits: pd.DataFrame
    month: str
    files: dict[str, str]

    @property
    def last(self) -> pd.Series:
        """The newest row that counts."""
        return self.current.iloc[-1]

    @property
    def measured(self) -> pd.Series | None:
        """The newest measurement, None where there is none."""
        rows = self.current[self.current["measured"].astype(bool)]
        return rows.iloc[-1] if len(rows) else None


def asked() -> str:
    """Return the pseudonym in the address, ``""`` where there is none or it is no pseudonym."""
    text = st.query_params.get(KEY, "")
    return text if 0 < len(text) <= 40 and text.isalnum() and text.isascii() else ""


def load(user: User, child_id: str) -> Child:
    """Return a child that the user may see.

    Raises
    ------
    AccessError
        If the role sees no children, or this one is unknown or of another puskesmas: the same words, so
        that an address tells nothing.
    """
    if not people.visible(user, [child_id]):
        where = f" di Puskesmas {user.puskesmas}" if user.puskesmas else ""
        raise AccessError(f"Anak ini tidak ditemukan{where}.")
    every = follow_up_data.versions(child_id)
    stored = people.own_rows(user, child_id, every)
    counts = stored[stored["state"].eq("berlaku")].drop(columns=["state", "filename"])
    history = follow_up.child(counts, child_id, stored)
    current = history[history["state"].eq("berlaku")].reset_index(drop=True)
    if current.empty:
        raise AccessError("Anak ini tidak ditemukan.")
    found = people.seen(user, [child_id], data.store().noted(child_id), st.session_state)
    names = {str(k): v for k, v in found.iloc[0].items()} if len(found) else {}
    month = str(current["period"].max())
    visits = follow_up_data.visits(month)
    uploads = stored["upload_id"].astype("str").unique()
    files = {u: name for u in uploads if (name := upload_stored.filename(user, u))}
    visits = visits[visits["child_id"].eq(child_id) & (len(stored) == len(every))]
    return Child(child_id, names, history, current, _score(current), visits, month, files)


def _score(current: pd.DataFrame) -> pd.Series | None:
    """Return the early warning where it speaks: under 24 months, with a measurement."""
    rows = current[current["measured"].astype(bool) & current["age_days"].notna()]
    if rows.empty or rows["age_months"].iloc[-1] >= follow_up_data.YOUNG:
        return None
    wanted = ["child_id", "age_days", "haz", "waz", "flag_haz", "flag_waz", "birth_weight_kg"]
    return risk(rows[wanted].astype({"age_days": "float64", "child_id": "str"})).iloc[0]
