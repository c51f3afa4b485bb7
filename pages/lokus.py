"""Desa lokus: which desa first, how sure that is, the lists of past years, and what became of them."""

from __future__ import annotations

import streamlit as st

from stunting.ui import filters, gate, lokus_controls, lokus_evaluation, lokus_lists, lokus_page

user = gate.require()
choice = filters.chosen()

with st.container(key="lokus", gap="small"):
    part = lokus_controls.part()
    if part == "daftar":
        lokus_lists.show(user, choice)
    elif part == "evaluasi":
        lokus_evaluation.show(choice, public=user.protected)
    else:
        lokus_page.show(choice, public=user.protected)
