"""The rooms of the page Unggah: the file, areas, children, history; each for the roles that may."""

from __future__ import annotations

from typing import Final

import streamlit as st

from stunting.access import ROLES, User
from stunting.indicators.format_id import number
from stunting.ui import account, data, upload_decide, upload_history, upload_page, upload_pairs

FILE, AREAS, CHILDREN, HISTORY = "Berkas", "Wilayah", "Anak", "Riwayat"
ROOMS: Final = (FILE, AREAS, CHILDREN, HISTORY)
KEY: Final = "bagian"


def show(user: User) -> None:
    """Draw the room that is chosen, or say in a sentence why there is none for this role."""
    if not user.uploads:
        why = (
            "Untuk mengunggah berkas, masuk dahulu."
            if user.anonymous
            else f"Peran {ROLES[user.role]} melihat angka, dan tidak mengunggah berkas."
        )
        account.refuse(user, why, "/unggah")
    with st.container(key="bagian_baris", horizontal=True, gap="medium", vertical_alignment="center"):
        # labels never change: they stand in the address
        room = st.segmented_control(
            "Bagian", list(ROOMS), default=FILE, key=KEY, bind="query-params", required=True,
            label_visibility="collapsed",
        )  # fmt: skip
        if data.has_data():
            st.html(f'<p class="catatan" data-uji="menunggu">{waiting(user)}</p>', width="content")
    if room == AREAS:
        upload_decide.areas(user)
    elif room == CHILDREN:
        upload_pairs.children(user)
    elif room == HISTORY:
        upload_history.show(user)
    else:
        upload_page.show(user)


def waiting(user: User) -> str:
    """Return how many areas and children wait for a decision; nothing where none does."""
    areas, cases = len(upload_decide.open_areas(user)), len(upload_decide.open_cases(user))
    parts = [f"<b>{number(areas)}</b> wilayah"] if areas else []
    parts += [f"<b>{number(cases)}</b> pasang anak"] if cases else []
    return f"Menunggu keputusan: {' dan '.join(parts)}." if parts else ""
