"""Peta: the map is the page; an area's story opens beside it."""

from __future__ import annotations

import streamlit as st

from stunting.ui import filters, gate, map_controls, map_page, pieces, views

user = gate.require()
choice = filters.chosen()
public = user.protected

with st.container(key="lembar_peta", gap="small"):
    wide, sheet = st.columns([66, 34], gap="medium")
    with wide:
        look = map_controls.controls(choice)
        map_page.draw(choice, look, public=public)
        view = views.overview(choice, public=public)
        map_page.strip(view)
    with sheet, st.container(key="lembar", gap="small"):
        map_page.sheet(view, look)
    pieces.footer(view)
