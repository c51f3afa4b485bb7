"""What was just stored: how much, the way on, and the way back."""

from __future__ import annotations

from html import escape
from typing import Final

import streamlit as st

from stunting.access import AccessError, User
from stunting.indicators.format_id import number
from stunting.store import StoreError
from stunting.ui import people, upload_stored

ERROR: Final = "_unggah_galat"


def _undo(user: User, upload_id: str) -> None:
    try:
        upload_stored.undo(people.still(user, people.token()), upload_id)
    except (AccessError, StoreError) as error:
        st.session_state[ERROR] = str(error)


def show(user: User, result: list) -> None:
    """Show what was stored, with the way on and the way back.

    Parameters
    ----------
    result : list of tuple
        Of each file: name, puskesmas, report (None: refused), and why it was refused.
    """
    problem = st.session_state.pop(ERROR, "")
    if problem:
        st.html(f'<p class="pesan perlu" role="alert">{escape(problem)}</p>')
    state = dict(zip(*[upload_stored.history(user)[c] for c in ("upload_id", "state")], strict=True))
    stored = [r for _, _, r, _ in result if r]
    rows = sum(r.rows_stored for r in stored)
    undone = [r for r in stored if state.get(str(r.upload_id)) == "undone"]
    if stored and len(undone) == len(stored):
        said, look = "Unggahan dibatalkan. Angka kembali seperti semula.", "sudah"
    else:
        said = f"Tersimpan: {number(rows)} baris dari {len(stored)} berkas. Angka sudah diperbarui."
        look = "beres" if len(stored) == len(result) else "perlu"
    st.html(f'<div class="putusan {look}" role="status" data-uji="tersimpan"><h2>{said}</h2></div>')
    for n, (filename, names, report, refused) in enumerate(result):
        with st.container(key=f"hasil_{n}", horizontal=True, gap="small", vertical_alignment="center"):
            text = f"{escape(filename)} · {escape(', '.join(names))}"
            if report is None:
                st.html(f'<p class="catatan"><b>{text}</b>: {escape(refused)}</p>')
                continue
            st.html(
                f'<p class="catatan"><b>{text}</b> · {number(report.rows_stored)} baris</p>', width="content"
            )
            if state.get(str(report.upload_id)) == "live":
                st.button(
                    "Batalkan unggahan ini", key=f"urung_{n}", on_click=_undo, args=(user, report.upload_id),
                    type="tertiary",
                )  # fmt: skip
    st.html(
        '<p class="tautan"><a href="/" target="_self">Lihat Ringkasan</a>'
        '<a href="/papan" target="_self">Lihat kelengkapan</a></p>'
    )
