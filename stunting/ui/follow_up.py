"""What is chosen on the follow-up screen: month, place, list; all of it in the address."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import streamlit as st

from stunting import regions
from stunting.access import User
from stunting.indicators import follow_up
from stunting.indicators.deciding import UNKNOWN
from stunting.indicators.format_id import period_name
from stunting.reports.follow_up_frame import EARLY_TITLE
from stunting.ui import data, follow_up_data, places

MONTH, KEC, PUSKESMAS, DESA, POSYANDU = "bulan", "kecamatan", "puskesmas", "desa", "posyandu"
LIST, PAGE, SHOW = "daftar", "hal", "tampilan"
_WIDGETS: Final = (MONTH, KEC, PUSKESMAS, DESA, POSYANDU, SHOW)
#: In the session: the state of this screen while a child is open, and its address.
_KEPT, QUERY = "_tl_pilihan", "_tl_alamat"
LEVELS: Final = ("kabupaten", "puskesmas", "desa", "posyandu")
EVERYTHING: Final = (follow_up_data.ALL, *follow_up.PRIORITIES, *follow_up.LISTS, follow_up_data.EARLY)


@dataclass(frozen=True, slots=True)
class Scope:
    """One month and the place that is looked at; ``""`` means all of them.

    The public looks at a kecamatan (`kec`), everybody else at a puskesmas, a desa or a posyandu.
    """

    kab: str
    month: str
    puskesmas: str = ""
    desa: str = ""
    posyandu: str = ""
    kec: str = ""

    @property
    def level(self) -> str:
        """The level of the place."""
        if self.posyandu:
            return "posyandu"
        if self.kec:
            return KEC
        return "desa" if self.desa else "puskesmas" if self.puskesmas else "kabupaten"

    @property
    def area(self) -> str:
        """Its key, as the counts name it."""
        if self.posyandu:
            return f"{self.desa}|{self.posyandu}"
        return self.kec or self.desa or self.puskesmas or self.kab

    @property
    def parts(self) -> str:
        """The level below (of a posyandu: its neighbours), for those who do not see kecamatan alone."""
        return LEVELS[min(LEVELS.index(self.level) + 1, 3)]

    @property
    def label(self) -> str:
        """The place in words."""
        return area_label(self.level, self.area)


def area_label(level: str, area: str) -> str:
    """Return an area of the lists in words."""
    if level == "kabupaten":
        return regions.area_label(area)
    if area == "?":
        return f"{level.capitalize()} tidak tercatat"
    if level == "puskesmas":
        return f"Puskesmas {area}"
    if level == "posyandu":
        desa, _, name = area.partition("|")
        where = f", {places.names(data.kab()).get(desa, regions.area_name(desa))}" if desa != "?" else ""
        return f"Posyandu {name}{where}" if name != "?" else f"Posyandu tidak tercatat{where}"
    return regions.area_label(area)


def title_of(code: str) -> str:
    """Return what a list, a priority or the whole is called."""
    if code == follow_up_data.ALL:
        return "Semua yang perlu ditindaklanjuti"
    if code == follow_up_data.EARLY:
        return EARLY_TITLE
    if code in follow_up.PRIORITIES:
        return str(follow_up.catalogue.catalogue("prioritas").at[code, "title"])
    return follow_up.title_of(code)


def _pick(
    label: str, options: list[str], key: str, none: str | None, names: dict[str, str], width: int, first: str
) -> str:
    values = options if none is None else ["", *options]
    found = st.selectbox(
        label, values, index=values.index(first) if first in values else 0, key=key, bind="query-params",
        format_func=lambda v: (none or "") if v == "" else names.get(v, v), label_visibility="collapsed",
        width=width, required=True,
    )  # fmt: skip
    return str(found) if found in values else ""


def keep() -> None:
    """Remember what is chosen, before a child is opened."""
    widgets = {key: st.session_state[key] for key in _WIDGETS if key in st.session_state}
    st.session_state[_KEPT] = (widgets, {k: st.query_params[k] for k in (LIST, PAGE) if k in st.query_params})
    st.session_state[QUERY] = dict(st.query_params)


def _restore() -> None:
    """Bring back what was chosen: the browser's own way back comes with the address of the child."""
    if st.query_params.pop("anak", None) and _KEPT in st.session_state:
        widgets, params = st.session_state[_KEPT]
        st.session_state.update(widgets)
        st.query_params.update(params)


def choose(user: User) -> Scope:
    """Draw the row of choices; a puskesmas begins at its own place. The public chooses a kecamatan."""
    _restore()
    months = data.months()
    with st.container(key="pilih_tempat", horizontal=True, gap="small", vertical_alignment="center"):
        month = _pick("Bulan", months, MONTH, None, {m: period_name(m) for m in months}, 180, months[0])
        known = follow_up_data.places(month)
        if user.protected:
            codes = sorted(set(known[KEC]) - {UNKNOWN})
            words = {c: area_label(KEC, c) for c in codes}
            kec = _pick("Kecamatan", codes, KEC, "Semua kecamatan", words, 250, "")
            return Scope(data.kab(), month, kec=kec)
        centres = list(dict.fromkeys(known["puskesmas"]))
        words = {c: area_label("puskesmas", c) for c in centres}
        own = user.puskesmas or ""
        centre = _pick("Puskesmas", centres, PUSKESMAS, "Semua puskesmas", words, 250, own)
        desa = posyandu = ""
        if centre:
            inside = known[known["puskesmas"].eq(centre)]
            villages = sorted(dict.fromkeys(inside["desa"]), key=lambda d: area_label("desa", d))
            words = {d: area_label("desa", d) for d in villages}
            desa = _pick("Desa", villages, DESA, "Semua desa", words, 220, "")
            if desa:
                posts = list(dict.fromkeys(inside.loc[inside["desa"].eq(desa), "posyandu"]))
                words = {p: f"Posyandu {p}" if p != "?" else "Posyandu tidak tercatat" for p in posts}
                posyandu = _pick("Posyandu", posts, POSYANDU, "Semua posyandu", words, 220, "")
    return Scope(data.kab(), month, centre, desa, posyandu)


def chosen_list() -> str:
    """Return the list that the address names."""
    code = st.query_params.get(LIST, follow_up_data.ALL)
    return code if code in EVERYTHING else follow_up_data.ALL


def chosen_page() -> int:
    """Return the page of the table that the address names, from 1."""
    text = st.query_params.get(PAGE, "1")
    return max(1, int(text)) if text.isdecimal() and len(text) < 6 else 1


def picked(value: str) -> None:
    """Take what was picked on screen into the state and the address: ``list:``, ``page:`` or ``area:``."""
    kind, _, what = value.partition(":")
    if kind == "daftar" and what in EVERYTHING:
        st.query_params[LIST] = what
        st.query_params.pop(PAGE, None)
    elif kind == "hal":
        st.query_params[PAGE] = what
    elif kind == "wilayah":
        level, _, area = what.partition("|")
        if level == "posyandu":
            st.session_state[POSYANDU] = area.partition("|")[2]
        elif level in (KEC, PUSKESMAS, DESA):
            st.session_state[level] = area
        st.query_params.pop(PAGE, None)
