"""The page Ibu hamil: headline, map of areas, trend, outcome flow, table."""

from __future__ import annotations

from html import escape
from typing import Any, Final

import pandas as pd
import plotly.graph_objects as go
import streamlit as st

from stunting import charts
from stunting.charts.theme import CONFIG
from stunting.indicators.determinants import KEK, pregnancy_words
from stunting.indicators.determinants.sentences import flow_takeaway
from stunting.indicators.format_id import date, number, percent, period_name
from stunting.ui import (
    bumil_data,
    bumil_html,
    data,
    downloads,
    filters,
    kept,
    map,
    pieces,
    places,
    texts,
)
from stunting.ui.bumil_view import INDICATORS, LEVELS, View

HEIGHT: Final = "clamp(320px, calc(100dvh - 420px), 430px)"


def show(view: View) -> None:
    """Draw headline, map, trend, flow and table, or say in words why there is none."""
    _headline(view)
    if not view.known:
        st.html(
            '<p class="sebut" data-uji="kosong">Isi templat <b>Ibu hamil</b> dari halaman Unggah: satu baris '
            "satu kunjungan (LiLA, Hb, umur kehamilan, hasil). Angkanya muncul di sini sesudah disimpan.</p>"
            '<p class="tautan"><a href="/unggah" target="_self">Templat dan unggah berkas</a></p>'
        )
        return
    left, right = st.columns([55, 45], gap="medium")
    with left:
        _map(view)
    with right:
        _trend(view)
        _flow(view)
    _table(view)


def _headline(view: View) -> None:
    for html in kept.of(_head, view):
        st.html(html)


def _head(view: View) -> tuple[str, str]:
    label = view.choice.label
    said = pregnancy_words.headline(view.own, label=label)
    figure = ""
    if len(view.own) and pd.notna(view.own["value"].iloc[0]):
        text = percent(view.own["value"].iloc[0], 1).removesuffix(" %")
        figure = f'<div class="angka" data-uji="angka-bumil">{text}<small>%</small></div>'
        said = said.removeprefix(f"{text} % ")
    return (
        f'<div class="pokok" data-uji="kalimat">{figure}<p>{texts.whole(escape(said))}</p></div>',
        f'<p class="catatan" data-uji="asal">{escape(_about(view))}</p>',
    )


def _about(view: View) -> str:
    months = bumil_data.months()
    if not months:
        return "Belum ada templat ibu hamil yang tersimpan."
    span = (
        f"{period_name(months[0])}–{period_name(months[-1])}" if len(months) > 1 else period_name(months[0])
    )
    cutoff = f" {view.own['cutoff'].iloc[0]}." if len(view.own) else ""
    return (
        f"Nilai terakhir tiap ibu dalam periode, hanya kunjungan saat masih hamil.{cutoff} Data {span}; "
        "hanya ibu yang tercatat di templat, bukan semua ibu hamil."
    )


def _map(view: View) -> None:
    level = "desa" if view.level == "desa" else "kecamatan"
    asked: dict[str, Any] = {"indicator": view.indicator, "scheme": view.scheme, "public": view.public}
    frame = view.parts if level == view.level else bumil_data.rates(level, view.choice.period, **asked)
    what = INDICATORS[view.indicator]
    pieces.title(f"Ibu hamil {_lower(what)} per {level}", filters.period_label(view.choice.period))
    label = places.labels(view.choice.kab)
    said = kept.of(
        lambda _: pregnancy_words.areas_takeaway(frame, label=lambda area: label.get(area, area)), view
    )
    st.html(f'<p class="sebut" data-uji="sebut-peta">{texts.whole(escape(said))}</p>')
    map.draw(
        frame, kab=view.choice.kab, level=level, key="peta_bumil", on_pick=filters.choose_area, alt=said,
        title=f"Ibu hamil {_lower(what)}",
        selected=view.choice.area if view.choice.area != view.choice.kab else None,
        inside=view.choice.kec if level == "desa" else None, height=HEIGHT, note=pieces.synthetic_note(),
    )  # fmt: skip


def _lower(what: str) -> str:
    return what if what.isupper() else what.lower()


def _trend(view: View) -> None:
    pieces.title(
        f"{INDICATORS[view.indicator]} tiap bulan",
        f"{view.choice.label} · ibu yang diperiksa bulan itu; satu ibu dapat terhitung di beberapa bulan",
    )
    said = kept.of(lambda _: pregnancy_words.trend_takeaway(view.series), view)
    st.html(f'<p class="sebut" data-uji="sebut-tren">{texts.whole(escape(said))}</p>')
    if view.series["value"].notna().sum() > 1:
        figure = kept.figure(_figure, view)
        st.plotly_chart(figure, key="tren_bumil", theme=None, config=CONFIG, alt=said)


def _figure(view: View) -> go.Figure:
    return charts.trend(view.series, height=170)


def _flow(view: View) -> None:
    until = f"sampai {period_name(view.choice.period)}"
    pieces.title("Apa yang terjadi pada ibu KEK", until)
    if len(view.flow) and view.flow["suppressed"].any():
        said = "Bagian alur ini disamarkan untuk umum: jumlahnya kecil atau dapat disimpulkan."
    else:
        said = flow_takeaway(view.flow)
    st.html(f'<p class="sebut" data-uji="sebut-alur">{texts.whole(escape(said))}</p>')
    if len(view.flow) and not view.flow["suppressed"].any():
        st.html(kept.of(lambda _: bumil_html.flow(view.flow), view))
    printed = bumil_data.published(view.choice.kab)
    if view.choice.level == "kabupaten" and len(printed):
        row = printed.iloc[0]
        note = f" ({row['note']})" if row["note"] else ""
        st.html(
            f'<p class="catatan" data-uji="terbit">Angka terbit {escape(str(row["period"]))}: '
            f"{escape(flow_takeaway(printed))[:-1]}{escape(note)}. Sumber: {escape(str(row['source']))}.</p>"
        )


def _table(view: View) -> None:
    if not len(view.parts) or view.parts["suppressed"].all():
        return
    unit = LEVELS[view.level]
    pieces.title(
        f"{INDICATORS[view.indicator]} tiap {unit.lower()}", filters.period_label(view.choice.period)
    )
    if view.level == "puskesmas":
        told = pregnancy_words.areas_takeaway(view.parts, label=lambda area: f"Puskesmas {area}")
        st.html(f'<p class="sebut">{texts.whole(escape(told))}</p>')
    note = (
        f"* kurang dari {pregnancy_words.FEW} ibu: belum pasti. "
        if (view.parts["denominator"] < 30).any()
        else ""
    )
    st.html(
        kept.of(lambda _: bumil_html.areas(view.parts, view.names, unit), view)
        + f'<p class="catatan">{note}“Tidak diukur”: ibu yang datang tanpa '
        f"{'LiLA' if view.indicator == KEK else 'Hb'}.</p>"
    )


def footer(view: View) -> None:
    """Show source, period, n and the synthetic mark, with the table to take away."""
    pulled = data.pulled_on()
    source = f"Sumber: {bumil_data.SOURCE}{f', disimpan {date(pulled)}' if pulled else ''}"
    own = view.own
    n = f" · n = {number(own['denominator'].iloc[0])}" if len(own) and own["denominator"].iloc[0] > 0 else ""
    what = f"{escape(view.choice.label)} · {escape(filters.period_label(view.choice.period))}{n}"
    with pieces.foot(view.choice, source, what):
        name = ("ibu hamil", view.indicator, view.level, view.choice.label, view.choice.period)
        downloads.button(
            "Unduh tabel (CSV)", lambda: bumil_html.table_csv(view.parts, view.names),
            downloads.figures("csv", *name), key="unduh_bumil",
        )  # fmt: skip
