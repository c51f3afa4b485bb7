"""Ringkasan: one sentence, one figure, where and since when."""

from __future__ import annotations

import streamlit as st

from stunting.ui import filters, gate, pieces, views

user = gate.require()
choice = filters.chosen()
view = views.overview(choice, public=user.protected)

with st.container(key="ringkasan", gap="small"):
    left, right = st.columns([60, 40], gap="medium")
    with left:
        pieces.headline(view)
    with right:
        pieces.tiles(view)
    left, right = st.columns([60, 40], gap="medium")
    with left:
        pieces.map_of_parts(view, height="clamp(380px, calc(100dvh - 352px), 470px)")
    with right:
        with st.container(key="bagian_tren"):
            pieces.trend(view, height=160)
        with st.container(key="bagian_titik"):
            pieces.dots(view)
    pieces.footer(view)
