"""Deciding about areas and children on behalf of a user; the role is checked here, at the data."""

from __future__ import annotations

import re
from collections.abc import MutableMapping
from itertools import combinations
from typing import Any, Final

import pandas as pd
from rapidfuzz import fuzz

from stunting import regions
from stunting.access import AccessError, User
from stunting.regions import Matcher
from stunting.ui import data, follow_up_data, places
from stunting.ui import people as identities

#: Similarity (0–100) from which two posyandu of one desa may be one posyandu spelled twice.
SIMILAR: Final = 88.0
#: Where a child was last seen.
WHERE: Final = ("desa", "posyandu", "measured_on")
_NUMBER: Final = re.compile(r"\b([0-9]+|[IVX]+)\b")


@data.resource
def _unmatched(code: str, data_version: str) -> pd.DataFrame:
    found = data.store().unmatched(code)
    return pd.concat([found, _posyandu(code, data_version)], ignore_index=True)


@data.resource
def _posyandu(code: str, data_version: str) -> pd.DataFrame:
    """Return posyandu whose name is nearly that of a larger one of the same desa (never decided alone)."""
    cube = data.cube()
    months = cube[cube["period"].astype("str").str.len() == 7]
    size = months.groupby(["kec", "desa", "puskesmas", "posyandu"], observed=True)["registered"].sum()
    frame = size.reset_index().astype(dict.fromkeys(("kec", "desa", "puskesmas", "posyandu"), "str"))
    lines = []
    for desa, part in frame.groupby("desa"):
        for one, two in combinations(part.sort_values("registered").to_dict("records"), 2):
            a, b = one["posyandu"].upper(), two["posyandu"].upper()
            if a != b and _NUMBER.findall(a) == _NUMBER.findall(b) and fuzz.ratio(a, b) >= SIMILAR:
                lines.append(
                    ("posyandu", f"{desa}|{one['posyandu']}", one["posyandu"], one["kec"], one["puskesmas"],
                     int(one["registered"]), 0, "", two["posyandu"])
                )  # fmt: skip
    columns = ["kind", "key", "name", "kec", "puskesmas", "rows", "children", "last_period", "target"]
    return pd.DataFrame(lines, columns=columns).drop_duplicates("key", ignore_index=True)


def unmatched(user: User) -> pd.DataFrame:
    """Return the areas to decide about, as `Store.unmatched`; of an account of a puskesmas its own."""
    user.require_upload()
    frame = _unmatched(data.kab(), data.version())
    own = user.scope()
    return frame if own is None else frame[frame["puskesmas"] == own].reset_index(drop=True)


def suggestions(area: dict) -> list[tuple[str, str]]:
    """Return ``(target, label)`` that an unmatched area may be: the likely ones, then all others."""
    code = data.kab()
    if area["kind"] == "posyandu":
        return [(area["target"], f"Posyandu {area['target']}")]
    if area["kind"] == "puskesmas":
        names = regions.puskesmas_of(code)["puskesmas"].tolist()
        names.sort(key=lambda n: -fuzz.ratio(n.upper(), str(area["name"]).upper()))
        return [(n, f"Puskesmas {n}") for n in names]
    level = area["kind"]
    kec = area["kec"] if level == "desa" and area["kec"] else None
    likely = [s.code for s in Matcher(code).suggest(kec, area["name"], n=4)]
    frame = places.areas(code)
    everything = frame.loc[frame["level"] == level, "code"].tolist()
    inside = [c for c in everything if kec and c.startswith(f"{kec}.")]
    order = dict.fromkeys([*(c for c in likely if c in set(everything)), *inside, *everything])
    labels = places.labels(code)
    return [(c, labels[c]) for c in order]


def decide_area(user: User, area: dict, target: str) -> int:
    """Read an unmatched area as `target` from now on, and in history."""
    user.require_upload(area["puskesmas"] or None)
    if area["key"] not in set(unmatched(user)["key"]):
        raise AccessError("Wilayah ini sudah diputuskan atau bukan milik puskesmas Anda.")
    return data.store().decide_alias(area["kind"], area["key"], target, by=user.name)


@data.resource
def _cases(data_version: str) -> pd.DataFrame:
    return data.store().ambiguities()


def cases(user: User) -> tuple[pd.DataFrame, int]:
    """Return the open cases of who is who that this user may decide, and how many are not theirs."""
    user.require_upload()
    frame = _cases(data.version())
    own = user.scope()
    if own is None or not len(frame):
        return frame, 0
    mine = [set(names) <= {own} and bool(len(names)) for names in frame["puskesmas"]]
    touched = sum(own in names for names in frame["puskesmas"])
    return frame[mine].reset_index(drop=True), touched - sum(mine)


def people(user: User, found: pd.DataFrame, noted: MutableMapping[Any, Any] | None = None) -> pd.DataFrame:
    """Return who the children of cases are that `cases` gave this user (`people.COMPARED`), and where.

    Names come through the one door that asks who may see them and notes who looked; desa, posyandu and the
    day of the last measurement stand beside them.
    """
    allowed = set(cases(user)[0]["case"])
    pairs = zip(found["case"], found["child_ids"], strict=True)
    ids = sorted({child for case, pair in pairs if case in allowed for child in pair})
    who = identities.seen(user, ids, "keputusan_anak", noted, columns=identities.COMPARED)
    return who.merge(follow_up_data.latest()[list(WHERE)], how="left", left_on="child_id", right_index=True)


def decide_child(user: User, case: str, kind: str) -> int:
    """Say that the children of a case are the same (``"sama"``) or different (``"beda"``)."""
    found = cases(user)[0]
    line = found[found["case"] == case]
    if not len(line):
        raise AccessError("Kasus ini sudah diputuskan atau menyangkut puskesmas lain.")
    return data.store().decide_identity(kind, line["child_ids"].iloc[0], by=user.name)


def decisions(user: User, kinds: tuple[str, ...]) -> pd.DataFrame:
    """Return decisions of these kinds, newest first; an account of a puskesmas sees its own."""
    user.require_upload()
    frame = data.store().decisions()
    frame = frame[frame["kind"].isin(kinds)]
    if user.scope() is not None:
        frame = frame[frame["by"] == user.name]
    return frame.iloc[::-1].reset_index(drop=True)


def revoke(user: User, decision: int) -> bool:
    """Take a decision back."""
    user.require_upload()
    frame = data.store().decisions()
    by = frame.loc[frame["id"] == decision, "by"]
    if user.scope() is not None and not by.eq(user.name).any():
        raise AccessError("Keputusan ini dibuat orang lain. Minta dinas untuk mencabutnya.")
    return data.store().revoke(decision, by=user.name)
