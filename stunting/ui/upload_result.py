"""What was just stored: how much, the way on, and the way back."""

from __future__ import annotations

from html import escape
from typing import Final

import streamlit as st

from stunting.access import AccessError, User
from stunting.indicators.format_id import number, period_name
from stunting.settings import settings
from stunting.store import StoreError
from stunting.ui import data, filters, people, upload_decide, upload_stored

ERROR: Final = "_unggah_galat"
#: The room of the page Unggah where areas are decided (`upload_rooms`, which draws this).
ROOM: Final = {"bagian": "Wilayah"}


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
    months = sorted({p for r in stored if str(r.upload_id) not in _ids(undone) for p in r.periods})
    _onward(user, months)


def _ids(reports: list) -> set[str]:
    return {str(r.upload_id) for r in reports}


def _look_at(month: str | None) -> None:
    """Choose the month that was stored: its figures are what the upload changed."""
    if month in data.months():
        st.session_state[filters.PERIOD] = month


def _onward(user: User, months: list[str]) -> None:
    """Show where to go now: what waits for a decision, the children of the month, its figures."""
    areas = len(upload_decide.open_areas(user)) if months else 0
    pages = settings().pages_dir.resolve()
    with st.container(key="hasil_lanjut", horizontal=True, gap="medium", vertical_alignment="center"):
        if areas:
            st.button(
                f"Padankan {number(areas)} wilayah", key="hasil_wilayah", type="tertiary",
                on_click=st.session_state.update, args=(ROOM,),
            )  # fmt: skip
        if months:
            st.page_link(pages / "tindak_lanjut.py", label=f"Tindak lanjut {period_name(months[-1])}")
        month = months[-1] if months else None
        label = f"Ringkasan {period_name(month)}" if month else "Lihat Ringkasan"
        if st.button(label, key="hasil_ringkasan", type="tertiary", on_click=_look_at, args=(month,)):
            st.switch_page(pages / "ringkasan.py", query_params={})  # without, bound choices refuse to go
        st.page_link(pages / "papan.py", label="Lihat kelengkapan")
