"""Anak: one child for its officers: where it stands, growth curves, every measurement and its source."""

from __future__ import annotations

import streamlit as st

from stunting.ui import account, child_page, gate

user = gate.require()
if not user.sees_identities:
    account.refuse(user, "Halaman ini untuk petugas puskesmas dan dinas.", "/tindak_lanjut")

with st.container(key="anak", gap="small"):
    child = child_page.find(user)
    child_page.back()
    child_page.header(child)
    child_page.charts(child)
    child_page.table(child)
