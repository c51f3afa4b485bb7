"""Kelengkapan: which puskesmas has delivered which month."""

from __future__ import annotations

import streamlit as st

from stunting.ui import board, gate

user = gate.require()

with st.container(key="papan", gap="small"):
    board.show(user)
