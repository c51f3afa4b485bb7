"""The pieces of the page Determinan about factors: what stands out, forest plot, rankings, areas."""

from __future__ import annotations

from html import escape
from typing import Final, NamedTuple

import plotly.graph_objects as go
import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from stunting.access import User
from stunting.charts.forest import forest
from stunting.charts.theme import CONFIG
from stunting.indicators import determinants as det
from stunting.indicators.determinants.basis import model_words, own_crude_words
from stunting.indicators.determinants.sentences import ranking_takeaway, ratios_takeaway
from stunting.ui import (
    determinan_area_html,
    determinan_export,
    determinan_html,
    determinan_view,
    kept,
    pieces,
)
from stunting.ui import (
    determinan_controls as controls,
)
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
    head, made = kept.of(lambda _: view.headline, view), kept.of(_factors, view)
    sentence(head.figure, head.text, " ".join([basis(choice, view.reach), made.model]).strip())
    left, right = st.columns([52, 48], gap="medium")
    with left:
        _forest(view)
    with right:
        pieces.title("Apa yang paling banyak terkait kasus", "di samping yang paling sering")
        st.html(made.ranking)
        said(made.ranked, "kalimat-urut")
        note(made.published)
    pieces.title(f"Setiap faktor, {view.label}", "selang 95 %, klaster posyandu")
    st.html(made.table)
    note(" ".join(part for part in (made.left_out, made.own_crude) if part))
    note(
        "PAF: bagian kasus yang terkait, bila hubungannya sebab-akibat dan paparannya dapat dihilangkan; PAF "
        "gabungan bukan jumlah PAF tunggal. ▲ jelas di atas 1, ▼ jelas di bawah 1; tanpa tanda: belum dapat "
        "dibedakan. Semakin banyak faktor, semakin mungkin satu tampak jelas karena kebetulan."
    )
    determinan_export.footer(choice, view)


class _Made(NamedTuple):
    """What is said of one choice: tables as HTML, sentences as text."""

    ranking: str
    ranked: str
    published: str
    table: str
    left_out: str
    ratios: str
    model: str
    own_crude: str


def _factors(view: Factors) -> _Made:
    return _Made(
        determinan_html.ranking_table(view.ranking), ranking_takeaway(view.ranking),
        determinan_html.published_note(view.ranking),
        determinan_html.factor_table(view.shares, view.crude, view.adjusted, view.ranking),
        det.left_out(view.adjusted), ratios_takeaway(view.adjusted),
        _sentence(model_words(view.ranking)), own_crude_words(view.crude, view.adjusted),
    )  # fmt: skip


def _sentence(words: str) -> str:
    return f"{words[0].upper()}{words[1:]}." if words else ""


def _forest(view: Factors) -> None:
    word = det.MEASURES[view.chosen.measure]
    pieces.title(
        f"{word} stunting",
        "● disesuaikan, ○ belum dapat dibedakan · ◇ kasar, anak sama · garis: 95 % · – tidak dihitung",
    )
    text = kept.of(_factors, view).ratios
    figure = kept.figure(_figure, view)
    st.plotly_chart(figure, key="grafik_hutan", theme=None, config=CONFIG, alt=f"{view.label}. {text}")
    said(text, "kalimat-rasio")


def _figure(view: Factors) -> go.Figure:
    return forest(view.adjusted, crude=view.crude)


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
