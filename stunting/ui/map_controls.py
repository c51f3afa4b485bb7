"""The controls on the map of the page Peta, and what they say."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import streamlit as st

from stunting.indicators.format_id import period_short
from stunting.ui import map_data, views
from stunting.ui.filters import Choice
from stunting.ui.map_values import Measure

#: One period, two of them side by side, or what changed between them.
MODES: Final = {"satu": "Satu periode", "dua": "Dua periode", "perubahan": "Perubahan"}
LEVELS: Final = {"desa": "Desa", "kecamatan": "Kecamatan"}
MEASURES: Final = {"prevalensi": "Prevalensi", "jumlah": "Jumlah anak"}


@dataclass(frozen=True, slots=True)
class Look:
    """What the controls on the map say.

    Attributes
    ----------
    level : str
        ``"desa"`` or ``"kecamatan"``.
    measure : str
        Of ``map.draw``.
    mode : str
        Key of `MODES`; ``"satu"`` wherever there is nothing earlier.
    earlier : str or None
        The period that is compared with.
    """

    level: str
    measure: Measure
    mode: str
    earlier: str | None


def controls(choice: Choice) -> Look:
    """Show level, mode, measure and the period compared with, and return what they say."""
    with st.container(key="kendali", horizontal=True, gap="small", vertical_alignment="center"):
        level = st.segmented_control(
            "Tingkat", list(LEVELS), format_func=LEVELS.__getitem__, default="desa", key="tingkat",
            bind="query-params", required=True, label_visibility="collapsed",
        )  # fmt: skip
        mode = st.segmented_control(
            "Perbandingan", list(MODES), format_func=MODES.__getitem__, default="satu", key="banding",
            bind="query-params", required=True, label_visibility="collapsed",
        )  # fmt: skip
        measure = _measure(fixed=mode == "perubahan")
        # last, for it comes and goes: nothing else moves
        earlier = _earlier(choice) if mode != "satu" else None
        if mode != "satu" and earlier is None:
            st.html('<span class="catatan">Belum ada periode sebelumnya.</span>', width="content")
            mode = "satu"
        if mode == "perubahan":
            measure = "perubahan"
    return Look(str(level or "desa"), measure, str(mode or "satu"), earlier)


def _measure(*, fixed: bool) -> Measure:
    """Show what is drawn and return it; `fixed` (a change is one of rates): shown, not to be chosen."""
    chosen = st.segmented_control(
        "Ukuran", list(MEASURES), format_func=MEASURES.__getitem__, default="prevalensi", key="ukuran",
        bind="query-params", required=True, label_visibility="collapsed", disabled=fixed,
    )  # fmt: skip
    return "jumlah" if chosen == "jumlah" else "prevalensi"


def _earlier(choice: Choice) -> str | None:
    """Show the periods before the chosen one, a year earlier first chosen; return what is chosen."""
    periods = map_data.earlier_periods(choice)
    if not periods:
        return None
    year_ago = views.year_before(choice.period)
    default = periods.index(year_ago) if year_ago in periods else 0
    chosen = st.selectbox(
        "Dibandingkan dengan", periods, index=default, format_func=lambda p: f"sejak {period_short(p)}",
        key="sejak_bulan" if choice.monthly else "sejak", bind="query-params", required=True,
        label_visibility="collapsed", width=150,
    )  # fmt: skip
    return str(chosen)
