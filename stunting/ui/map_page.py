"""The pieces of the page Peta: controls on the map, the map, the side sheet."""

from __future__ import annotations

from html import escape
from typing import Final

import streamlit as st

from stunting import charts
from stunting.charts.classes import FEW, PALETTE, class_of, indicator_of
from stunting.charts.theme import CONFIG, rows
from stunting.indicators.format_id import number, percent
from stunting.ui import data, filters, map, pieces, places, texts
from stunting.ui.filters import Choice
from stunting.ui.views import Overview

LEVELS: Final = {"desa": "Desa", "kecamatan": "Kecamatan"}
MEASURES: Final = {"prevalensi": "Prevalensi", "jumlah": "Jumlah anak"}
HEIGHT: Final = "max(440px, calc(100dvh - 222px))"
KEY: Final = "peta_utama"


def breadcrumb(choice: Choice) -> None:
    """Show the way down to the chosen area; each step leads back up."""
    steps: list[str] = []
    area: str | None = choice.area
    while area:
        steps.insert(0, area)
        area = places.parent_of(area)
    names = places.labels(choice.kab)
    with st.container(key="remah", horizontal=True, gap=None, vertical_alignment="center"):
        for i, code in enumerate(steps[:-1]):
            st.button(
                f"{names[code]} ›",
                key=f"remah_{i}",
                type="tertiary",
                on_click=filters.choose_area,
                args=(code,),
            )
        st.html(
            f'<span class="catatan"><b>{escape(places.names(choice.kab)[steps[-1]])}</b></span>',
            width="content",
        )


def controls(choice: Choice) -> tuple[str, map.Measure]:
    """Show level and measure as segmented controls with the breadcrumb, and return both."""
    with st.container(key="kendali", horizontal=True, gap="small", vertical_alignment="center"):
        level = st.segmented_control(
            "Tingkat", list(LEVELS), format_func=LEVELS.__getitem__, default="desa", key="tingkat",
            bind="query-params", required=True, label_visibility="collapsed",
        )  # fmt: skip
        measure = st.segmented_control(
            "Ukuran", list(MEASURES), format_func=MEASURES.__getitem__, default="prevalensi", key="ukuran",
            bind="query-params", required=True, label_visibility="collapsed",
        )  # fmt: skip
        if choice.area != choice.kab:
            breadcrumb(choice)
    return str(level or "desa"), "jumlah" if measure == "jumlah" else "prevalensi"


def draw(choice: Choice, level: str, measure: map.Measure, *, public: bool) -> None:
    """Draw the map of the whole kabupaten, or zoomed into the kecamatan that is chosen."""
    frame = data.rates(level, choice.period, choice.rule, choice.indicator, public=public)
    what = filters.INDICATORS[choice.indicator].lower()
    period = filters.period_label(choice.period)
    words = f"Prevalensi {what}" if measure == "prevalensi" else f"Jumlah balita {what}"
    map.draw(
        frame,
        kab=choice.kab,
        level=level,
        key=KEY,
        on_pick=filters.choose_area,
        alt=texts.levels_alt(choice, frame),
        measure=measure,
        title=f"{words}, {period[0].lower() + period[1:] if period.startswith('Tahun') else period}",
        selected=choice.area if choice.area != choice.kab else None,
        inside=choice.kec if level == "desa" else None,
        height=HEIGHT,
        note=pieces.synthetic_note(),
    )


def sheet(view: Overview) -> None:
    """Show the story of the chosen area: sentence, figure, counts, attendance, trend, areas inside."""
    choice = view.choice
    none = f'<p class="catatan">{texts.no_figure(view)}</p>'
    figure = none if view.row is None else texts.figure_html(view)
    st.html(
        f'<div class="lembar" data-uji="lembar"><h2>{escape(choice.label)}</h2>{figure}'
        f"<p>{texts.headline_html(view)}</p></div>"
    )
    st.html(_counts(view))
    pieces.title(texts.trend_title(view), texts.trend_legend(view))
    figure_trend = charts.trend(
        view.series, targets=view.target, published=view.published, names=places.names(choice.kab), height=136
    )
    st.plotly_chart(figure_trend, key="tren_lembar", theme=None, config=CONFIG, alt=texts.trend_alt(view))
    if choice.level != "desa":
        st.html(_highest(view))


def _counts(view: Overview) -> str:
    row, seen = view.row, view.attendance
    lines = []
    if row is not None:
        of = f"{number(row['numerator'])} dari {number(row['denominator'])} diukur"
        lines.append((texts.case_words(view), of))
    if view.attendance_suppressed:
        lines.append(("D/S", texts.HIDDEN))
    elif len(seen):
        d = seen.iloc[0]
        lines.append(
            ("D/S", f"{percent(d['value'], 1)} ({number(d['numerator'])} dari {number(d['denominator'])})")
        )
    body = "".join(f'<tr><td>{escape(k)}</td><td class="kuat">{escape(v)}</td></tr>' for k, v in lines)
    return f'<table class="tabel" data-uji="hitungan"><tbody>{body}</tbody></table>'


def _highest(view: Overview) -> str:
    names = places.names_of(view.choice.kab, view.parts["area"])
    highest = (
        view.parts.dropna(subset=["value"]).sort_values(["value", "area"], ascending=[False, True]).head(5)
    )
    if not len(highest):
        return f'<p class="catatan">{escape(texts.no_parts(view))}</p>'
    top = float(highest["value"].max()) or 1.0
    body = "".join(
        f"<tr><td>{escape(names.get(r.area, r.area))}</td>"
        f'<td><i class="pita" style="width:{60 * r.value / top:.0f}px;background:{PALETTE[int(k)]}"></i>'
        f"{percent(r.value, 1)}{'*' * (r.denominator < FEW)}</td>"
        f"<td>{number(r.numerator)} dari {number(r.denominator)}</td></tr>"
        for r, k in zip(rows(highest), class_of(highest["value"], indicator_of(highest)), strict=True)
    )
    few = (highest["denominator"] < FEW).any()
    note = f'<p class="catatan">* kurang dari {FEW} diukur: belum pasti</p>' if few else ""
    return (
        f'<table class="tabel"><thead><tr><th>{view.inside.capitalize()} tertinggi</th><th>Prevalensi</th>'
        f"<th>Balita</th></tr></thead><tbody>{body}</tbody></table>{note}"
    )
