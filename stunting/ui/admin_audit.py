"""The audit log on the admin screen, in words; the log itself keeps ids and codes."""

from __future__ import annotations

import re
from html import escape

import streamlit as st

from stunting.access import User
from stunting.indicators.follow_up import LISTS, title_of
from stunting.indicators.format_id import number, period_name
from stunting.ui import admin
from stunting.ui.admin_page import HEADING, moment, scroll
from stunting.ui.follow_up_click import clickable

PAGE = "hal"
#: What the log counts, in words.
COUNTS = {
    "stored": "tersimpan", "rejected": "ditolak", "replaces": "menggantikan", "rows": "baris",
    "files": "berkas",
}  # fmt: skip
ACTIONS = {
    "unduh_asli": "unduh berkas asli", "unduh_buku": "unduh berkas dengan temuan",
    "unduh_perbaikan": "unduh daftar perbaikan", "masuk_gagal": "gagal masuk", "batal": "batalkan unggahan",
    "pulih": "pulihkan unggahan", "rawat": "perawatan", "lupakan": "lupakan anak",
    "lupa_tertunda": "lupakan anak tertunda",
}  # fmt: skip
#: Objects of one word; names of accounts stay as they are.
OBJECTS = {"keputusan_anak": "keputusan anak", "ibu_hamil": "ibu hamil", "templat_anak": "templat anak"}
_MONTH = re.compile(r"\d{4}-\d{2}")


def show(user: User) -> None:
    """Show the audit log, newest first."""
    names, actions = admin.log_choices(user)
    with st.container(horizontal=True, gap="small"):
        who = st.selectbox(
            "Pelaku", ["", *names], key="pelaku", bind="query-params", width=220,
            label_visibility="collapsed",
            format_func=lambda v: v or "Semua pelaku", required=True,
        )  # fmt: skip
        action = st.selectbox(
            "Tindakan", ["", *actions], key="tindakan", bind="query-params", width=240,
            label_visibility="collapsed", required=True,
            format_func=lambda v: action_words(v) or "Semua tindakan",
        )  # fmt: skip
    text = st.query_params.get(PAGE, "1")
    found = admin.log(user, str(who), str(action), int(text) if text.isdecimal() and len(text) < 6 else 1)
    clickable(_log_table(found), key="ad_catatan", on_pick=_turn)


def _turn(value: str) -> None:
    st.query_params[PAGE] = value.partition(":")[2]


def _log_table(found: admin.Log) -> str:
    lines = []
    for row in found.rows.to_dict("records"):
        counts = row["counts"] if isinstance(row["counts"], dict) else {}
        said = ", ".join(f"{escape(COUNTS.get(k, str(k)))} {escape(_count(v))}" for k, v in counts.items())
        lines.append(
            f'<tr><td class="tetap">{moment(row["time"])}</td>'
            f'<td class="tetap">{escape(str(row["who"]))}</td>'
            f'<td class="tetap">{escape(action_words(str(row["action"])))}</td>'
            f"<td>{escape(object_words(str(row['object'])))}</td>"
            f"<td>{said}</td></tr>"
        )
    head = "<th>Waktu</th><th>Pelaku</th><th>Tindakan</th><th>Objek</th><th>Jumlah</th>"
    turn = ""
    if found.page > 1:
        turn += (
            f'<button type="button" class="tl-hal" data-pilih="hal:{found.page - 1}">‹ Lebih baru</button>'
        )
    if found.page < found.pages:
        turn += (
            f'<button type="button" class="tl-hal" data-pilih="hal:{found.page + 1}">Lebih lama ›</button>'
        )
    where = f"halaman {number(found.page)} dari {number(found.pages)}, {number(found.total)} catatan"
    return (
        f'{HEADING}{scroll("Catatan audit")}<table class="ad-tabel"><thead><tr>{head}</tr></thead>'
        f"<tbody>{''.join(lines)}</tbody></table></div>"
        f'<div class="tl-halaman"><span>{where}</span>{turn}</div>'
    )


def action_words(action: str) -> str:
    """Return what was done in words; the log itself keeps its codes.

    >>> action_words("unduh_asli"), action_words("masuk")
    ('unduh berkas asli', 'masuk')
    """
    return ACTIONS.get(action, action.replace("_", " "))


def object_words(subject: str) -> str:
    """Return what it was done to in words; ids stay as they are.

    >>> object_words("tindak_lanjut:2024-11:semua"), object_words("anak:161b933f-62e37c9")
    ('tindak lanjut, November 2024, semua', 'anak 161b933f-62e37c9')
    >>> object_words("20261121T235430-2abeabd1")
    '20261121T235430-2abeabd1'
    """
    head, *rest = subject.split(":")
    if not rest:
        return OBJECTS.get(subject, subject)
    parts = [period_name(p) if _MONTH.fullmatch(p) else _piece(p) for p in rest]
    name = head.replace("_", " ")
    return f"{name} {parts[0]}" if len(parts) == 1 else ", ".join([name, *parts])


def _piece(text: str) -> str:
    return title_of(text) if text in LISTS else text.replace("_", " ")


def _count(value: object) -> str:
    return number(value) if isinstance(value, int | float) and not isinstance(value, bool) else str(value)
