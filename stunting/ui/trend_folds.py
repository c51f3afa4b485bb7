"""What is rarely asked on the page Tren, folded away: those not measured, printed figures."""

from __future__ import annotations

from html import escape

import streamlit as st

from stunting.indicators import coverage
from stunting.indicators import trend_reasons as say
from stunting.indicators.published_areas import printed_kecamatan
from stunting.indicators.two_periods import two_periods
from stunting.ui import data, kept, trend_printed
from stunting.ui.texts import whole
from stunting.ui.trend_view import TrendView


def show(view: TrendView) -> None:
    """Show what is rarely asked: those not measured, printed figures, how it is computed."""
    _missed(view)
    _printed(view)


def _missed(view: TrendView) -> None:
    html = kept.of(_missed_html, view)
    if html:
        with st.expander("Bagaimana dengan balita yang tidak diukur?"):
            st.html(html)


def _missed_html(view: TrendView) -> str:
    lines = []
    for frame in (view.own_earlier, view.own_later):
        if len(frame) and not bool(frame["suppressed"].iloc[0]):
            row = frame.iloc[0]
            lines.append(say.bounds_sentence(coverage.bounds(row), str(row["period"])))
    body = "".join(f"<p>{whole(escape(t))}</p>" for t in lines if t)
    if not body:
        return ""
    return (
        f'<div class="tr-lipat" data-uji="tak-diukur">{body}<p class="catatan">Batas paling jauh, '
        "tanpa anggapan apa pun tentang yang tidak diukur; bukan perkiraan.</p></div>"
    )


def _printed(view: TrendView) -> None:
    title, html = kept.of(_printed_html, view)
    if html:
        with st.expander(title):
            st.html(html)


def _printed_html(view: TrendView) -> tuple[str, str]:
    """Return heading and body; empty where nothing is printed."""
    choice = view.choice
    table = printed_kecamatan(choice.kab, choice.indicator)
    if choice.level != "kabupaten" or not len(table):
        return "", ""
    first, last = str(table["period_a"].iloc[0]), str(table["period"].iloc[0])
    a, b = (
        data.rates("kecamatan", p, choice.rule, choice.indicator, public=view.public) for p in (first, last)
    )
    own = data.rates("kabupaten", last, choice.rule, choice.indicator, public=view.public)
    changes = two_periods(a, b)
    value = float(own["value"].iloc[0]) if len(own) else float("nan")
    body = trend_printed.printed_table(view, b, changes)
    body += trend_printed.statement_list(view, b, changes, value)
    title = f"Angka terbit per kecamatan, {first} dan {last}, di samping angka hitungan"
    return title, f'<div class="tr-lipat">{body}</div>'
