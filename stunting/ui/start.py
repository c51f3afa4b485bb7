"""The first start: an empty store, and the way to fill it for whoever is there."""

from __future__ import annotations

from html import escape

import streamlit as st

from stunting import regions
from stunting.access import PUBLIC, User
from stunting.indicators.format_id import listing
from stunting.ui import data

HEAD = """
<h1>Belum ada data {where}.</h1>
{stored}
"""
OFFICER = """
<p>Angka muncul begitu berkas pertama disimpan. Tiga langkah:</p>
<ol>
<li>Di Sigizi Terpadu, unduh <i>Laporan → Daftar Anak Berdasarkan Status Gizi</i>; jangan dibuka-simpan di
Excel.</li>
<li>Pilih berkas itu di halaman Unggah, lalu baca apa yang perlu diperiksa. Belum ada yang tersimpan.</li>
<li>Tekan <b>Simpan</b>. Unggahan dapat dibatalkan kapan saja.</li>
</ol>
<p><a class="tombol" href="/unggah" target="_self" data-uji="mulai">Unggah berkas pertama</a></p>
"""
READER = """
<p>Angka muncul setelah puskesmas atau dinas mengunggah ekspor e-PPGBM. Kemajuannya terlihat di halaman
<b>Kelengkapan</b> sesudah berkas pertama masuk.</p>
"""
WELCOME = """
<p>Dasbor ini membaca ekspor e-PPGBM dan menjawab tiga hal: berapa balita yang stunting, di mana, dan membaik
atau memburuk. Isi dengan salah satu dari dua cara, lalu muat ulang halaman ini.</p>
<h2>Melihat-lihat dahulu dengan data sintetis</h2>
<code>stunting demo</code>
<p>Membuat satu kabupaten contoh lengkap. Setiap angka dan gambar ditandai <b>Data sintetis</b>.</p>
<h2>Memasukkan berkas e-PPGBM sendiri</h2>
<code>stunting ingest NAMA_BERKAS.xls</code>
<p>Petugas puskesmas dan dinas: <a href="/masuk?ke=%2Funggah" target="_self">masuk, lalu unggah</a>. Atau dari
baris perintah, seperti di atas. Berkas dari Sigizi Terpadu: <i>Laporan → Daftar Anak Berdasarkan Status
Gizi</i>, sebagaimana diunduh.
Tambahkan <b>--dry-run</b> untuk memeriksa tanpa menyimpan.</p>
"""


OTHERS = """
<div data-uji="tersimpan">
<p>Yang tersimpan: {names}.</p>
{switch}{unknown}
</div>
"""
SWITCH = """
<p>Untuk menampilkannya, tulis <code>kabupaten = "{code}"</code> di <b>stunting.toml</b> (atau jalankan dengan
<code>STUNTING_KABUPATEN={code}</code>), lalu mulai ulang.</p>
"""
UNKNOWN = """
<p>{names} tidak dikenali sebagai kabupaten atau kota. Perbaiki namanya di berkas, batalkan unggahan itu,
lalu unggah lagi.</p>
"""


def _name(key: str) -> str:
    name = escape(regions.area_label(key, "kabupaten"))
    return f"“{escape(regions.area_name(key))}” (tidak dikenali)" if "?" in key else f"{name} ({escape(key)})"


def html(watched: str, stored: list[str], user: User = PUBLIC) -> str:
    """Return the page: what is watched has no rows; what else is `stored`, and how to switch to it.

    Whoever is signed in reads the next step of the own role; commands are for who is not, and the admin.

    Parameters
    ----------
    watched : str
        Key of the kabupaten of the setting, empty where none is set.
    stored : list of str
        Keys of the kabupaten that have rows ("?NAME": not recognised).
    user : User
    """
    known = [k for k in stored if "?" not in k]
    odd = [f"“{escape(regions.area_name(k))}”" for k in stored if "?" in k]
    others = ""
    if stored:
        others = OTHERS.format(
            names=listing([_name(k) for k in stored]),
            switch=SWITCH.format(code=escape(known[0])) if known else "",
            unknown=UNKNOWN.format(names=listing(odd)) if odd else "",
        )
    where = f"untuk {escape(regions.area_label(watched))}" if watched and stored else "di sini"
    ways = [OFFICER] if user.uploads else [] if user.anonymous else [READER]
    if user.anonymous or user.role == "admin":
        ways.append(WELCOME)
    return f'<div class="awal">{HEAD.format(where=where, stored=others)}{"".join(ways)}</div>'


def welcome(user: User) -> None:
    """Show what to do first."""
    st.html(html(data.kab(), data.stored_kabupaten(), user))
