"""Ibu hamil: KEK and anaemia of pregnant women, what became of them, and whom to look after."""

from __future__ import annotations

import streamlit as st

from stunting.ui import bumil_list, bumil_page, bumil_view, filters, gate

user = gate.require()
choice = filters.chosen()

with st.container(key="bumil", gap="small"):
    view = bumil_view.view(choice, public=user.protected)
    bumil_page.show(view)
    if view.known:
        bumil_list.show(user, view)
        bumil_page.footer(view)
