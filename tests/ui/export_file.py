"""A small e-PPGBM export as bytes (CSV, variant V1), invented children only."""

from __future__ import annotations

import csv
import io
from datetime import date, timedelta

TITLES = [
    "No", "NIK", "Nama", "JK", "Tgl Lahir", "BB Lahir", "TB Lahir", "Nama Ortu", "Prov", "Kab/Kota",
    "Kec", "Pukesmas", "Desa/Kel", "Posyandu", "RT", "RW", "Alamat", "Usia Saat Ukur",
    "Tanggal Pengukuran", "Berat", "Tinggi", "LiLA", "BB/U", "ZS BB/U", "TB/U", "ZS TB/U", "BB/TB",
    "ZS BB/TB", "Naik Berat Badan", "PMT Diterima (kg)", "Jml Vit A", "KPSP", "KIA",
]  # fmt: skip


def child(n: int, puskesmas: str, month: str, **cells: str) -> dict[str, str]:
    """One row; ``cells`` overrides anything (titles with ``_`` for blanks)."""
    born = date(2022, 1, 1) + timedelta(days=n % 200)
    short = n % 4 == 0
    row = {
        "No": str(n), "NIK": f"99110501{n:08d}", "Nama": f"CONTOH ANAK {n}", "JK": "LP"[n % 2],
        "Tgl Lahir": born.isoformat(), "BB Lahir": "3,1", "TB Lahir": "49", "Nama Ortu": f"CONTOH IBU {n}",
        "Prov": "KALIMANTAN SELATAN", "Kab/Kota": "BALANGAN", "Kec": "HALONG", "Pukesmas": puskesmas,
        "Desa/Kel": "UREN", "Posyandu": "MELATI", "RT": "1", "RW": "1", "Alamat": "CONTOH",
        "Tanggal Pengukuran": f"{month}-10", "Berat": "11,5", "Tinggi": "80,0" if short else "88,0",
        "ZS TB/U": "-2,50" if short else "-0,50", "ZS BB/U": "-0,80", "ZS BB/TB": "0,10",
    }  # fmt: skip
    return row | {k.replace("_", " "): v for k, v in cells.items()}


def export(rows: list[dict[str, str]], title: str = "DATA SINTETIS") -> bytes:
    """Return the file."""
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";")
    writer.writerow([title])
    writer.writerow(TITLES)
    writer.writerows([row.get(t, "") for t in TITLES] for row in rows)
    return out.getvalue().encode()


def month_of(puskesmas: str, month: str, children: range = range(1, 41)) -> bytes:
    """Return a whole month of a puskesmas."""
    return export([child(n, puskesmas, month) for n in children])
