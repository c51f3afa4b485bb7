# ruff: noqa: E501  (sentences read better on one line)
"""Every figure, table and part of a screen that has a heading: what it is called there, and what it means.

The key is the heading as the code writes it, with ``…`` for what changes (`registry.headings`); a heading
that the code has and this list has not fails `test_panduan`.
"""

from __future__ import annotations

from typing import Final, NamedTuple


class Figure(NamedTuple):
    """One figure: page, name as a reader sees it, one line, the document with the method."""

    page: str
    name: str
    says: str
    method: str


def _all(page: str, method: str, lines: dict[str, tuple[str, str]]) -> dict[str, Figure]:
    return {key: Figure(page, name or key, says, method) for key, (name, says) in lines.items()}


FIGURES: Final = {
    **_all("Ringkasan, Peta", "metode-indikator.md", {
        "… per …,": ("Stunting per kecamatan, 2024", "peta bagian wilayah; warna menurut kelas prevalensi, berarsir bila kurang dari 30 diukur"),
        "Tren bulanan": ("", "prevalensi tiap bulan dengan selang 95 %, target, survei, dan angka terbit"),
        "Tren tahunan": ("", "sama, tiap tahun: pengukuran terakhir setiap anak dalam tahun itu"),
        "dari yang tertinggi": ("Kecamatan, dari yang tertinggi", "wilayah di dalamnya menurut prevalensi; ○ setahun sebelumnya"),
        "Jarak ke target": ("Jarak ke target 2024 (11,6 %)", "angka dikurangi target, dalam poin dan balita"),
        "Partisipasi penimbangan (D/S)": ("", "balita diukur dibanding balita terdaftar; setahun: jumlah bulanan"),
    }),
    **_all("Tren", "metode-tren.md", {
        "Perubahan tiap": ("Perubahan tiap kecamatan", "wilayah pada dua periode; belum ada bila baru satu periode berisi data"),
        "Perubahan tiap …,": ("Perubahan tiap kecamatan, 2023 ke 2024", "dua periode berdampingan; ▼ turun, ▲ naik hanya bila dapat dibedakan"),
        "Tabel perubahan": ("", "perubahan dalam poin dan balita, selang 95 %, putusan"),
        "Tren tiap": ("Tren tiap kecamatan", "satu gambar kecil tiap wilayah"),
        "Anak yang sama, dan seluruh balita": ("", "anak yang diukur pada kedua periode: pulih, kasus baru, tetap"),
        "Bulan timbang antartahun": ("", "bulan penimbangan serentak dari tahun ke tahun, dengan D/S-nya"),
        "Bagaimana dengan balita yang tidak diukur?": ("", "batas paling rendah dan paling tinggi bila yang tidak diukur ikut dihitung"),
        "Angka terbit per kecamatan, … dan …, di samping angka hitungan": ("Angka terbit per kecamatan", "angka dokumen di samping hitungan di sini; tidak disambung"),
    }),
    **_all("Target", "metode-target.md", {
        "Jalur ke target": ("Jalur ke target 2026", "angka sampai kini, jalur yang diperlukan, proyeksi dengan selang prediksi 90 %"),
        "Tangga target": ("", "semua target dokumen, selisih dalam poin dan balita, capaian"),
        "Capaian": ("Capaian 2024 (11,6 %)", "persen target yang tercapai menurut rumus laporan kinerja"),
        "Peluang": ("Peluang mencapai 8 % pada 2026", "peluang mencapai target bila perubahan seperti selama ini"),
        "Laju setahun": ("", "pulih, kasus baru, anak baru; dari anak yang sama"),
        "Skenario, bukan ramalan": ("", "ke mana angka bila sebuah laju digeser"),
        "Indikator kinerja utama …,": ("Indikator kinerja utama Kabupaten, 2024", "target, realisasi, dan capaian setiap IKU"),
        "… di provinsi": ("Stunting di provinsi", "belum ada angka kabupaten lain untuk indikator itu"),
        "… di provinsi,": ("Stunting di provinsi, 2024", "kabupaten/kota provinsi, angka terbit, diurutkan"),
        "Corong wilayah": ("Corong wilayah kabupaten ini", "wilayah mana di luar batas kebetulan 95 % dan 99,8 %"),
        "Riwayat": ("Riwayat target", "siapa mengubah apa dan kapan"),
    }),
    **_all("Posyandu", "metode-skdn.md", {
        "Balok SKDN": ("", "S terdaftar, K buku KIA, D ditimbang, N naik"),
        "Rasio dan targetnya": ("", "K/S, D/S, N/D, N/D′, BGM/D dengan targetnya; T, O, B, BGM, 2T"),
        "… per …, bulan demi bulan": ("D/S per kecamatan, bulan demi bulan", "peta bulan: satu baris satu wilayah, satu kolom satu bulan"),
        "SKDN tiap": ("SKDN tiap puskesmas", "huruf dan rasio setiap wilayah"),
        "Bulan hadir berturut-turut": ("", "berapa balita hadir 0, 1, … 6 bulan berturut-turut"),
        "Kartu penuh tiap bulan": ("", "anak yang baru genap 6 bulan hadir berturut-turut"),
        "Indikator Puskesmas": ("Indikator Puskesmas Paringin", "angka terbit atau isian puskesmas di samping hitungan, dengan targetnya"),
        "Sebelum dan sesudah program": ("", "D/S bulan kalender yang sama sebelum dan sesudah program mulai"),
        "… baris perlu diperbaiki": ("3 baris perlu diperbaiki", "baris berkas sasaran yang tidak terbaca"),
    }),
    **_all("Desa lokus", "metode-lokus.md", {
        "Peringkat desa untuk SK lokus": ("Peringkat desa untuk SK lokus 2025", "peringkat gabungan menurut bobot, dengan selang dan peluang masuk daftar"),
        "… per desa dan hot spot": ("Stunting per desa dan hot spot", "angka desa dihaluskan atau mentah; hot spot Moran lokal atau Gi* (FDR 5 %)"),
        "Tabel peringkat": ("", "desa menurut peringkat, dengan setiap komponennya"),
        "Analisis situasi per kecamatan": ("", "prevalensi dengan dan tanpa hot spot"),
        "Desa pada daftar": ("Desa pada daftar 2022", "peta dan nama desa pada daftar"),
        "Daftar yang diketahui": ("", "setiap tahun: banyaknya desa, nama lengkap atau belum, nomor SK"),
        "Isi daftar": ("Isi daftar 2025", "mengisi daftar di layar atau dari berkas"),
        "Riwayat pengisian": ("", "versi daftar, oleh siapa, kapan"),
        "Prevalensi …, lokus dan": ("Prevalensi stunting, lokus dan desa sebanding", "sebelum dan sesudah SK"),
        "Perbedaan perubahan": ("", "perubahan lokus dikurangi perubahan desa sebanding, selang 95 %"),
        "Daftar": ("Daftar 2022", "desa pada daftar yang dievaluasi"),
    }),
    **_all("Determinan", "metode-determinan.md", {
        "… stunting": ("Rasio prevalensi stunting", "seberapa lebih sering stunting pada yang terpapar; ● disesuaikan, ◇ kasar"),
        "Apa yang paling banyak terkait kasus": ("", "faktor menurut bagian kasus yang terkait (PAF), di samping yang paling sering"),
        "Setiap faktor,": ("Setiap faktor, Kabupaten", "terpapar, tidak diketahui, rasio, PAF, anak terkait"),
        "…: rasio prevalensi tiap": ("Merokok di rumah: rasio prevalensi tiap kecamatan", "satu faktor di setiap wilayah"),
        "Tiap": ("Tiap kecamatan", "faktor dengan PAF tertinggi; pada lembar parameter: persen anak sasaran tiap desa"),
        "Yang sudah terbit": ("", "bagian anak stunting seperti tercetak pada dokumen"),
        "Parameter …,": ("Parameter anak stunting, Kabupaten", "persen anak sasaran dengan setiap parameter; merah di atas 50 %"),
        "Daftar anak di balik angka": ("", "anak di balik satu sel; hanya bagi yang berhak, tercatat"),
        "Stunting dan … tiap": ("Stunting dan kemiskinan tiap desa", "peta dua angka sekaligus"),
        "Setiap": ("Setiap desa", "sebaran: satu titik satu wilayah, kemiringan dengan selang"),
    }),
    **_all("Ibu hamil", "metode-determinan.md", {
        "Ibu hamil … per": ("Ibu hamil KEK per kecamatan", "peta bagian ibu KEK (LiLA < 23,5 cm) atau anemia"),
        "… tiap bulan": ("KEK tiap bulan", "bagian ibu tiap bulan"),
        "… tiap": ("KEK tiap kecamatan", "tabel: bagian, selang, ibu, tidak diukur"),
        "Apa yang terjadi pada ibu KEK": ("", "hasil setiap ibu yang pernah KEK; jumlahnya selalu genap"),
        "Ibu yang perlu didampingi": ("", "nama ibu KEK atau anemia yang masih hamil; puskesmas sendiri"),
    }),
    **_all("Tindak lanjut", "metode-tindak-lanjut.md", {
        "perlu ditindaklanjuti": ("Semua yang perlu ditindaklanjuti", "anak pada paling sedikit satu daftar; satu anak dihitung sekali"),
        "Peringatan dini (risiko stunting)": ("", "anak di bawah 24 bulan yang lintasannya turun; lihat [metode-faltering.md](metode-faltering.md)"),
    }),
    **_all("Anak", "metode-pertumbuhan.md", {
        "kurva": ("TB/U, BB/U, BB/TB", "titik pengukuran di atas kurva WHO"),
        "Semua pengukuran": ("", "setiap pengukuran, z-score, unggahan asalnya, juga yang sudah diganti"),
    }),
    **_all("Unggah", "berkas.md", {
        "Unggahan terakhir": ("", "tiga unggahan terakhir"),
        "Menunggu Anda": ("", "wilayah dan pasangan anak yang menunggu keputusan"),
        "Yang sudah masuk dari Puskesmas": ("Yang sudah masuk dari Puskesmas Contoh", "dua belas bulan terakhir puskesmas sendiri"),
        "Perlu Anda periksa": ("", "temuan yang menunggu tindakan, menurut jenis"),
        "Akibatnya pada angka puskesmas": ("", "stunting dan D/S sekarang dan sesudah disimpan"),
        "Jawaban per pertanyaan": ("", "isi templat: terjawab, tidak tahu, kosong"),
        "Temuan": ("", "daftar temuan, disaring menurut tingkat, jenis, dan kolom"),
        "Wilayah yang belum dikenal": ("", "nama wilayah pada berkas yang tidak ada di daftar resmi"),
        "Templat untuk data yang tidak ada di e-PPGBM": ("", "tiga templat untuk diunduh"),
        "Yang akan muncul di sini": ("", "apa yang tampil bila kelak ada yang perlu diputuskan"),
        "Keputusan": ("", "keputusan wilayah dan anak, dengan tombol mencabutnya"),
    }),
    **_all("Kelengkapan", "metode-indikator.md", {
        "papan": ("Papan puskesmas dan bulan", "kelas A, B, C atau sebagian, dan D/S bulan itu"),
    }),
    **_all("Admin", "akses.md", {
        "Akun": ("", "akun, peran, puskesmas, keadaan"),
        "Tambah akun": ("", "akun baru; kata sandinya tampil satu kali"),
        "Ubah akun": ("", "kata sandi baru, tutup, buka lagi"),
        "Catatan audit": ("", "siapa melakukan apa dan kapan; tanpa nama anak"),
        "Sistem": ("", "versi, isi penyimpanan, perawatan terakhir, ukuran"),
    }),
}  # fmt: skip
#: Figures whose heading is computed: the code holds no sentence that `registry.headings` could read.
COMPUTED: Final = frozenset({
    "dari yang tertinggi", "Tren bulanan", "Tren tahunan", "Jarak ke target", "Partisipasi penimbangan (D/S)", "Bagaimana dengan balita yang tidak diukur?", "Angka terbit per kecamatan, … dan …, di samping angka hitungan", "Capaian",
    "Peluang", "Sebelum dan sesudah program", "perlu ditindaklanjuti", "Peringatan dini (risiko stunting)", "kurva", "papan", "Catatan audit",
})  # fmt: skip
