"""The pieces of the page Peta: the map, one period or two, and the side sheet."""

from __future__ import annotations

from dataclasses import replace
from html import escape
from typing import Any, Final

import plotly.graph_objects as go
import streamlit as st

from stunting import charts
from stunting.charts.classes import FEW, PALETTE, class_of, indicator_of
from stunting.charts.theme import CONFIG, rows
from stunting.indicators.format_id import number, percent, period_name
from stunting.ui import data, filters, kept, lokus_data, map, map_data, map_texts, pieces, places, texts
from stunting.ui.filters import Choice
from stunting.ui.map_controls import Look
from stunting.ui.views import Overview

HEIGHT: Final = "max(440px, calc(100dvh - 222px))"
#: A sentence stands above a comparison.
HEIGHT_COMPARED: Final = "max(440px, calc(100dvh - 264px))"
KEY: Final = "peta_utama"


def breadcrumb(choice: Choice) -> None:
    """Show the way down to the chosen area; each step leads back up."""
    above: list[str] = []
    area = places.parent_of(choice.area)
    while area:
        above.insert(0, area)
        area = places.parent_of(area)
    names = places.labels(choice.kab)
    with st.container(key="remah", horizontal=True, gap=None, vertical_alignment="center"):
        for i, code in enumerate(above):
            st.button(
                f"{names[code]} ›",
                key=f"remah_{i}",
                type="tertiary",
                on_click=filters.choose_area,
                args=(code,),
            )


def draw(choice: Choice, look: Look, *, public: bool) -> None:
    """Draw the map of the whole kabupaten, or zoomed into the kecamatan that is chosen."""
    frame = data.rates(look.level, choice.period, choice.rule, choice.indicator, public=public)
    what = filters.INDICATORS[choice.indicator].lower()
    above = places.parent_of(choice.area)
    common: dict[str, Any] = {
        "kab": choice.kab, "level": look.level, "key": KEY, "on_pick": filters.choose_area,
        "selected": choice.area if choice.area != choice.kab else None,
        "inside": choice.kec if look.level == "desa" else None,
        "up": (above, places.labels(choice.kab)[above]) if above else None,
        "height": HEIGHT if look.earlier is None else HEIGHT_COMPARED,
        "note": pieces.synthetic_note(), "outlined_label": map_texts.lokus_label(choice),
        "outlined": lokus_data.listed(choice.kab, int(choice.period[:4])),
    }  # fmt: skip
    if look.earlier is None:
        words = f"Prevalensi {what}" if look.measure == "prevalensi" else f"Jumlah balita {what}"
        when = filters.period_label(choice.period)
        title = f"{words}, {when[0].lower() + when[1:] if when.startswith('Tahun') else when}"
        map.draw(frame, alt=texts.levels_alt(choice, frame), measure=look.measure, title=title, **common)
        return
    found = map_data.changes(choice, look.level, look.earlier, public=public)
    inside = found["area"].str.startswith(common["inside"] or choice.kab)
    said = map_texts.changes_said(choice, found[inside])
    if look.measure == "jumlah":  # the sentence is about rates, whatever is drawn
        said = f"Prevalensi: {said[0].lower()}{said[1:]}"
    st.html(f'<p class="sebut" data-uji="perubahan">{texts.whole(escape(said))}</p>')
    alt = f"{filters.INDICATORS[choice.indicator]}. {said}"
    before, now = period_name(look.earlier), period_name(choice.period)
    if look.mode == "perubahan":
        title = f"Perubahan {what} dari {before} ke {now}"
        map.draw(found, alt=alt, measure="perubahan", title=title, **common)
        return
    other = data.rates(look.level, look.earlier, choice.rule, choice.indicator, public=public)
    words = f"Prevalensi {what}" if look.measure == "prevalensi" else f"Jumlah balita {what}"
    map.draw(
        frame,
        alt=alt,
        measure=look.measure,
        title=words,
        before=other,
        headings=(before, now),
        moved=found,
        **common,
    )


def strip(view: Overview) -> None:
    """Show what was tapped in a strip at the foot of a phone, for the sheet stands below the screen there."""
    if view.choice.area == view.choice.kab:
        return
    if view.row is None:
        said = "disamarkan" if view.suppressed else "belum ada data"
    else:
        of = f"{number(view.row['numerator'])} dari {number(view.row['denominator'])} diukur"
        said = of if view.few else f"<b>{percent(view.row['value'], 2)}</b> · {of}"
    st.html(
        f'<div class="lembar-singkat" role="button" tabindex="0"><b>{escape(view.choice.label)}</b>'
        f"<span>{said}</span><em>Lihat</em></div>"
    )


def sheet(view: Overview, look: Look) -> None:
    """Show the story of the chosen area: sentence, figure, counts, attendance, trend, areas inside."""
    choice = view.choice
    told = ""
    if choice.area != choice.kab:
        breadcrumb(choice)
    if look.earlier is not None:
        # the comparison that is asked for takes the place of the usual one with a year earlier
        view = replace(view, before=view.before.head(0))
        found = map_data.changes(choice, choice.level, look.earlier, public=view.public)
        said = texts.whole(escape(map_texts.change_of(choice, found)))
        told = f'<p class="ubah" data-uji="perubahan-wilayah">{said}</p>'
    none = f'<p class="catatan">{texts.no_figure(view)}</p>'
    large = none if view.row is None else texts.figure_html(view)
    st.html(
        f'<div class="lembar" data-uji="lembar"><h2>{escape(choice.label)}</h2>'
        f"{map_texts.badge_html(choice)}{large}<p>{texts.headline_html(view)}</p>{told}</div>"
    )
    st.html(_counts(view))
    pieces.title(texts.trend_title(view), texts.trend_legend(view))
    figure, alt = kept.figure(_trend, view), kept.of(texts.trend_alt, view)
    st.plotly_chart(figure, key="tren_lembar", theme=None, config=CONFIG, alt=alt)
    if choice.level != "desa":
        st.html(_highest(view))


def _trend(view: Overview) -> go.Figure:
    names = places.names(view.choice.kab)
    return charts.trend(view.series, targets=view.target, published=view.published, names=names, height=136)


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
    body = "".join(
        f'<tr><th scope="row">{escape(k)}</th><td class="kuat">{escape(v)}</td></tr>' for k, v in lines
    )
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
