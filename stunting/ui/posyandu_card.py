"""The section Kartu kehadiran: streaks, cards one month short, rewards a month, before and after."""

from __future__ import annotations

from html import escape
from typing import Final

import pandas as pd
import streamlit as st

from stunting.access import User
from stunting.access.disclosure import PROTECTED_LEVELS
from stunting.charts.card import reward_bars, streak_bars
from stunting.charts.theme import CONFIG
from stunting.indicators import skdn
from stunting.indicators.format_id import number, period_name
from stunting.indicators.skdn import card_sentences as sentences
from stunting.indicators.words import HIDDEN_WHY
from stunting.ui import data, pieces, texts
from stunting.ui import posyandu_data as load
from stunting.ui.account import STAFF
from stunting.ui.data import resource
from stunting.ui.filters import Choice
from stunting.ui.posyandu_pieces import footer

UNKNOWN: Final = "belum"


@resource
def _streaks(code: str, data_version: str, month: str, level: str, area: str) -> pd.DataFrame:
    found = skdn.streaks(
        load.cube(), month, level, None if area == code else area, pulled_on=data.pulled_on(),
        synthetic=data.made_up(),
    )  # fmt: skip
    return found[found["area"] == area].reset_index(drop=True)


@resource
def _rewards(code: str, data_version: str, level: str, area: str) -> pd.DataFrame:
    found = skdn.rewards(
        load.cube(),
        level,
        None if area == code else area,
        pulled_on=data.pulled_on(),
        synthetic=data.made_up(),
    )
    return found[found["area"] == area].reset_index(drop=True)


@resource
def _broken(code: str, data_version: str, month: str, area: str) -> str:
    """Return where a missing file broke the streaks."""
    return skdn.gaps_words(skdn.gaps(load.cube(), month, None if area == code else area))


@resource
def _before_after(code: str, data_version: str, start: str, level: str, area: str) -> pd.DataFrame:
    found = skdn.before_after(load.cube(), start, level, None if area == code else area)
    return found[found["area"] == area].reset_index(drop=True)


def show(user: User, choice: Choice) -> None:
    """Draw the section."""
    month, label = load.newest(choice.period), choice.label
    if user.protected and choice.level in PROTECTED_LEVELS:
        st.html(
            f'<p class="sebut" data-uji="samar">{escape(label)}: kartu kehadiran disamarkan untuk umum, '
            f"karena {HIDDEN_WHY}. Pilih kecamatan atau seluruh kabupaten.</p>"
        )
        return
    if not month:
        st.html(f'<p class="sebut">{escape(label)}: belum ada data.</p>')
        return
    key = (data.kab(), data.version())
    runs = _streaks(*key, month, choice.level, choice.area)
    cards = _rewards(*key, choice.level, choice.area)
    said = sentences.streaks_takeaway(runs)
    st.html(
        f'<div class="pokok" data-uji="kalimat"><p><b>{escape(label)}, {period_name(month)}.</b> '
        f"{texts.whole(escape(said))}</p></div>"
    )
    few = texts.delivered(choice, month)
    if few:
        st.html(f'<p class="catatan"><b data-uji="baru">{few.capitalize()}</b></p>')
    _tiles(user, cards, month)
    broken = _broken(*key, month, choice.area)
    if broken:
        st.html(f'<p class="catatan" data-uji="putus">{texts.whole(escape(broken))}</p>')
    left, right = st.columns(2, gap="medium")
    with left:
        pieces.title("Bulan hadir berturut-turut", f"balita, sampai {period_name(month)}")
        st.plotly_chart(streak_bars(runs), key="grafik_hadir", theme=None, config=CONFIG, alt=said)
        st.html(
            '<p class="catatan">0 = tidak hadir bulan ini; + = sebanyak itu atau lebih. '
            "Hadir = ditimbang atau diukur.</p>"
        )
    with right:
        _reward_chart(cards)
    _program(choice)
    footer(choice, month)


def _tiles(user: User, cards: pd.DataFrame, month: str) -> None:
    now = cards[cards["period"] == month]
    if not len(now):
        return
    row = now.iloc[0]
    without = f"; tanpa {escape(row['left_out'])}" if row["left_out"] else ""
    link = (
        ' Nama mereka: <a href="/tindak_lanjut?daftar=kartu_5" target="_self">Tindak lanjut</a>.'
        if user.role in STAFF and not pd.isna(row["short"])
        else ""
    )

    def count(column: str) -> str:
        if pd.isna(row[column]):
            return f'<span class="pos-kata">{skdn.NOT_YET}</span>'
        return number(row[column])

    cells = (
        ("Kurang satu bulan dari hadiah", count("short"),
         f"hadir 5 bulan berturut-turut.{link}", "kurang"),
        ("Kartu penuh bulan ini", count("value"),
         f"baru genap 6 bulan berturut-turut{without}", "penuh"),
        ("Genap lagi (12, 18, … bulan)", count("again"),
         "hadiah berikutnya bila program memberinya", "lagi"),
    )  # fmt: skip
    body = "".join(
        f'<div data-uji="kartu-{code}"><h3>{title}</h3><div class="nilai">{value}</div><p>{note}</p></div>'
        for title, value, note, code in cells
    )
    st.html(f'<div class="ubin pos-ubin pos-tiga">{body}</div>')


def _reward_chart(cards: pd.DataFrame) -> None:
    said = sentences.rewards_takeaway(cards)
    pieces.title("Kartu penuh tiap bulan", "anak yang baru genap 6 bulan")
    start = _start()
    st.plotly_chart(reward_bars(cards, start=start), key="grafik_hadiah", theme=None, config=CONFIG, alt=said)
    st.html(f'<p class="catatan">{texts.whole(escape(said))}</p>')


def _start() -> str | None:
    chosen = st.session_state.get("mulai")
    known = skdn.program(data.kab())
    first = known.start if known else None
    return first if chosen is None else (None if chosen == UNKNOWN else str(chosen))


def _program(choice: Choice) -> None:
    known = skdn.program(choice.kab)
    title = f"Sebelum dan sesudah {known.name}" if known else "Sebelum dan sesudah program"
    pieces.title(title, "D/S bulan kalender yang sama")
    months = sorted(data.months(), reverse=True)
    first = known.start if known and known.start in months else UNKNOWN
    options = [UNKNOWN, *months]
    start = st.selectbox(
        "Bulan mulai program", options, index=options.index(first), key="mulai", bind="query-params",
        format_func=lambda m: "Bulan mulai belum ditentukan" if m == UNKNOWN else f"Mulai {period_name(m)}",
        width=260, required=True, label_visibility="collapsed",
    )  # fmt: skip
    if start == UNKNOWN:
        st.html(
            '<p class="catatan">Bulan mulainya tidak tercetak pada dokumen. Pilih bulan mulai untuk '
            "membandingkan.</p>"
        )
        return
    found = _before_after(data.kab(), data.version(), str(start), choice.level, choice.area)
    said = sentences.before_after_takeaway(found)
    st.html(f'<p class="sebut" data-uji="sebelum-sesudah">{texts.whole(escape(said))}</p>')
