# ruff: noqa: E501  (sentences read better on one line)
"""The registry of finding codes: what is said, and what the officer does about it.

Each code is explained at length, with a valid and an invalid example, in ``docs/temuan.md``.
"""

from __future__ import annotations

from typing import Final, NamedTuple


class Code(NamedTuple):
    """One kind of finding.

    Attributes
    ----------
    code, severity : str
        Name and one of ``stunting.ingest.schema.SEVERITIES``.
    title : str
        Short name on screen.
    says : str
        Sentence template; fields are filled by the place that finds it.
    advice : str
        What to do, usually in e-PPGBM.
    example : str
        A value that gives this finding.
    """

    code: str
    severity: str
    title: str
    says: str
    advice: str
    example: str


_FIX = "Perbaiki di e-PPGBM lalu unggah ulang."
_TEXT = "Unduh ulang dari e-PPGBM dan unggah tanpa dibuka-simpan di Excel."

_ROWS: Final = (
    # the whole row
    ("BARIS_BUKAN_ANAK", "rejected", "Baris tanpa identitas", "Baris ini tidak punya nama, NIK, maupun tanggal lahir.",
     "Bila seharusnya seorang anak, lengkapi identitasnya di e-PPGBM lalu unggah ulang.", "baris berisi berat saja"),
    ("BARIS_JUMLAH", "rejected", "Baris jumlah atau catatan kaki", "Baris ini jumlah atau catatan kaki, bukan anak.",
     "Tidak perlu tindakan; agar hilang dari daftar, hapus baris ini sebelum mengunggah.", "Jumlah"),
    ("JUDUL_BERULANG", "rejected", "Judul kolom berulang", "Baris ini mengulang judul kolom.",
     "Tidak perlu tindakan; biasanya sisa penggabungan beberapa berkas.", "NIK | Nama | JK"),
    ("GESER_KOLOM", "repaired", "Sel bergeser satu kolom",
     "Isi baris bergeser satu kolom sejak '{kolom}' dan sudah dikembalikan ke tempatnya.",
     "Periksa tanggal, berat, dan tinggi anak ini pada pratinjau.", "tanggal di bawah Usia Saat Ukur"),
    ("DUPLIKAT", "warning", "Anak dan tanggal yang sama lebih dari sekali",
     "Anak ini tercatat lagi untuk {kapan} pada baris {baris}; baris terakhir yang dipakai.",
     "Hapus entri ganda di e-PPGBM bila memang dobel.", "dua baris, anak dan tanggal sama"),
    # identity
    ("NIK_SAMAR", "nulled", "NIK disamarkan", "NIK '{nilai}' disamarkan sehingga tidak dipakai.",
     "Unduh ulang dengan akun yang berhak melihat NIK.", "02022***********"),
    ("NIK_ILMIAH", "nulled", "NIK berubah menjadi angka",
     "NIK '{nilai}' sudah diubah Excel menjadi angka; digit terakhirnya hilang.", _TEXT, "6,31E+15"),
    ("NIK_DUMMY", "nulled", "NIK isian sementara", "NIK '{nilai}' adalah isian sementara, bukan NIK.",
     "Isi NIK anak yang benar di e-PPGBM bila sudah ada.", "0000000000000000"),
    ("NIK_BUKAN_16", "nulled", "NIK bukan 16 digit", "NIK '{nilai}' bukan 16 digit ({digit} digit).",
     "Perbaiki NIK di e-PPGBM; sampai itu anak dikenali dari nama, tanggal lahir, dan jenis kelamin.", "63110512001"),
    ("NAMA_KOSONG", "warning", "Nama kosong", "Nama anak kosong.", "Lengkapi nama di e-PPGBM.", "(kosong)"),
    ("JK_TAK_DIKENAL", "nulled", "Jenis kelamin tidak dikenal", "Jenis kelamin '{nilai}' tidak dikenal.",
     "Isi L atau P di e-PPGBM; tanpa itu z-score tidak dapat dihitung.", "X"),
    ("JK_KOSONG", "warning", "Jenis kelamin kosong", "Jenis kelamin kosong.",
     "Isi L atau P di e-PPGBM; tanpa itu z-score tidak dapat dihitung.", "(kosong)"),
    # dates and age
    ("TANGGAL_SALAH", "nulled", "Tanggal tidak terbaca", "'{kolom}' berisi '{nilai}' yang bukan tanggal yang mungkin.",
     "Tulis sebagai TTTT-BB-HH atau HH/BB/TTTT. " + _FIX, "31/02/2024"),
    ("TANGGAL_DEPAN", "nulled", "Tanggal di masa depan", "'{kolom}' {nilai} ada di masa depan.", _FIX, "2099-01-01"),
    ("TANGGAL_DUA_DIGIT", "repaired", "Tahun dua digit", "'{kolom}' {nilai} dibaca sebagai {jadi}.",
     "Pastikan tahunnya benar; pakai empat digit tahun.", "05/03/24"),
    ("TANGGAL_BULAN_DULU", "warning", "Tanggal tampak bulan-dulu",
     "Kolom '{kolom}' memuat tanggal yang hanya mungkin bila bulan ditulis dulu; tanggal lain di kolom ini bisa tertukar.",
     _TEXT, "02/25/2024"),
    ("LAHIR_KOSONG", "warning", "Tanggal lahir kosong", "Tanggal lahir kosong sehingga umur tidak dapat dihitung.",
     "Lengkapi tanggal lahir di e-PPGBM.", "(kosong)"),
    ("LAHIR_SETELAH_UKUR", "nulled", "Lahir setelah diukur",
     "Tanggal lahir {nilai} sesudah tanggal pengukuran {ukur}; umur dikosongkan.",
     "Periksa kedua tanggal di e-PPGBM.", "lahir 2024-03-01, diukur 2024-02-10"),
    ("USIA_BEDA", "warning", "Usia tidak cocok dengan tanggal",
     "Usia di berkas '{nilai}' berbeda {beda} hari dari selisih tanggal; yang dipakai selisih tanggal.",
     "Periksa tanggal lahir dan tanggal pengukuran di e-PPGBM.", "2 Tahun - 0 Bulan, padahal 3 tahun"),
    ("USIA_LEBIH_60", "warning", "Bukan balita lagi", "Umur {nilai} bulan: bukan balita (0–59 bulan); z-score tidak dihitung.",
     "Keluarkan dari sasaran balita di e-PPGBM bila tanggal lahirnya benar.", "62 bulan"),
    # measurement
    ("UKUR_TANPA_TANGGAL", "warning", "Ada ukuran tanpa tanggal",
     "Berat atau tinggi terisi tetapi tanggal pengukuran tidak ada; anak dihitung belum diukur.",
     "Isi tanggal pengukuran di e-PPGBM.", "berat 9,8 tanpa tanggal"),
    ("UKUR_TANPA_NILAI", "warning", "Ada tanggal tanpa ukuran",
     "Tanggal pengukuran ada tetapi berat dan tinggi kosong; anak dihitung belum diukur.",
     "Isi berat dan tinggi di e-PPGBM.", "tanggal saja"),
    ("ANGKA_SALAH", "nulled", "Bukan angka", "'{kolom}' berisi '{nilai}' yang bukan angka.", _FIX, "sepuluh"),
    ("ANGKA_JADI_TANGGAL", "nulled", "Angka berubah menjadi tanggal",
     "'{kolom}' berisi tanggal '{nilai}': Excel mengubah angka seperti 12.5 menjadi tanggal.", _TEXT, "2024-05-12"),
    ("ANGKA_TELEPON", "nulled", "Nomor telepon di kolom ukuran", "'{kolom}' berisi nomor panjang '{nilai}', bukan ukuran.",
     _FIX, "081234567890"),
    ("ANGKA_SENTINEL", "nulled", "Kode isian kosong", "'{kolom}' {nilai} adalah kode 'tidak ada', bukan ukuran.",
     "Kosongkan atau isi nilai yang benar di e-PPGBM.", "8888"),
    ("ANGKA_LUAR_RENTANG", "nulled", "Di luar rentang yang mungkin",
     "'{kolom}' {nilai} di luar rentang yang mungkin ({rentang}).", "Ukur atau ketik ulang. " + _FIX, "125"),
    ("SATUAN_GRAM", "repaired", "Gram dibaca sebagai kilogram", "'{kolom}' {nilai} dibaca sebagai gram: {jadi} kg.",
     "Tulis dalam kilogram di e-PPGBM.", "3200"),
    ("SATUAN_METER", "repaired", "Meter dibaca sebagai sentimeter", "'{kolom}' {nilai} dibaca sebagai meter: {jadi} cm.",
     "Tulis dalam sentimeter di e-PPGBM.", "0,85"),
    ("CARA_UKUR_TAK_DIKENAL", "nulled", "Cara ukur tidak dikenal", "Cara ukur '{nilai}' tidak dikenal.",
     "Isi Terlentang atau Berdiri di e-PPGBM.", "Duduk"),
    ("NAIK_TAK_DIKENAL", "nulled", "Naik berat badan tidak dikenal", "'{kolom}' berisi '{nilai}' yang bukan kode naik berat badan.",
     "Isi N, T, O, atau B di e-PPGBM.", "sudah ditimbang"),
    ("KIA_TAK_DIKENAL", "nulled", "Isi kolom KIA tidak dikenal", "'{kolom}' berisi '{nilai}', bukan Ya atau Tidak.",
     "Isi Ya atau Tidak di e-PPGBM.", "hilang"),
    ("ZS_TAK_TERHITUNG", "nulled", "Z-score berkas 999,99", "'{kolom}' {nilai} berarti e-PPGBM tidak dapat menghitungnya.",
     "Periksa umur, berat, tinggi, dan jenis kelamin anak ini.", "999.99"),
    ("ZS_BEDA", "warning", "Z-score berkas berbeda dari hitung ulang",
     "{isi}.",
     "Biasanya karena tanggal lahir, cara ukur, atau ukuran diubah sesudah z-score dihitung; simpan ulang di e-PPGBM.",
     "ZS TB/U -1.20, hitung ulang -2,31"),
    ("Z_TIDAK_WAJAR", "warning", "Z-score tidak wajar",
     "{isi} di luar batas wajar WHO; tidak ikut prevalensi hitung ulang.",
     "Ukur ulang anak ini dan periksa tanggal lahirnya.", "TB/U -7,10"),
    ("KELAS_BEDA", "warning", "Kelas tidak cocok dengan z-score berkas", "{isi}.",
     "Yang dipakai z-score, bukan tulisan kelasnya; simpan ulang pengukuran ini di e-PPGBM.",
     "TB/U Normal, ZS TB/U -2,50"),
    # place
    ("WILAYAH_BUKAN_NAMA", "nulled", "Nomor di kolom wilayah",
     "'{kolom}' berisi '{nilai}': nomor panjang, bukan nama wilayah.", _FIX, "3201015005200001"),
    ("KABUPATEN_LAIN", "warning", "Kabupaten lain", "Kabupaten '{nilai}' bukan kabupaten yang dipantau ({jumlah} baris).",
     "Pastikan berkas ini memang dimaksudkan; data disimpan atas nama kabupaten itu.", "CONTOH"),
    ("KECAMATAN_TAK_DIKENAL", "warning", "Kecamatan tidak dikenal", "Kecamatan '{nilai}' tidak dikenal ({jumlah} baris).",
     "Periksa ejaannya di e-PPGBM; data disimpan di bawah nama itu.", "CONTOH"),
    ("DESA_TAK_DIKENAL", "warning", "Desa tidak dikenal",
     "Desa '{nilai}' tidak dikenal di kecamatan '{kec}' ({jumlah} baris).{saran}",
     "Periksa ejaan desa dan kecamatan di e-PPGBM; data disimpan di bawah nama itu.", "DESA CONTOH"),
    ("WILAYAH_DITEBAK", "repaired", "Ejaan wilayah diperbaiki", "'{nilai}' dibaca sebagai {jadi} ({jumlah} baris).",
     "Samakan ejaan di e-PPGBM; bila tebakan ini keliru, beri tahu pengelola.", "satu huruf keliru"),
    ("WILAYAH_KOSONG", "warning", "Wilayah kosong", "Kolom '{kolom}' kosong pada {jumlah} baris.", "Lengkapi wilayah anak di e-PPGBM.", "(kosong)"),
)  # fmt: skip

CODES_ROWS: Final = tuple(Code(*entry) for entry in _ROWS)
