"""The columns of each variant of the export, as e-PPGBM writes them (``facts``: V1 … V5)."""

from __future__ import annotations

from typing import Final

#: (title, field of `stunting.demo.cells`)
_FRONT: Final = (
    ("No", "no"), ("NIK", "nik"), ("Nama", "name"), ("JK", "sex"), ("Tgl Lahir", "birth"),
    ("BB Lahir", "birth_weight"), ("TB Lahir", "birth_length"), ("Nama Ortu", "parents"), ("Prov", "prov"),
    ("Kab/Kota", "kab"), ("Kec", "kec"), ("Pukesmas", "puskesmas"), ("Desa/Kel", "desa"),
    ("Posyandu", "posyandu"), ("RT", "rt"), ("RW", "rw"), ("Alamat", "address"),
)  # fmt: skip
_SIZE: Final = (
    ("Usia Saat Ukur", "age"), ("Tanggal Pengukuran", "date"), ("Berat", "weight"), ("Tinggi", "height"),
)  # fmt: skip
_POSITION: Final = (("Cara Ukur", "position"),)
_STATUS: Final = (
    ("LiLA", "lila"), ("BB/U", "class_waz"), ("ZS BB/U", "waz"), ("TB/U", "class_haz"), ("ZS TB/U", "haz"),
    ("BB/TB", "class_whz"), ("ZS BB/TB", "whz"), ("Naik Berat Badan", "gain"),
)  # fmt: skip
_PMT: Final = (("PMT Diterima (kg)", "empty"),)
_KIA: Final = (("Jml Vit A", "vitamin"), ("KPSP", "empty"), ("KIA", "kia"))
_NEW: Final = (("Kelas Ibu Balita", "empty"), ("MBG", "empty"), ("Detail", "empty"))

HEADERS: Final[dict[str, tuple[tuple[str, str], ...]]] = {
    "V1": _FRONT + _SIZE + _STATUS + _PMT + _KIA,
    "V2": _FRONT + _SIZE + _POSITION + _STATUS + _PMT + _KIA + (("Detail", "empty"),),
    "V3": _FRONT + _SIZE + _POSITION + _STATUS + _KIA + _NEW,
    "V4": (*_FRONT, ("Total Pengukuran", "total"), *_SIZE, *_POSITION, *_STATUS, *_KIA, *_NEW),
    "V5": (
        ("Nama Anak", "name"), ("Jenis Kelamin", "sex_long"), ("Tanggal Lahir", "birth"), ("NIK", "nik"),
        ("Nomor KK", "empty"), ("Anak Ke", "empty"), ("Nama Orang Tua (Ibu/Ayah)", "parents_mother"),
        ("NIK Orang Tua", "empty"), ("No HP Orang Tua", "empty"), ("Alamat", "address"), ("RT", "rt"),
        ("Kecamatan", "kec"), ("Puskesmas", "puskesmas"), ("Kelurahan", "desa"), ("Posyandu", "posyandu"),
        ("Usia Kehamilan (minggu)", "empty"), ("Berat Lahir - Sasaran (kg)", "birth_weight"),
        ("Panjang Lahir - Sasaran (cm)", "birth_length"), ("Lingkar Kepala Lahir (cm)", "empty"),
        ("IMD", "empty"), ("Tanggal Pengukuran", "date"), ("Berat (kg)", "weight"), ("Tinggi (cm)", "height"),
        ("Cara Ukur", "position"), ("LiLA (cm)", "lila"), ("ZS BB/U", "waz"), ("ZS TB/U", "haz"),
        ("ZS BB/TB", "whz"), ("Naik Berat Badan", "gain"), ("Jml Vit A", "vitamin"),
        ("Kelas Ibu Balita", "empty"), ("MBG", "empty"),
    ),
}  # fmt: skip


def history_variant(year: int) -> str:
    """Return the variant that the export had in `year`: the layout grew with the application."""
    return "V1" if year <= 2021 else "V2" if year <= 2023 else "V3"
