"""The columns of a briefing's tables: titles, units and meanings, sheet by sheet."""

from __future__ import annotations

from typing import Final

#: Column → (title, unit, meaning). The order is that of the sheets.
COLUMNS: Final[dict[str, tuple[str, str, str]]] = {
    "level": ("Tingkat", "", "Tingkat wilayah"),
    "area": ("Kode", "", "Kode Kemendagri, atau nama puskesmas"),
    "name": ("Wilayah", "", "Nama wilayah"),
    "indicator": ("Indikator", "", "Indikator gizi"),
    "period": ("Periode", "", "Tahun, atau tahun-bulan (TTTT-BB)"),
    "kind": ("Ukuran", "", "Apa yang dihitung pada kolom Nilai"),
    "value": (
        "Nilai", "bagian", "Pembilang dibagi penyebut, 0 sampai 1; kosong bila tidak ada atau disamarkan",
    ),
    "low": ("Batas bawah", "bagian", "Batas bawah selang 95 %"),
    "high": ("Batas atas", "bagian", "Batas atas selang 95 %"),
    "numerator": ("Pembilang", "balita", "Balita dengan keadaan itu"),
    "denominator": ("Penyebut", "balita", "Balita yang diukur dan dapat dinilai"),
    "fitted": ("Anak model", "balita", "Balita dengan jawaban lengkap, yang dipakai model"),
    "model_cases": ("Kasus model", "balita", "Balita stunting di antaranya"),
    "suppressed": ("Disamarkan", "ya/tidak", "Disembunyikan karena jumlahnya kecil atau dapat disimpulkan"),
    "unit": ("Satuan", "", "Satuan target, realisasi, dan batas selang di baris itu"),
    "target": ("Target", "menurut Satuan", "Target tahun itu, seperti tercetak"),
    "actual": ("Realisasi", "menurut Satuan", "Realisasi tahun itu: isian dinas, angka terbit, hitungan"),
    "capaian": ("Capaian", "persen", "Realisasi terhadap target menurut arah indikator; 100: tercapai"),
    "rule": ("Aturan", "", "Cara hitung"),
    "source": ("Sumber", "", "Asal data"),
    "target_source": ("Sumber target", "", "Dokumen asal target"),
}  # fmt: skip
#: Part of a page → its sheet.
SHEETS: Final = {
    "parts": "Wilayah", "before": "Setahun sebelumnya", "series": "Tren", "targets": "Target",
    "published": "Angka terbit", "causes": "Penyebab", "iku": "IKU",
}  # fmt: skip
#: (sheet, column) → what it is there, where it is not what it is elsewhere.
_HERE: Final[dict[tuple[str, str], tuple[str, str, str]]] = {
    ("Penyebab", "name"): ("Faktor", "", "Nama faktor"),
    ("Penyebab", "value"): (
        "Nilai", "bagian", "Menurut kolom Ukuran, 0 sampai 1. PAF: bagian kasus stunting yang terkait dengan "
        "faktor, bila hubungannya sebab-akibat",
    ),
    ("Penyebab", "numerator"): (
        "Pembilang", "balita", "PAF: kasus yang terkait (nilai kali penyebut, dibulatkan); bagian terpapar: "
        "anak stunting yang terpapar",
    ),
    ("Penyebab", "denominator"): (
        "Penyebut", "balita", "Anak stunting yang didata (bagian terpapar: yang jawabannya diketahui)",
    ),
    ("Target", "kind"): ("Jenis data", "", "Data yang dengannya target diukur"),
    ("Angka terbit", "unit"): ("Satuan", "", "Satuan pada dokumennya; kolom Nilai tetap bagian, 0 sampai 1"),
    ("Target", "value"): ("Nilai", "bagian", "Target sebagai bagian balita, 0 sampai 1"),
    ("Angka terbit", "value"): ("Nilai", "bagian", "Seperti terbit, 0 sampai 1"),
    ("Angka terbit", "denominator"): ("Penyebut", "balita", "Seperti terbit; kosong bila tidak dicetak"),
    ("Angka terbit", "numerator"): ("Pembilang", "balita", "Seperti terbit; kosong bila tidak dicetak"),
    ("IKU", "name"): ("Indikator kinerja", "", "Sebutan indikator kinerja utama"),
    ("IKU", "indicator"): ("Kunci", "", "Kunci indikator"),
    ("IKU", "low"): ("Batas bawah", "menurut Satuan", "Batas bawah selang 95 % realisasi, bila ada"),
    ("IKU", "high"): ("Batas atas", "menurut Satuan", "Batas atas selang 95 % realisasi, bila ada"),
    ("IKU", "numerator"): ("Pembilang", "orang", "Pembilang realisasi, bila ada"),
    ("IKU", "denominator"): ("Penyebut", "orang", "Penyebut realisasi, bila ada"),
    ("IKU", "source"): ("Sumber", "", "Asal realisasi"),
}  # fmt: skip
_SHARES: Final = ("value", "low", "high")


def about(sheet: str, column: str) -> tuple[str, str, str]:
    """Return title, unit and meaning of a column of a sheet."""
    return _HERE.get((sheet, column), COLUMNS[column])


def look(sheet: str, column: str) -> str:
    """Return how numbers of a column look: ``share, count, plain, one``.

    Figures in a unit of their own row are never shown as a percentage.

    >>> look("Wilayah", "value"), look("IKU", "low"), look("IKU", "actual"), look("IKU", "capaian")
    ('share', 'plain', 'plain', 'one')
    """
    if column in _SHARES and sheet != "IKU":
        return "share"
    if column in ("target", "actual", *_SHARES):
        return "plain"
    return "one" if column == "capaian" else "count"
