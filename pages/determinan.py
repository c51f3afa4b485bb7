"""Determinan: what goes with stunting here, by how much, and what its removal could change."""

from __future__ import annotations

import streamlit as st

from stunting.ui import (
    determinan_area,
    determinan_areas,
    determinan_controls,
    determinan_data,
    determinan_page,
    determinan_sheet,
    filters,
    gate,
)

user = gate.require()
choice = filters.chosen()

with st.container(key="determinan", gap="small"):
    section, row = determinan_controls.section()
    if section == "antar":
        determinan_area.show(user, choice, row)
    elif not determinan_data.months():
        determinan_page.nothing(choice)
    elif section == "faktor":
        determinan_page.factors(user, choice, row)
    elif section == "wilayah":
        determinan_areas.areas(user, choice, row)
    else:
        determinan_sheet.show(user, choice, row)
