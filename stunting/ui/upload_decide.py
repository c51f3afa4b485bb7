"""What a person has to decide about areas: which desa, puskesmas, posyandu a name means; with its undo."""

from __future__ import annotations

from collections.abc import Callable
from html import escape
from typing import Any, Final

import pandas as pd
import streamlit as st

from stunting.access import AccessError, User
from stunting.indicators.format_id import date, number
from stunting.regions import area_label
from stunting.store import StoreError
from stunting.ui import people
from stunting.ui import upload_decisions as model

PAGE: Final = 6
ERROR: Final = "_keputusan_galat"
AREA_KINDS: Final = ("kecamatan", "desa", "puskesmas", "posyandu")
NEXT: Final = (
    "Desa atau kecamatan yang ejaannya tidak ada di daftar resmi, dengan usul padanannya",
    "Puskesmas yang namanya tidak dikenal",
    "Posyandu yang namanya hampir sama dengan posyandu lain di desa yang sama",
)
_SAYS: Final = {"sama": "anak yang sama", "beda": "anak yang berbeda"}


def soon(texts: tuple[str, ...]) -> str:
    """Return what an empty room will hold."""
    return (
        '<h2 class="judul">Yang akan muncul di sini</h2><ul class="unggah-nanti">'
        f"{''.join(f'<li>{text}</li>' for text in texts)}</ul>"
    )


def open_areas(user: User) -> pd.DataFrame:
    """Return the areas to decide about."""
    return model.unmatched(user)


def open_cases(user: User) -> pd.DataFrame:
    """Return the cases of children to decide about."""
    return model.cases(user)[0]


def act(do: Callable[..., Any], user: User, *args: Any) -> None:
    """Run a decision from a button; what refuses it is shown at the next run."""
    try:
        do(people.still(user, people.token()), *args)
    except (AccessError, StoreError) as error:
        st.session_state[ERROR] = str(error)


def problem() -> None:
    """Show why the last decision was refused."""
    said = st.session_state.pop(ERROR, "")
    if said:
        st.html(f'<p class="pesan perlu" role="alert">{escape(said)}</p>')


def page_of(frame: pd.DataFrame, key: str) -> pd.DataFrame:
    """Draw the page numbers of a long list and return the page that is chosen."""
    if len(frame) <= PAGE:
        return frame
    at = st.pagination(-(-len(frame) // PAGE), key=key)
    return frame.iloc[(at - 1) * PAGE : at * PAGE]


def areas(user: User) -> None:
    """Draw the unmatched areas with what each may be."""
    frame = model.unmatched(user)
    said = f"{number(len(frame))} wilayah belum dikenal." if len(frame) else "Semua wilayah dikenal."
    st.html(
        f'<div class="unggah-pokok"><h1>{said}</h1><p class="catatan">Keputusan berlaku untuk yang sudah '
        "tersimpan dan untuk unggahan berikutnya, dan dapat dicabut.</p></div>"
    )
    problem()
    if not len(frame):
        st.html(soon(NEXT))
    for n, area in enumerate(page_of(frame, "halaman_wilayah").to_dict("records")):
        options = dict(model.suggestions(area))
        with st.container(key=f"putus_{n}", horizontal=True, gap="small", vertical_alignment="bottom"):
            inside = area["key"].partition("|")[0] if area["kind"] == "posyandu" else area["kec"]
            where = f" · {area_label(inside)}" if inside and area["kind"] in ("desa", "posyandu") else ""
            count = f"{number(area['rows'])} baris" + (
                f", {number(area['children'])} anak" if area["children"] else ""
            )
            st.html(
                f'<div class="kasus"><b>{escape(str(area["name"]).title())}</b>'
                f"<span>{area['kind']}{escape(where)} · "
                f"Puskesmas {escape(area['puskesmas'] or '–')} · {count}</span></div>"
            )
            target = st.selectbox(
                "Dibaca sebagai", [*options], format_func=options.__getitem__, key=f"padanan_{area['key']}",
                width=330,
            )  # fmt: skip
            st.button(
                "Padankan", key=f"padankan_{n}", on_click=act, args=(model.decide_area, user, area, target)
            )
    decided(user, AREA_KINDS)


def decided(user: User, kinds: tuple[str, ...]) -> None:
    """Draw what was decided, newest first, each with the way back."""
    frame = model.decisions(user, kinds)
    if not len(frame):
        return
    st.html(f'<h2 class="judul">Keputusan <small>{number(len(frame))}</small></h2>')
    for d in frame.head(30).to_dict("records"):
        with st.container(
            key=f"keputusan_{d['id']}", horizontal=True, gap="small", vertical_alignment="center"
        ):
            st.html(f'<p class="catatan">{_decision_html(d)}</p>', width="stretch")
            if d["state"] == "berlaku":
                st.button(
                    "Cabut",
                    key=f"cabut_{d['id']}",
                    type="tertiary",
                    on_click=act,
                    args=(model.revoke, user, d["id"]),
                )


def _decision_html(d: dict) -> str:
    when = date(d["at"].tz_convert(None) if d["at"].tzinfo else d["at"])
    if d["kind"] in _SAYS:
        what = f"{1 + d['target'].count(',') + 1} anak: {_SAYS[d['kind']]}"
    else:
        name = str(d["key"]).replace("|", "?").rpartition("?")[2].title()
        target = area_label(d["target"]) if "." in d["target"] else d["target"]
        what = f"{d['kind'].capitalize()} “{name}” dibaca sebagai {target}"
    tail = ""
    if d["state"] != "berlaku":
        tail = f" · dicabut oleh {escape(str(d['revoked_by']))}"
    return f"<b>{escape(what)}</b> · {escape(d['by'])}, {when}{tail}"
