# ruff: noqa: E501  (test data read better on one line)
"""Dirty cells of the field, each in every container: one child of ten has it, all ten are stored."""

from __future__ import annotations

from tests.corpus.case import UNMEASURED, ZS, Case, blanked, clean, everywhere, table

NO_ZS = blanked("Usia Saat Ukur", *ZS)

#: name → changed cells, expected findings.
CELLS: dict[str, tuple[dict[str, str], str]] = {
    "nik-samar": ({"NIK": "32010********001"}, "NIK_SAMAR"),
    "nik-ilmiah": ({"NIK": "6,31105E+15"}, "NIK_ILMIAH"),
    "nik-petik": ({"NIK": "'3201015005200001"}, ""),
    "nik-spasi": ({"NIK": " 3201 0150 0520 0001 "}, ""),
    "nik-kosong": ({"NIK": ""}, ""),
    "nik-nol": ({"NIK": "0000000000000000"}, "NIK_DUMMY"),
    "nik-sembilan": ({"NIK": "9999999999999999"}, "NIK_DUMMY"),
    "nik-pendek": ({"NIK": "320101500520"}, "NIK_BUKAN_16"),
    "nik-panjang": ({"NIK": "320101500520000199"}, "NIK_BUKAN_16"),
    "nama-tanda": ({"Nama": "-"}, "NAMA_KOSONG"),
    "nama-emoji": ({"Nama": "CONTOH 👶🏽 ANAK"}, ""),
    "nama-kanan-ke-kiri": ({"Nama": "\u200fCONTOH مثال\u200f"}, ""),
    "nama-null": ({"Nama": "NULL"}, ""),
    "ortu-koma": ({"Nama Ortu": "CONTOH AYAH, CONTOH IBU"}, ""),
    "jk-kata": ({"JK": "Laki-laki"} | NO_ZS, ""),
    "jk-angka": ({"JK": "2"} | NO_ZS, ""),
    "jk-aneh": ({"JK": "X"}, "JK_TAK_DIKENAL"),
    "jk-kosong": ({"JK": ""}, "JK_KOSONG"),
    "lahir-kosong": ({"Tgl Lahir": ""}, "LAHIR_KOSONG"),
    "lahir-salah": ({"Tgl Lahir": "31/02/2022"}, "TANGGAL_SALAH"),
    "lahir-bukan-kabisat": ({"Tgl Lahir": "29/02/2023"}, "TANGGAL_SALAH"),
    "lahir-kabisat": ({"Tgl Lahir": "29/02/2020"} | NO_ZS | blanked("Berat", "Tinggi"), "UKUR_TANPA_NILAI"),
    "lahir-setelah-ukur": ({"Tgl Lahir": "2024-03-05"}, "LAHIR_SETELAH_UKUR"),
    "lahir-depan": ({"Tgl Lahir": "2031-03-05"}, "TANGGAL_DEPAN"),
    "lahir-dua-digit": ({"Tgl Lahir": "05/03/22"} | NO_ZS | blanked("Berat", "Tinggi"), "TANGGAL_DUA_DIGIT UKUR_TANPA_NILAI"),
    "lahir-lama": ({"Tgl Lahir": "2015-01-01"} | NO_ZS, "USIA_LEBIH_60"),
    "ukur-salah": ({"Tanggal Pengukuran": "besok"}, "TANGGAL_SALAH"),
    "ukur-depan": ({"Tanggal Pengukuran": "2026-01-01"}, "TANGGAL_DEPAN"),
    "ukur-bulan-dulu": ({"Tanggal Pengukuran": "02/25/2024"}, "TANGGAL_BULAN_DULU TANGGAL_SALAH"),
    "ukur-kosong": ({"Tanggal Pengukuran": ""}, "UKUR_TANPA_TANGGAL"),
    "belum-diukur": (UNMEASURED, ""),
    "ukur-tanpa-nilai": (blanked("Berat", "Tinggi"), "UKUR_TANPA_NILAI"),
    "usia-beda": ({"Usia Saat Ukur": "9 Tahun - 1 Bulan - 0 Hari"}, "USIA_BEDA"),
    "bb-lahir-gram": ({"BB Lahir": "3200"}, "SATUAN_GRAM"),
    "bb-lahir-nol": ({"BB Lahir": "0"}, ""),
    "tb-lahir-meter": ({"TB Lahir": "0,48"}, "SATUAN_METER"),
    "berat-tanggal": ({"Berat": "2024-05-12"}, "ANGKA_JADI_TANGGAL"),
    "berat-8888": ({"Berat": "8888"}, "ANGKA_SENTINEL"),
    "berat-telepon": ({"Berat": "081234567890"}, "ANGKA_TELEPON"),
    "berat-minus": ({"Berat": "-9.8"}, "ANGKA_LUAR_RENTANG"),
    "berat-besar": ({"Berat": "88"}, "ANGKA_LUAR_RENTANG"),
    "berat-kata": ({"Berat": "sepuluh"}, "ANGKA_SALAH"),
    "berat-inf": ({"Berat": "inf"}, "ANGKA_SALAH"),
    "berat-nan": ({"Berat": "NaN"}, ""),
    "berat-galat": ({"Berat": "#VALUE!"}, ""),
    "berat-strip": ({"Berat": "-"}, ""),
    "tinggi-9999": ({"Tinggi": "9999"}, "ANGKA_SENTINEL"),
    "tinggi-telepon": ({"Tinggi": "6281234567890"}, "ANGKA_TELEPON"),
    "lila-telepon": ({"LiLA": "081234567890"}, "ANGKA_TELEPON"),
    "lila-tanggal": ({"LiLA": "14-Mei-2024"}, "ANGKA_JADI_TANGGAL"),
    "cara-duduk": ({"Cara Ukur": "Duduk"}, "CARA_UKUR_TAK_DIKENAL"),
    "zs-999": ({"ZS TB/U": "999.99"}, "ZS_TAK_TERHITUNG"),
    "zs-beda": ({"ZS TB/U": "-9.50"}, "ZS_BEDA"),
    "kelas-beda": ({"TB/U": "Tinggi", "BB/TB": "Obesitas"}, "KELAS_BEDA"),
    "naik-aneh": ({"Naik Berat Badan": "Y"}, ""),
    "vitamin-pecahan": ({"Jml Vit A": "1,5"}, "ANGKA_SALAH"),
    "desa-asing": ({"Desa/Kel": "DESA CONTOH"}, "DESA_TAK_DIKENAL"),
    "kecamatan-asing": ({"Kec": "CONTOH"}, "KECAMATAN_TAK_DIKENAL"),
    "kabupaten-asing": ({"Kab/Kota": "CONTOH", "Kec": "CONTOH"}, "KABUPATEN_LAIN"),
    "desa-kosong": ({"Desa/Kel": ""}, "WILAYAH_KOSONG"),
}  # fmt: skip


def cases() -> list[Case]:
    """Return every dirty cell in every container, and the dirt that needs whole columns."""
    out: list[Case] = []
    for name, (changed, codes) in CELLS.items():
        only = "html xlsx xls csv"
        if name in {"nama-emoji", "nama-kanan-ke-kiri", "nik-samar", "berat-telepon"}:
            only += " utf16"
        out += everywhere(f"sel-{name}", table(changed=changed), codes, only)
    out += everywhere(
        "nik-kolom-terpotong", _all(lambda row: {"NIK": row["NIK"][:15] + "0"}), "NIK_KOLOM_TERPOTONG"
    )
    out += everywhere(
        "berat-semua-tanggal", _all(lambda row: {"Berat": "2024-05-12"}), "ANGKA_JADI_TANGGAL:10"
    )
    out += everywhere(
        "berat-semua-gram", _all(lambda row: {"Berat": f"{float(row['Berat']) * 1000:.0f}"}), "SATUAN_GRAM:10"
    )
    out += everywhere("tanggal-hari-dulu", _all(_day_first))
    out += everywhere("dobel", table() + table()[3:5], "DUPLIKAT:2", rows=12)
    rows = [row | {"NIK": ""} for row in clean(4)]
    out += everywhere(
        "dobel-tanpa-nik", _grid([*rows, rows[1] | {"Nama": rows[1]["Nama"].lower()}]), "DUPLIKAT", rows=5
    )
    return out


def _all(change):  # type: ignore[no-untyped-def]
    return _grid([row | change(row) for row in clean()])


def _grid(rows: list[dict[str, str]]) -> list[list[str]]:
    from tests.ingest.conftest import grid

    return grid(rows)


def _day_first(row: dict[str, str]) -> dict[str, str]:
    return {t: "/".join(reversed(row[t].split("-"))) for t in ("Tgl Lahir", "Tanggal Pengukuran")}
