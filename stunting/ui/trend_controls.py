"""The choices of the page Tren: level of the parts, step of time, the two periods that are compared."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import streamlit as st

from stunting.indicators.format_id import period_name
from stunting.ui import data, trend_data
from stunting.ui.filters import Choice
from stunting.ui.views import year_before

LEVELS: Final = {"kecamatan": "Kecamatan", "puskesmas": "Puskesmas", "desa": "Desa"}
STEPS: Final = {"tahun": "Tahun ke tahun", "bulan": "Bulan ke bulan"}
SORTS: Final = {
    "turun": "Paling turun dahulu",
    "naik": "Paling naik dahulu",
    "tinggi": "Tertinggi dahulu",
    "anak": "Perubahan anak terbesar",
    "nama": "Menurut nama",
}
LEVEL, STEP, FROM, TO, SORT = "rinci", "langkah", "dari", "ke", "urut"
_PERIOD: Final = "_tren_periode"


@dataclass(frozen=True, slots=True)
class Asked:
    """What is chosen on the page: ``earlier`` is None where only one period has data."""

    level: str
    step: str
    earlier: str | None
    later: str


def earlier_than(later: str, periods: list[str]) -> str | None:
    """Return the default to compare with: a year earlier, else the oldest one before, else None.

    >>> earlier_than("2024-08", ["2024-08", "2024-02", "2023-08"])
    '2023-08'
    >>> earlier_than("2024", ["2024", "2022"]), earlier_than("2024", ["2024"])
    ('2022', None)
    """
    before = [p for p in periods if p < later]
    return year_before(later) if year_before(later) in before else min(before, default=None)


def controls(choice: Choice) -> Asked:
    """Draw the row of controls and return what is chosen."""
    state = st.session_state
    periods = data.months() if choice.monthly else data.years()
    levels = trend_data.INSIDE[choice.level]
    if state.get(_PERIOD, choice.period) != choice.period:  # the filter moved: the two periods follow it
        for key in (FROM, TO):
            state.pop(key, None)
    state[_PERIOD] = choice.period
    with st.container(key="tren_kendali", horizontal=True, gap="small", vertical_alignment="center"):
        _forget(STEP, list(STEPS))
        step = st.segmented_control(
            "Langkah waktu", list(STEPS), format_func=STEPS.__getitem__, key=STEP, bind="query-params",
            default="bulan" if choice.monthly else "tahun", required=True, label_visibility="collapsed",
        )  # fmt: skip
        _forget(LEVEL, list(levels))
        level = st.segmented_control(
            "Rincian", list(levels), format_func=LEVELS.__getitem__, key=LEVEL, bind="query-params",
            default=levels[0], required=True, label_visibility="collapsed",
        )  # fmt: skip
        first = st.container(width="content")  # read from left to right, chosen from right to left
        later = _period("Bandingkan ke", TO, periods, choice.period)
        before = [p for p in periods if p < later]
        earlier = None
        if before:
            with first:
                earlier = _period("Bandingkan dari", FROM, before, earlier_than(later, periods) or before[0])
    return Asked(str(level or levels[0]), str(step or "tahun"), earlier, later)


def _period(label: str, key: str, options: list[str], default: str) -> str:
    _forget(key, options)
    index = options.index(default) if default in options else 0
    return str(
        st.selectbox(
            label, options, index=index, format_func=lambda p: f"{key} {period_name(p)}", key=key,
            bind="query-params", label_visibility="collapsed", width=178, required=True,
        )
    )  # fmt: skip


def _forget(key: str, options: list[str]) -> None:
    """Drop a kept choice that is no option any more (another area, another kind of period)."""
    if st.session_state.get(key, options[0]) not in options:
        del st.session_state[key]


def sort() -> str:
    """Draw the heading of the table with its order, and return the order."""
    with st.container(key="tren_urut", horizontal=True, gap="small", vertical_alignment="center"):
        st.html('<h2 class="judul">Tabel perubahan</h2>', width="content")
        return str(
            st.selectbox(
                "Urutan tabel", list(SORTS), format_func=SORTS.__getitem__, key=SORT, bind="query-params",
                label_visibility="collapsed", width=230, required=True,
            )
        )  # fmt: skip
