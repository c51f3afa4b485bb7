"""What the download of determinants says about itself: its columns, whose it is, how to read it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any, Final

from stunting.indicators.determinants import CROSS_SECTIONAL, JOINT
from stunting.indicators.format_id import date
from stunting.indicators.results import RULES

#: Column → what it holds; the dictionary of the file.
COLUMNS: Final = {
    "kode": "kode Kemendagri wilayah, kosong bila puskesmas",
    "wilayah": "nama wilayah",
    "tingkat": "kabupaten, kecamatan, puskesmas",
    "faktor": "nama faktor",
    "ukuran": "apa yang dihitung",
    "satuan": "persen atau rasio",
    "nilai": "nilai; kosong bila tidak dihitung",
    "bawah": "batas bawah selang 95 %",
    "atas": "batas atas selang 95 %",
    "pembilang": "bagian: anak terpapar; rasio dan PAF: kasus dalam model",
    "penyebut": "bagian: anak yang diketahui; rasio: anak dalam model; PAF: kasus dalam model",
    "persen_tidak_diketahui": "bagian anak yang jawabannya tidak diketahui",
    "peringkat": "urutan dalam ukuran ini, 1 terbesar",
    "anak_model": "anak dengan jawaban lengkap yang dipakai model; kosong bila bukan hasil model",
    "anak_terkait": "PAF kali semua anak stunting yang didata",
    "putusan": "apa yang boleh dikatakan dari selangnya",
    "alasan": "mengapa tidak dihitung",
    "metode": "cara hitung",
    "aturan": "aturan status stunting",
    "periode": "tahun pengukuran terakhir setiap anak",
    "sumber": "asal data",
    "catatan": "batas tafsir; harus ikut bila angka dikutip",
}


@dataclass(frozen=True)
class About:
    """Whose file it is: place, period, rule of the status, mark of made-up data, day of printing."""

    place: str
    period: str
    rule: str
    mark: str
    printed: dt.date
    reach: str = ""
    model: str = ""


def explain(sheet: Any, about: About, head: Any, wrap: Any) -> None:
    """Write how to read the figures and what each column holds."""
    lines = [
        ("Batas tafsir", f"{CROSS_SECTIONAL}. Faktor dan stunting dicatat pada waktu yang sama."),
        ("Wilayah", about.place), ("Periode", about.period), ("Aturan", RULES.get(about.rule, about.rule)),
        ("Dicetak", date(about.printed)), ("Jangkauan", about.reach),
        ("Model", about.model or "tidak ada model: lihat kolom alasan"),
        ("Data", about.mark or "bukan data sintetis"),
        ("Rasio disesuaikan", "Untuk faktor lain dalam model, umur, dan jenis kelamin; selang berklaster "
                              "posyandu."),
        ("Kasar, anak model", "Rasio kasar pada anak yang sama dengan rasio disesuaikan (jawaban lengkap); "
                              "rasio kasar biasa memakai semua anak yang jawabannya diketahui. Hanya beda "
                              "dari yang pertama yang berasal dari penyesuaian."),
        ("PAF", "Bagian kasus yang terkait: 1 - rata-rata prediksi tanpa paparan / rata-rata prediksi. "
                "Berarti dapat dicegah hanya bila hubungannya sebab-akibat dan paparannya dapat "
                "dihilangkan."),
        (JOINT.strip("*").capitalize(), "Semua faktor dihilangkan bersama; bukan jumlah PAF tunggal."),
        ("Angka terbit", "Seperti tercetak. Arah tidak jelas: cetakan tidak menyebut yang punya atau yang "
                         "tidak."),
    ]  # fmt: skip
    sheet.set_column(0, 0, 24)
    sheet.set_column(1, 1, 100)
    for row, (what, text) in enumerate([*lines, *COLUMNS.items()]):
        sheet.write_string(row, 0, what, head)
        sheet.write_string(row, 1, text, wrap)
