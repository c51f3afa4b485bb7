# ruff: noqa: E501  (test data read better on one line)
"""A small generator of e-PPGBM files: every container and variant, invented children only."""

from __future__ import annotations

import csv
import html
import io
import random
from datetime import date, timedelta

import numpy as np
import pytest
import xlsxwriter
import xlwt

from stunting import growth

_FRONT = "No,NIK,Nama,JK,Tgl Lahir,BB Lahir,TB Lahir,Nama Ortu,Prov,Kab/Kota,Kec,Pukesmas,Desa/Kel,Posyandu,RT,RW,Alamat"
_ZS = "LiLA,BB/U,ZS BB/U,TB/U,ZS TB/U,BB/TB,ZS BB/TB,Naik Berat Badan"
_V5 = (
    "Nama Anak,Jenis Kelamin,Tanggal Lahir,NIK,Nomor KK,Anak Ke,Nama Orang Tua (Ibu/Ayah),NIK Orang Tua,"
    "No HP Orang Tua,Alamat,RT,Kecamatan,Puskesmas,Kelurahan,Posyandu,Usia Kehamilan (minggu),"
    "Berat Lahir - Sasaran (kg),Panjang Lahir - Sasaran (cm),Lingkar Kepala Lahir (cm),IMD,Tanggal Pengukuran,"
    "Berat (kg),Tinggi (cm),Cara Ukur,LiLA (cm),ZS BB/U,ZS TB/U,ZS BB/TB,Naik Berat Badan,Jml Vit A,"
    "Kelas Ibu Balita,MBG"
)
HEADERS = {
    "V1": f"{_FRONT},Usia Saat Ukur,Tanggal Pengukuran,Berat,Tinggi,{_ZS},PMT Diterima (kg),Jml Vit A,KPSP,KIA",
    "V2": f"{_FRONT},Usia Saat Ukur,Tanggal Pengukuran,Berat,Tinggi,Cara Ukur,{_ZS},PMT Diterima (kg),Jml Vit A,"
    "KPSP,KIA,Detail",
    "V3": f"{_FRONT},Usia Saat Ukur,Tanggal Pengukuran,Berat,Tinggi,Cara Ukur,{_ZS},Jml Vit A,KPSP,KIA,"
    "Kelas Ibu Balita,MBG,Detail",
    "V4": f"{_FRONT},Total Pengukuran,Usia Saat Ukur,Tanggal Pengukuran,Berat,Tinggi,Cara Ukur,{_ZS},Jml Vit A,KPSP,"
    "KIA,Kelas Ibu Balita,MBG,Detail",
    "V5": _V5,
}
_SAME = {
    "Nama Anak": "Nama", "Jenis Kelamin": "JK", "Tanggal Lahir": "Tgl Lahir", "Kecamatan": "Kec",
    "Puskesmas": "Pukesmas", "Kelurahan": "Desa/Kel", "Berat Lahir - Sasaran (kg)": "BB Lahir",
    "Panjang Lahir - Sasaran (cm)": "TB Lahir", "Berat (kg)": "Berat", "Tinggi (cm)": "Tinggi", "LiLA (cm)": "LiLA",
}  # fmt: skip


def children(n: int, seed: int = 1) -> list[dict[str, str]]:
    """Return clean rows by official title; no finding is due on any of them."""
    rnd = random.Random(seed)
    out = []
    for i in range(n):
        sex = rnd.choice("LP")
        measured = date(2024, 2, rnd.randint(3, 20))
        days = rnd.randint(31, 1700)
        birth = measured - timedelta(days)
        months = days / 30.4375
        height = round(50 + 20 * (months / 12) ** 0.55 + rnd.gauss(0, 2.5), 1)
        weight = round(3.5 + 5.5 * (months / 12) ** 0.6 + rnd.gauss(0, 0.8), 1)
        position = "Terlentang" if days < 731 else "Berdiri"
        z = growth.zscores(
            np.array([1 if sex == "L" else 2], np.int8), np.array([float(days)]),
            weight=np.array([weight]), height=np.array([height]),
            position=np.array([1 if days < 731 else 2], np.int8),
        )  # fmt: skip
        day = birth.day + (40 if sex == "P" else 0)
        out.append(
            {
                "No": str(i + 1),
                "NIK": f"990101{day:02d}{birth:%m%y}{i + 1:04d}".replace("9901", "3201", 1),
                "Nama": f"CONTOH ANAK {i + 1}",
                "JK": sex,
                "Tgl Lahir": birth.isoformat(),
                "BB Lahir": f"{rnd.uniform(2.3, 4):.1f}",
                "TB Lahir": f"{rnd.uniform(45, 52):.0f}",
                "Nama Ortu": f"CONTOH AYAH {i + 1} / CONTOH IBU {i + 1}",
                "Nama Orang Tua (Ibu/Ayah)": f"CONTOH IBU {i + 1} / CONTOH AYAH {i + 1}",
                "Prov": "KALIMANTAN SELATAN",
                "Kab/Kota": "BALANGAN",
                "Kec": "JUAI",
                "Pukesmas": "JUAI",
                "Desa/Kel": "GALUMBANG",
                "Posyandu": "MELATI",
                "RT": "001",
                "RW": "00",
                "Alamat": "CONTOH",
                "Total Pengukuran": "3",
                "Usia Saat Ukur": f"{days // 365} Tahun - {days % 365 // 30} Bulan - {days % 365 % 30} Hari",
                "Tanggal Pengukuran": measured.isoformat(),
                "Berat": f"{weight}",
                "Tinggi": f"{height}",
                "Cara Ukur": position,
                "ZS BB/U": _two(z.waz), "ZS TB/U": _two(z.haz), "ZS BB/TB": _two(z.whz),
                "Naik Berat Badan": rnd.choice("NT"),
                "Jml Vit A": rnd.choice(["1", "2", "-"]),
            }
        )  # fmt: skip
    return out


def _two(z: np.ndarray) -> str:
    return "" if np.isnan(z[0]) else f"{z[0]:.2f}"


def grid(rows: list[dict[str, str]], variant: str = "V3", *, short: bool = False) -> list[list[str]]:
    """Return header and cells; `short` leaves out the cell under Total Pengukuran (the V4 defect)."""
    header = HEADERS[variant].split(",")
    lines = [[row.get(t, row.get(_SAME.get(t, ""), "")) for t in header] for row in rows]
    if short:
        at = header.index("Total Pengukuran")
        lines = [line[:at] + line[at + 1 :] for line in lines]
    return [header, *lines]


def as_csv(
    cells: list[list[str]], delimiter: str = ",", encoding: str = "utf-8", *, comma: bool = False
) -> bytes:
    """Write CSV; `comma` writes decimal commas."""
    out = io.StringIO()
    if comma:
        cells = [
            [c.replace(".", ",") if c.replace(".", "", 1).lstrip("-").isdigit() else c for c in r]
            for r in cells
        ]
    csv.writer(out, delimiter=delimiter, lineterminator="\r\n").writerows(cells)
    return out.getvalue().encode(encoding)


def as_html(cells: list[list[str]], encoding: str = "utf-8", title: str = "LAPORAN CONTOH") -> bytes:
    """Write the original download: an HTML table."""

    def line(row: list[str], tag: str) -> str:
        return "<tr>" + "".join(f"<{tag}>{html.escape(c) or '&nbsp;'}</{tag}>" for c in row) + "</tr>"

    body = "\n".join(line(row, "td") for row in cells[1:])
    text = (
        f"<html><head><style>td{{}}</style></head><body><table><tr><td colspan=9>{title}</td></tr></table>"
        f"<table border=1><thead>{line(cells[0], 'th')}</thead><tbody>{body}</tbody></table></body></html>"
    )
    return text.encode(encoding)


_NUMBERS = {
    "Berat",
    "Tinggi",
    "BB Lahir",
    "TB Lahir",
    "ZS BB/U",
    "ZS TB/U",
    "ZS BB/TB",
    "No",
    "Berat (kg)",
    "Tinggi (cm)",
}
_DATES = {"Tgl Lahir", "Tanggal Pengukuran", "Tanggal Lahir"}


def as_xlsx(cells: list[list[str]], *, typed: bool = True, top: list[str] | None = None) -> bytes:
    """Write .xlsx; `typed` stores numbers and dates as such, `top` are title rows above the header."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    sheet = book.add_worksheet("Data")
    day = book.add_format({"num_format": "yyyy-mm-dd"})
    start = len(top or [])
    for r, text in enumerate(top or []):
        sheet.write_string(r, 0, text)
    sheet.write_row(start, 0, cells[0])
    for r, row in enumerate(cells[1:], start + 1):
        for c, value in enumerate(row):
            title = cells[0][c]
            if not value:
                continue
            if typed and title in _NUMBERS and value.replace(".", "", 1).lstrip("-").isdigit():
                sheet.write_number(r, c, float(value))
            elif typed and title in _DATES:
                sheet.write_datetime(r, c, date.fromisoformat(value), day)
            else:
                sheet.write_string(r, c, value)
    book.close()
    return out.getvalue()


def as_xls(cells: list[list[str]]) -> bytes:
    """Write real .xls (BIFF)."""
    book = xlwt.Workbook()
    sheet = book.add_sheet("Data")
    for r, row in enumerate(cells):
        for c, value in enumerate(row):
            number = r and cells[0][c] in _NUMBERS and value.replace(".", "", 1).lstrip("-").isdigit()
            sheet.write(r, c, float(value) if number else value)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


class Make:
    """The generator, as a fixture."""

    children = staticmethod(children)
    grid = staticmethod(grid)
    csv = staticmethod(as_csv)
    html = staticmethod(as_html)
    xlsx = staticmethod(as_xlsx)
    xls = staticmethod(as_xls)
    headers = HEADERS


@pytest.fixture(scope="session")
def make() -> type[Make]:
    """Generator of files."""
    return Make
