"""The page Posyandu: what is asked, and the section SKDN. The other sections are modules of their own."""

from __future__ import annotations

from html import escape
from typing import Final

import streamlit as st

from stunting.access import User
from stunting.indicators import skdn
from stunting.indicators.format_id import listing, period_name
from stunting.ui import downloads, pieces, posyandu_area, posyandu_card, posyandu_own, posyandu_sasaran, texts
from stunting.ui import posyandu_data as load
from stunting.ui import posyandu_draw as draw
from stunting.ui import posyandu_html as html
from stunting.ui import posyandu_table as table
from stunting.ui.filters import Choice
from stunting.ui.posyandu_pieces import footer, name_of

LEVELS: Final = {"kecamatan": "Kecamatan", "puskesmas": "Puskesmas", "desa": "Desa", "posyandu": "Posyandu"}
SKDN, CARD, OWN, SASARAN = "skdn", "kartu", "indikator", "sasaran"
SECTIONS: Final = {
    SKDN: "SKDN",
    CARD: "Kartu kehadiran",
    OWN: "Indikator puskesmas",
    SASARAN: "Berkas sasaran",
}
_WAYS: Final = {"naik": "Terendah dulu", "turun": "Tertinggi dulu"}
_RATIOS: Final = {key: ratio.title for key, ratio in skdn.RATIOS.items()}


def show(user: User, choice: Choice) -> None:
    """Draw the page."""
    sections = [s for s in SECTIONS if s != SASARAN or user.role in posyandu_sasaran.ROLES]
    section = st.segmented_control(
        "Bagian", sections, format_func=SECTIONS.__getitem__, default=SKDN, key="bagian_posyandu",
        bind="query-params", required=True, label_visibility="collapsed",
    )  # fmt: skip
    if section == CARD:
        posyandu_card.show(user, choice)
    elif section == OWN:
        posyandu_own.show(user, choice)
    elif section == SASARAN:
        posyandu_sasaran.show(user)
    else:
        _skdn(user, choice)


def _controls(user: User, choice: Choice) -> draw.Asked:
    levels = [lv for lv in LEVELS if _inside(lv, choice)]
    first = "kecamatan" if user.protected and "kecamatan" in levels else "puskesmas"
    default = first if first in levels else "posyandu"
    with st.container(key="kendali_pos", horizontal=True, gap="small", vertical_alignment="center"):
        level = st.segmented_control(
            "Tingkat", levels, format_func=LEVELS.__getitem__, default=default, key="tingkat_posyandu",
            bind="query-params", required=True, label_visibility="collapsed",
        )  # fmt: skip
        ratio = st.segmented_control(
            "Rasio", list(_RATIOS), format_func=_RATIOS.__getitem__, default="ds", key="rasio",
            bind="query-params", required=True, label_visibility="collapsed",
        )  # fmt: skip
        by = st.selectbox(
            "Urutkan menurut", list(table.ORDERS), key="urut", bind="query-params",
            format_func=lambda k: f"Urut: {table.ORDERS[k]}", label_visibility="collapsed", width=176,
            required=True,
        )  # fmt: skip
        way = st.selectbox(
            "Arah urutan", list(_WAYS), format_func=_WAYS.__getitem__, key="arah", bind="query-params",
            label_visibility="collapsed", width=164, required=True,
        )  # fmt: skip
    return draw.Asked(str(level or default), str(ratio or "ds"), str(by), way == "turun")


def _inside(level: str, choice: Choice) -> bool:
    """Return whether areas of `level` lie inside the chosen one, more than itself."""
    order = {"kabupaten": list(LEVELS), "kecamatan": ["puskesmas", "desa", "posyandu"], "desa": ["posyandu"]}
    return level in order[choice.level]


def _skdn(user: User, choice: Choice) -> None:
    top, controls = st.container(gap="small"), st.container()
    with controls:
        asked = _controls(user, choice)
    board = load.board(choice, asked.level, asked.ratio, public=user.protected)
    with top:
        posyandu_area.show(board)
    if not board.month or not len(board.counts):
        return
    if board.public and board.level == "posyandu":
        st.html('<p class="catatan" data-uji="samar">Angka per posyandu tidak ditampilkan untuk umum: '
                "hampir semua jumlahnya di bawah 5 anak.</p>")  # fmt: skip
    else:
        drawn = draw.draw(choice, asked, public=user.protected)
        _heat(board, drawn)
        _table(board, drawn)
    footer(choice, board.month)


def _heat(board: load.Board, drawn: draw.Drawn) -> None:
    unit = LEVELS[board.level].lower()
    span = "–".join(period_name(m) for m in dict.fromkeys((*board.months[:1], *board.months[-1:])))
    pieces.title(f"{_RATIOS[board.ratio]} per {unit}, bulan demi bulan", span)
    said = texts.whole(escape(drawn.heat_says))
    st.html(f'<p class="sebut" data-uji="sebut-panas">{said}</p>')
    st.html(drawn.heat)
    if len(drawn.rows) > html.MOST:
        st.html(f'<p class="catatan">{_cut(len(drawn.rows), unit)}</p>')


def _cut(rows: int, unit: str) -> str:
    return (
        f"{html.MOST} dari {rows} {unit} ditampilkan, menurut urutan tabel. Pilih kecamatan atau desa, atau "
        "unduh tabel untuk semuanya."
    )


def _table(board: load.Board, drawn: draw.Drawn) -> None:
    unit, rows = LEVELS[board.level].lower(), drawn.rows
    pieces.title(f"SKDN tiap {unit}", period_name(board.month))
    st.html(f'<p class="sebut" data-uji="sebut-wilayah">{texts.whole(escape(drawn.table_says))}</p>')
    st.html(drawn.table)
    plain = not board.public or board.level == "kecamatan"
    notes = ["? = ditimbang, tetapi naik tidaknya tidak dapat dinilai"] if plain else []
    notes += ["* penyebut kurang dari 30: belum pasti"]
    notes += [] if drawn.kia else ["K dan K/S tidak dicatat pada berkas"]
    notes += ["N, T, O, B, BGM, 2T dan rasionya, juga ◦, disamarkan untuk umum"] if not plain else []
    gaps = dict.fromkeys(letter for row in rows.to_dict("records") for letter in html.blind(row))
    notes += (
        [f"{listing(list(gaps))} {html.UNDECIDED} di wilayah tanpa berat bulan sebelumnya"] if gaps else []
    )
    notes += [f"K/S berupa jumlah: {skdn.PART}"] if rows["ks_note"].str.startswith(skdn.PART).any() else []
    notes += ["! D melebihi sasaran"] if (board.ratios["note"] == skdn.ABOVE_S).any() else []
    cut = f" {_cut(len(rows), unit)}" if len(rows) > html.MOST else ""
    st.html(f'<p class="catatan">{escape("; ".join(notes))}.{cut}</p>')
    source, name = str(board.ratios["source"].iloc[0]), name_of(board.choice.kab)
    downloads.button(
        "Unduh tabel (CSV)", lambda: table.table_csv(rows, name, source),
        downloads.figures("csv", "skdn", board.level, board.choice.label, board.month), key="unduh_skdn",
    )  # fmt: skip
