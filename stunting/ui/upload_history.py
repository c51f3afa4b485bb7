"""What was uploaded: by whom, when, how much; undo, redo, and the file again."""

from __future__ import annotations

from html import escape
from typing import Final

import pandas as pd
import streamlit as st

from stunting.access import AccessError, User
from stunting.indicators.format_id import date, number, period_name
from stunting.ingest.templates import KIND, templates
from stunting.store import StoreError
from stunting.ui import data, downloads, people, upload_findings, upload_stored
from stunting.ui.upload import Draft

PAGE: Final = 10
ERROR: Final = "_riwayat_galat"
OPENED: Final = "_riwayat_buka"
KINDS: Final = {"html": "xls", "xls": "xls", "xlsx": "xlsx", "csv": "csv"}


@data.resource
def _history(user: User, data_version: str) -> pd.DataFrame:
    return upload_stored.history(user)


def lines(user: User) -> pd.DataFrame:
    """Return the uploads of a user, newest first."""
    return _history(user, data.version())


def show(user: User) -> None:
    """Draw the history, newest first."""
    frame = lines(user)
    live = int((frame["state"] == "live").sum())
    gone = len(frame) - live
    tail = f", {number(gone)} dibatalkan" if gone else ""
    said = f"{number(live)} unggahan berlaku{tail}." if len(frame) else "Belum ada unggahan."
    st.html(
        f'<div class="unggah-pokok"><h1>{said}</h1><p class="catatan">Unggahan yang dibatalkan tidak '
        "dihapus: angka kembali seperti sebelumnya, dan dapat dipulihkan.</p></div>"
    )
    problem = st.session_state.pop(ERROR, "")
    if problem:
        st.html(f'<p class="pesan perlu" role="alert">{escape(problem)}</p>')
    if not len(frame):
        return
    at = st.pagination(-(-len(frame) // PAGE), key="halaman_riwayat") if len(frame) > PAGE else 1
    for line in frame.iloc[(at - 1) * PAGE : at * PAGE].to_dict("records"):
        _line(user, line)


def _line(user: User, line: dict) -> None:
    upload_id, live = line["upload_id"], line["state"] == "live"
    with st.container(key=f"riwayat_{upload_id}", horizontal=True, gap="small", vertical_alignment="center"):
        st.html(line_html(line), width="stretch")
        st.button(
            "Batalkan" if live else "Pulihkan", key=f"ubah_{upload_id}", on_click=_switch,
            args=(user, upload_id, live), width=100,
        )  # fmt: skip
        with st.popover("Berkas", disabled=not line["original"]):
            _files(user, line)


def line_html(line: dict) -> str:
    """Return one upload: whose, which months, how much, who sent it when."""
    at = line["uploaded_at"].to_pydatetime().astimezone()
    when = f"{date(at)}, {at:%H.%M}"
    months = list(line["periods"])
    span = period_name(months[-1]) if months else "–"
    if len(months) > 1:
        span = f"{period_name(months[0], short=True)}–{period_name(months[-1], short=True)}"
    names = [n for n in line["puskesmas"] if n]
    place = ", ".join(names[:3]) + (f" dan {len(names) - 3} lain" if len(names) > 3 else "")
    people = f"{number(line['children'])} anak, {number(line['measured'])} diukur"
    if line["kind"] == KIND:
        variant = str(line["variant"])
        place = f"Templat {templates()[variant]}{f' ({place})' if place else ''}"
        people = {"anak": f"{number(line['children'])} anak", "bumil": f"{number(line['children'])} ibu"}.get(
            variant, "angka wilayah"
        )
    reject = f", {number(line['rows_rejected'])} ditolak" if line["rows_rejected"] else ""
    state = "" if line["state"] == "live" else "<em>dibatalkan</em>"
    return (
        f'<div class="riwayat{" batal" if state else ""}">'
        f"<b>{escape(place or 'Kabupaten')} · {escape(span)}</b>{state}"
        f"<span>{number(line['rows_stored'])} baris{reject} · {people}</span>"
        f"<span>{when} · {escape(line['by'])} · {escape(line['filename'])} · "
        f"<code>{line['sha256'][:8]}</code></span></div>"
    )


def _switch(user: User, upload_id: str, live: bool) -> None:
    try:
        now = people.still(user, people.token())
        (upload_stored.undo if live else upload_stored.redo)(now, upload_id)
    except (AccessError, StoreError) as error:
        st.session_state[ERROR] = str(error)


def _files(user: User, line: dict) -> None:
    upload_id, held = line["upload_id"], people.token()
    name = line["filename"].rpartition(".")[0] or upload_id
    edited = line["asli_disunting"]  # a CSV took its place
    downloads.button(
        "Berkas asli (disunting)" if edited else "Berkas asli",
        lambda: upload_stored.original(people.still(user, held), upload_id),
        f"{name} - disunting.csv" if edited else line["filename"] or upload_id, key=f"asli_{upload_id}",
        kind="secondary",
    )  # fmt: skip
    downloads.button(
        "Berkas dengan temuan (XLSX)", lambda: upload_findings.workbook(*_again(user, held, upload_id)),
        f"{name} - temuan.xlsx", key=f"buku_{upload_id}", kind="secondary",
    )  # fmt: skip
    downloads.button(
        "Daftar perbaikan (CSV)", lambda: upload_findings.repairs(*_again(user, held, upload_id)),
        f"{name} - perbaikan.csv", key=f"perbaikan_{upload_id}", kind="secondary",
    )  # fmt: skip


def _again(user: User, held: people.Held, upload_id: str) -> tuple[User, Draft]:
    """Return the user as of now and the stored file as a draft."""
    now = people.still(user, held)
    return now, upload_stored.stored_draft(now, upload_id)
