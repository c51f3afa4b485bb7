"""The IKU table of the yearly report on screen, and as a workbook."""

from __future__ import annotations

import datetime as dt
from html import escape

import streamlit as st

from stunting import regions
from stunting.indicators import iku, iku_edit
from stunting.reports import iku as report
from stunting.ui import data, downloads, kept, pieces, target_data, target_tables, texts
from stunting.ui.filters import Choice


def show(choice: Choice) -> None:
    """Show the table of the kabupaten in the chosen year, with its download."""
    table, year = target_data.iku_table(choice), target_data.year_of(choice)
    area = regions.area_label(choice.kab)
    pieces.title(f"Indikator kinerja utama {area}, {year}", "tata letak laporan kinerja tahunan")
    view, register = kept.Seen(choice, True), data.store().registers.stamp(iku_edit.NAME)
    said, html = kept.of(
        lambda *_: (iku.takeaway(table, year), target_tables.iku(table, year)), view, register
    )
    if choice.level != "kabupaten":
        said = f"Tabel ini selalu untuk seluruh {area}. {said}"
    with st.container(key="iku_kepala", horizontal=True, vertical_alignment="center", gap="small"):
        st.html(f'<p class="sebut" data-uji="iku-kalimat">{texts.whole(escape(said))}</p>')
        about = report.About(area, year, dt.date.today(), data.synthetic())
        downloads.button(
            "Unduh tabel IKU (XLSX)", lambda: report.workbook(table, about),
            downloads.figures("xlsx", "iku", area, str(year)), key="unduh_iku",
        )  # fmt: skip
    st.html(html)
    st.html(
        '<p class="catatan">Realisasi diambil berurutan: diisi dinas, angka terbit, hitungan sistem ini '
        "(bila angka lain yang dipakai, hitungan sistem disebut di keterangan). Capaian dibulatkan satu "
        "desimal, setengah ke atas. Mengisi realisasi: bagian Kelola.</p>"
    )
