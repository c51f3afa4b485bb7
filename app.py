"""Launcher only: ``python app.py``, ``streamlit run app.py`` or ``uvicorn app:app``.

The script is `stunting/ui/main.py`, on purpose not beside `pages/`: a folder of that name next to the entry
script lets the first deep link of a fresh server run a page without the frame and its gate.
"""

from __future__ import annotations

import streamlit as st

from stunting.settings import ROOT
from stunting.ui.errors import on_script_error
from stunting.ui.server import lifespan, middleware, routes

app = st.App(
    str(ROOT / "stunting" / "ui" / "main.py"),
    routes=routes(),
    middleware=middleware(),
    lifespan=lifespan,
    on_script_error=on_script_error,
)

if __name__ == "__main__":
    app.run()
