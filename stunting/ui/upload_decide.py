"""The lists of what a person has to decide: unmatched areas, children who may be one; each with its undo."""

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
from stunting.ui import upload_decisions as model

PAGE: Final = 6
ERROR: Final = "_keputusan_galat"
AREA_KINDS: Final = ("kecamatan", "desa", "puskesmas", "posyandu")
CHILD_KINDS: Final = ("sama", "beda")
_SAYS: Final = {"sama": "anak yang sama", "beda": "anak yang berbeda"}
_SEEN: Final = "_anak_dilihat"


def open_areas(user: User) -> pd.DataFrame:
    """Return the areas to decide about."""
    return model.unmatched(user)


def open_cases(user: User) -> pd.DataFrame:
    """Return the cases of children to decide about."""
    return model.cases(user)[0]


def _do(act: Callable[..., Any], *args: Any) -> None:
    """Run a decision from a button; what refuses it is shown at the next run."""
    try:
        act(*args)
    except (AccessError, StoreError) as error:
        st.session_state[ERROR] = str(error)


def _problem() -> None:
    said = st.session_state.pop(ERROR, "")
    if said:
        st.html(f'<p class="pesan perlu" role="alert">{escape(said)}</p>')


def _page(frame: pd.DataFrame, key: str) -> pd.DataFrame:
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
    _problem()
    for n, area in enumerate(_page(frame, "halaman_wilayah").to_dict("records")):
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
                "Padankan", key=f"padankan_{n}", on_click=_do, args=(model.decide_area, user, area, target)
            )
    _decided(user, AREA_KINDS)


def children(user: User) -> None:
    """Draw pairs of children who may be one."""
    frame, elsewhere = model.cases(user)
    said = (
        f"{number(len(frame))} pasang anak perlu dipastikan."
        if len(frame)
        else "Tidak ada anak yang perlu dipastikan."
    )
    more = (
        f" {number(elsewhere)} pasang lain menyangkut puskesmas lain: dinas yang memutuskan."
        if elsewhere
        else ""
    )
    st.html(
        f'<div class="unggah-pokok"><h1>{said}</h1><p class="catatan">Tidak ada yang digabung otomatis. '
        f"Bandingkan, lalu putuskan; keputusan dapat dicabut.{more}</p></div>"
    )
    _problem()
    shown = _page(frame, "halaman_anak")
    if len(shown):
        who = _people(user, shown)
        for n, case in enumerate(shown.to_dict("records")):
            with st.container(key=f"pasang_{n}", gap="small"):
                st.html(_pair_html(case, who))
                with st.container(key=f"pasang_tombol_{n}", horizontal=True, gap="small"):
                    for kind, label in (("sama", "Anak yang sama"), ("beda", "Anak yang berbeda")):
                        st.button(
                            label,
                            key=f"{kind}_{n}",
                            on_click=_do,
                            args=(model.decide_child, user, case["case"], kind),
                        )
    _decided(user, CHILD_KINDS)


def _people(user: User, shown: pd.DataFrame) -> pd.DataFrame:
    """Return the names of the cases on screen; asked (and audited) once while they stay there."""
    mark = (user.name, *shown["case"])
    kept = st.session_state.get(_SEEN)
    if kept is None or kept[0] != mark:
        kept = (mark, model.people(user, shown).set_index("child_id"))
        st.session_state[_SEEN] = kept
    return kept[1]


def _pair_html(case: dict, who: pd.DataFrame) -> str:
    """Return the children of a case side by side; what differs stands out."""
    found = [who.loc[c].to_dict() if c in who.index else {} for c in case["child_ids"]]
    told = [_facts(person) for person in found]
    apart = {name for name in told[0] if len({facts[name] for facts in told}) > 1}
    cells = []
    for person, facts in zip(found, told, strict=True):
        rows = "".join(
            f"<dt>{name}</dt><dd{' class=lain' if name in apart else ''}>{escape(text or '–')}</dd>"
            for name, text in facts.items()
        )
        cells.append(
            f"<div><b>{escape(_text(person.get('name')) or '(tanpa nama)')}</b><dl>{rows}</dl></div>"
        )
    reason = case["reason"][0].upper() + case["reason"][1:]
    return (
        f'<div class="pasangan" data-uji="pasangan"><p class="catatan"><b>{escape(reason)}</b> · '
        f"Puskesmas {escape(', '.join(case['puskesmas']))}</p><div>{''.join(cells)}</div></div>"
    )


def _facts(person: dict) -> dict[str, str]:
    born = pd.to_datetime(_text(person.get("birth_date")), errors="coerce")
    return {
        "NIK": _text(person.get("nik")),
        "Lahir": "" if pd.isna(born) else date(born),
        "Jenis kelamin": {"L": "laki-laki", "P": "perempuan"}.get(_text(person.get("sex")), ""),
        "Ibu": _text(person.get("mother")),
        "Orang tua": _text(person.get("parent")),
        "Alamat": _text(person.get("address")),
    }


def _text(value: object) -> str:
    return "" if value is None or value is pd.NA or value != value else str(value)


def _decided(user: User, kinds: tuple[str, ...]) -> None:
    frame = model.decisions(user, kinds)
    if not len(frame):
        return
    st.html(f'<h3 class="judul">Keputusan <small>{number(len(frame))}</small></h3>')
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
                    on_click=_do,
                    args=(model.revoke, user, d["id"]),
                )


def _decision_html(d: dict) -> str:
    when = date(d["at"].tz_convert(None) if d["at"].tzinfo else d["at"])
    if d["kind"] in CHILD_KINDS:
        what = f"{1 + d['target'].count(',') + 1} anak: {_SAYS[d['kind']]}"
    else:
        name = str(d["key"]).replace("|", "?").rpartition("?")[2].title()
        target = area_label(d["target"]) if "." in d["target"] else d["target"]
        what = f"{d['kind'].capitalize()} “{name}” dibaca sebagai {target}"
    tail = ""
    if d["state"] != "berlaku":
        tail = f" · dicabut oleh {escape(str(d['revoked_by']))}"
    return f"<b>{escape(what)}</b> · {escape(d['by'])}, {when}{tail}"
