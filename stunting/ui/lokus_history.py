"""Who entered which list of desa lokus and when; the newest version can be withdrawn."""

from __future__ import annotations

from datetime import date as Date
from html import escape
from typing import Final

import pandas as pd
import streamlit as st

from stunting.access import AccessError, User
from stunting.indicators.format_id import date
from stunting.ui import lokus_entry, pieces

#: What the last change said; how often the form was saved (its widgets begin anew).
SAID: Final = "_lokus_hasil"
ROUND: Final = "_lokus_putaran"


def _undo(user: User) -> None:
    try:
        version = lokus_entry.undo(user)
    except AccessError as error:
        st.session_state[SAID] = str(error)
        return
    done = f"Versi {version} ditarik; daftar sebelumnya berlaku lagi."
    st.session_state[SAID] = done if version else "Tidak ada yang dapat ditarik."
    st.session_state[ROUND] = st.session_state.get(ROUND, 0) + 1


def show(user: User) -> None:
    """Show the versions, newest first."""
    frame = lokus_entry.history()
    if not len(frame):
        return
    pieces.title("Riwayat pengisian", "terbaru di atas")
    body = "".join(
        f"<tr><td>{r['version']}</td><td>{escape(str(r['note']))}</td><td>{date(_day(r['saved_at']))}</td>"
        f"<td>{escape(str(r['by']))}</td><td>{escape(str(r['state']))}</td></tr>"
        for r in frame.head(10).to_dict("records")
    )
    st.html(
        '<div class="lokus-gulir gulir pendek"><table class="tabel lokus-riwayat" data-uji="riwayat">'
        "<thead><tr><th>Versi</th><th>Isi</th><th>Disimpan</th><th>Oleh</th><th>Keadaan</th></tr></thead>"
        f"<tbody>{body}</tbody></table></div>"
    )
    if lokus_entry.may_save(user) and frame["state"].eq("berlaku").any():
        st.button("Tarik versi terakhir", key="lokus_tarik", on_click=_undo, args=(user,))


def _day(moment: pd.Timestamp) -> Date:
    return moment.tz_convert(None).date()
