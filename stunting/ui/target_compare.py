"""Comparison: the kabupaten of the province, and the funnel of the district's own areas."""

from __future__ import annotations

from html import escape
from typing import Final

import pandas as pd
import streamlit as st

from stunting import regions
from stunting.charts.theme import CONFIG
from stunting.indicators import funnel, province
from stunting.indicators.format_id import sources
from stunting.ui import filters, kept, pieces, places, target_data, target_tables, texts
from stunting.ui.filters import Choice

LEVELS: Final = {"kecamatan": "Kecamatan", "puskesmas": "Puskesmas", "desa": "Desa"}


def show(choice: Choice, *, public: bool) -> None:
    """Show both, side by side."""
    left, right = st.columns([50, 50], gap="medium")
    with left:
        _province(choice)
    with right:
        _own(choice, public=public)


def _province(choice: Choice) -> None:
    found = target_data.province_table(choice)
    what = filters.INDICATORS[choice.indicator]
    if found is None:
        pieces.title(f"{what} di provinsi")
        st.html(
            '<p class="catatan">Tidak ada angka kabupaten/kota lain yang dicetak untuk indikator ini.</p>'
        )
        return
    table, mean = found
    pieces.title(f"{what} di provinsi, {table['period'].iloc[0]}", "angka terbit, seperti tercetak")
    said, html, counted = kept.of(
        lambda _: (
            province.takeaway(table, mean, choice.kab),
            target_tables.province(table, mean, choice.kab),
            len(province.with_counts(table)),
        ),
        kept.Seen(choice, True),
    )
    st.html(f'<p class="sebut" data-uji="provinsi-kalimat">{texts.whole(escape(said))}</p>')
    st.html(html)
    line = "" if mean is None else "Garis tegak: provinsi. "
    st.html(
        f'<p class="catatan">{line}Penyebut dicetak untuk {counted} dari {len(table)}: tanpa penyebut '
        "tidak ada corong, jadi kabupaten/kota hanya diurutkan. "
        f"Sumber: {escape(sources(sorted(table['source'])))}.</p>"
    )


def _own(choice: Choice, *, public: bool) -> None:
    inside = choice.kec
    levels = [k for k in LEVELS if not (inside and k == "kecamatan") and not (public and k == "puskesmas")]
    pieces.title(
        f"Corong wilayah {'kecamatan ini' if inside else 'kabupaten ini'}", "batas kebetulan 95 % dan 99,8 %"
    )
    if len(levels) > 1:
        level = st.segmented_control(
            "Tingkat corong", levels, format_func=LEVELS.__getitem__, default=levels[0], key="corong",
            bind="query-params", required=True, label_visibility="collapsed",
        )  # fmt: skip
    else:
        level = levels[0]
    level = str(level) if level in levels else levels[0]
    rows, found = target_data.own_funnel(choice, level, public=public)
    whole = regions.area_label(choice.kab)
    if not len(found) and not len(rows):
        st.html('<p class="catatan">Belum ada data untuk corong ini.</p>')
        return
    view = kept.Seen(choice, public)
    said = kept.of(lambda *_: _funnel_says(choice, found, rows, whole), view, level)
    st.html(f'<p class="sebut" data-uji="corong-kalimat">{texts.whole(escape(said))}</p>')
    if len(found) >= funnel.MIN_AREAS:
        fig = kept.figure(
            lambda *_: target_data.funnel_figure(choice, level, whole, public=public), view, level
        )
        st.plotly_chart(fig, key="grafik_corong", theme=None, config=CONFIG, alt=said)
        st.html(
            '<p class="catatan">▲ di atas batas, ▼ di bawah batas, ○ di dalam; makin ke kanan makin banyak '
            "balita diukur. Di dalam corong bukan berarti baik: hanya belum dapat dibedakan dari rerata.</p>"
        )


def _funnel_says(choice: Choice, found: pd.DataFrame, rows: pd.DataFrame, whole: str) -> str:
    names = places.names_of(choice.kab, rows["area"].astype("str").unique())
    return funnel.takeaway(found, rows, label=lambda a: names.get(a, a), whole=whole)
