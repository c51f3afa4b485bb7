"""One sentence for each figure of the page Desa lokus; each doubles as its alternative text."""

from __future__ import annotations

from typing import Any, Final

import numpy as np
import pandas as pd

from stunting.indicators.format_id import listing, number, percent
from stunting.indicators.ranking.spatial import HOT, ISLAND
from stunting.indicators.words import Label, label_of

#: Probability of belonging to the list, in words: at least `STRONG`, at least `FAIR`, below.
STRONG: Final = 0.8
FAIR: Final = 0.5
STRENGTHS: Final = ("kuat", "sedang", "lemah")
_NAMED: Final = 3
_GI: Final = " Gi*"


def strength(probability: pd.Series) -> pd.Series:
    """Return the word of each probability, missing where there is none.

    >>> strength(pd.Series([0.81, 0.5, 0.49])).tolist()
    ['kuat', 'sedang', 'lemah']
    """
    p = probability.to_numpy("float64")
    word = np.select([p >= STRONG, p >= FAIR, p < FAIR], STRENGTHS, default="")
    return pd.Series(word, index=probability.index, dtype="str").mask(np.isnan(p))


def strong(ranked: pd.DataFrame, k: int) -> tuple[int, int]:
    """Return how many of the first k belong there with a probability of at least `STRONG`, of how many."""
    top = ranked[ranked["rank"].le(k)]
    return int(strength(top["probability_top"]).eq("kuat").sum()), len(top)


def ranking_takeaway(ranked: pd.DataFrame, k: int, *, label: Label = None) -> str:
    """Return the sentence of a ranking: who is first, and how sure the list is.

    Parameters
    ----------
    ranked : DataFrame
        Of `composite`, with the same `k`.
    """
    known = ranked[ranked["rank"].notna()].sort_values("rank")
    if not len(known):
        return "Belum ada desa dengan anak diukur: peringkat belum dapat dibuat."
    if len(known) == 1:
        only = label_of(str(known["area"].iloc[0]), label, full=False)
        return f"Hanya satu desa dengan anak diukur ({only}): tidak ada yang dapat dibandingkan."
    names = [label_of(str(a), label, full=False) for a in known["area"].head(min(k, _NAMED))]
    first = f"Paling mendesak menurut bobot ini: {listing(names)}."
    if len(known) <= k:
        count = number(len(known))
        return f"{first} Hanya {count} desa dapat diperingkat: semuanya masuk {number(k)} besar."
    if k == 1:
        one = percent(known["probability_top"].iloc[0], 0)
        return f"{first} Peluangnya benar yang teratas {one}."
    found = strength(known["probability_top"].head(k)).value_counts()
    sure = int(found.get("kuat", 0))
    rest = [f"{number(found[w])} {w}" for w in STRENGTHS[1:] if found.get(w)]
    low = " (di bawah 50 %)" if found.get("lemah") else ""
    others = f"; {' dan '.join(rest)}{low}" if rest else ""
    return (
        f"{first} Dari {number(k)} teratas, {number(sure) if sure else 'tidak satu pun'} berpeluang kuat "
        f"(80 % atau lebih) benar termasuk {number(k)} besar{others}."
    )


def hot_takeaway(found: pd.DataFrame, *, label: Label = None) -> str:
    """Return the sentence of a map of hot spots (frame of `hot_spots`)."""
    seen = found["denominator"].gt(0)
    if not seen.any():
        return "Belum ada angka desa: hot spot belum dapat dicari."
    tested = int((seen & found["q"].notna()).sum())
    alone = int((seen & found["cluster"].eq(ISLAND)).sum())
    islands = f" {number(alone)} desa tanpa tetangga yang berdata tidak dapat diuji." if alone else ""
    if not tested:
        if alone == int(seen.sum()):
            return "Tidak ada desa bertetangga yang berdata: hot spot tidak dapat diuji."
        return f"Angka desa tidak berbeda satu sama lain: tidak ada hot spot.{islands}"
    hot = [label_of(str(a), label, full=False) for a in found.loc[found["cluster"].eq(HOT), "area"]]
    if not hot:
        said = f"Tidak ada hot spot{_GI if _is_gi(found) else ''} yang nyata di antara {number(tested)} desa"
        return f"{said}; tidak nyata bukan berarti tidak ada.{islands}"
    more = len(hot) - 2 * _NAMED
    shown = [*hot[: 2 * _NAMED], f"{number(more)} lainnya"] if more > 0 else hot
    what = "tinggi bersama tetangganya" if _is_gi(found) else "tinggi dan dikelilingi yang tinggi"
    return f"{number(len(hot))} hot spot{_GI if _is_gi(found) else ''} ({what}): {listing(shown)}.{islands}"


def gi_words(moran: pd.DataFrame, gi: pd.DataFrame) -> str:
    """Return how Gi* differs from local Moran's I, and where the two agree here.

    Parameters
    ----------
    moran, gi : DataFrame
        Of `hot_spots` with either method, the same desa.
    """
    one, two = (set(f.loc[f["cluster"].eq(HOT), "area"].astype("str")) for f in (moran, gi))
    said = (
        "Moran lokal menandai desa tinggi di antara desa tinggi; Gi* menandai desa yang tinggi bersama "
        "tetangganya, walau desanya sendiri tidak tinggi."
    )
    if not one | two:
        return said
    if one == two:
        return f"{said} Di sini keduanya menandai desa yang sama."
    return (
        f"{said} Ditandai keduanya {number(len(one & two))} desa, hanya Gi* {number(len(two - one))}, hanya "
        f"Moran {number(len(one - two))}."
    )


def _is_gi(found: pd.DataFrame) -> bool:
    return "test" in found and bool(found["test"].eq("gi").any())


def situation_takeaway(table: pd.DataFrame) -> str:
    """Return prevalence with and without hot spots of all desa together (frame of `situation`)."""
    whole = table[table["level"].eq("desa digabung")]
    parts: dict[str, dict[Any, Any]] = {str(r["part"]): r for r in whole.to_dict("records")}
    every, hot, rest = (parts[p] for p in ("semua", "hot spot", "tanpa hot spot"))
    if not every["denominator"] > 0:
        return "Belum ada angka desa."
    if not hot["desa"]:
        return f"Tanpa hot spot yang nyata, prevalensi semua desa tetap {percent(every['value'], 2)}."
    said = (
        f"{number(hot['desa'])} hot spot memuat {number(hot['numerator'])} dari "
        f"{number(every['numerator'])} kasus."
    )
    if not rest["denominator"] > 0:
        return said
    without, all_desa = percent(rest["value"], 2), percent(every["value"], 2)
    return f"{said} Tanpa hot spot prevalensi {without}, semua desa {all_desa}."
