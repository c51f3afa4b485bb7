"""The pieces of the page Determinan about factors: what stands out, forest plot, rankings, areas."""

from __future__ import annotations

from dataclasses import replace
from html import escape
from typing import Final

import plotly.graph_objects as go
import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from stunting.access import User
from stunting.charts.forest import forest
from stunting.charts.theme import CONFIG
from stunting.indicators import determinants as det
from stunting.indicators.determinants.sentences import ranking_takeaway, ratios_takeaway
from stunting.ui import (
    determinan_area_html,
    determinan_export,
    determinan_html,
    determinan_view,
    pieces,
    places,
)
from stunting.ui import (
    determinan_controls as controls,
)
from stunting.ui.data import version
from stunting.ui.determinan_controls import Chosen
from stunting.ui.determinan_view import Factors
from stunting.ui.filters import Choice
from stunting.ui.texts import whole

#: The way to the templates.
TO_UPLOAD: Final = (
    '<p class="tautan"><a href="/unggah" target="_self" data-uji="ke-unggah">Templat dan unggah berkas</a>'
    "</p>"
)
CAVEAT: Final = (
    "Faktor dan stunting dicatat pada waktu yang sama; rasio menunjukkan hubungan, bukan urutan atau sebab."
)


def sentence(figure: str, text: str, more: str = "") -> None:
    """Show the headline with the caveat, which is always there."""
    number, _, unit = figure.partition("\xa0") if "\xa0" in figure else figure.partition(" ")
    large = f'<div class="angka">{number}<small>{unit}</small></div>' if figure else ""
    st.html(
        f'<div class="pokok{"" if figure else " dt-kata"}" data-uji="kalimat">{large}'
        f"<p>{whole(escape(text, quote=False))}</p></div>"
    )
    st.html(
        f'<p class="catatan dt-batas" data-uji="batas"><b>{det.CROSS_SECTIONAL}.</b> {CAVEAT} '
        f"{whole(escape(more, quote=False))}</p>"
    )


def note(text: str) -> None:
    """Show small print."""
    if text:
        st.html(f'<p class="catatan">{whole(escape(text, quote=False))}</p>')


def said(text: str, test: str) -> None:
    """Show a takeaway under a heading."""
    st.html(f'<p class="sebut" data-uji="{test}">{whole(escape(text, quote=False))}</p>')


def basis(choice: Choice, reach: str) -> str:
    """Return what the analysis rests on: how many were asked, of whom, what it is always about."""
    parts = [reach, f"Status: pengukuran terakhir setiap anak pada {choice.period[:4]}."]
    if choice.level == "desa":
        parts.append("Satu desa terlalu kecil untuk model: yang ditampilkan kecamatannya.")
    if choice.indicator != "stunting":
        parts.append("Halaman ini selalu tentang stunting.")
    return " ".join(parts)


def factors(user: User, choice: Choice, row: DeltaGenerator) -> None:
    """Show the factors of the chosen area."""
    chosen = controls.model(row, determinan_view.asked(choice))
    view = determinan_view.factors(choice, chosen, public=user.protected)
    head = view.headline
    sentence(head.figure, head.text, basis(choice, view.reach))
    left, right = st.columns([52, 48], gap="medium")
    with left:
        _forest(view)
    with right:
        pieces.title("Apa yang paling banyak terkait kasus", "di samping yang paling sering")
        st.html(determinan_html.ranking_table(view.ranking))
        said(ranking_takeaway(view.ranking), "kalimat-urut")
        note(determinan_html.published_note(view.ranking))
    pieces.title(f"Setiap faktor, {view.label}", "selang 95 %, klaster posyandu")
    st.html(determinan_html.factor_table(view.shares, view.crude, view.adjusted, view.ranking))
    note(
        "PAF: bagian kasus yang terkait, bila hubungannya sebab-akibat dan paparannya dapat dihilangkan; PAF "
        "gabungan bukan jumlah PAF tunggal. ▲ jelas di atas 1, ▼ jelas di bawah 1; tanpa tanda: belum dapat "
        "dibedakan. Semakin banyak faktor, semakin mungkin satu tampak jelas karena kebetulan."
    )
    determinan_export.footer(choice, view)


def _forest(view: Factors) -> None:
    word = det.MEASURES[view.chosen.measure]
    pieces.title(f"{word} stunting", "● disesuaikan, ○ belum dapat dibedakan · ◇ kasar · garis: selang 95 %")
    alt = f"{view.label}. {ratios_takeaway(view.adjusted)}"
    figure = _figure(view.choice, view.chosen, view.public, version(), view)
    st.plotly_chart(figure, key="grafik_hutan", theme=None, config=CONFIG, alt=alt)
    said(ratios_takeaway(view.adjusted), "kalimat-rasio")


@st.cache_resource(show_spinner=False, max_entries=48)
def _figure(choice: Choice, chosen: Chosen, public: bool, data_version: str, _view: Factors) -> go.Figure:
    return forest(_view.adjusted, crude=_view.crude)


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
    shares, adjusted, ranking = determinan_view.parts(choice, level, public=user.protected)
    names = places.names(choice.kab)

    def label(area: str) -> str:
        return names.get(area, area if area != "?" else "Puskesmas tidak tercatat")

    here = adjusted[adjusted["factor"] == factor].reset_index(drop=True)
    text = det.areas_takeaway(here, label, level)
    sentence("", text, f"{basis(choice, whole_area.reach)} {only}".strip())
    left, right = st.columns([40, 60], gap="medium")
    with left:
        name = table.set_index("key")["name"].get(factor, factor)
        pieces.title(f"{name}: rasio prevalensi tiap {level}", "disesuaikan")
        called = {str(a): label(str(a)) for a in here["area"]}
        st.plotly_chart(
            forest(here, by="area", names=called),
            key="grafik_hutan_wilayah",
            theme=None,
            config=CONFIG,
            alt=text,
        )
    with right:
        pieces.title(f"Tiap {level}", "PAF tertinggi: faktor yang paling banyak terkait kasus di sana")
        st.html(determinan_area_html.areas_table(shares, adjusted, ranking, factor, label, level))
    note(
        "Setiap wilayah punya model sendiri, sebanyak faktor yang muat: rasio antarwilayah tidak disesuaikan "
        "untuk faktor yang sama. Wilayah kecil lebih sering tidak dihitung, bukan berarti tidak ada hubungan."
    )
    determinan_export.footer(choice, whole_area)


def nothing(choice: Choice) -> None:
    """Show what is missing, how to begin, and the published frequencies."""
    st.html(
        '<div class="pokok dt-kata" data-uji="kalimat"><p>Belum ada pendataan keluarga. Unduh templat '
        "<b>Keluarga dan anak</b>, isi, lalu unggah; faktor, rasio, dan lembar parameter dihitung dari "
        "situ.</p></div>"
    )
    st.html(
        f'<p class="catatan dt-batas" data-uji="batas"><b>{det.CROSS_SECTIONAL}.</b> {CAVEAT}</p>{TO_UPLOAD}'
    )
    rows = det.published_factors(choice.kab)
    pieces.title("Yang sudah terbit", "bagian anak stunting, seperti tercetak")
    if rows.empty:
        note("Belum ada angka terbit tentang faktor di kabupaten ini.")
    else:
        st.html(determinan_area_html.published_table(rows))
        note(
            f"Sumber: {rows['source'].iloc[0]}. Angka terbit bukan hitungan di sini: tidak ada selang dan "
            "pembanding."
        )
    determinan_export.footer(choice)
