"""What a person has to decide about children: pairs who may be one child, side by side; with its undo."""

from __future__ import annotations

from html import escape
from typing import Final

import pandas as pd
import streamlit as st

from stunting.access import User
from stunting.indicators.format_id import date, number
from stunting.regions import area_label
from stunting.ui import upload_decisions as model
from stunting.ui.upload_decide import act, decided, page_of, problem, soon

KINDS: Final = ("sama", "beda")
NEXT: Final = (
    "NIK sama, tetapi tanggal lahir atau nama berbeda",
    "Nama dan tanggal lahir sama, tetapi NIK berbeda atau salah satu tanpa NIK",
    "Ibu dan tanggal lahir sama, nama mirip: kembar, atau satu anak yang salah tulis",
)


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
    problem()
    if not len(frame):
        st.html(soon(NEXT))
    shown = page_of(frame, "halaman_anak")
    if len(shown):
        who = model.people(user, shown, st.session_state).set_index("child_id")
        for n, case in enumerate(shown.to_dict("records")):
            with st.container(key=f"pasang_{n}", gap="small"):
                st.html(_pair_html(case, who))
                with st.container(key=f"pasang_tombol_{n}", horizontal=True, gap="small"):
                    for kind, label in (("sama", "Anak yang sama"), ("beda", "Anak yang berbeda")):
                        st.button(
                            label,
                            key=f"{kind}_{n}",
                            on_click=act,
                            args=(model.decide_child, user, case["case"], kind),
                        )
    decided(user, KINDS)


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
    """Return what is known of a child; who compares two looks at all of it."""
    born = pd.to_datetime(_text(person.get("birth_date")), errors="coerce")
    return {
        "NIK": _text(person.get("nik")),
        "Lahir": "" if pd.isna(born) else date(born),
        "Jenis kelamin": {"L": "laki-laki", "P": "perempuan"}.get(_text(person.get("sex")), ""),
        "Ibu": _text(person.get("mother")),
        "Orang tua": _text(person.get("parent")),
        "Alamat": _text(person.get("address")),
        "Desa": area_label(_text(person.get("desa"))) if _text(person.get("desa")) else "",
        "Posyandu": _text(person.get("posyandu")),
        "Terakhir tercatat": "" if pd.isna(person.get("measured_on")) else date(person["measured_on"]),
    }


def _text(value: object) -> str:
    return "" if value is None or value is pd.NA or value != value else str(value)
