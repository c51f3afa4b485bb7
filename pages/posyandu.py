"""Posyandu: SKDN of areas and months, the attendance card, the puskesmas' own indicators, the sasaran."""

from __future__ import annotations

import streamlit as st

from stunting.ui import filters, gate, posyandu_page

user = gate.require()
choice = filters.chosen()

with st.container(key="posyandu", gap="small"):
    posyandu_page.show(user, choice)
