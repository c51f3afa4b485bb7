"""The frame of every screen: gate, filter row bound to the address, navigation, then the page.

The bound widgets stand here, before `nav.run()`: inside a page they would lose their value when the page
changes.
"""

from __future__ import annotations

import streamlit as st

from stunting.settings import settings
from stunting.ui import data, filters, gate, start

st.set_page_config(
    page_title="Pantau Stunting",
    page_icon=str(settings().static_dir / "ikon.png"),
    layout="wide",
    initial_sidebar_state="collapsed",
)
gate.user()
gate.frame_ran()
st.logo(str(settings().static_dir / "merek.svg"), size="small", link=None)

PAGES = settings().pages_dir.resolve()
nav = st.navigation(
    [
        st.Page(PAGES / "ringkasan.py", title="Ringkasan", url_path="ringkasan", default=True),
        st.Page(PAGES / "peta.py", title="Peta", url_path="peta"),
    ],
    position="top",
)
if not data.has_data():
    start.welcome()
else:
    filters.remember(filters.bar())
    nav.run()
