# ruff: noqa: E501  (sentences read better on one line)
"""Finding codes that concern a whole file, and those of recap files and templates (see `codes`)."""

from __future__ import annotations

from typing import Final

from stunting.ingest.codes import Code

_CHECK = "Cocokkan dengan laporan asal lalu unggah ulang."

_FILE: Final = (
    ("JUDUL_GANDA", "warning", "Judul kolom ganda", "Judul '{kolom}' muncul lebih dari sekali; yang dipakai kolom ke-{ke}.",
     "Hapus kolom yang berlebih lalu unggah ulang bila yang dipakai keliru.", "dua kolom Berat"),
    ("KOLOM_TAK_DIKENAL", "warning", "Kolom tidak dikenal", "Kolom '{kolom}' tidak dikenal dan tidak dibaca.",
     "Tidak perlu tindakan, kecuali kolom itu berisi data yang diperlukan.", "Catatan"),
    ("LEMBAR_LAIN", "warning", "Lembar lain diabaikan", "Lembar '{nilai}' juga berisi tabel anak tetapi tidak dibaca.",
     "Unggah lembar itu sebagai berkas tersendiri.", "Sheet2"),
    ("RUMUS_TANPA_NILAI", "warning", "Rumus tanpa nilai",
     "Sel {nilai}, dan mungkin sel lain, berisi rumus yang belum dihitung sehingga terbaca kosong.",
     "Buka di Excel, simpan, lalu unggah ulang.", "=A2*2 tanpa nilai"),
    ("BERKAS_TERPOTONG", "warning", "Berkas mungkin terpotong",
     "Berkas ini berakhir sebelum tabelnya selesai; baris terakhir mungkin tidak lengkap dan anak sesudahnya tidak ada.",
     "Unduh ulang dari e-PPGBM dan unggah berkas yang baru; bila berkas ini sudah tersimpan, batalkan dulu unggahannya.", "tanpa </table>"),
    ("KUTIP_LEPAS", "repaired", "Tanda kutip tanpa pasangan",
     "Satu sel baris ini berawal tanda kutip (\") yang tidak pernah ditutup; baris ini dibaca tanpa tanda kutip itu, dan baris sesudahnya tetap dibaca sendiri-sendiri.",
     "Hapus tanda kutip itu di e-PPGBM, dan cocokkan baris ini dengan pratinjau.", "\"CONTOH ANAK"),
    ("NIK_KOLOM_TERPOTONG", "nulled", "Semua NIK berakhir 0",
     "Semua {jumlah} NIK di berkas ini berakhir 0: kolomnya pernah disimpan sebagai angka dan digit terakhir hilang.",
     "Unduh ulang dari e-PPGBM dan unggah tanpa dibuka-simpan di Excel.", "6311050101200000 di setiap baris"),
    ("ZS_KOLOM_TIDAK_ADA", "warning", "Berkas tanpa z-score",
     "Kolom ZS BB/U, ZS TB/U, dan ZS BB/TB tidak ada atau tidak berisi z-score: angka menurut e-PPGBM tidak dapat dihitung dari berkas ini; lihat hitung ulang WHO.",
     "Bila angka e-PPGBM diperlukan, unduh ulang laporan yang memuat kolom ZS.", "tanpa kolom ZS"),
)  # fmt: skip

_RECAP: Final = (
    ("REKAP_ANGKA", "nulled", "Jumlah bukan bilangan bulat", "'{kolom}' berisi '{nilai}' yang bukan jumlah anak.",
     _CHECK, "12,5"),
    ("REKAP_NEGATIF", "nulled", "Jumlah negatif", "'{kolom}' {nilai} negatif.", _CHECK, "-3"),
    ("REKAP_TANPA_DIUKUR", "rejected", "Tanpa jumlah diukur", "Jumlah anak diukur kosong atau nol, padahal ada kasus.",
     "Isi jumlah anak yang diukur. " + _CHECK, "diukur kosong"),
    ("REKAP_TANPA_PERIODE", "rejected", "Tanpa bulan atau tahun", "Bulan atau tahun baris ini tidak terbaca: '{nilai}'.",
     "Tulis tahun empat digit dan nama bulan. " + _CHECK, "bulan 13"),
    ("REKAP_TANPA_WILAYAH", "rejected", "Tanpa wilayah", "Baris ini tidak menyebut wilayah.", _CHECK, "(kosong)"),
    ("REKAP_PEMBILANG_LEBIH", "rejected", "Kasus lebih banyak dari yang diukur",
     "'{kolom}' {nilai} lebih besar dari jumlah diukur {diukur}.", _CHECK, "35 kasus dari 5 diukur (700 %)"),
    ("REKAP_DIUKUR_LEBIH", "warning", "Diukur lebih banyak dari sasaran", "Diukur {nilai} lebih besar dari sasaran {sasaran}.",
     _CHECK, "diukur 120, sasaran 100"),
    ("REKAP_JUMLAH_BEDA", "warning", "Rincian tidak sama dengan jumlah",
     "{rincian} = {hitung}, tetapi '{kolom}' tertulis {nilai}; yang dipakai angka tertulis.", _CHECK,
     "pendek 364 + sangat pendek 32, stunting 540"),
    ("REKAP_PERSEN_BEDA", "warning", "Persen tidak cocok dengan jumlah",
     "'{kolom}' tertulis {nilai} %, padahal {kasus} dari {diukur} = {hitung} %; yang dipakai hasil hitung.", _CHECK,
     "8,6 % padahal 187 dari 3.912"),
    ("REKAP_GANDA", "warning", "Wilayah dan bulan yang sama dua kali",
     "Wilayah dan bulan ini tercatat lagi pada baris {baris}; baris terakhir yang dipakai.", "Hapus baris yang keliru.",
     "dua baris, wilayah dan bulan sama"),
)  # fmt: skip

_TEMPLATE: Final = (
    ("BARIS_CONTOH", "rejected", "Baris contoh templat", "Baris ini contoh cara mengisi, bukan data.",
     "Tidak perlu tindakan.", "No berisi contoh"),
    ("TEMPLAT_TANPA_TANGGAL", "rejected", "Tanpa tanggal pendataan", "Tanggal pendataan atau kunjungan baris ini kosong atau tidak terbaca.",
     "Isi tanggalnya, hari dahulu (31/12/2024), lalu unggah lagi.", "(kosong)"),
    ("TEMPLAT_TANPA_NILAI", "rejected", "Indikator tanpa tahun atau nilai", "Baris ini tidak punya indikator, tahun empat digit, atau nilai.",
     "Isi ketiganya (atau pembilang dan penyebut sebagai ganti nilai), lalu unggah lagi.", "tahun 24"),
    ("JAWABAN_TAK_DIKENAL", "nulled", "Jawaban di luar pilihan", "'{kolom}' berisi '{nilai}'; pilihannya: {pilihan}.",
     "Pilih dari daftar pada sel itu, lalu unggah lagi.", "mungkin"),
    ("JAWABAN_BERBEDA", "warning", "Dua baris berbeda untuk catatan yang sama",
     "Baris {baris} mencatat hal yang sama dengan isi lain: {kolom}. Baris {baris} yang dipakai.",
     "Hapus baris yang keliru, lalu unggah lagi.", "Merokok di rumah: ya, lalu tidak"),
)  # fmt: skip

CODES_FILE: Final = tuple(Code(*entry) for entry in (*_FILE, *_RECAP, *_TEMPLATE))
