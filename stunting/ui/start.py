"""The first start: an empty store, and the two ways to fill it."""

from __future__ import annotations

import streamlit as st

WELCOME = """
<div class="awal">
<h1>Belum ada data di sini.</h1>
<p>Dasbor ini membaca ekspor e-PPGBM dan menjawab tiga hal: berapa balita yang stunting, di mana, dan membaik
atau memburuk. Isi dengan salah satu dari dua cara, lalu muat ulang halaman ini.</p>
<h2>Melihat-lihat dahulu dengan data sintetis</h2>
<code>stunting demo</code>
<p>Membuat satu kabupaten contoh lengkap. Setiap angka dan gambar ditandai <b>Data sintetis</b>.</p>
<h2>Memasukkan berkas e-PPGBM sendiri</h2>
<code>stunting ingest NAMA_BERKAS.xls</code>
<p>Berkas dari Sigizi Terpadu: <i>Laporan → Daftar Anak Berdasarkan Status Gizi</i>, sebagaimana diunduh.
Tambahkan <b>--dry-run</b> untuk memeriksa tanpa menyimpan.</p>
</div>
"""


def welcome() -> None:
    """Show what to do first."""
    st.html(WELCOME)
