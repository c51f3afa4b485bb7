"""The parameter sheet of the page Determinan, and the list behind each number for those who may see it."""

from __future__ import annotations

from functools import partial
from html import escape
from typing import Final

import pandas as pd
import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from stunting.access import User
from stunting.indicators.determinants.sentences import parameters_takeaway
from stunting.indicators.format_id import number, period_name
from stunting.reports import determinant_areas as tables
from stunting.ui import (
    data,
    determinan_data,
    determinan_export,
    determinan_sheet_data,
    determinan_sheet_html,
    lokus_data,
    people,
    pieces,
    places,
    trend_data,
)
from stunting.ui import (
    determinan_controls as controls,
)
from stunting.ui.determinan_controls import Sheet
from stunting.ui.determinan_export import Part
from stunting.ui.determinan_page import note, said, sentence
from stunting.ui.filters import Choice

#: Names shown at most: more is a list to work through elsewhere.
MOST: Final = 60


def show(user: User, choice: Choice, row: DeltaGenerator) -> None:
    """Show the parameters of the chosen area, then of every area inside."""
    asked = controls.sheet(row, choice, protected=user.protected)
    text = _made(choice, asked, user.protected, data.version(), lokus_data.stamp())
    target = determinan_sheet_data.TARGETS[asked.target].lower()
    sentence("", text["kalimat"], text["dasar"])
    pieces.title(f"Parameter {target}, {choice.label}", "! merah: lebih dari 50 % dari yang diketahui")
    st.html(text["sendiri"])
    if asked.level != choice.level:
        dots = "; · disamarkan" if user.protected else ""
        pieces.title(f"Tiap {asked.level}", f"persen anak sasaran; ! merah; – belum didata{dots}")
        said(text["merah"], "kalimat-matriks")
        st.html(text["matriks"])
        note(
            f"Anak: anak sasaran yang didata. Diarsir: kurang dari {determinan_sheet_html.FEW} anak, belum "
            f"pasti; tidak ikut dihitung di kolom merah, dan {asked.level} yang hanya punya itu ada di bawah."
        )
    if user.sees_identities:
        _list(user, choice, asked)
    table = partial(_table, choice, asked, user.protected)
    determinan_export.footer(choice, part=Part("parameter", "pendataan keluarga", text["n"], table))


def _table(choice: Choice, asked: Sheet, public: bool) -> pd.DataFrame:
    """Return what may be taken away; made when it is asked for."""
    frames, names = [_own(choice, asked, public), _inside(choice, asked, public)], places.names(choice.kab)
    return tables.sheet(
        frames, determinan_sheet_data.TARGETS[asked.target].lower(), lambda a: names.get(a, a)
    )


@st.cache_resource(show_spinner=False, max_entries=48)
def _made(choice: Choice, asked: Sheet, public: bool, data_version: str, lists: str) -> dict[str, str]:
    """Return the sentences and tables of one choice; no identity in them."""
    own, inside = _own(choice, asked, public), _inside(choice, asked, public)
    names = places.names(choice.kab)

    def label(area: str) -> str:
        return names.get(area) or places.label_of(choice.kab, area) if "." in area else area

    target = determinan_sheet_data.TARGETS[asked.target].lower()
    compared = asked.since is not None
    return {
        "kalimat": f"{choice.label}, {target}: {_lower(parameters_takeaway(_shown(own)))}",
        "dasar": _basis(choice, asked, own),
        "n": _n(own),
        "sendiri": determinan_sheet_html.own_table(
            own, inside, asked.level, compared=compared, public=public
        ),
        "merah": _reds(inside, asked.level),
        "matriks": determinan_sheet_html.matrix(inside, label, asked.level),
    }


def _shown(own: pd.DataFrame) -> pd.DataFrame:
    return own[~own["suppressed"].astype("bool")].reset_index(drop=True)


def _own(choice: Choice, asked: Sheet, public: bool) -> pd.DataFrame:
    frame = determinan_sheet_data.sheet(choice, asked.target, choice.level, asked.day, protected=public)
    return frame[frame["area"] == choice.area].reset_index(drop=True)


def _inside(choice: Choice, asked: Sheet, public: bool) -> pd.DataFrame:
    frame = determinan_sheet_data.sheet(choice, asked.target, asked.level, asked.day, protected=public)
    if choice.level == "kabupaten":
        return frame
    if asked.level == "puskesmas":
        rates = trend_data.parts(choice, "puskesmas", choice.period, public=public)
        return frame[frame["area"].isin(set(rates["area"].astype("str")))].reset_index(drop=True)
    return frame[frame["area"].str.startswith(choice.area)].reset_index(drop=True)


def _lower(text: str) -> str:
    return text[:1].lower() + text[1:]


def _n(own: pd.DataFrame) -> str:
    known = own["children"].max() if len(own) else float("nan")
    return f"n = {number(float(known))} anak sasaran" if pd.notna(known) else ""


def _basis(choice: Choice, asked: Sheet, own: pd.DataFrame) -> str:
    children = own["children"].max() if len(own) else float("nan")
    many = f"{number(float(children))} anak sasaran" if pd.notna(children) else "Anak sasaran"
    when = f", diukur {choice.period[:4]}."
    since = f" Pembanding: jawaban sampai {period_name(asked.since)}." if asked.since else ""
    return f"{many}{when} Yang belum didata tidak ikut dihitung.{since}"


def _reds(inside: pd.DataFrame, level: str) -> str:
    """Return in how many areas anything is red, and the parameter that is red most often."""
    known = inside[inside["red"].notna()]
    if known.empty:
        return f"Belum ada {level} yang didata atau boleh ditampilkan."
    red = known[known["red"].astype("bool")]
    count = f"{number(red['area'].nunique())} dari {number(known['area'].nunique())} {level}"
    if red.empty:
        return f"Tidak satu pun parameter merah di {number(known['area'].nunique())} {level}."
    often = red["name"].value_counts()
    first = f"{often.index[0]} ({number(int(often.iloc[0]))} {level})"
    return f"Ada parameter merah di {count}; paling sering {first}."


# the list behind a number -------------------------------------------------------------------------


def _list(user: User, choice: Choice, asked: Sheet) -> None:
    """Show who has a parameter, once asked for: names are read and noted only then."""
    table = determinan_data.joined(choice).table
    frame = determinan_data.joined(choice).frame
    keys = {k: n for k, n in zip(table["key"], table["name"], strict=True) if k in frame}
    pieces.title("Daftar anak di balik angka", "dibuka tercatat; puskesmas hanya melihat anaknya sendiri")
    with st.container(key="det_daftar", horizontal=True, gap="small", vertical_alignment="center"):
        controls.forget("parameter_det", list(keys))
        key = st.selectbox(
            "Parameter", list(keys), format_func=keys.__getitem__, key="parameter_det", bind="query-params",
            label_visibility="collapsed", width=280, required=True,
        )  # fmt: skip
        opened = st.toggle("Tampilkan nama", key="det_nama")
    if not opened:
        note("Pilih wilayah di atas, parameter di sini, lalu tampilkan namanya.")
        return
    chosen = frame["child_id"].isin(determinan_sheet_data.targets(choice, asked.target))
    inside = frame[determinan_data.COLUMNS[choice.level]] == choice.area
    here = frame[(chosen & inside & frame[str(key)].fillna(False).astype("bool")).to_numpy()]
    allowed = people.visible(user, here["child_id"])
    subject = f"parameter {key} {choice.area}"
    named = people.seen(user, allowed[:MOST], subject, st.session_state)
    st.html(_names(named, here.set_index("child_id"), choice))
    more = len(allowed) - len(named)
    said(
        f"{keys[str(key)]}: {number(len(allowed))} anak yang boleh Anda lihat, dari {number(len(here))} di "
        f"{choice.label}."
        + (f" {number(more)} lainnya: pilih wilayah yang lebih kecil." if more > 0 else ""),
        "kalimat-daftar",
    )


def _names(named: pd.DataFrame, state: pd.DataFrame, choice: Choice) -> str:
    if named.empty:
        return '<p class="catatan">Tidak ada anak yang boleh Anda lihat di sini.</p>'
    names, known = places.names(choice.kab), state.to_dict("index")
    body = []
    for row in named.to_dict("records"):
        child = str(row["child_id"])
        at = known[child]
        name = row["name"] if isinstance(row["name"], str) and row["name"] else f"ID {child[:8]}"
        age = f"{number(at['age_months'])} bln" if at["age_months"] == at["age_months"] else "umur ?"
        place = [f"Posyandu {at['posyandu']}" if at["posyandu"] else "posyandu tidak tercatat",
                 names.get(str(at["desa"]), "desa tidak tercatat")]  # fmt: skip
        body.append(
            f'<tr><th scope="row"><a href="/anak?anak={escape(child, quote=True)}">{escape(name)}</a></th>'
            f"<td>{age}</td><td>{escape(', '.join(place))}</td></tr>"
        )
    head = "".join(f'<th scope="col">{t}</th>' for t in ("Anak", "Umur", "Tempat"))
    return (
        '<div class="dt-luar gulir"><table class="tabel dt-nama" data-uji="daftar">'
        f"<thead><tr>{head}</tr></thead><tbody>{''.join(body)}</tbody></table></div>"
    )
