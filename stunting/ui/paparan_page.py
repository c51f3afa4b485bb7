"""The live briefing: full screen, arrow keys, light and dark; page and theme in the address."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import streamlit as st

from stunting.access import User
from stunting.settings import settings
from stunting.ui import kept, paparan_figures, paparan_html
from stunting.ui.data import resource
from stunting.ui.filters import Choice

#: In the address: for which puskesmas, where not for the chosen area.
PUSKESMAS = "puskesmas_paparan"
HTML = '<div class="pp" tabindex="-1"></div>'
JS = """
const module = import(new URL("/aset/paparan.js", window.location.origin));
export default function (component) {
  let off = null, gone = false;
  module.then((m) => { if (!gone) off = m.default(component); });
  return () => { gone = true; off?.(); };
}
"""


def _component() -> Callable[..., Any]:
    return st.components.v2.component("paparan_langsung", html=HTML, js=JS, isolate_styles=False)


_LIVE = _component()


@resource
def _html(stamp: str, choice: Choice, area: str, protected: bool, day: str) -> str:
    return paparan_html.deck(paparan_figures.briefing(choice, area, protected=protected))


def show(user: User, choice: Choice) -> None:
    """Show the slides of the chosen area, or of the puskesmas in the address."""
    asked = st.query_params.get(PUSKESMAS, "")
    area = asked if asked in paparan_figures.puskesmas(choice) else choice.area
    html = _html(kept.stamp(), choice, area, user.protected, dt.date.today().isoformat())
    left = _LIVE(key="paparan_langsung", data={"html": html}, on_keluar_change=lambda: None)
    if getattr(left, "keluar", None):
        # an empty mapping: without one Streamlit refuses to go while a choice is bound to the address
        st.switch_page(settings().pages_dir.resolve() / "ringkasan.py", query_params={})
