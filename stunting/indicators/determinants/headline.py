"""What the page of determinants says first, how far its data reach, and how areas differ."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

import pandas as pd

from stunting.indicators.determinants.basis import unclear_largest
from stunting.indicators.determinants.factors import JOINT
from stunting.indicators.determinants.fitting import CODE
from stunting.indicators.determinants.paf import EXCESS
from stunting.indicators.determinants.sentences import paf_sentence, ranking_takeaway, ratio_sentence
from stunting.indicators.determinants.words import LESS, MEASURES, MORE, OPEN_REFUSALS, REFUSALS_WITHOUT
from stunting.indicators.format_id import listing, number, percent
from stunting.indicators.results import check_result

#: Shares of those asked that differ by more than this between stunted children and others are told.
_UNEVEN = 0.15
_NAMED_AT_MOST = 3


class Headline(NamedTuple):
    """``figure``: of the largest clear fraction ("" if none is clear); ``text``: the sentence."""

    figure: str
    text: str


def headline(ranking: pd.DataFrame, adjusted: pd.DataFrame) -> Headline:
    """Return what stands out in one area.

    Parameters
    ----------
    ranking : DataFrame
        Of `rank.ranking`, one area.
    adjusted : DataFrame
        Of `ratios.adjusted` (prevalence ratios), the same area and factors.
    """
    check_result(ranking)
    single = ranking[(ranking["factor"] != JOINT) & (ranking["refusal"] == "")]
    clear = single[single["verdict"] == EXCESS].sort_values("rank")
    if clear.empty:
        return Headline("", ranking_takeaway(ranking))
    top = clear.iloc[0]
    said = paf_sentence(top).removeprefix(f"{top['name']}: ")
    head = f"{percent(top['value'])} "
    said = said.removeprefix(head).replace("faktor ini", str(top["name"]), 1)
    ratio = adjusted[(adjusted["factor"] == top["factor"]) & (adjusted["refusal"] == "")]
    more = f" {ratio_sentence(ratio.iloc[0])}" if len(ratio) else ""
    often = ranking[ranking["rank_frequency"] == 1]
    also = "juga " if len(often) and often["factor"].iloc[0] == top["factor"] else ""
    first = (
        f" Yang paling sering {also}{often['name'].iloc[0]} ({percent(often['frequency'].iloc[0])} anak "
        "stunting)."
        if len(often)
        else ""
    )
    larger = unclear_largest(ranking)
    return Headline(percent(top["value"]), f"{said}{f' {larger}' if larger else ''}{more}{first}")


def reach(frame: pd.DataFrame) -> str:
    """Return how many of the children measured were asked, and whether unevenly.

    Parameters
    ----------
    frame : DataFrame
        Of `exposure.join` with ``everyone=True``: ``stunted, answered``.

    Examples
    --------
    >>> reach(pd.DataFrame({"stunted": [True, False, False, False], "answered": [True, True, False, True]}))
    'Didata: 3 dari 4 balita yang diukur (75 %).'
    """
    known = frame[frame["stunted"].notna()]
    asked, everyone = int(known["answered"].sum()), len(known)
    if not everyone:
        return "Belum ada balita yang diukur."
    share = percent(asked / everyone, 0)
    text = f"Didata: {number(asked)} dari {number(everyone)} balita yang diukur ({share})."
    status = known["stunted"].astype("bool")
    if not asked or status.all() or not status.any():
        return text
    a, b = (float(known.loc[mask, "answered"].mean()) for mask in (status, ~status))
    if abs(a - b) <= _UNEVEN or everyone < 30:
        return text
    return (
        f"{text} Tidak merata: {percent(a, 0)} anak stunting dan {percent(b, 0)} anak lain; bagian "
        "terpapar dan rasio dapat menyimpang."
    )


def left_out(found: pd.DataFrame) -> str:
    """Return that a model of one area could not hold all factors, and what that does.

    "" where it does, and where there is no model (each row has its reason).

    Parameters
    ----------
    found : DataFrame
        Of `study.ratios`, adjusted, one area.

    Examples
    --------
    >>> left_out(pd.DataFrame({"refusal": ["", "SATU_SISI"]}))
    ''
    >>> left_out(pd.DataFrame({"refusal": ["", CODE, CODE]}))[:39]
    'Model wilayah ini memuat 1 dari 3 fakto'
    """
    gone, held = (int((found["refusal"] == code).sum()) for code in (CODE, ""))
    if not gone or not held:
        return ""
    return (
        f"Model wilayah ini memuat {number(held)} dari {number(held + gone)} faktor, pengacau bersama "
        "(kemiskinan, pendidikan ibu) lebih dahulu. Yang tidak muat tidak ikut disesuaikan: rasio cenderung "
        "terlalu tinggi (simulasi 155–400 anak: rata-rata 1–9 %)."
    )


def areas_takeaway(found: pd.DataFrame, label: Callable[[str], str], level: str) -> str:
    """Return the sentence of the ratios of one factor in the areas of a level.

    Parameters
    ----------
    found : DataFrame
        Of `ratios.adjusted`, one factor, one row an area.
    label : callable
        Area key → display name.
    """
    check_result(found)
    if found.empty:
        return f"Belum ada {level} yang didata."
    name = str(found["name"].iloc[0])
    given = found[found["refusal"] == ""]
    refused = len(found) - len(given)
    tail = f" Di {number(refused)} {level} tidak dihitung." if refused else ""
    if given.empty:
        return f"{name}: tidak dihitung di satu {level} pun."
    word = MEASURES[str(given["measure"].iloc[0])].lower()
    parts = []
    for verdict, side in ((MORE, "di atas"), (LESS, "di bawah")):
        here = given[given["verdict"] == verdict].sort_values("value", ascending=verdict == LESS)
        if len(here):
            named = [f"{label(str(r['area']))} ({number(r['value'], 2)})"
                     for r in here.head(_NAMED_AT_MOST).to_dict("records")]  # fmt: skip
            rest = len(here) - len(named)
            named = [*named, f"{number(rest)} lainnya"] if rest > 0 else named
            parts.append(f"jelas {side} 1 di {listing(named)}")
    if not parts:
        every = f"{number(len(given))} {level} yang dihitung"
        return f"{name}: {word} belum dapat dibedakan dari 1 di semua {every}.{tail}"
    return f"{name}: {word} {' dan '.join(parts)}, dari {number(len(given))} {level} yang dihitung.{tail}"


def without_counts(found: pd.DataFrame) -> pd.DataFrame:
    """Return rows whose reasons say no number of children: for a reader from whom small counts are kept."""
    if "reason" not in found:
        return found
    codes = found["refusal"].astype("str")
    said = [
        "" if not code else text if code in OPEN_REFUSALS else REFUSALS_WITHOUT[code]
        for code, text in zip(codes, found["reason"].astype("str"), strict=True)
    ]
    return found.assign(reason=pd.Series(said, found.index, dtype="str"))
