"""HTML whose marked parts can be picked: a checklist, a table that opens its rows."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import streamlit as st

HTML = '<div class="klik"></div>'
JS = """
const module = import(new URL("/aset/klik.js", window.location.origin));
export default function (component) {
  let off = null, gone = false;
  module.then((m) => { if (!gone) off = m.default(component); });
  return () => { gone = true; off?.(); };
}
"""

# not isolated: the page's own styles apply, and a screen reader finds ordinary tables and buttons
_KLIK: Callable[..., Any] = st.components.v2.component("klik", html=HTML, js=JS, isolate_styles=False)


def clickable(
    html: str, *, key: str, on_pick: Callable[[str], None] | None = None, scroll: str = ""
) -> str | None:
    """Show `html`; parts with ``data-pilih`` can be picked.

    Parameters
    ----------
    html : str
        Everything that came from a file is escaped by the caller.
    on_pick : callable, optional
        Called with the value before the script runs again.
    scroll : str
        On a phone, CSS selector of what comes into view after a pick.

    Returns
    -------
    str or None
        What was picked just now.
    """

    def picked() -> None:
        value = st.session_state[key].get("pilih")
        if value and on_pick is not None:
            on_pick(str(value))

    found = _KLIK(key=key, data={"html": html, "scroll": scroll}, on_pilih_change=picked)
    value = found.get("pilih") if found else None
    return str(value) if value else None
