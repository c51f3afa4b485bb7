"""Templates to download: what e-PPGBM does not have is filled in there and dropped in the same place."""

from __future__ import annotations

from functools import partial
from typing import Final

import streamlit as st

from stunting.access import User
from stunting.ingest.templates import templates
from stunting.ui import data, downloads, people, upload_templates

SAYS: Final = {
    "anak": "air, jamban, rokok, JKN, riwayat ibu, penyakit; satu baris satu anak",
    "bumil": "LiLA, Hb, ANC, TTD, hasil; satu baris satu kunjungan",
    "wilayah": "kemiskinan, BBLR, SBS, penyakit; satu baris satu angka desa atau kecamatan",
}


def show(user: User) -> None:
    """Draw the templates that this user can upload."""
    mine = {t: name for t, name in templates().items() if upload_templates.may_have(user, t)}
    held, own = people.token(), user.scope()
    st.html(
        '<h2 class="judul" data-uji="templat">Templat untuk data yang tidak ada di e-PPGBM '
        "<small>unduh, isi, lalu unggah di atas</small></h2>"
    )
    with st.container(key="templat", gap="small"):
        for template, name in mine.items():
            with st.container(
                key=f"templat_{template}", horizontal=True, gap="small", vertical_alignment="center"
            ):
                st.html(f'<p class="catatan"><b>{name}</b>: {SAYS[template]}</p>', width="stretch")
                if template == "anak" and own is not None and data.has_data():
                    downloads.button(
                        "Berisi anak saya (XLSX)",
                        lambda: upload_templates.own_children(people.still(user, held)),
                        f"templat anak - {own}.xlsx", key="templat_anak_saya", kind="secondary",
                    )  # fmt: skip
                downloads.button(
                    "Templat kosong (XLSX)", partial(_empty, user, held, template),
                    f"templat {name.lower()}.xlsx", key=f"templat_kosong_{template}", kind="secondary",
                )  # fmt: skip


def _empty(user: User, held: people.Held, template: str) -> bytes:
    return upload_templates.empty(people.still(user, held), template)
