"""The chosen area on the page Posyandu: headline, SKDN bars, ratios against their targets."""

from __future__ import annotations

from html import escape
from typing import NamedTuple

import streamlit as st

from stunting.charts.theme import CONFIG
from stunting.indicators.format_id import percent, period_name
from stunting.indicators.skdn import sentences
from stunting.ui import kept, pieces, texts
from stunting.ui import posyandu_data as load
from stunting.ui import posyandu_draw as draw
from stunting.ui import posyandu_html as html


def show(board: load.Board) -> None:
    """Draw the chosen area: headline, bars, ratios."""
    said = kept.of(_own_texts, board, load.stamp())
    st.html(said.headline)
    if not len(board.own):
        return
    left, right = st.columns([46, 54], gap="medium")
    with left:
        pieces.title("Balok SKDN", period_name(board.month))
        figure = kept.figure(draw.bars, board, load.stamp())
        st.plotly_chart(figure, key="balok_skdn", theme=None, config=CONFIG, alt=said.bars)
        st.html(f'<p class="sebut">{texts.whole(escape(said.bars))}</p>')
    with right:
        pieces.title("Rasio dan targetnya", period_name(board.month))
        st.html(said.tiles)
        st.html(said.letters)


class _Own(NamedTuple):
    """The chosen area in words: headline (HTML), takeaway of the bars, ratios and letters (HTML)."""

    headline: str
    bars: str
    tiles: str
    letters: str


def _own_texts(board: load.Board, register: str) -> _Own:
    label = board.choice.label
    found = board.shares[board.shares["indicator"] == "ds"]
    said = sentences.headline(board.shares, label=label)
    if len(found) and found["value"].notna().any() and found["denominator"].iloc[0] >= 30:
        text = percent(found["value"].iloc[0]).removesuffix(" %")
        figure = f'<div class="angka" data-uji="angka-ds">{text}<small>%</small></div>'
        said = said.removeprefix(f"{text} % ")
    else:
        figure = ""
    head = (
        f'<div class="pokok" data-uji="kalimat">{figure}<p>{texts.whole(escape(said))}</p></div>'
        f'<p class="catatan" data-uji="asal-s">{escape(_about(board))}{_few(board)}</p>'
    )
    if not len(board.own):
        return _Own(head, "", "", "")
    takeaway = sentences.bars_takeaway(board.own, label=label)
    return _Own(head, takeaway, html.tiles(board.shares), html.letters(board.own.iloc[0]))


def _few(board: load.Board) -> str:
    few = texts.delivered(board.choice, board.month) if board.month else ""
    return f' <b data-uji="baru">{few.capitalize()}.</b>' if few else ""


def _about(board: load.Board) -> str:
    """Return where S comes from, which month stands for a year, and how D/S differs from other pages'."""
    parts = []
    if board.by_year and board.month:
        parts.append(f"Tahun {board.choice.period}: balok dan tabel memakai {period_name(board.month)}, "
                     "bulan terakhir yang berdata; peta bulan memuat semua bulannya")  # fmt: skip
    if board.uses_sasaran and board.listed is not None:
        listed = "disamarkan" if board.listed["suppressed"] else percent(board.listed["value"])
        parts.append(
            f"S dari berkas sasaran; menurut baris terdaftar, seperti di Ringkasan dan Peta, D/S {listed}"
        )
    elif len(board.own):
        parts.append("S = balita di bawah 60 bulan yang terdaftar pada berkas bulan itu")
    return ". ".join(parts) + "." if parts else ""
