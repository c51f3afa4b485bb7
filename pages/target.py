"""Target: how far from the plan, in points and children, where the years lead, and what would change it."""

from __future__ import annotations

import streamlit as st

from stunting.ui import (
    filters,
    gate,
    target_charts,
    target_compare,
    target_data,
    target_editor,
    target_foot,
    target_iku,
    target_page,
    target_path,
)
from stunting.ui import target_what_if as what_if

user = gate.require()
choice = filters.chosen()
public = user.protected

with st.container(key="target", gap="small"):
    head = st.container()
    part, aim, year = target_page.controls(choice)
    rungs = target_data.rungs(choice, public=public)
    ways = [] if aim is None else target_path.ways(choice, aim.value, year, public=public)
    with head:
        target_page.headline(choice, rungs, ways, aim, year, public=public)
    if part == "Andaian":
        what_if.show(choice, aim, year, public=public)
    elif part == "Tabel IKU":
        target_iku.show(choice)
    elif part == "Perbandingan":
        target_compare.show(choice, public=public)
    elif part == "Kelola":
        target_editor.show(user, choice)
    else:
        left, right = st.columns([50, 50], gap="medium")
        with left:
            target_charts.path_chart(choice, ways, aim, year, public=public)
        with right:
            target_charts.ladder(choice, rungs, public=public)
    target_foot.footer(choice, user, rungs if part == target_page.PARTS[0] else None)
