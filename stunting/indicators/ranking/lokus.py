"""Desa lokus: ``data/lokus.csv`` and what the district entered over it; how a ranking agrees with a list."""

from __future__ import annotations

import math
from collections.abc import Collection
from typing import Final, NamedTuple

import pandas as pd

from stunting.indicators.facts import facts, number

COLUMNS: Final = ("year", "area", "name", "kec", "decree", "source")


def lokus(kab: str, year: int | None = None, *, entered: pd.DataFrame | None = None) -> pd.DataFrame:
    """Return the desa lokus of one kabupaten: ``year, area, name, kec, decree, source``.

    Parameters
    ----------
    year : int, optional
        Of the list; None: all that are known.
    entered : DataFrame, optional
        The same columns (names may be left out), entered by the district. Its list of a year stands in
        the place of the file's list of that year, whole: two lists are never mixed.
    """
    table = facts("lokus")
    table = table[table["kode"].str.startswith(kab + ".")]
    names = {"kode": "area", "desa": "name", "kecamatan": "kec", "sk_nomor": "decree", "sumber": "source"}
    out = table.assign(year=table["tahun"].astype("int64")).rename(columns=names)[list(COLUMNS)]
    if entered is not None and len(entered):
        own = entered[entered["area"].astype("str").str.startswith(kab + ".")].reindex(columns=list(COLUMNS))
        own[["name", "kec"]] = own[["name", "kec"]].astype("str")
        kept = out[~out["year"].isin(own["year"])]
        out = pd.concat([f for f in (kept, own.astype({"year": "int64"})) if len(f)] or [out.head(0)])
    if year is not None:
        out = out[out["year"] == year]
    return out.sort_values(["year"], kind="stable", ignore_index=True)


def list_sizes(kab: str, year: int | None = None) -> pd.DataFrame:
    """Return how many desa the printed sources say are on a list: ``year, size, main, source, note``.

    For lists whose names no source prints. Two sources that differ stand side by side; ``main`` marks the
    district's own.
    """
    table = facts("lokus_jumlah")
    table = table[table["kabupaten"] == kab]
    out = pd.DataFrame({
        "year": table["tahun"].astype("int64"), "size": number(table["jumlah"]).astype("int64"),
        "main": table["utama"].eq("ya"), "source": table["sumber"], "note": table["catatan"].fillna(""),
    })  # fmt: skip
    out = out if year is None else out[out["year"] == year]
    return out.sort_values(["year", "main"], ascending=[True, False], ignore_index=True)


class Agreement(NamedTuple):
    """How a ranking agrees with an earlier list.

    Attributes
    ----------
    kept, entering, leaving : tuple of str
        On both; only in the top k of the ranking; only on the list.
    unranked : tuple of str
        On the list, but unknown to the ranking or without data there.
    share : float
        Of the list (that could be ranked) that is in the top k.
    chance : float
        The share that a draw by lot would give.
    kappa : float
        Cohen's kappa; 1 the same, 0 no better than by lot; NaN where it has no meaning.
    """

    kept: tuple[str, ...]
    entering: tuple[str, ...]
    leaving: tuple[str, ...]
    unranked: tuple[str, ...]
    share: float
    chance: float
    kappa: float


def agreement(ranked: pd.DataFrame, listed: Collection[str], k: int) -> Agreement:
    """Return how the top k of a ranking agrees with an earlier list.

    Parameters
    ----------
    ranked : DataFrame
        Of `composite`: ``area``, ``rank``.
    listed : collection of str
        Area keys.

    References
    ----------
    Cohen J (1960), Educ Psychol Meas 20:37-46.

    Examples
    --------
    >>> ranked = pd.DataFrame({"area": list("abcdef"), "rank": range(1, 7)})
    >>> agreement(ranked, ["a", "d", "z"], 2)
    Agreement(kept=('a',), entering=('b',), leaving=('d',), unranked=('z',), share=0.5,
              chance=0.333..., kappa=0.25)
    """
    known = ranked[ranked["rank"].notna()].sort_values("rank")
    areas = [str(a) for a in known["area"]]
    top, old = set(areas[:k]), set(map(str, listed))
    ranked_old = old & set(areas)
    both, total = top & ranked_old, len(areas)
    share = len(both) / len(ranked_old) if ranked_old else math.nan
    chance = len(top) / total if total else math.nan
    kappa = math.nan
    if total and 0 < len(top) < total and ranked_old:
        observed = 1 - (len(top ^ ranked_old)) / total
        a, b = len(top) / total, len(ranked_old) / total
        by_lot = a * b + (1 - a) * (1 - b)
        kappa = round((observed - by_lot) / (1 - by_lot), 12)
    order = {a: i for i, a in enumerate(areas)}
    kept, entering, leaving = (
        tuple(sorted(x, key=lambda a: order[a])) for x in (both, top - old, ranked_old - top)
    )
    return Agreement(kept, entering, leaving, tuple(sorted(old - ranked_old)), share, chance, kappa)
