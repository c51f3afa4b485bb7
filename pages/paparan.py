"""Paparan: the briefing of the chosen area as a full-screen show."""

from __future__ import annotations

import streamlit as st

from stunting.ui import filters, gate, paparan_page

user = gate.require()

with st.container(key="paparan"):
    paparan_page.show(user, filters.chosen())
