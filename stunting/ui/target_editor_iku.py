"""Manage the realisations of the IKU table (dinas, admin)."""

from __future__ import annotations

from collections.abc import Callable
from html import escape

import streamlit as st

from stunting.access import AccessError, User
from stunting.indicators import iku, iku_edit, target_edit
from stunting.store import StoreError
from stunting.ui import target_data
from stunting.ui import target_register as registers
from stunting.ui.filters import Choice
from stunting.ui.target_register import FORM


def show(user: User, choice: Choice, *, done: Callable[[str], None]) -> None:
    """Show the form of one realisation, and what was entered so far."""
    known = iku.indicators(choice.kab, target_data.register(iku_edit.NAME))
    names = dict(zip(known["indikator"], known["sebutan"], strict=True)) | {"": "Indikator lain …"}
    turn = st.session_state.get(FORM, 0)
    picked = str(
        st.selectbox(
            "Indikator", list(names), format_func=names.__getitem__, key=f"iku_pilih_{turn}", width=420
        )
        or ""
    )
    key, seen = f"{turn}_{picked}", registers.stamp(iku_edit.NAME)
    fields = {"wilayah": choice.kab, "indikator": picked}
    with st.form(f"iku_form_{key}", border=True):
        columns = st.columns(3)
        with columns[0]:
            fields["tahun"] = st.text_input("Tahun", choice.period[:4], key=f"iku_tahun_{key}", max_chars=4)
        with columns[1]:
            fields["nilai"] = st.text_input(
                "Realisasi", key=f"iku_nilai_{key}", placeholder="mis. 12,7", max_chars=20
            )
        with columns[2]:
            fields["sumber"] = st.text_input(
                "Sumber", key=f"iku_sumber_{key}", placeholder="dokumen, tabel", max_chars=200
            )
        if not picked:
            with columns[0]:
                fields["sebutan"] = st.text_input("Nama indikator", key=f"iku_nama_{key}", max_chars=120)
            with columns[1]:
                fields["sasaran"] = st.text_input("Sasaran", key=f"iku_sasaran_{key}", max_chars=120)
            with columns[2]:
                fields["satuan"] = st.text_input("Satuan", "%", key=f"iku_satuan_{key}", max_chars=30)
                arah = {"turun": "Makin rendah makin baik", "naik": "Makin tinggi makin baik"}
                fields["arah"] = str(
                    st.selectbox("Arah", list(arah), format_func=arah.__getitem__, key=f"iku_arah_{key}")
                )
        sent = st.form_submit_button("Simpan realisasi", type="primary")
    back = st.button(
        "Batalkan perubahan terakhir", key="batal_iku", disabled=not registers.in_force(iku_edit.NAME)
    )
    try:
        if sent:
            made = iku_edit.entry(fields, known)
            told = iku_edit.told(made)
            frame = iku_edit.put(target_data.register(iku_edit.NAME), made)
            registers.save(user, iku_edit.NAME, frame, note=f"{told} ({made['sumber']})", seen=seen)
            done(f"Tersimpan: {told}.")
        elif back:
            registers.undo(user, iku_edit.NAME)
            done("Perubahan terakhir dibatalkan; versi sebelumnya berlaku lagi.")
    except (target_edit.EditError, AccessError, StoreError) as why:
        st.html(f'<p class="pesan" role="alert" data-uji="galat">Belum disimpan: {escape(str(why))}</p>')
    entered = target_data.register(iku_edit.NAME)
    if entered is not None and len(entered):
        live = entered[entered["keadaan"].ne(iku_edit.WITHDRAWN) & entered["wilayah"].eq(choice.kab)]
        told_all = "; ".join(iku_edit.told(r) for r in live.astype("object").to_dict("records"))  # type: ignore[arg-type]
        st.html(f'<p class="catatan">Sudah diisi: {escape(told_all) or "belum ada"}.</p>')
