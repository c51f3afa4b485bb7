"""The lists of one month, and one line a child for the visit."""

from __future__ import annotations

from typing import Final

import numpy as np
import pandas as pd

from stunting.indicators.follow_up.catalogue import LISTS, PRIORITIES
from stunting.indicators.follow_up.people import PLACES, people
from stunting.indicators.follow_up.reasons import reasons
from stunting.indicators.follow_up.rules import memberships, priorities
from stunting.indicators.follow_up.timeline import month_number

_VALUES: Final = (
    "measured_on", "age_months", "age_at", "weight_kg", "height_cm", "position", "lila_cm", "waz", "haz",
    "whz", "flag_waz", "flag_haz", "flag_whz", "gain", "file_gain", "weight_before", "streak",
)  # fmt: skip
LIST_COLUMNS: Final = (
    "child_id", *PLACES, "sex", "period", "list", "priority", "reason", "listed", *_VALUES,
)  # fmt: skip
#: Lists that say less than another one the child is on.
_COVERED: Final = {
    "stunting": ("stunting_wasting", "baru_stunting"),
    "tidak_ditimbang": ("tiga_bulan",),
    "tidak_tercatat": ("tiga_bulan",),
}
#: Lists that are no cause for a visit by themselves.
REWARDS: Final = ("kartu_6", "kartu_5", "lulus_60")


def lists(
    rows: pd.DataFrame,
    month: str,
    at_risk: pd.DataFrame | None = None,
    *,
    known: pd.DataFrame | None = None,
) -> pd.DataFrame:
    """Return who is on which list in a month, and why.

    Parameters
    ----------
    rows : DataFrame
        ``Store.rows(kab)``: resolved canonical rows with ``child_id``, no identity.
    month : str
        ``"YYYY-MM"``; later rows are ignored.
    at_risk : DataFrame, optional
        ``child_id`` of children of poor or at-risk families (and ``reason``, in Indonesian).
    known : DataFrame, optional
        ``people(rows, month)`` where the caller has it already.

    Returns
    -------
    DataFrame
        `LIST_COLUMNS`, one row a child and list, by posyandu, then priority, then list. ``priority`` is
        the child's highest, the same on all its rows; missing where it has none. ``reason``: Indonesian
        words with figures. ``listed``: has a row in `month`. Values are of the last measurement,
        ``gain`` of the month. Months without any row give an empty frame.

    Raises
    ------
    ValueError
        If `month` is not a month.
    """
    last = month_number(month)
    state = people(rows, month) if known is None else known
    if at_risk is not None and "reason" in at_risk:
        risk = at_risk.dropna(subset=["reason"]).drop_duplicates("child_id").set_index("child_id")["reason"]
        state = state.assign(risk=state["child_id"].map(risk).astype("object").fillna(""))
    members = memberships(state, at_risk)
    ranked = priorities(state, members)
    parts, codes, texts = [], [], []
    for number, code in enumerate(LISTS):
        at = np.flatnonzero(members[code])
        parts.append(at)
        codes.append(np.full(len(at), number, dtype="int8"))
        texts += reasons(code, state.iloc[at], last)
    at, code_of = np.concatenate(parts), np.concatenate(codes)
    out = state.iloc[at].reset_index(drop=True)
    out["period"] = pd.array([month] * len(out), dtype="str")
    out["list"] = pd.Categorical.from_codes(code_of, categories=pd.Index(LISTS, dtype="str"), ordered=True)
    out["priority"] = pd.Categorical(ranked[at], categories=list(PRIORITIES), ordered=True)
    out["reason"] = pd.array(texts, dtype="str")
    out["_rank"] = out["priority"].cat.codes.replace(-1, len(PRIORITIES))
    order = ["kec", "desa", "posyandu", "_rank", "child_id", "list"]
    return out.sort_values(order, kind="stable", ignore_index=True)[list(LIST_COLUMNS)]


def visits(found: pd.DataFrame, *, leave_out: tuple[str, ...] = REWARDS) -> pd.DataFrame:
    """Return one row a child with all its reasons in one sentence: the list to walk with.

    Parameters
    ----------
    found : DataFrame
        From ``lists``; columns that the caller joined (a name) are kept.
    leave_out : tuple of str
        Lists that do not count.

    Returns
    -------
    DataFrame
        Columns of `found`; ``reason`` joined with "; ", ``lists`` (codes joined with spaces), ``list``
        the first of them. A list that says less than another one the child is on is not repeated.
    """
    kept = found[~found["list"].isin(leave_out)]
    code = kept["list"].astype("str")
    drop = np.zeros(len(kept), dtype=bool)
    for less, more in _COVERED.items():
        has = set(kept.loc[code.isin(more).to_numpy(), "child_id"])
        drop |= (code == less).to_numpy() & kept["child_id"].isin(has).to_numpy()
    kept = kept[~drop]
    said: dict[str, list[str]] = {}
    codes: dict[str, list[str]] = {}
    rows = zip(kept["child_id"].tolist(), kept["reason"].tolist(), kept["list"].tolist(), strict=True)
    for child, reason, name in rows:  # five times as fast as a groupby that joins
        said.setdefault(child, []).append(reason)
        codes.setdefault(child, []).append(name)
    out = kept[~kept["child_id"].duplicated().to_numpy()].reset_index(drop=True)
    children = out["child_id"].tolist()
    out["reason"] = pd.array(["; ".join(said[child]) for child in children], dtype="str")
    out["lists"] = pd.array([" ".join(codes[child]) for child in children], dtype="str")
    return out
