"""How many children are on each list, by area: "16 dari 20" beside every percent."""

from __future__ import annotations

from typing import Final

import numpy as np
import pandas as pd

from stunting.indicators.follow_up.catalogue import LISTS, catalogue
from stunting.indicators.follow_up.words import number
from stunting.indicators.sums import LEVEL_COLUMNS

_BASES: Final = {
    "terdaftar": "listed",
    "ditimbang": "weighed",
    "diukur": "measured",
    "dikenal": "known",
}


def _area(frame: pd.DataFrame, level: str) -> pd.Series:
    if level == "kabupaten":
        return frame["kec"].astype("str").str.slice(0, 5)
    if level == "posyandu":
        return frame["desa"].astype("str").fillna("?") + "|" + frame["posyandu"].astype("str").fillna("?")
    return frame[LEVEL_COLUMNS[level]].astype("str").fillna("?")


def summary(found: pd.DataFrame, level: str, known: pd.DataFrame) -> pd.DataFrame:
    """Count the children of every list in every area.

    Parameters
    ----------
    found : DataFrame
        From ``lists``.
    level : str
        ``"kecamatan"``, ``"puskesmas"``, ``"desa"`` or ``"posyandu"`` (key ``"<desa>|<name>"``).
    known : DataFrame
        From ``people``, of the same month: the denominators.

    Returns
    -------
    DataFrame
        ``level, area, list, title, numerator, denominator, base, value, text, source``: one row for each
        area with a known under-five and each list. ``base`` says what the denominator is (*terdaftar*:
        has a row this month; *ditimbang*; *diukur*; *dikenal*: ever seen and under five, in a puskesmas
        that reported). ``value`` is missing where it is 0. These are counts of a whole, not a sample:
        no interval.

    Raises
    ------
    KeyError
        If the level is unknown.
    """
    people = known[known["under_five"]].assign(known=known["reported"])
    areas, places = pd.factorize(_area(people, level), sort=True)
    bases = {
        base: np.bincount(areas[people[column].to_numpy(dtype=bool)], minlength=len(places))
        for base, column in _BASES.items()
    }
    under = found[found["child_id"].isin(people["child_id"])]
    table = catalogue()
    where = pd.Index(places).get_indexer(pd.Index(_area(under, level)))
    which = under["list"].cat.codes.to_numpy()
    counts = np.zeros((len(places), len(LISTS)), dtype="int64")
    np.add.at(counts, (where[where >= 0], which[where >= 0]), 1)
    below = np.column_stack([bases[str(table.at[code, "base"])] for code in LISTS])
    out = pd.DataFrame(
        {
            "level": level,
            "area": np.repeat(places, len(LISTS)),
            "list": np.tile(LISTS, len(places)),
            "numerator": counts.ravel(),
            "denominator": below.ravel(),
        }
    )
    own = table.loc[list(LISTS)]
    for name in ("title", "base", "source"):
        out[name] = pd.array(np.tile(own[name].to_numpy(dtype=object), len(places)), dtype="str")
    out["value"] = np.where(
        out["denominator"] > 0, out["numerator"] / out["denominator"].clip(lower=1), np.nan
    )
    pairs = zip(counts.ravel().tolist(), below.ravel().tolist(), strict=True)
    out["text"] = [f"{number(a)} dari {number(b)}" for a, b in pairs]
    return out


def reporting(known: pd.DataFrame) -> pd.DataFrame:
    """Return, by puskesmas, whether its rows of the month are there.

    Lists speak only about puskesmas that reported: a missing upload is not a missing child.

    Returns
    -------
    DataFrame
        ``puskesmas, reported, known`` (under-fives), ``listed, measured``; in order of name.
    """
    people = known[known["under_five"]]
    names = people["puskesmas"].astype("str").fillna("?")
    groups = people.assign(puskesmas=names, known=1).groupby("puskesmas")
    out = groups.agg(
        reported=("listed", "any"),
        known=("known", "size"),
        listed=("listed", "sum"),
        measured=("measured", "sum"),
    )
    return out.reset_index()
