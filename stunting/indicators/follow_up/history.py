"""One child: every measurement with its flags, its file, and what was corrected."""

from __future__ import annotations

from typing import Final

import numpy as np
import pandas as pd

from stunting.growth import classify
from stunting.indicators.cube import DAYS_A_MONTH
from stunting.indicators.follow_up.verdicts import verdicts
from stunting.indicators.follow_up.words import kg
from stunting.indicators.format_id import date

_CLASSES: Final = {"class_bbu": "waz", "class_tbu": "haz", "class_bbtb": "whz"}
_FIRST: Final = (
    "period", "measured", "measured_on", "age_days", "age_months", "weight_kg", "height_cm", "position",
    "lila_cm", "waz", "haz", "whz", "flag_waz", "flag_haz", "flag_whz", *_CLASSES, "gain", "weight_gain",
    "file_waz", "file_haz", "file_whz", "puskesmas", "posyandu", "upload_id", "filename", "row",
    "uploaded_at",
)  # fmt: skip

#: What a correction may change, with name and unit.
_COMPARED: Final = {"weight_kg": ("berat", "kg"), "height_cm": ("panjang/tinggi", "cm")}
#: The words of ``Store.versions``; the last for rows of uploads that were taken back.
CURRENT, SUPERSEDED, UNDONE = "berlaku", "digantikan", "dibatalkan"


def child(rows: pd.DataFrame, child_id: str, versions: pd.DataFrame | None = None) -> pd.DataFrame:
    """Return the history of one child, oldest first.

    Parameters
    ----------
    rows : DataFrame
        Resolved canonical rows with ``child_id``.
    child_id : str
    versions : DataFrame, optional
        ``Store.versions(kab, child_id)``: all stored rows of the child, also those that a later upload
        replaced; with ``filename``, and ``undone`` (bool) where known.

    Returns
    -------
    DataFrame
        Columns of `rows`, and ``age_months`` (completed), ``class_bbu``, ``class_tbu``, ``class_bbtb``
        (missing where flagged), ``gain`` ("N", "T", "O", "B", "" recomputed; ``weight_gain`` is the
        file's), ``state`` ("berlaku", "digantikan" or "dibatalkan"), ``replaced_by`` (upload that took its
        place), ``change`` (what that changed, in words) and, from `versions`, ``filename``. Empty if the
        child is unknown.
    """
    mine = rows[(rows["child_id"] == child_id).to_numpy()].reset_index(drop=True)
    gain = np.full(len(mine), "", dtype=object)
    if len(mine):
        found = verdicts(mine)
        gain[found["at"]] = found["gain"]
    out = mine.assign(gain=pd.array(gain, dtype="str"), state=CURRENT, replaced_by=None, change=None)
    if versions is not None and len(versions):
        out = _with_old(out, versions[(versions["child_id"] == child_id).to_numpy()])
    out = out.astype({"state": "str", "replaced_by": "str", "change": "str"})
    age = out["age_days"].to_numpy(dtype="float64", na_value=np.nan) / DAYS_A_MONTH
    out["age_months"] = np.floor(age)
    for name, z in _CLASSES.items():
        out[name] = classify(z, out[z].to_numpy(dtype="float64"), out[f"flag_{z}"].to_numpy(dtype=bool))
    order = ["period", "measured_on"] + (["uploaded_at"] if "uploaded_at" in out else [])
    plain = out.assign(period=out["period"].astype("str"))
    plain = plain.sort_values(order, kind="stable", na_position="first", ignore_index=True)
    first = [name for name in _FIRST if name in plain]
    return plain[first + [name for name in plain if name not in first]]


def _with_old(used: pd.DataFrame, versions: pd.DataFrame) -> pd.DataFrame:
    """Add the versions that no longer count, what took the place of each, and what it changed."""
    keys = pd.MultiIndex.from_arrays([used["upload_id"].astype("str"), used["row"]])
    theirs = pd.MultiIndex.from_arrays([versions["upload_id"].astype("str"), versions["row"]])
    old = versions[~theirs.isin(keys)].copy()
    if "filename" in versions:
        names = versions.drop_duplicates("upload_id").set_index("upload_id")["filename"]
        used = used.assign(filename=used["upload_id"].astype("object").map(names.to_dict()))
    if old.empty:
        return used
    undone = old["undone"].to_numpy(dtype=bool) if "undone" in old else np.zeros(len(old), dtype=bool)
    rows = [row for _, row in old.iterrows()]
    now = [None if gone else _successor(row, used) for row, gone in zip(rows, undone, strict=True)]
    old["state"] = np.where(undone, UNDONE, SUPERSEDED)
    old["gain"] = ""
    old["replaced_by"] = [None if n is None else str(n["upload_id"]) for n in now]
    old["change"] = [
        None if gone else _change(row, n) for row, n, gone in zip(rows, now, undone, strict=True)
    ]
    both = [frame.astype(dict.fromkeys(frame.select_dtypes("category"), "object")) for frame in (used, old)]
    return pd.concat(both, ignore_index=True)[list(used)]


def _successor(row: pd.Series, used: pd.DataFrame) -> pd.Series | None:
    """Return the row that counts in place of another: of the same date, else of the same month."""
    same = used[(used["measured_on"] == row["measured_on"]).to_numpy()]
    if same.empty:
        same = used[(used["period"].astype("str") == str(row["period"])).to_numpy()]
    return None if same.empty else same.iloc[-1]


def _change(old: pd.Series, now: pd.Series | None) -> str:
    """Return what a correction changed: "berat 19,1 → 9,1 kg"."""
    if now is None:
        return "tidak ada lagi di unggahan perbaikan"
    parts = []
    days = [date(row["measured_on"]) for row in (old, now)]
    if days[0] != days[1]:
        parts.append(f"tanggal ukur {days[0]} → {days[1]}")
    for column, (name, unit) in _COMPARED.items():
        before, after = float(old[column]), float(now[column])
        if before != after and not (np.isnan(before) and np.isnan(after)):
            parts.append(f"{name} {_size(before)} → {_size(after)} {unit}")
    return "; ".join(parts) or "ukuran sama"


def _size(value: float) -> str:
    return "kosong" if np.isnan(value) else kg(value)
