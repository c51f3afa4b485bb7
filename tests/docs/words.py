# ruff: noqa: E501  (sentences read better on one line)
"""What the reference says of pages, settings and roles, where the code has no sentence of its own."""

from __future__ import annotations

from typing import Final

#: Path of a page → what it answers; the key "masuk" is the sign-in form, no page of the menu.
PAGES: Final = {
    "ringkasan": "Satu kalimat, satu angka: berapa, sejak kapan, di mana, dan seberapa jauh dari target.",
    "peta": "Di mana: peta desa atau kecamatan, satu periode, dua periode, atau perubahannya; klik membuka cerita wilayah.",
    "tren": "Sejak kapan, di mana naik atau turun, dan apakah itu dapat dibedakan dari kebetulan.",
    "target": "Seberapa jauh dari target, peluang mencapainya, andaian, tabel IKU, dan perbandingan.",
    "posyandu": "Siapa yang datang: SKDN, kartu kehadiran, indikator puskesmas, berkas sasaran.",
    "lokus": "Desa mana lebih dulu, seberapa pasti, daftar SK, dan apa yang terjadi pada lokus lama.",
    "determinan": "Faktor apa yang berhubungan dengan stunting di sini, dan berapa kasus yang terkait.",
    "bumil": "Ibu hamil KEK dan anemia: berapa, di mana, dan apa yang terjadi pada mereka.",
    "paparan": "Tayangan layar penuh untuk proyektor.",
    "tindak_lanjut": "Anak yang perlu ditindaklanjuti bulan ini, yang paling mendesak di atas.",
    "anak": "Satu anak: kurva pertumbuhan, semua pengukuran, asal setiap baris. Dibuka dari Tindak lanjut.",
    "unggah": "Berkas masuk: periksa, simpan, putuskan, batalkan.",
    "papan": "Puskesmas mana yang sudah mengirim bulan apa, dan mutunya.",
    "admin": "Akun, catatan audit, keadaan sistem.",
}
SIGN_IN: Final = "Nama akun dan kata sandi; **Lihat angka tanpa masuk** membawa ke halaman publik."
#: Who a role is.
ROLES: Final = {
    "publik": "tanpa masuk: angka, disamarkan bila kecil",
    "tpps": "tim percepatan penurunan stunting: semua angka, tanpa identitas",
    "puskesmas": "petugas gizi: angka semua, identitas dan unggahan puskesmasnya sendiri",
    "dinas": "dinas kesehatan: semua puskesmas, keputusan, daftar, realisasi",
    "admin": "pengelola: ditambah akun, audit, target",
}
SETTINGS: Final = {
    "STUNTING_HOME": "folder penyimpanan; satu folder ini yang dicadangkan",
    "STUNTING_KABUPATEN": "kode Kemendagri kabupaten, misalnya `63.11`; `stunting.toml` proyek mengisinya",
    "STUNTING_DATA_DIR": "folder fakta (target, angka terbit, ambang), CSV dengan sumbernya",
    "STUNTING_SHAPEFILES_DIR": "folder batas wilayah bawaan",
    "STUNTING_PAGES_DIR": "folder halaman; jangan diubah",
    "STUNTING_STATIC_DIR": "folder gaya, huruf, dan gambar; jangan diubah",
    "STUNTING_MAX_FILE_MB": "ukuran paling besar satu berkas unggahan, MB",
    "STUNTING_MAX_EXPANDED_MB": "ukuran paling besar sesudah dibuka, MB (melindungi dari berkas jebakan)",
    "STUNTING_MAX_ROWS": "baris paling banyak satu berkas",
    "STUNTING_MAX_COLUMNS": "kolom paling banyak satu berkas",
    "STUNTING_MAX_SHEETS": "lembar paling banyak satu berkas",
    "STUNTING_COMPACT_EVERY": "tabel dipadatkan sendiri sesudah sekian unggahan",
    "STUNTING_PUBLIC_ACCESS": "`false`: tidak ada yang tampil tanpa masuk",
    "STUNTING_OIDC_ROLE_CLAIM": "klaim peran dari penyedia masuk kantor (OIDC)",
    "STUNTING_OIDC_PUSKESMAS_CLAIM": "klaim nama puskesmas dari penyedia masuk kantor (OIDC)",
}
#: Rules of a figure: what "aturan" means.
RULES: Final = {
    "eppgbm": "z-score dari berkas; rumus seperti e-PPGBM",
    "who": "z-score dihitung lagi dari berat, tinggi, umur dalam hari; nilai tidak masuk akal dikeluarkan",
    "rekap": "jumlah dari berkas rekap, dipakai hanya bila baris per anak tidak ada atau terlalu sedikit",
    "survei": "SSGI atau SKI: deret tersendiri, tidak pernah disambung",
    "terbit": "angka seperti tercetak pada dokumen",
    "skdn": "hitungan hadir dan terdaftar",
    "target": "angka target dokumen",
}
#: Letters and ratios of the page Posyandu.
SKDN: Final = {
    "ks": "balita yang punya buku KIA dibanding yang terdaftar",
    "ds": "balita ditimbang dibanding yang terdaftar",
    "nd": "balita naik berat badannya dibanding yang ditimbang",
    "nd_prime": "naik dibanding yang dapat dinilai (naik + tidak naik)",
    "bgmd": "balita bawah garis merah dibanding yang ditimbang",
}
#: Pages of a briefing.
BRIEFING: Final = {
    "pokok": "angka dan kalimat pokok, target, D/S",
    "peta": "peta wilayah di dalamnya",
    "tren": "tren dan target",
    "wilayah": "tertinggi dan terendah",
    "penyebab": "faktor, menurut banyaknya kasus yang terkait",
    "tindakan": "tiga tindakan",
    "dua_tahun": "kecamatan dalam dua tahun (Gambar 1 laporan tahunan)",
    "iku": "tabel indikator kinerja utama",
}
#: Registers: lists that a district fills in, each with its page and who may.
REGISTERS: Final = {
    "lokus": "desa lokus dan nomor SK; **Desa lokus**, **Daftar SK**; dinas, admin",
    "target": "target dokumen; **Target**, **Kelola**; admin",
    "iku": "realisasi IKU; **Target**, **Kelola**; dinas, admin",
    "sasaran": "sasaran balita (S); **Posyandu**, **Berkas sasaran**; dinas, admin",
    "indikator_puskesmas": "indikator puskesmas; **Posyandu**, **Indikator puskesmas**; puskesmas sendiri, dinas, admin",
}
TEMPLATES: Final = {
    "anak": "faktor keluarga dan anak; halaman Determinan",
    "bumil": "kunjungan ibu hamil; halaman Ibu hamil",
    "wilayah": "angka desa atau kecamatan setahun; halaman Determinan, Antarwilayah; dinas, admin",
}
HOW_TO_SET: Final = """Sebagai variabel lingkungan, atau di `stunting.toml` dengan nama kecil tanpa `STUNTING_` (`kabupaten = "63.11"`).
Yang di lingkungan menang atas `stunting.toml` folder kerja, dan itu atas `stunting.toml` proyek.
"""
ABOUT_CODES: Final = """Aturan tiap kode dengan contoh benar dan salah: [temuan.md](temuan.md). Berkas yang ditolak seluruhnya:
[berkas.md](berkas.md#berkas-yang-ditolak).
"""
HELP: Final = "Bantuan di layar: `stunting --help`, `stunting PERINTAH --help`.\n"
#: Sheets of the workbook of a briefing, by the name of their frame.
SHEETS: Final = {
    "parts": "wilayah di dalamnya, periode itu",
    "before": "sama, setahun sebelumnya",
    "series": "tren wilayah itu",
    "targets": "target setiap tahun",
    "published": "angka survei dan dokumen",
    "causes": "faktor dengan PAF, atau angka terbit",
    "iku": "tabel indikator kinerja utama",
}
#: What to do about the early warning; the code has a score, no list.
EARLY: Final = "Ukur ulang lebih dulu; skor, bukan diagnosis ([metode-faltering.md](metode-faltering.md))"
