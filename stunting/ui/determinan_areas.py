"""One factor in every kecamatan or puskesmas, each with its own model."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from stunting.access import User
from stunting.charts.forest import forest
from stunting.charts.theme import CONFIG
from stunting.indicators import determinants as det
from stunting.ui import determinan_area_html, determinan_export, determinan_view, kept, pieces, places
from stunting.ui import determinan_controls as controls
from stunting.ui.determinan_controls import Chosen
from stunting.ui.determinan_page import basis, note, sentence
from stunting.ui.filters import Choice

#: Pixels of an area in the plot: as tall as its line in the table beside it.
ROW: Final = 44


def areas(user: User, choice: Choice, row: DeltaGenerator) -> None:
    """Show one factor in every kecamatan or puskesmas inside."""
    only = ""
    if user.protected and choice.kec:
        choice = replace(choice, area=choice.kab)
        only = "Rincian per puskesmas hanya untuk petugas: yang ditampilkan semua kecamatan."
    whole_area = determinan_view.factors(choice, Chosen("pr", ()), public=user.protected)
    ranked = whole_area.ranking[whole_area.ranking["rank"] == 1]
    first = str(ranked["factor"].iloc[0]) if len(ranked) else ""
    table = determinan_view.asked(choice)
    level, factor = controls.areas(row, choice, table, protected=user.protected, first=first)
    seen = kept.Seen(choice, user.protected)
    text, table_html, figure = kept.of(lambda *_: _areas(seen, level, factor), seen, level, factor)
    sentence("", text, f"{basis(choice, whole_area.reach)} {only}".strip())
    left, right = st.columns([40, 60], gap="medium")
    with left:
        name = table.set_index("key")["name"].get(factor, factor)
        pieces.title(f"{name}: rasio prevalensi tiap {level}", "disesuaikan")
        st.plotly_chart(figure, key="grafik_hutan_wilayah", theme=None, config=CONFIG, alt=text)
    with right:
        pieces.title(f"Tiap {level}", "PAF tertinggi: faktor yang paling banyak terkait kasus di sana")
        st.html(table_html)
    note(
        "Setiap wilayah punya model sendiri, sebanyak faktor yang muat, pengacau bersama lebih dahulu: rasio "
        "antarwilayah tidak disesuaikan untuk faktor yang sama, dan di wilayah kecil cenderung terlalu "
        "tinggi. Wilayah kecil lebih sering tidak dihitung, bukan berarti tidak ada hubungan."
    )
    determinan_export.footer(choice, whole_area)


def _areas(seen: kept.Seen, level: str, factor: str) -> tuple[str, str, kept.Still]:
    """Return the takeaway of one factor in the areas of a level, their table (HTML) and chart."""
    shares, adjusted, ranking = determinan_view.parts(seen.choice, level, public=seen.public)
    names = places.names(seen.choice.kab)

    def label(area: str) -> str:
        return names.get(area, area if area != "?" else "Puskesmas tidak tercatat")

    here = adjusted[adjusted["factor"] == factor].reset_index(drop=True)
    called = {str(a): label(str(a)) for a in here["area"]}
    return (
        det.areas_takeaway(here, label, level),
        determinan_area_html.areas_table(shares, adjusted, ranking, factor, label, level),
        kept.Still(forest(here, by="area", names=called, height=34 + ROW * max(len(here), 1))),
    )
