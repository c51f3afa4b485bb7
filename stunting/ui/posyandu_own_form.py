"""Entering a puskesmas' own indicator: the form, what may be saved by whom, taking the last entry back."""

from __future__ import annotations

from html import escape
from typing import Final

import pandas as pd
import streamlit as st

from stunting.access import User
from stunting.indicators import own_indicators as own
from stunting.indicators.format_id import number
from stunting.ingest.cells.number import parse_number
from stunting.store.durable import StoreError
from stunting.ui import data

ROLES: Final = ("puskesmas", "dinas", "admin")
SAID: Final = "_indikator_puskesmas"


def entered() -> pd.DataFrame | None:
    """Return what was entered by hand, None where nothing was."""
    return data.store().registers.read(own.REGISTER)


def show(user: User, names: list[str], place: str) -> None:
    """Draw the form, and to dinas and admin the last entry."""
    said = st.session_state.pop(SAID, None)
    if said:
        st.html(f'<p class="pesan" role="status">{escape(said)}</p>')
    with (
        st.expander("Isi indikator puskesmas"),
        st.form("isi_indikator", border=False, enter_to_submit=False),
    ):
        mine = [user.puskesmas] if user.role == "puskesmas" else names
        titles = {k.code: k.title for k in own.kinds()}
        left, right = st.columns(2, gap="small")
        who = left.selectbox(
            "Puskesmas", mine, index=mine.index(place) if place in mine else 0, key="isi_tempat"
        )
        what = right.selectbox("Indikator", list(titles), format_func=titles.__getitem__, key="isi_kode")
        year = left.text_input("Tahun", key="isi_tahun", placeholder="2024", max_chars=4)
        value = right.text_input("Nilai (%)", key="isi_nilai", placeholder="78,69", max_chars=12)
        source = st.text_input(
            "Sumber", key="isi_sumber", placeholder="Laporan tahunan puskesmas", max_chars=120
        )
        if st.form_submit_button("Simpan", type="primary"):
            st.session_state[SAID] = save(user, str(who), str(what), year, value, source)
            st.rerun()
    if user.role in ("dinas", "admin"):
        _history(user)


def save(user: User, place: str, indicator: str, year: str, value: str, source: str) -> str:
    """Keep one figure and return what is said about it; the role and the place are asked here again."""
    if user.role not in ROLES or (user.role == "puskesmas" and place != user.puskesmas):
        return "Akun ini hanya dapat mengisi untuk puskesmasnya sendiri."
    share = parse_number(value)
    if share is None:
        return "Nilai tidak terbaca. Tulis seperti 78,69."
    if not year.strip().isdigit():
        return "Tahun ditulis empat angka, misalnya 2024."
    try:
        table = own.with_entry(
            entered(), puskesmas=place, year=int(year), indicator=indicator, value=share, source=source,
            by=user.name,
        )  # fmt: skip
        note = f"{place}, {indicator}, {int(year)}"
        data.store().registers.save(own.REGISTER, table, by=user.name, note=note)
    except (ValueError, StoreError) as error:
        return str(error)
    return f"Tersimpan: Puskesmas {place}, {int(year)}, {number(share, 2, trim=True)} %."


def _history(user: User) -> None:
    past = data.store().registers.history(own.REGISTER)
    if not len(past) or not (past["state"] == "berlaku").any():
        return
    last = past[past["state"] == "berlaku"].iloc[-1]
    with st.container(key="riwayat_indikator", horizontal=True, vertical_alignment="center", gap="small"):
        st.html(
            f'<p class="catatan">Isian terakhir: {escape(str(last["note"]))}, '
            f"oleh {escape(str(last['by']))}</p>"
        )
        if st.button("Tarik isian terakhir", key="tarik_indikator", type="tertiary"):
            data.store().registers.undo(own.REGISTER, by=user.name)
            st.rerun()
