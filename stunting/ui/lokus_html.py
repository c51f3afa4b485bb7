"""Headline, tiles and the story of one desa on the page Desa lokus, as HTML."""

from __future__ import annotations

from dataclasses import replace
from html import escape
from typing import Final

import pandas as pd

from stunting.indicators import ranking
from stunting.indicators.format_id import interval, number, percent
from stunting.indicators.results import RULES
from stunting.indicators.words import HIDDEN_WHY
from stunting.ui import lokus_data, places, texts
from stunting.ui.lokus_view import View


def list_state(kab: str, year: int) -> str:
    """Return what is known of the list of a year."""
    listed = lokus_data.listed(kab, year)
    decree = lokus_data.sk_of(kab, year)
    return ranking.list_words(year, len(listed), decree, ranking.list_sizes(kab, year))


ALL_HIDDEN: Final = f"Angka semua desa disamarkan untuk umum: {HIDDEN_WHY}."


def all_hidden(view: View) -> bool:
    """Return whether nothing is left to rank because disclosure control hides it."""
    return bool(view.hidden and not view.ranked["rank"].notna().any())


def ranking_words(view: View) -> str:
    """Return the takeaway of the ranking; hidden and absent are two things."""
    if all_hidden(view):
        return ALL_HIDDEN
    return ranking.ranking_takeaway(view.ranked, view.k, label=view.label)


def hot_words(view: View, *, gi: bool = False) -> str:
    """Return the takeaway of the map of hot spots, by local Moran or by Gi*."""
    found = view.gi if gi else view.hot
    return ALL_HIDDEN if all_hidden(view) else ranking.hot_takeaway(found, label=view.label)


def headline(view: View) -> str:
    """Return how sure the list is, who is first, and two quiet tiles."""
    sure, of = ranking.strong(view.ranked, view.k)
    said = ranking_words(view)
    figure = (
        f'<div class="angka">{number(sure)}<small> dari {number(of)}</small></div>'
        if of > 1
        else f'<div class="angka kosong">{"disamarkan" if all_hidden(view) else "belum ada"}</div>'
    )
    return (
        f'<div class="lokus-atas"><div><div class="pokok" data-uji="kalimat">{figure}'
        f"<p>{texts.whole(escape(said))}</p></div>{_small_print(view)}</div>{_tiles(view)}</div>"
    )


def _small_print(view: View) -> str:
    """Return by which rule, over how many desa, and how many are hidden."""
    rule = RULES[str(view.frame["rule"].iloc[0])] if len(view.frame) else RULES[view.choice.rule]
    parts = [f"<b>{escape(rule[0].upper() + rule[1:])}</b>"]
    parts.append(f"peringkat di antara {number(view.ranked['rank'].notna().sum())} desa")
    if view.hidden:
        parts.append(f"{number(view.hidden)} desa disamarkan untuk umum dan tidak ikut: {HIDDEN_WHY}")
    few = texts.delivered_html(replace(view.choice, area=view.choice.kab))
    return f'<p class="catatan">{" · ".join(parts)}{few}</p>'


def _tiles(view: View) -> str:
    kab, year = view.choice.kab, view.year
    listed, sizes = lokus_data.listed(kab, year), ranking.list_sizes(kab, year)
    count = len(listed) or (int(sizes["size"].iloc[0]) if len(sizes) else 0)
    state = list_state(kab, year).partition("; ")
    note = f"Sesuai SK {lokus_data.sk_of(kab, year)}" if listed and lokus_data.sk_of(kab, year) else ""
    note = note or (state[2].capitalize() if state[2] else state[0])
    cells = [(f"Daftar lokus {year}", f"{number(count)} desa" if count else "belum ada", note)]
    agrees = view.agreement
    if agrees is None:
        cells.append(("Kesepakatan", "–", "Belum ada daftar lama untuk dibandingkan."))
    else:
        size = len(agrees.kept) + len(agrees.leaving) + len(agrees.unranked)
        words = (
            f"{number(len(agrees.leaving))} keluar, {number(len(agrees.entering))} masuk; "
            f"{ranking.kappa_words(agrees.kappa)}."
        )
        cells.append(
            (f"Dari daftar {view.compared}",
             f"{number(len(agrees.kept))} dari {number(size)} tetap", words)
        )  # fmt: skip
    html = "".join(
        f'<div><h3>{escape(t)}</h3><div class="nilai">{escape(v)}</div><p>{texts.whole(escape(n))}</p></div>'
        for t, v, n in cells
    )
    return f'<div class="ubin" data-uji="ubin">{html}</div>'


def about(view: View, area: str) -> str:
    """Return what is known of one desa, in one sentence."""
    name = escape(places.labels(view.choice.kab)[area])
    found = view.ranked[view.ranked["area"].eq(area)]
    if not len(found):
        return f'<p class="sebut" data-uji="desa"><b>{name}</b>: belum ada data pada periode ini.</p>'
    r, smooth = found.iloc[0], view.smoothed[view.smoothed["area"].eq(area)].iloc[0]
    if pd.isna(r["rank"]):
        why = f"disamarkan untuk umum ({HIDDEN_WHY})" if smooth["suppressed"] else "belum ada anak diukur"
        return f'<p class="sebut" data-uji="desa"><b>{name}</b>: {why}.</p>'
    cluster, other = (str(f.set_index("area").loc[area, "cluster"]) for f in (view.hot, view.gi))
    badge = lokus_data.badge(view.choice.kab, area, view.year)
    parts = [
        f"peringkat <b>{number(r['rank'])}</b> (90 %: {number(r['rank_low'])}–{number(r['rank_high'])}), "
        f"peluang termasuk {number(view.k)} besar {percent(r['probability_top'], 0)}",
        f"{number(r['numerator'])} dari {number(r['denominator'])} diukur = {percent(smooth['raw'], 1)}, "
        f"dihaluskan {percent(smooth['value'], 1)} ({interval(smooth['low'], smooth['high'])})",
        f"hot spot: {escape(cluster)}" + (f" (Gi*: {escape(other)})" if other != cluster else ""),
        *([escape(badge)] if badge else []),
    ]
    return f'<p class="sebut" data-uji="desa"><b>{name}</b>: {"; ".join(parts)}.</p>'
