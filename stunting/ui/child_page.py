"""The pieces of a child's screen."""

from __future__ import annotations

import streamlit as st

from stunting.access import AccessError, User
from stunting.charts.growth_curves import growth_curves
from stunting.charts.theme import CONFIG
from stunting.settings import settings
from stunting.ui import account, child_html
from stunting.ui.child import Child, asked, load
from stunting.ui.follow_up import QUERY

INDICES = ("haz", "waz", "whz")


def find(user: User) -> Child:
    """Return the child of the address, or say in a sentence why not."""
    child_id = asked()
    if not child_id:
        st.html('<p class="tl-kosong">Pilih anak dari daftar di halaman Tindak lanjut.</p>')
        back()
        st.stop()
    try:
        return load(user, child_id)
    except AccessError as why:
        account.refuse(user, str(why), f"/anak?anak={child_id}")
        raise


def back() -> None:
    """Show the way back to the list, as it was left."""
    st.page_link(
        settings().pages_dir.resolve() / "tindak_lanjut.py", label="‹ Kembali ke daftar",
        query_params=st.session_state.get(QUERY) or None,
    )  # fmt: skip


def header(child: Child) -> None:
    """Show who, where it stands, and what to do."""
    left, right = st.columns([40, 60], gap="medium")
    left.html(child_html.header(child))
    right.html(child_html.state(child))


def charts(child: Child) -> None:
    """Show the child on the WHO curves."""
    sex = str(child.last["sex"])
    if sex not in child_html.SEX:
        st.html(
            '<p class="tl-ingat" role="note">Jenis kelamin anak belum tercatat: kurva laki-laki dan '
            "perempuan berbeda, jadi grafik tidak digambar.</p>"
        )
        return
    for column, index in zip(st.columns(3, gap="medium"), INDICES, strict=True):
        figure = growth_curves(child.history, index, sex, height=340)
        meta = figure.layout.meta
        with column:
            st.html(
                f'<h2 class="judul">{meta["title"]}</h2><p class="catatan an-kalimat">{meta["sentence"]}</p>'
            )
            st.plotly_chart(figure, key=f"kurva_{index}", theme=None, config=CONFIG, alt=meta["sentence"])


def table(child: Child) -> None:
    """Show every measurement."""
    st.html('<h2 class="judul">Semua pengukuran <small>terbaru di atas; z-skor hitung ulang WHO</small></h2>')
    st.html(child_html.measurements(child))
