# ruff: noqa: E501  (sentences read better on one line)
"""Lists of the reference that come from data files and from tables of the code."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from typing import Any, Final

import pandas as pd

from stunting.settings import ROOT
from tests.docs import words

SEVERITIES: Final = {
    "rejected": "ditolak", "nulled": "dikosongkan", "repaired": "diperbaiki", "warning": "peringatan",
}  # fmt: skip
Section = tuple[str, str, tuple[str, ...], list[tuple[str, ...]]]


@lru_cache(maxsize=1)
def parts() -> dict[str, tuple[str, ...]]:
    """Return the parts of a page that has some, path → names on screen."""
    from stunting.ui import (
        admin_page,
        determinan_controls,
        lokus_controls,
        posyandu_page,
        target_page,
        upload_rooms,
    )

    return {
        "target": tuple(target_page.PARTS),
        "posyandu": tuple(posyandu_page.SECTIONS.values()),
        "lokus": tuple(lokus_controls.PARTS.values()),
        "determinan": tuple(determinan_controls.SECTIONS.values()),
        "unggah": tuple(upload_rooms.ROOMS),
        "admin": tuple(admin_page.PARTS),
    }


def codes() -> dict[str, Any]:
    """Return every code of a finding, of files and of the store."""
    from stunting.ingest import CODES
    from stunting.store import STORE_CODES

    return CODES | STORE_CODES


def explained(code: str) -> bool:
    """Return whether ``docs/temuan.md`` has a chapter on a code; those of the store are one line each."""
    from stunting.ingest import CODES

    return code in CODES


def facts(name: str) -> pd.DataFrame:
    """Return a table of ``data/``, all text."""
    return pd.read_csv(ROOT / "data" / f"{name}.csv", dtype=str, keep_default_na=False)


def downloads() -> list[str]:
    """Return the titles of what the menu Paparan offers, and of the printed lists."""
    from stunting.ui import follow_up_export, paparan_export

    return [f.title for f in paparan_export.FORMATS.values()] + [b for _, b in follow_up_export.BUTTONS]


def sections() -> list[Section]:
    """Return the lists: title, a line, the head of the table, its rows."""
    return [*_rules(), *_people(), *_files()]


def _rules() -> Iterable[Section]:
    from stunting.indicators import skdn
    from stunting.indicators.results import RULES
    from stunting.ui.filters import INDICATORS
    from stunting.ui.method import DEFINITIONS

    yield (
        "Indikator balita", "Baris saringan, kotak keempat. Penyebut: balita yang diukur.",
        ("indikator", "kode", "definisi"),
        [(name, f"`{key}`", DEFINITIONS[key]) for key, name in INDICATORS.items()],
    )  # fmt: skip
    yield (
        "Aturan dan deret", "Tidak pernah dicampur; setiap angka menyebut salah satunya.",
        ("aturan", "kode", "arti"), [(name, f"`{key}`", words.RULES[key]) for key, name in RULES.items()],
    )  # fmt: skip
    yield (
        "Rasio SKDN", "Halaman Posyandu. Huruf: S terdaftar, K punya buku KIA, D ditimbang, N naik, T tidak naik, "
        "O tidak ditimbang bulan lalu, B baru pertama, BGM bawah garis merah, 2T tidak naik dua kali.",
        ("rasio", "arti"), [(r.title, words.SKDN[key]) for key, r in skdn.RATIOS.items()],
    )  # fmt: skip
    classes = facts("kelas_mutu")
    yield (
        "Kelas mutu", "Halaman Kelengkapan: satu puskesmas, satu bulan.", ("kelas", "arti", "baris bermasalah", "D/S"),
        [
            (r["kelas"], r["nama"], f"≤ {r['baris_bermasalah_paling_banyak']} %" if r["ds_paling_sedikit"] else "–",
             f"≥ {r['ds_paling_sedikit']} %" if r["ds_paling_sedikit"] else "–")
            for r in classes.to_dict("records")
        ],
    )  # fmt: skip


def _people() -> Iterable[Section]:
    from stunting.ui import follow_up_data, follow_up_html

    todo, short = facts("prioritas"), follow_up_html._SHORT
    rows = [
        (f"{r['kode']} {r['judul']}" if r["jenis"] == "prioritas" else short.get(r["kode"], r["judul"]),
         r["prioritas"] or "–", r["tindakan"])
        for r in todo[todo["jenis"].isin(["prioritas", "daftar"])].to_dict("records")
    ]  # fmt: skip
    rows.append((short[follow_up_data.EARLY], "–", words.EARLY))
    yield (
        "Daftar tindak lanjut", "Halaman Tindak lanjut; P1 paling mendesak.",
        ("daftar", "prioritas", "tindakan"), rows,
    )  # fmt: skip
    factors = facts("determinan")
    yield (
        "Faktor determinan", "Halaman Determinan; jawaban templat *Keluarga dan anak*.",
        ("faktor", "definisi", "intervensi"),
        [(r["nama"], r["definisi"], r["intervensi"]) for r in factors.to_dict("records")],
    )  # fmt: skip
    area = facts("indikator_wilayah")
    yield (
        "Indikator wilayah", "Halaman Determinan, Antarwilayah; templat *Indikator wilayah*. Nama lain boleh.",
        ("indikator", "satuan", "kelompok"),
        [(r["nama"], r["satuan"], r["kelompok"]) for r in area.to_dict("records")],
    )  # fmt: skip
    from stunting.ui.bumil_view import INDICATORS

    limits = {
        "kek": "LiLA di bawah 23,5 cm",
        "anemia_bumil": "Hb di bawah batas trimesternya, atau batas seragam",
    }
    yield (
        "Ukuran ibu hamil", "Halaman Ibu hamil; nilai terakhir tiap ibu dalam periode.", ("ukuran", "batas"),
        [(name, limits[key]) for key, name in INDICATORS.items()],
    )  # fmt: skip
    own = facts("indikator_puskesmas_jenis")
    yield (
        "Indikator puskesmas", "Halaman Posyandu; angka terbit atau isian, di samping hitungan.",
        ("indikator", "catatan"), [(r["judul"], r["catatan"] or "–") for r in own.to_dict("records")],
    )  # fmt: skip
    key_figures = facts("iku")
    yield (
        "Indikator kinerja utama (IKU)", "Halaman Target, Tabel IKU.", ("indikator", "satuan", "sasaran"),
        [(r["sebutan"], r["satuan"], r["sasaran"]) for r in key_figures.to_dict("records")],
    )  # fmt: skip


def _files() -> Iterable[Section]:
    from stunting.ingest.templates import questions, templates
    from stunting.reports.briefing import table_columns
    from stunting.reports.briefing.content import PAGES

    yield (
        "Templat", "Halaman Unggah, paling bawah. Kolomnya satu per satu: [berkas.md](berkas.md#templat).",
        ("templat", "kode", "pertanyaan", "dipakai"),
        [
            (title, f"`{key}`", str(sum(q.is_answer for q in questions(key))), words.TEMPLATES[key])
            for key, title in templates().items()
        ],
    )  # fmt: skip
    yield (
        "Daftar yang diisi daerah", "Setiap simpanan satu versi; yang lama tidak hilang dan dapat kembali.",
        ("kode", "isi, tempat, siapa"), [(f"`{key}`", said) for key, said in words.REGISTERS.items()],
    )  # fmt: skip
    yield (
        "Halaman Paparan", "Urutan slide; yang datanya tidak ada dilewati ([metode-paparan.md](metode-paparan.md)).",
        ("slide", "isi"), [(f"`{key}`", words.BRIEFING[key]) for key in PAGES],
    )  # fmt: skip
    yield (
        "Lembar Angka (XLSX)", "Ditambah *Ringkasan* di depan dan *Definisi* di belakang; satu lembar satu tabel rapi.",
        ("lembar", "isi"), [(name, words.SHEETS[key]) for key, name in table_columns.SHEETS.items()],
    )  # fmt: skip
