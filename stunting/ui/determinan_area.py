"""Stunting against an area indicator: a map of two figures, and a scatter."""

from __future__ import annotations

from html import escape

import pandas as pd
import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from stunting.access import User
from stunting.charts import bivariate
from stunting.charts.theme import CONFIG
from stunting.indicators.determinants import ECOLOGICAL, Association, area_rates
from stunting.indicators.determinants.area_indicators import CASES
from stunting.indicators.determinants.association import SLOPE
from stunting.indicators.determinants.sentences import association_takeaway
from stunting.indicators.format_id import number, period_name
from stunting.reports import determinant_areas as tables
from stunting.ui import (
    data,
    determinan_area_data,
    determinan_area_html,
    determinan_controls,
    determinan_export,
    filters,
    kept,
    map,
    pieces,
    places,
)
from stunting.ui.determinan_export import Part
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
    rows = determinan_area_data.rows(choice, name, year, protected=user.protected)
    told = ", ".join(dict.fromkeys(rows["source"].astype("str"))) or "templat Indikator wilayah"
    if len(rows) and rows["unit"].eq(CASES).all():
        _counts(choice, rows)
        determinan_export.footer(choice, part=Part(name, told, "", lambda: _table(choice, None, rows)))
        return
    found = determinan_area_data.association(choice, name, year, protected=user.protected)
    level = str(found.areas["level"].iloc[0]) if len(found.areas) else "desa"
    text = association_takeaway(found.summary).replace(f" {ECOLOGICAL}.", "")
    basis = whole(escape(_basis(choice, name, year, area_rates.base_text(rows, level)), quote=False))
    st.html(
        f'<div class="pokok dt-kata" data-uji="kalimat"><p>{whole(escape(text, quote=False))}</p></div>'
        f'<p class="catatan dt-batas" data-uji="batas"><b>{ECOLOGICAL}.</b> Yang sejalan antarwilayah belum '
        f"tentu sejalan pada anak yang sama. {basis}</p>"
    )
    left, right = st.columns([58, 42], gap="medium")
    grid, figure = kept.of(lambda *_: _drawn(choice, found, name), kept.Seen(choice, user.protected), name)
    with left:
        _map(choice, found, name, level, text, grid)
    with right:
        _scatter(figure, found, name, level, text)
    line = found.summary.iloc[0]
    n = f"n = {number(line['n'])} {level}, {number(line['denominator'])} anak diukur"
    determinan_export.footer(choice, part=Part(name, told, n, lambda: _table(choice, found, rows)))


def _table(choice: Choice, found: Association | None, rows: pd.DataFrame) -> pd.DataFrame:
    names = places.names(choice.kab)
    if found is None:  # cases that nothing divides: as they came
        return rows.drop(columns="suppressed").assign(area=[names.get(str(a), str(a)) for a in rows["area"]])
    return tables.areas(found.areas, rows, lambda a: names.get(a, a), mark=data.made_up())


def _counts(choice: Choice, rows: pd.DataFrame) -> None:
    """Show numbers of cases that no population divides: a list, no map beside stunting."""
    level, name = str(rows["level"].iloc[0]), str(rows["name"].iloc[0])
    labels = places.names(choice.kab)
    text = area_rates.counts_takeaway(rows, lambda area: labels.get(area, area), level)
    st.html(
        f'<div class="pokok dt-kata" data-uji="kalimat"><p>{whole(escape(text, quote=False))}</p></div>'
        '<p class="catatan dt-batas" data-uji="batas"><b>Jumlah, bukan angka banding.</b> '
        f"Belum dibagi penduduk: {level} yang besar punya lebih banyak kasus. Karena itu tidak dipetakan "
        "bersama stunting. Isi kolom Penyebut di templat Indikator wilayah untuk mendapat kasus per 1.000."
        "</p>"
    )
    pieces.title(f"{name} tiap {level}", f"jumlah kasus, {rows['period'].iloc[0]}")
    above = places.names_of(choice.kab, sorted({str(a)[:8] for a in rows["area"]}))
    st.html(determinan_area_html.counts(rows, lambda area: labels.get(area, area), above))


def _basis(choice: Choice, name: str, year: str, cases: str) -> str:
    when = period_name(choice.period)
    other = "" if year == choice.period[:4] else f"; {name} {year}, tahun terdekat yang ada"
    return f"Stunting {when}{other or f', {name} {year}'}. {cases}".strip()


def _map(choice: Choice, found: Association, name: str, level: str, text: str, grid: str) -> None:
    pieces.title(f"Stunting dan {name} tiap {level}", "warna: tertil dari kedua angka")
    st.html(
        f'<div class="dt-kunci">{grid}<p class="catatan">Tertil: sepertiga {level} terendah, tengah, dan '
        f"tertinggi dari tiap angka; nilai sama tidak dipisah. Angka di kotak: banyaknya {level}.</p></div>"
    )
    shown = found.areas
    inside = choice.kec if level == "desa" else None
    above = places.parent_of(choice.area)
    map.draw(
        shown, kab=choice.kab, level=level, key="peta_dua", on_pick=filters.choose_area, alt=text,
        measure="dwiwarna", title=f"Stunting dan {name}", inside=inside, height=HEIGHT,
        selected=choice.area if choice.area != choice.kab else None,
        up=(above, places.labels(choice.kab)[above]) if above else None, note=pieces.synthetic_note(),
    )  # fmt: skip


def _scatter(figure: kept.Still, found: Association, name: str, level: str, text: str) -> None:
    pieces.title(f"Setiap {level}", "besar titik: anak diukur · garis putus: kemiringan")
    st.plotly_chart(figure, key="grafik_sebar", theme=None, config=CONFIG, alt=text)
    row = found.summary[found.summary["measure"] == SLOPE].iloc[0]
    if row["refusal"]:
        said(str(row["reason"]), "kalimat-sebar")
        return
    unit = str(row["unit"]) or "satuan"
    per = "poin persen" if unit == "%" else unit
    ends = " sampai ".join(number(100 * row[c], 2, sign=True) for c in ("low", "high"))
    said(
        f"Setiap tambahan 1 {per} pada {name}: stunting {number(100 * row['value'], 2, sign=True)} poin "
        f"(selang 95 % {ends}), {number(row['n'])} {level}, {number(row['denominator'])} anak diukur.",
        "kalimat-sebar",
    )
    hidden = int(found.areas["suppressed"].sum())
    counted = " Ikut dihitung pada kemiringan, tidak digambar." if row["n"] > len(_shown(found)) else ""
    note(f"{number(hidden)} {level} disamarkan.{counted}" if hidden else "")


def _shown(found: Association) -> pd.DataFrame:
    return found.areas[~found.areas["suppressed"] & found.areas["x"].notna()]


def _drawn(choice: Choice, found: Association, name: str) -> tuple[str, kept.Still]:
    """Return the grid of classes (HTML) and the chart."""
    classes = bivariate.bivariate_classes(found.areas[~found.areas["suppressed"]])
    names = places.names(choice.kab)
    figure = bivariate.scatter(found.areas, found.summary, names=names, selected=choice.area, height=430)
    return bivariate.legend_grid(classes, name), kept.Still(figure)


def _nothing(choice: Choice) -> None:
    st.html(
        '<div class="pokok dt-kata" data-uji="kalimat"><p>Belum ada indikator wilayah. Unduh templat '
        "<b>Indikator wilayah</b> (perkawinan dini, BBLR, kemiskinan, ODF, ISPA, diare, TB), isi, lalu "
        "unggah."
        f'</p></div><p class="catatan dt-batas" data-uji="batas"><b>{ECOLOGICAL}.</b></p>'
        f"{TO_UPLOAD}"
    )
    determinan_export.footer(choice)
