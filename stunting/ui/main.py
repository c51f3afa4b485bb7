"""The frame of every screen: gate, filter row bound to the address, navigation, then the page.

The bound widgets stand here, before `nav.run()`: inside a page they would lose their value when the page
changes.
"""

from __future__ import annotations

import streamlit as st

from stunting.settings import settings
from stunting.ui import account, data, filters, gate, sso, start, warm
from stunting.ui.account import STAFF, Entry

#: Pages in the order of the menu, under its headings. Each page checks the role itself, too.
PAGES = {
    "": (
        Entry("ringkasan.py", "Ringkasan", "ringkasan"),
        Entry("peta.py", "Peta", "peta"),
        Entry("tren.py", "Tren", "tren"),
        Entry("target.py", "Target", "target"),
        Entry("posyandu.py", "Posyandu", "posyandu"),
        Entry("lokus.py", "Desa lokus", "lokus"),
        Entry("determinan.py", "Determinan", "determinan"),
        Entry("bumil.py", "Ibu hamil", "bumil"),
        Entry("paparan.py", "Paparan", "paparan"),
    ),
    "Lapangan": (
        Entry("tindak_lanjut.py", "Tindak lanjut", "tindak_lanjut", (*STAFF, "tpps")),
        Entry("anak.py", "Anak", "anak", ("-",)),
        Entry("unggah.py", "Unggah", "unggah", STAFF),
        Entry("papan.py", "Kelengkapan", "papan"),
        Entry("admin.py", "Admin", "admin", ("admin",)),
    ),
}
#: Pages whose headline is a figure: a screen reader hears their name first. The first one has no path.
UNTITLED = {
    "" if entry.path == "ringkasan" else entry.path: entry.title
    for entry in PAGES[""]
    if entry.path != "paparan"
}
#: Pages that work on a store without any data.
WITHOUT_DATA = ("unggah", "admin")

st.set_page_config(
    page_title="Pantau Stunting",
    page_icon=str(settings().static_dir / "ikon.png"),
    layout="wide",
    initial_sidebar_state="collapsed",
)
sso.turn()
user = gate.admit()
gate.frame_ran()
st.logo(str(settings().static_dir / "merek.svg"), size="small", link=None)

nav = st.navigation(account.pages(PAGES, user), position="top")
account.bar(user, f"/{nav.url_path}", UNTITLED.get(nav.url_path, ""))
if data.has_data():
    filters.remember(filters.bar(nav.url_path, nav.title))
    try:
        nav.run()
    finally:  # a page that stored something ends by starting the script anew
        warm.follow()
elif nav.url_path in WITHOUT_DATA:
    nav.run()
else:
    start.welcome(user)
