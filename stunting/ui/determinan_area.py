"""Stunting against an area indicator: a map of two figures, and a scatter."""

from __future__ import annotations

from html import escape

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from stunting.access import User
from stunting.charts import bivariate
from stunting.charts.theme import CONFIG
from stunting.indicators.determinants import ECOLOGICAL, Association
from stunting.indicators.determinants.area_indicators import CASES
from stunting.indicators.determinants.association import SLOPE
from stunting.indicators.determinants.sentences import association_takeaway
from stunting.indicators.format_id import number, period_name
from stunting.ui import (
    determinan_area_data,
    determinan_controls,
    determinan_export,
    filters,
    map,
    pieces,
    places,
)
from stunting.ui.determinan_page import TO_UPLOAD, note, said
from stunting.ui.filters import Choice
from stunting.ui.texts import whole

HEIGHT = "430px"


def show(user: User, choice: Choice, row: DeltaGenerator) -> None:
    """Show one area indicator beside stunting, in all areas that have both."""
    if determinan_area_data.indicators(choice.kab).empty:
        _nothing(choice)
        return
    name, year = determinan_controls.indicator(row, choice)
    found = determinan_area_data.association(choice, name, year, protected=user.protected)
    level = str(found.areas["level"].iloc[0]) if len(found.areas) else "desa"
    text = association_takeaway(found.summary).replace(f" {ECOLOGICAL}.", "")
    basis = whole(escape(_basis(choice, found, name, year), quote=False))
    st.html(
        f'<div class="pokok dt-kata" data-uji="kalimat"><p>{whole(escape(text, quote=False))}</p></div>'
        f'<p class="catatan dt-batas" data-uji="batas"><b>{ECOLOGICAL}.</b> Yang sejalan antarwilayah belum '
        f"tentu sejalan pada anak yang sama. {basis}</p>"
    )
    left, right = st.columns([58, 42], gap="medium")
    with left:
        _map(choice, found, name, level, text)
    with right:
        _scatter(choice, found, name, level, text)
    determinan_export.footer(choice)


def _basis(choice: Choice, found: Association, name: str, year: str) -> str:
    unit = str(found.summary["unit"].iloc[0])
    when = period_name(choice.period)
    other = "" if year == choice.period[:4] else f"; {name} {year}, tahun terdekat yang ada"
    cases = " Jumlah kasus: desa yang lebih besar punya lebih banyak." if unit == CASES else ""
    return f"Stunting {when}{other or f', {name} {year}'}.{cases}"


def _map(choice: Choice, found: Association, name: str, level: str, text: str) -> None:
    pieces.title(f"Stunting dan {name} tiap {level}", "warna: tertil dari kedua angka")
    shown = found.areas
    inside = choice.kec if level == "desa" else None
    above = places.parent_of(choice.area)
    map.draw(
        shown, kab=choice.kab, level=level, key="peta_dua", on_pick=filters.choose_area, alt=text,
        measure="dwiwarna", title=f"Stunting dan {name}", inside=inside, height=HEIGHT,
        selected=choice.area if choice.area != choice.kab else None,
        up=(above, places.labels(choice.kab)[above]) if above else None, note=pieces.synthetic_note(),
    )  # fmt: skip


def _scatter(choice: Choice, found: Association, name: str, level: str, text: str) -> None:
    pieces.title(f"Setiap {level}", "besar titik: anak diukur · garis putus: kemiringan")
    drawn = bivariate.bivariate_classes(found.areas[~found.areas["suppressed"]])
    st.html(
        f'<div class="dt-kunci">{bivariate.legend_grid(drawn, name)}<p class="catatan">Tertil: sepertiga '
        f"{level} terendah, tengah, dan tertinggi dari tiap angka; nilai sama tidak dipisah. Angka di kotak: "
        "banyaknya "
        f"{level}.</p></div>"
    )
    names = places.names(choice.kab)
    figure = bivariate.scatter(found.areas, found.summary, names=names, selected=choice.area, height=310)
    st.plotly_chart(figure, key="grafik_sebar", theme=None, config=CONFIG, alt=text)
    row = found.summary[found.summary["measure"] == SLOPE].iloc[0]
    if row["refusal"]:
        said(str(row["reason"]), "kalimat-sebar")
        return
    unit = str(row["unit"]) or "satuan"
    per = "poin persen" if unit == "%" else unit
    ends = " sampai ".join(number(100 * row[c], 2, sign=True) for c in ("low", "high"))
    said(
        f"Setiap tambahan 1 {per} {name}: stunting {number(100 * row['value'], 2, sign=True)} poin "
        f"(selang 95 % {ends}), {number(row['n'])} {level}, {number(row['denominator'])} anak diukur.",
        "kalimat-sebar",
    )
    hidden = int(found.areas["suppressed"].sum())
    note(f"{number(hidden)} {level} disamarkan." if hidden else "")


def _nothing(choice: Choice) -> None:
    st.html(
        '<div class="pokok dt-kata" data-uji="kalimat"><p>Belum ada indikator wilayah. Unduh templat '
        "<b>Indikator wilayah</b> (perkawinan dini, BBLR, kemiskinan, ODF, ISPA, diare, TB), isi, lalu "
        "unggah."
        f'</p></div><p class="catatan dt-batas" data-uji="batas"><b>{ECOLOGICAL}.</b></p>'
        f"{TO_UPLOAD}"
    )
    determinan_export.footer(choice)
