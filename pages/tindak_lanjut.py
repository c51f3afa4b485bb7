"""Tindak lanjut: which children need what this month; counts for everybody, names for their officers."""

from __future__ import annotations

import streamlit as st

from stunting.ui import follow_up, follow_up_export, follow_up_page, follow_up_view, gate

user = gate.require()

with st.container(key="tindak_lanjut", gap="small"):
    scope = follow_up.choose(user)
    board = follow_up_view.board(user, scope, follow_up.chosen_list())
    follow_up_page.headline(board)
    follow_up_page.tiles(board)
    left, right = st.columns([32, 68], gap="medium")
    with left:
        follow_up_page.checklist(board)
    with right:
        follow_up_page.title(board)
        follow_up_export.buttons(user, board)
        follow_up_page.table(user, board)
    follow_up_page.footer(board)
