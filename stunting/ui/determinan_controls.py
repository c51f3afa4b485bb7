"""The choices of the page Determinan, kept in the address."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Final

import pandas as pd
import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from stunting.indicators.determinants import area_indicators
from stunting.indicators.format_id import period_name
from stunting.ui import determinan_area_data, determinan_data, determinan_sheet_data
from stunting.ui.filters import Choice

SECTIONS: Final = {
    "faktor": "Faktor",
    "wilayah": "Per wilayah",
    "parameter": "Lembar parameter",
    "antar": "Antarwilayah",
}
MEASURES: Final = {"pr": "Rasio prevalensi", "or": "Rasio odds"}
LEVELS: Final = {"desa": "Desa", "puskesmas": "Puskesmas", "kecamatan": "Kecamatan"}
#: Nothing to compare with.
NEVER: Final = "tanpa pembanding"


@dataclass(frozen=True, slots=True)
class Chosen:
    """Measure and factors of the model (empty: as many as it can hold)."""

    measure: str
    factors: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Sheet:
    """Target children, level of the rows, and the earlier month (None: no comparison)."""

    target: str
    level: str
    since: str | None

    @property
    def day(self) -> dt.date | None:
        """The last day of the earlier month."""
        return None if self.since is None else (pd.Period(self.since, "M").end_time).date()


def section() -> tuple[str, DeltaGenerator]:
    """Draw what the page is about; return it, and the row in which the other controls go."""
    row = st.container(key="det_kendali", horizontal=True, gap="small", vertical_alignment="center")
    with row:
        chosen = st.segmented_control(
            "Bagian", list(SECTIONS), format_func=SECTIONS.__getitem__, default="faktor", key="telaah",
            bind="query-params", required=True, label_visibility="collapsed",
        )  # fmt: skip
    return str(chosen or "faktor"), row


def model(row: DeltaGenerator, table: pd.DataFrame) -> Chosen:
    """Draw the choice of measure and factors.

    Parameters
    ----------
    row : container
        Of `section`.
    table : DataFrame
        The factors that were ever asked.
    """
    names = dict(zip(table["key"], table["name"], strict=True))
    with row:
        measure = st.segmented_control(
            "Ukuran", list(MEASURES), format_func=MEASURES.__getitem__, default="pr", key="ukuran_det",
            bind="query-params", required=True, label_visibility="collapsed",
        )  # fmt: skip
        picked = _factors(names)
    return Chosen(str(measure or "pr"), picked)


def _factors(names: dict[str, str]) -> tuple[str, ...]:
    key = "faktor_model"
    kept = [k for k in st.session_state.get(key, []) if k in names]
    label = f"Faktor dalam model: {len(kept)} dipilih" if kept else "Faktor dalam model: semua yang muat"
    with st.popover(label, width="content"):
        st.html(
            '<p class="catatan">Kosong: semua faktor yang datanya cukup. Pilih sendiri untuk model lain; '
            "setiap rasio disesuaikan untuk faktor lain yang dipilih, umur, dan jenis kelamin.</p>"
        )
        picked = st.multiselect(
            "Faktor dalam model", list(names), format_func=names.__getitem__, key=key, bind="query-params",
            placeholder="Semua yang muat", label_visibility="collapsed",
        )  # fmt: skip
    return tuple(k for k in names if k in set(picked))


def areas(
    row: DeltaGenerator, choice: Choice, table: pd.DataFrame, *, protected: bool, first: str
) -> tuple[str, str]:
    """Draw level and factor of the comparison of areas, and return both."""
    levels = ["puskesmas"] if choice.kec else ["kecamatan", "puskesmas"]
    levels = [level for level in levels if not (protected and level == "puskesmas")]
    names = dict(zip(table["key"], table["name"], strict=True))
    with row:
        forget("rinci_det", levels)
        level = st.segmented_control(
            "Rincian", levels, format_func=LEVELS.__getitem__, default=levels[0], key="rinci_det",
            bind="query-params", required=True, label_visibility="collapsed",
        )  # fmt: skip
        forget("faktor_det", list(names))
        factor = st.selectbox(
            "Faktor", list(names), index=list(names).index(first) if first in names else 0, key="faktor_det",
            format_func=names.__getitem__, bind="query-params", required=True, width=280,
            label_visibility="collapsed",
        )  # fmt: skip
    return str(level or levels[0]), str(factor)


def sheet(row: DeltaGenerator, choice: Choice, *, protected: bool) -> Sheet:
    """Draw the choices of the parameter sheet, and return them."""
    targets = ["stunting"] if protected else list(determinan_sheet_data.TARGETS)
    levels = ["desa"] if choice.level == "desa" else ["desa", "puskesmas", "kecamatan"]
    levels = levels[:2] if choice.level == "kecamatan" else levels
    levels = [level for level in levels if not (protected and level == "puskesmas")]
    months = determinan_data.months()
    earlier = [NEVER, *reversed(months[:-1])]
    with row:
        forget("sasaran_det", targets)
        target = st.selectbox(
            "Sasaran", targets, format_func=lambda t: f"sasaran: {determinan_sheet_data.TARGETS[t].lower()}",
            key="sasaran_det", bind="query-params", label_visibility="collapsed", width=270, required=True,
        )  # fmt: skip
        forget("baris_det", levels)
        level = st.segmented_control(
            "Baris", levels, format_func=LEVELS.__getitem__, default=levels[0], key="baris_det",
            bind="query-params", required=True, label_visibility="collapsed",
        )  # fmt: skip
        since = NEVER
        if len(earlier) > 1:
            forget("sejak_det", earlier)
            since = st.selectbox(
                "Perubahan sejak", earlier, format_func=_since, key="sejak_det", bind="query-params",
                label_visibility="collapsed", width=210, required=True,
            )  # fmt: skip
    return Sheet(str(target), str(level or levels[0]), None if since == NEVER else str(since))


def _since(month: str) -> str:
    return NEVER if month == NEVER else f"sejak {period_name(month)}"


def indicator(row: DeltaGenerator, choice: Choice) -> tuple[str, str]:
    """Draw the area indicators, diseases last, and return name and year of the chosen one."""
    table = determinan_area_data.indicators(choice.kab)
    last = table["group"].eq(area_indicators.DISEASE)
    names = [
        *dict.fromkeys(sorted(table.loc[~last, "name"])),
        *dict.fromkeys(sorted(table.loc[last, "name"])),
    ]
    ill = set(table.loc[last, "name"])
    with row:
        forget("indikator_det", names)
        name = str(st.selectbox(
            "Indikator wilayah", names, format_func=lambda n: f"penyakit: {n}" if n in ill else n,
            key="indikator_det", bind="query-params", label_visibility="collapsed", width=330, required=True,
        ))  # fmt: skip
    return name, area_indicators.choose_year(table, name, choice.period[:4])


def forget(key: str, options: list[str]) -> None:
    """Drop a kept choice that is no option any more."""
    if key in st.session_state and st.session_state[key] not in options:
        del st.session_state[key]
