"""The empty sasaran file: a line for every desa, codes filled in, S to be written by the dinas."""

from __future__ import annotations

import io

import pandas as pd
import xlsxwriter

from stunting import regions
from stunting.ingest.sasaran import TITLES
from stunting.reports.safe import safe_csv, write_cell


def lines(kab: str, period: str) -> pd.DataFrame:
    """Return the lines of the template: one a desa, columns `stunting.ingest.sasaran.TITLES`."""
    areas = regions.areas(kab)
    names = dict(zip(areas["code"], areas["name"], strict=True))
    desa = areas[areas["level"] == "desa"]
    out = pd.DataFrame({
        "Kecamatan": desa["parent"].map(names), "Puskesmas": "", "Desa/Kelurahan": desa["name"],
        "Posyandu": "", "Kode desa": desa["code"], "Periode": period, "Sasaran": "",
    })  # fmt: skip
    return out[list(TITLES)].reset_index(drop=True)


def template_csv(kab: str, period: str) -> bytes:
    """Return the template as CSV (UTF-8 with BOM, ``;``)."""
    return safe_csv(lines(kab, period), sep=";").encode("utf-8-sig")


def template_xlsx(kab: str, period: str) -> bytes:
    """Return the template as a workbook with a sheet that says how to fill it in."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"strings_to_formulas": False, "strings_to_urls": False})
    head = book.add_format({"bold": True, "bottom": 1})
    sheet = book.add_worksheet("Sasaran")
    table = lines(kab, period)
    for column, title in enumerate(table.columns):
        sheet.write_string(0, column, title, head)
        for row, value in enumerate(table[title], start=1):
            write_cell(sheet, row, column, str(value))
    sheet.set_column(0, len(TITLES) - 1, 20)
    sheet.freeze_panes(1, 0)
    help_sheet = book.add_worksheet("Petunjuk")
    for row, text in enumerate((
        "Isi kolom Sasaran: jumlah balita (0 sampai 59 bulan) sasaran wilayah itu.",
        "Periode: tahun (2026) untuk semua bulannya, atau satu bulan (2026-08).",
        "Satu baris satu wilayah. Untuk posyandu: isi juga kolom Posyandu, seperti di e-PPGBM.",
        "Untuk puskesmas: kosongkan desa dan kodenya, isi kolom Puskesmas.",
        "Baris dengan Sasaran kosong dilewati; di sana S tetap dari baris terdaftar.",
        "Jangan menulis nama anak atau NIK di berkas ini.",
    )):  # fmt: skip
        help_sheet.write_string(row, 0, text)
    help_sheet.set_column(0, 0, 90)
    book.close()
    return out.getvalue()
