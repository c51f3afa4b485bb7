"""Manage: targets (admin) and realisations of the IKU table (dinas, admin), with history and undo."""

from __future__ import annotations

from html import escape
from typing import Final

import streamlit as st

from stunting.access import AccessError, User
from stunting.indicators import iku, iku_edit, skdn, target_edit
from stunting.indicators.facts import facts
from stunting.indicators.targets import NATIONAL
from stunting.store import StoreError
from stunting.ui import filters, pieces, places, target_data, target_editor_iku, target_tables
from stunting.ui import target_register as registers
from stunting.ui.filters import Choice
from stunting.ui.target_register import FORM

WHAT: Final = {target_edit.NAME: "Target", iku_edit.NAME: "Realisasi IKU"}
NEW: Final = "Target baru"
#: Ratios of SKDN that may have a target: more is better.
RATIOS: Final = ("ds", "ks", "nd")
_DONE: Final = "_target_disimpan"


def show(user: User, choice: Choice) -> None:
    """Show the part that is chosen."""
    what = st.segmented_control(
        "Yang dikelola", list(WHAT), format_func=WHAT.__getitem__, default=target_edit.NAME, key="kelola",
        bind="query-params", required=True, label_visibility="collapsed",
    )  # fmt: skip
    name = str(what or target_edit.NAME)
    if done := st.session_state.pop(_DONE, None):
        st.html(f'<p class="beres-semua" role="status" data-uji="disimpan">{escape(done)}</p>')
    if not registers.may(user, name):
        who = "admin" if name == target_edit.NAME else "Dinas Kesehatan dan admin"
        st.html(
            f'<p class="pesan" data-uji="tanpa-hak">{WHAT[name]} hanya dapat diubah oleh {who}. Yang berlaku '
            "tampil di bagian lain halaman ini; riwayat perubahannya di bawah.</p>"
        )
    elif name == target_edit.NAME:
        _targets(user, choice)
    else:
        target_editor_iku.show(user, choice, done=_again)
    pieces.title(f"Riwayat {WHAT[name][:1].lower()}{WHAT[name][1:]}")
    st.html(target_tables.history(registers.history(name)))


def indicators(choice: Choice) -> dict[str, str]:
    """Return every indicator that may have a target, key → name."""
    table = iku.indicators(choice.kab, target_data.register(iku_edit.NAME))
    own = dict(zip(table["indikator"], table["sebutan"], strict=True))
    ratios = {k: skdn.RATIOS[k].title for k in RATIOS}
    return dict(filters.INDICATORS) | {k: v for k, v in (ratios | own).items() if k not in filters.INDICATORS}


def _unit(choice: Choice, indicator: str) -> str:
    table = iku.indicators(choice.kab, target_data.register(iku_edit.NAME))
    found = table.loc[table["indikator"] == indicator, "satuan"]
    return str(found.iloc[0]) if len(found) else "%"


def _rows(choice: Choice) -> list[dict[str, str]]:
    """Return the rows in force of this kabupaten and the nation, as text."""
    table = target_edit.layered(facts("target"), target_data.register(target_edit.NAME))
    own = table["wilayah"].eq(NATIONAL) | table["wilayah"].astype("str").str.startswith(choice.kab)
    table = table[own].astype("object").fillna("")
    return [{str(k): str(v) for k, v in row.items()} for row in table.to_dict("records")]


def _label(choice: Choice, names: dict[str, str], row: dict[str, str]) -> str:
    """Return a target in words, with its area where that is not the kabupaten."""
    told = target_edit.told(row, names.get(row["indikator"], row["indikator"]))
    own = row["wilayah"] in (choice.kab, NATIONAL)
    return told if own else f"{told} · {places.labels(choice.kab)[row['wilayah']]}"


def _targets(user: User, choice: Choice) -> None:
    names = indicators(choice)
    rows = {_label(choice, names, r): r for r in _rows(choice)}
    turn = st.session_state.setdefault(FORM, 0)
    picked = str(st.selectbox("Yang diubah", [NEW, *rows], key=f"target_baris_{turn}", width=620) or NEW)
    row = rows.get(picked, {})
    key = f"{turn}_{picked}"
    seen = registers.stamp(target_edit.NAME)
    with st.form(f"target_form_{key}", border=True):
        fields, sent = _fields(choice, names, row, key)
    left, right = st.columns([50, 50])
    with left:
        gone = row and st.button("Tarik baris ini", key=f"tarik_{key}")
    with right:
        back = st.button(
            "Batalkan perubahan terakhir",
            key="batal_target",
            disabled=not registers.in_force(target_edit.NAME),
        )
    before = target_edit.key_of(row) if row else ()
    try:
        old = target_data.register(target_edit.NAME)
        if sent:
            made = target_edit.entry(fields | {"satuan": _unit(choice, fields["indikator"])})
            told = target_edit.told(made, names[made["indikator"]])
            note = f"{'ubah' if row else 'tambah'}: {told} ({made['nomor']})"
            registers.save(
                user, target_edit.NAME, target_edit.put(old, made, before=before), note=note, seen=seen
            )
            _again(f"Tersimpan: {told}.")
        elif gone:
            frame = target_edit.withdraw(old, before)
            registers.save(user, target_edit.NAME, frame, note=f"tarik: {picked}", seen=seen)
            _again(f"Ditarik: {picked}.")
        elif back:
            registers.undo(user, target_edit.NAME)
            _again("Perubahan terakhir dibatalkan; versi sebelumnya berlaku lagi.")
    except (target_edit.EditError, AccessError, StoreError) as why:
        st.html(f'<p class="pesan" role="alert" data-uji="galat">Belum disimpan: {escape(str(why))}</p>')


def _fields(
    choice: Choice, names: dict[str, str], row: dict[str, str], key: str
) -> tuple[dict[str, str], bool]:  # fmt: skip
    labels = places.labels(choice.kab)
    areas = [*sorted(labels, key=lambda c: (c.count("."), labels[c])), NATIONAL]
    out: dict[str, str] = {}

    def pick(name: str, label: str, options: list[str], words: dict[str, str], first: str) -> None:
        start = row.get(name, first)
        at = options.index(start) if start in options else 0
        out[name] = str(
            st.selectbox(label, options, index=at, format_func=lambda o: words.get(o, o), key=f"{name}_{key}")
            or ""
        )

    def text(name: str, label: str, hint: str = "") -> None:
        start = row.get(name, "")
        if name == "target" and start:
            start = start.replace(".", ",")
        out[name] = st.text_input(label, start, placeholder=hint, key=f"{name}_{key}", max_chars=200)

    a, b, c = st.columns(3)
    with a:
        pick("wilayah", "Wilayah", areas, labels | {NATIONAL: "Nasional"}, choice.area)
        text("dokumen", "Nama dokumen", "mis. RPJMD 2025–2029")
        pick("jenis_data", "Diukur dengan", list(target_edit.KINDS), target_edit.KINDS, "e-PPGBM")
    with b:
        pick("indikator", "Indikator", list(names), names, choice.indicator)
        text("nomor", "Nomor peraturan atau keputusan", "mis. Perda 3/2025")
        pick("urutan", "Kedudukan", list(target_edit.RANKS), target_edit.RANKS, "2")
    with c:
        text("tahun", "Tahun (kosong: target akhir tanpa tahun)", "mis. 2026")
        text("target", "Target", "mis. 12,7")
        text("sumber", "Sumber (berkas, halaman, tabel)", "mis. Lampiran II, tabel 4")
    text("catatan", "Catatan")
    return out, bool(st.form_submit_button("Simpan target", type="primary"))


def _again(said: str) -> None:
    """Say what was done, with a fresh form."""
    st.session_state[_DONE] = said
    st.session_state[FORM] = st.session_state.get(FORM, 0) + 1
    st.rerun()
