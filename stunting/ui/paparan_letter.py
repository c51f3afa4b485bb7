"""The monthly feedback letter on the page Kelengkapan: for the dinas, and for a puskesmas its own."""

from __future__ import annotations

from functools import partial
from typing import Final

import streamlit as st

from stunting import audit
from stunting.access import AccessError, User
from stunting.reports.briefing.files import slug
from stunting.reports.letter import findings_of, letter
from stunting.settings import settings
from stunting.ui import data, downloads, filters, gate
from stunting.ui.filters import Choice
from stunting.ui.paparan_figures import ScreenFigures

#: Roles that may have the letter of any puskesmas; a puskesmas has its own.
_ALL: Final = ("dinas", "admin")


def allowed(user: User, known: list[str]) -> list[str]:
    """Return the puskesmas whose letter the user may have."""
    if user.role in _ALL:
        return known
    return [p for p in known if user.role == "puskesmas" and p == user.puskesmas]


def build(user: User, kab: str, puskesmas: str, period: str) -> bytes:
    """Return the letter; noted in the audit log.

    Raises
    ------
    AccessError
        If the letter is another's: its figures are not protected.
    """
    if not allowed(user, [puskesmas]):
        raise AccessError("surat ini untuk puskesmasnya sendiri dan dinas")
    choice = Choice(kab, kab, period, "eppgbm", "stunting")
    subject = f"umpan_balik:{slug(puskesmas)}:{period}"
    audit.record(settings().home, user.name, "ekspor", subject)
    found = findings_of(data.store(), puskesmas, period)
    return letter(ScreenFigures(choice, protected=False), puskesmas, period, found)


def button(known: list[str]) -> None:
    """Show the choice of puskesmas and month, and the download; nothing for other roles."""
    user, months = gate.user(), data.months()
    mine = allowed(user, known)
    if not mine or not months:
        return
    with st.popover("Surat umpan balik", type="tertiary"):
        who = st.selectbox(
            "Puskesmas", mine, format_func=lambda p: f"Puskesmas {p}", key="surat_puskesmas", required=True,
            label_visibility="collapsed",
        )  # fmt: skip
        month = st.selectbox(
            "Bulan", months, format_func=filters.period_label, key="surat_bulan", required=True,
            label_visibility="collapsed",
        )  # fmt: skip
        downloads.button(
            "Unduh surat (PDF)", partial(build, user, data.kab(), str(who), str(month)),
            downloads.figures("pdf", "umpan balik", str(who), str(month)), key="unduh_surat",
        )  # fmt: skip
