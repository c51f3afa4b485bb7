"""Admin: accounts, the audit log, facts about the installation."""

from __future__ import annotations

import streamlit as st

from stunting.ui import account, admin_audit, admin_page, gate

user = gate.require()
if user.role != "admin":
    account.refuse(user, "Halaman ini hanya untuk admin.", "/admin")

with st.container(key="admin", gap="small"):
    part = admin_page.part()
    if part == "Akun":
        admin_page.users(user)
    elif part == "Sistem":
        admin_page.system(user)
    else:
        admin_audit.show(user)
