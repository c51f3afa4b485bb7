"""What the page Ibu hamil shows: the choice of its controls, and the frames that follow from it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

import pandas as pd
import streamlit as st

from stunting.indicators.determinants import ANAEMIA, KEK
from stunting.ui import bumil_data, places
from stunting.ui.filters import Choice

INDICATORS: Final = {KEK: "KEK", ANAEMIA: "Anemia"}
SCHEMES: Final = {"trimester": "Batas Hb per trimester", "seragam": "Batas Hb 11 g/dL"}
LEVELS: Final = {"kecamatan": "Kecamatan", "puskesmas": "Puskesmas", "desa": "Desa"}


@dataclass(frozen=True, slots=True)
class View:
    """What the page shows of one choice.

    Attributes
    ----------
    known : bool
        Whether any visit is stored.
    own, parts, series, flow : DataFrame
        Of the chosen area: one row; areas inside; months; outcomes.
    """

    choice: Choice
    public: bool
    indicator: str
    scheme: str
    level: str
    known: bool
    own: pd.DataFrame
    parts: pd.DataFrame
    series: pd.DataFrame
    flow: pd.DataFrame

    @property
    def asked(self) -> tuple[str, str, str]:
        """What is chosen on the page."""
        return self.indicator, self.scheme, self.level

    @property
    def names(self) -> Mapping[str, str]:
        """Area key → name, of the areas inside."""
        return places.names_of(self.choice.kab, [a for a in self.parts["area"] if self.level != "puskesmas"])


def view(choice: Choice, *, public: bool) -> View:
    """Show the controls and return what the page shows."""
    known = bool(len(bumil_data.visits()))
    indicator, scheme, level = _controls(choice, public=public) if known else (KEK, "trimester", "kecamatan")
    asked: dict[str, Any] = {"indicator": indicator, "scheme": scheme, "public": public}
    own = bumil_data.rates(choice.level, choice.period, **asked)
    parts = bumil_data.rates(level, choice.period, **asked)
    inside = choice.kec or choice.kab
    if level != "puskesmas":
        parts = parts[parts["area"].astype("str").str.startswith(inside)].reset_index(drop=True)
    return View(
        choice, public, indicator, scheme, level, known,
        own=own[own["area"].astype("str") == choice.area].reset_index(drop=True), parts=parts,
        series=bumil_data.series(choice.level, choice.area, indicator, scheme, public=public),
        flow=bumil_data.flow(choice.level, choice.area, choice.period, public=public),
    )  # fmt: skip


def _controls(choice: Choice, *, public: bool) -> tuple[str, str, str]:
    levels = [lv for lv in LEVELS if not public or lv in bumil_data.OPEN]
    levels = levels if choice.level == "kabupaten" else ["desa"]
    with st.container(key="kendali_bumil", horizontal=True, gap="small", vertical_alignment="center"):
        indicator = st.segmented_control(
            "Ukuran", list(INDICATORS), format_func=INDICATORS.__getitem__, default=KEK, key="ukuran_bumil",
            bind="query-params", required=True, label_visibility="collapsed",
        )  # fmt: skip
        level = st.segmented_control(
            "Tingkat", levels, format_func=LEVELS.__getitem__, default=levels[0], key="tingkat_bumil",
            bind="query-params", required=True, label_visibility="collapsed",
        )  # fmt: skip
        scheme: str | None = "trimester"
        if indicator == ANAEMIA:
            scheme = st.segmented_control(
                "Batas Hb", list(SCHEMES), format_func=SCHEMES.__getitem__, default="trimester",
                key="batas_hb", bind="query-params", required=True, label_visibility="collapsed",
            )  # fmt: skip
    return str(indicator or KEK), str(scheme or "trimester"), str(level or levels[0])
