"""The section Berkas sasaran: template, upload with its problems, what is in force, history and undo."""

from __future__ import annotations

import hashlib
from functools import partial
from html import escape
from typing import Final

import pandas as pd
import streamlit as st

from stunting.access import User
from stunting.indicators.format_id import date, number, period_name
from stunting.ingest import IngestError
from stunting.ingest.sasaran import Sasaran, read_sasaran
from stunting.reports.sasaran_template import template_csv, template_xlsx
from stunting.settings import settings
from stunting.store.durable import StoreError
from stunting.ui import data, downloads
from stunting.ui.posyandu_data import SASARAN

ROLES: Final = ("dinas", "admin")
SAID, READ, ROUND = "_sasaran_kata", "_sasaran_baca", "_sasaran_putaran"
_SHOWN: Final = 20


def show(user: User) -> None:
    """Draw the section; the role is asked here again."""
    if user.role not in ROLES:
        return
    kab, year = data.kab(), (data.years() or ["2026"])[0]
    st.html(
        '<div class="pos-sasaran"><h2>Berkas sasaran</h2><p class="catatan">S pada D/S biasanya balita '
        "yang terdaftar di berkas e-PPGBM. Bila dinas menetapkan sasaran sendiri, unggah di sini: D/S di "
        "halaman ini lalu memakai sasaran itu, dan asalnya tertulis. Wilayah tanpa sasaran "
        "tetap memakai baris terdaftar.</p></div>"
    )
    said = st.session_state.pop(SAID, None)
    if said:
        st.html(f'<p class="pesan" role="status">{escape(said)}</p>')
    _in_force(user)
    with st.container(key="templat_sasaran", horizontal=True, gap="small"):
        name = f"templat-sasaran-{year}"
        downloads.button(
            "Unduh templat (XLSX)", partial(template_xlsx, kab, year), f"{name}.xlsx",
            key="templat_xlsx", kind="secondary",
        )  # fmt: skip
        downloads.button(
            "Unduh templat (CSV)", partial(template_csv, kab, year), f"{name}.csv",
            key="templat_csv", kind="secondary",
        )  # fmt: skip
    file = st.file_uploader(
        "Berkas sasaran .xlsx, .xls atau .csv", type=["xlsx", "xls", "csv"],
        key=f"unggah_sasaran_{st.session_state.get(ROUND, 0)}", max_upload_size=settings().max_file_mb,
    )  # fmt: skip
    if file is not None:
        _offer(user, kab, file.getvalue(), file.name)


def _read(content: bytes, kab: str) -> Sasaran | str:
    """Return what a file holds, or why it cannot be read; once for each content in this session."""
    key = hashlib.sha256(content).hexdigest()
    known = st.session_state.get(READ)
    if known is None or known[0] != key:
        try:
            known = (key, read_sasaran(content, kab=kab))
        except IngestError as error:
            known = (key, error.message)
        st.session_state[READ] = known
    return known[1]


def _offer(user: User, kab: str, content: bytes, filename: str) -> None:
    found = _read(content, kab)
    if isinstance(found, str):
        st.html(f'<p class="pesan" role="alert">{escape(found)}</p>')
        return
    st.html(preview_html(found))
    if not len(found.rows):
        return
    note = st.text_input("Dasar sasaran (nomor surat, sumber)", key="dasar_sasaran", max_chars=120)
    rest = f", tanpa {number(len(found.problems))} baris bermasalah" if found.problems else ""
    if st.button(f"Simpan {number(len(found.rows))} baris{rest}", type="primary", key="simpan_sasaran"):
        st.session_state[SAID] = save(user, found.rows, note, content, filename)
        st.session_state[ROUND] = st.session_state.get(ROUND, 0) + 1
        st.session_state.pop(READ, None)
        st.rerun()


def preview_html(found: Sasaran) -> str:
    """Return what a file brings: counts by level and period, and every problem with what to do."""
    parts = []
    for (level, period), part in found.rows.groupby(["level", "period"], sort=True):
        total = number(int(part["s"].sum()))
        what = f"{level}, {period_name(str(period))}: {total} balita"
        parts.append(f"<li><b>{number(len(part))}</b><span>{what}</span></li>")
    lines = "".join(
        f"<tr><td>{p.row}</td><td>{escape(p.column)}</td><td>{escape(p.value)}</td><td>{escape(p.says)}</td></tr>"
        for p in found.problems[:_SHOWN]
    )
    more = len(found.problems) - _SHOWN
    if lines:
        lines = (
            f'<h3 class="judul">{number(len(found.problems))} baris perlu diperbaiki</h3>'
            '<table class="tabel pos-soal" data-uji="soal-sasaran"><thead><tr><th>Baris</th><th>Kolom</th>'
            f"<th>Tertulis</th><th>Yang perlu dilakukan</th></tr></thead><tbody>{lines}</tbody></table>"
        )
        lines += f'<p class="catatan">dan {number(more)} baris lain</p>' if more > 0 else ""
    blank = f'<p class="catatan">{number(found.blank)} baris tanpa angka dilewati.</p>' if found.blank else ""
    return f'<ul class="hal" data-uji="isi-sasaran">{"".join(parts)}</ul>{lines}{blank}'


def save(user: User, rows: pd.DataFrame, note: str, content: bytes, filename: str) -> str:
    """Keep a sasaran file and return what is said about it."""
    if user.role not in ROLES:
        return "Hanya dinas dan admin yang dapat menyimpan sasaran."
    why = " ".join(note.split()) or filename
    try:
        version = data.store().registers.save(SASARAN, rows, by=user.name, note=why, original=content)
    except StoreError as error:
        return str(error)
    return f"Sasaran versi {version} berlaku: {number(len(rows))} baris."


def _in_force(user: User) -> None:
    past = data.store().registers.history(SASARAN)
    if not len(past):
        st.html(
            '<p class="sebut" data-uji="sasaran-kini">Belum ada berkas sasaran: S dari baris terdaftar.</p>'
        )
        return
    live = past[past["state"] == "berlaku"]
    if len(live):
        row = live.iloc[-1]
        now = f"Berlaku: versi {row['version']} ({row['note']}), {number(row['rows'])} baris."
    else:
        now = "Semua berkas sasaran sudah ditarik: S dari baris terdaftar."
    lines = "".join(
        f"<tr><td>versi {r['version']}</td><td>{date(r['saved_at'])}</td><td>{escape(str(r['by']))}</td>"
        f"<td>{escape(str(r['note']))}</td><td>{number(r['rows'])}</td><td>{escape(str(r['state']))}</td></tr>"
        for r in past.iloc[::-1].head(_SHOWN).to_dict("records")
    )
    st.html(
        f'<p class="sebut" data-uji="sasaran-kini">{escape(now)}</p>'
        '<table class="tabel pos-soal"><thead><tr><th>Versi'
        "</th><th>Disimpan</th><th>Oleh</th><th>Dasar</th><th>Baris</th><th>Keadaan</th></tr></thead>"
        f"<tbody>{lines}</tbody></table>"
    )
    if len(live) and st.button("Tarik versi yang berlaku", key="tarik_sasaran"):
        version = data.store().registers.undo(SASARAN, by=user.name)
        st.session_state[SAID] = f"Sasaran versi {version} ditarik; yang sebelumnya berlaku lagi."
        st.rerun()
