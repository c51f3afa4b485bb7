"""Unggah: a checklist of one's own file, the areas and children to decide about, and what was uploaded."""

from __future__ import annotations

import streamlit as st

from stunting.ui import gate, upload_rooms

user = gate.require()

with st.container(key="unggah", gap="small"):
    upload_rooms.show(user)
