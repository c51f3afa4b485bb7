"""The filter row: area, period, rule, indicator; bound to the address, kept from page to page."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape
from typing import Final

import streamlit as st

from stunting.indicators.format_id import period_name
from stunting.ui import data, places

INDICATORS: Final = {
    "stunting": "Stunting",
    "severe_stunting": "Sangat pendek",
    "wasting": "Wasting",
    "underweight": "Underweight",
    "overweight": "Gizi lebih",
}
RULES: Final = {"eppgbm": "Menurut e-PPGBM", "who": "Hitung ulang WHO"}

#: In the session: an area that was asked for and is in no list, and the area that is shown instead.
STRANGE: Final = "_wilayah_asing"
#: Pages of other data than prevalence: their style sheets hide rule and indicator.
PLAIN: Final = ("posyandu", "bumil")
AREA, PERIOD, RULE, INDICATOR = "wilayah", "periode", "aturan", "indikator"


@dataclass(frozen=True, slots=True)
class Choice:
    """What is chosen in the filter row."""

    kab: str
    area: str
    period: str
    rule: str
    indicator: str

    @property
    def level(self) -> str:
        """Level of the chosen area."""
        return places.level_of(self.area)

    @property
    def kec(self) -> str | None:
        """The kecamatan that the choice lies in, None for the whole kabupaten."""
        if self.level == "kabupaten":
            return None
        return self.area if self.level == "kecamatan" else places.parent_of(self.area)

    @property
    def label(self) -> str:
        """Name of the chosen area."""
        return places.label_of(self.kab, self.area)

    @property
    def monthly(self) -> bool:
        """Whether the period is a month."""
        return len(self.period) == 7


def period_label(period: str) -> str:
    """Return the words of a period in the list.

    >>> period_label("2024"), period_label("2024-08")
    ('Tahun 2024', 'Agustus 2024')
    """
    return f"Tahun {period}" if len(period) == 4 else period_name(period)


def choose_area(area: str) -> None:
    """Set the chosen area from a callback (map, table, breadcrumb); one that is in no list is told."""
    if area in places.labels(data.kab()):
        st.session_state[AREA] = area
    else:
        st.session_state[STRANGE] = (places.label_of(data.kab(), area), st.session_state.get(AREA))


def bar(page: str = "", title: str = "") -> Choice:
    """Draw the filter row in the frame, before the page runs, and return the choice.

    `page` is the path of the page: its short line on a phone tells only what the page uses, and first its
    `title`, for nothing else does there.
    """
    kab = data.kab()
    labels = places.labels(kab)
    order = sorted(labels, key=lambda c: (c.count("."), labels[c]))
    periods = [*data.years(), *data.months()]
    holder, strange = st.empty(), st.empty()
    asked = st.query_params.get(AREA)
    if asked and asked not in labels.values():
        st.session_state[STRANGE] = (asked, None)
    with st.container(key="saring", horizontal=True, gap="small", vertical_alignment="center"):
        area = st.selectbox(
            "Wilayah", order, format_func=labels.__getitem__, key=AREA, bind="query-params",
            label_visibility="collapsed", width=310, required=True,
        )  # fmt: skip
        period = st.selectbox(
            "Periode", periods, format_func=period_label, key=PERIOD, bind="query-params",
            label_visibility="collapsed", width=190, required=True,
        )  # fmt: skip
        rule = st.selectbox(
            "Aturan hitung", list(RULES), format_func=RULES.__getitem__, key=RULE, bind="query-params",
            label_visibility="collapsed", width=200, required=True,
        )  # fmt: skip
        indicator = st.selectbox(
            "Indikator", list(INDICATORS), format_func=INDICATORS.__getitem__, key=INDICATOR,
            bind="query-params", label_visibility="collapsed", width=170, required=True,
        )  # fmt: skip
    choice = Choice(kab, str(area), str(period), str(rule), str(indicator))
    said = _strange_html(choice)
    if said:
        strange.html(said)
    holder.html(
        f'<div class="saring-ringkas" role="button" tabindex="0" aria-expanded="false">'
        f"<span>{escape(_summary(choice, page, title))}</span></div>"
    )
    return choice


def _strange_html(choice: Choice) -> str:
    """Return which area was asked for and is not shown; nothing once another one is chosen."""
    asked, instead = st.session_state.get(STRANGE, ("", None))
    if not asked:
        return ""
    if instead not in (None, choice.area):
        del st.session_state[STRANGE]
        return ""
    st.session_state[STRANGE] = (asked, choice.area)
    said = escape(strange_area(asked, choice.label))
    return f'<p class="pesan perlu" role="status" data-uji="wilayah-asing">{said}</p>'


def strange_area(asked: str, shown: str) -> str:
    """Return the sentence for an area that is in no list.

    >>> strange_area("Desa Contoh", "Kabupaten Balangan")
    'Wilayah “Desa Contoh” tidak ada di daftar. Yang ditampilkan: Kabupaten Balangan.'
    """
    return f"Wilayah “{asked[:60]}” tidak ada di daftar. Yang ditampilkan: {shown}."


def _summary(choice: Choice, page: str = "", title: str = "") -> str:
    """Return the page and the choice in one short line, for a phone."""
    name = [title] if title else []
    area = choice.label.replace("Kabupaten ", "Kab. ").replace("Kecamatan ", "Kec. ")
    if page in PLAIN:
        return " · ".join((*name, area, period_name(choice.period)))
    rule = RULES[choice.rule].removeprefix("Menurut ")
    return " · ".join((*name, area, period_name(choice.period), rule, INDICATORS[choice.indicator]))


def remember(choice: Choice) -> None:
    """Hand the choice of this run to the page."""
    st.session_state["_pilihan"] = choice


def chosen() -> Choice:
    """Return the choice of this run."""
    return st.session_state["_pilihan"]
