"""The page Desa lokus: its parts, the weights, the ranking with its doubt, the map with hot spots."""

from __future__ import annotations

from html import escape
from typing import Any, Final

import plotly.graph_objects as go
import streamlit as st

from stunting.charts.ranking import rank_intervals
from stunting.charts.theme import CONFIG
from stunting.indicators import ranking
from stunting.indicators.determinants.families import least
from stunting.indicators.format_id import percent
from stunting.ui import (
    filters,
    lokus_controls,
    lokus_data,
    lokus_export,
    lokus_html,
    lokus_tables,
    lokus_view,
    map,
    pieces,
    places,
)
from stunting.ui.data import resource
from stunting.ui.filters import Choice
from stunting.ui.lokus_view import View

SURFACES: Final = {"halus": "Dihaluskan", "mentah": "Mentah"}
BORDERS: Final = {"hotspot": "Hot spot", "gi": "Gi*", "lokus": "Lokus"}
DESA: Final = "desa"


@st.fragment
def show(choice: Choice, *, public: bool) -> None:
    """Show the ranking; a weight that moves runs this part alone."""
    there = lokus_view.available(choice, public=public)
    holder = st.container(key="lokus_pokok")
    left, right = st.columns([56, 44], gap="medium")
    with left:
        inside = f" · {places.label_of(choice.kab, choice.kec)}, peringkat sekabupaten" if choice.kec else ""
        pieces.title(f"Peringkat desa untuk SK lokus {int(choice.period[:4]) + 1}", f"geser bobotnya{inside}")
        weights = lokus_controls.weights(there)
        k = lokus_controls.size(choice)
    view = lokus_view.view(choice, k, weights, public=public)
    with holder:
        st.html(lokus_html.headline(view))
    with left:
        _chart(view)
    with right:
        _map(view)
        _chosen(view)
    _table(view)
    _situation(view)
    lokus_export.footer(view)


@resource
def _figure(key: tuple[Any, ...], kec: str | None, _view: View) -> go.Figure:
    ranked = lokus_tables.inside(_view, _view.ranked)
    names = {str(a): _view.label(str(a)) for a in ranked["area"]}
    rows = min(max(_view.k, 10) + 3, 18)
    return rank_intervals(ranked, _view.k, names=names, listed=_view.listed, limit=rows)


@resource
def _rows(key: tuple[Any, ...], kec: str | None, order: str, every: bool, _view: View) -> str:
    return lokus_tables.table(_view, order, every=every)


@resource
def _kecamatan(key: tuple[Any, ...], _view: View) -> str:
    return lokus_tables.situation(_view)


def _chart(view: View) -> None:
    figure = _figure(view.key, view.choice.kec, view)
    said = lokus_html.ranking_words(view)
    st.plotly_chart(figure, key="lokus_grafik", theme=None, config=CONFIG, alt=said)
    if view.compared and view.agreement:
        agrees = ranking.agreement_words(view.agreement, view.compared, view.k, label=view.label)
        st.html(f'<p class="sebut" data-uji="kesepakatan">◆ {escape(agrees)}</p>')


def _pick(code: str) -> None:
    st.session_state[DESA] = code


def _map(view: View) -> None:
    choice = view.choice
    what = filters.INDICATORS[choice.indicator]
    pieces.title(f"{what} per desa dan hot spot", filters.period_label(choice.period))
    sentence = st.empty()
    with st.container(key="lokus_lapis", horizontal=True, gap="small"):
        surface = st.segmented_control(
            "Angka", list(SURFACES), format_func=SURFACES.__getitem__, default="halus", key="angka",
            bind="query-params", required=True, label_visibility="collapsed",
        )  # fmt: skip
        border = st.segmented_control(
            "Garis tepi", list(BORDERS), format_func=BORDERS.__getitem__, default="hotspot", key="garis",
            bind="query-params", required=True, label_visibility="collapsed",
        )  # fmt: skip
    lokus, gi = border == "lokus", border == "gi"
    said = lokus_html.hot_words(view, gi=gi)
    more = f" {ranking.gi_words(view.hot, view.gi)}" if gi else ""
    sentence.html(f'<p class="sebut" data-uji="hotspot">{escape(said + more)}</p>')
    listed = lokus_data.listed(choice.kab, view.year)
    if lokus and not listed:
        st.html(f'<p class="catatan">{escape(lokus_html.list_state(choice.kab, view.year))}</p>')
    number = lokus_data.sk_of(choice.kab, view.year)
    map.draw(
        view.frame if surface == "mentah" else view.smoothed,
        kab=choice.kab,
        level="desa",
        key="lokus_peta",
        on_pick=_pick,
        alt=said,
        title=f"Prevalensi {what.lower()}{'' if surface == 'mentah' else ', dihaluskan'}",
        selected=st.session_state.get(DESA),
        inside=choice.kec,
        height="clamp(400px, calc(100dvh - 400px), 470px)",
        note=pieces.synthetic_note(),
        outlined=listed if lokus else view.gi_areas if gi else view.hot_areas,
        outlined_label=(f"Desa lokus {view.year}{f', SK {number}' if number else ''}" if lokus
                        else f"Hot spot, {'Getis-Ord Gi*' if gi else 'Moran lokal'} (FDR 5 %)"),
    )  # fmt: skip


def _chosen(view: View) -> None:
    """Let a desa be searched for, and say all that is known of it."""
    labels = {c: n for c, n in places.labels(view.choice.kab).items() if c.count(".") == 3}
    with st.container(key="lokus_desa", gap="small"):
        area = st.selectbox(
            "Cari desa", sorted(labels, key=labels.__getitem__), format_func=labels.__getitem__, index=None,
            key=DESA, bind="query-params", placeholder="Cari desa, atau klik pada peta",
            label_visibility="collapsed", width=340,
        )  # fmt: skip
        if area:
            st.html(lokus_html.about(view, str(area)))


def _table(view: View) -> None:
    with st.container(key="lokus_urut_baris", horizontal=True, gap="small", vertical_alignment="center"):
        st.html(
            f'<h2 class="judul">Tabel peringkat <small>{escape(_shares(view))}</small></h2>', width="stretch"
        )
        options = lokus_tables.orders(view)
        if st.session_state.get("urut", options[0]) not in options:
            del st.session_state["urut"]  # the weight of families at risk was taken away
        order = st.selectbox(
            "Urut menurut", options, format_func=lambda o: lokus_tables.ORDERS[o][0],
            key="urut", bind="query-params", label_visibility="collapsed", width=210, required=True,
        )  # fmt: skip
        every = st.toggle("Semua desa", key="semua_desa", bind="query-params")
    st.html(_rows(view.key, view.choice.kec, str(order), bool(every), view))


def _shares(view: View) -> str:
    said = [f"{lokus_controls.WEIGHTS[c][1].lower()} {percent(w, 0)}" for c, w in view.weights.items()]
    if "risk" in view.weights:
        more = f"; keluarga berisiko: {least()} faktor sensitif atau lebih, dari keluarga yang didata"
    else:
        more = "; keluarga berisiko: belum ada data per desa"
    return f"bobot: {', '.join(said)}{more}"


def _situation(view: View) -> None:
    pieces.title("Analisis situasi per kecamatan", "prevalensi dengan dan tanpa hot spot")
    st.html(
        f'<p class="sebut" data-uji="situasi">{escape(ranking.situation_takeaway(view.situation))}</p>'
        f"{_kecamatan(view.key, view)}"
    )
