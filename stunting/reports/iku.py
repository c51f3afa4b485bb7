"""The IKU table as a workbook in the layout of the yearly performance report."""

from __future__ import annotations

import datetime as dt
import io
from typing import Any, Final, NamedTuple

import pandas as pd
import xlsxwriter

from stunting.indicators.format_id import date, round_half_up
from stunting.reports.safe import write_cell

#: Row of the header (two lines); the table begins two below.
HEAD: Final = 5
MARK: Final = "DATA SINTETIS: angka yang dihitung sistem ini berasal dari anak rekaan"
_WIDTHS: Final = (5, 26, 34, 14, 12, 10, 12, 12, 11, 13, 44)


class About(NamedTuple):
    """What stands above the table."""

    area: str
    year: int
    printed: dt.date
    synthetic: bool


def workbook(table: pd.DataFrame, about: About) -> bytes:
    """Return the table of `indicators.iku.table` as XLSX.

    Numbers are numbers, rounded as the report prints them; what is missing says why; the last sheet
    holds the source of every figure.
    """
    stream = io.BytesIO()
    book = xlsxwriter.Workbook(
        stream, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    )
    book.set_properties({"title": f"Indikator kinerja utama {about.area} {about.year}"})
    styles = _styles(book)
    _table(book.add_worksheet("IKU"), table, about, styles)
    _sources(book.add_worksheet("Sumber"), table, about, styles)
    book.close()
    return stream.getvalue()


def _styles(book: Any) -> dict[str, Any]:
    base = {"font_name": "Calibri", "font_size": 10, "valign": "top"}
    cell = {**base, "border": 1, "border_color": "#9FB0B4"}
    out = {
        "title": {**base, "bold": True, "font_size": 14},
        "note": {**base, "font_color": "#4A5F65"},
        "mark": {**base, "bold": True, "font_color": "#7A4A00"},
        "head": {**cell, "bold": True, "text_wrap": True, "align": "center", "valign": "vcenter",
                 "bg_color": "#E6EEEE"},
        "text": {**cell, "text_wrap": True},
        "none": {**cell, "align": "right", "font_color": "#4A5F65", "italic": True},
    } | {f"{d}": {**cell, "num_format": "0" if not d else f"0.{'0' * d}"} for d in range(3)}  # fmt: skip
    return {name: book.add_format(style) for name, style in out.items()}


def _number(sheet: Any, row: int, column: int, value: object, styles: dict[str, Any], why: str) -> None:
    """Write a number with the decimals that it is printed with, or the reason why there is none."""
    if value is None or pd.isna(value):  # type: ignore[call-overload]
        sheet.write_string(row, column, why, styles["none"])
        return
    shown = round_half_up(float(value), 2)  # type: ignore[arg-type]
    text = f"{shown:f}".rstrip("0").rstrip(".")
    decimals = len(text.partition(".")[2])
    sheet.write_number(row, column, float(shown), styles[str(decimals)])


def _table(sheet: Any, table: pd.DataFrame, about: About, styles: dict[str, Any]) -> None:
    sheet.write_string(0, 0, "Capaian indikator kinerja utama", styles["title"])
    sheet.write_string(1, 0, f"{about.area}, tahun {about.year}", styles["note"])
    sheet.write_string(
        2, 0, "Capaian: makin tinggi makin baik = realisasi ÷ target × 100; makin rendah makin baik = "
        "(2 × target − realisasi) ÷ target × 100", styles["note"],
    )  # fmt: skip
    if about.synthetic:
        sheet.write_string(3, 0, MARK, styles["mark"])
    for place, width in enumerate(_WIDTHS):
        sheet.set_column(place, place, width)
    year = about.year
    single = {0: "No.", 1: "Sasaran", 2: "Indikator kinerja", 3: "Satuan", 4: f"Realisasi {year - 1}",
              8: "Target akhir", 9: "Capaian terhadap target akhir (%)", 10: "Keterangan"}  # fmt: skip
    for place, text in single.items():
        sheet.merge_range(HEAD, place, HEAD + 1, place, text, styles["head"])
    sheet.merge_range(HEAD, 5, HEAD, 7, str(year), styles["head"])
    for place, text in enumerate(("Target", "Realisasi", "Capaian (%)"), 5):
        sheet.write_string(HEAD + 1, place, text, styles["head"])
    at, goal = HEAD + 2, ""
    for n, row in enumerate(table.to_dict("records"), 1):
        write_cell(sheet, at, 0, n, styles["0"])
        write_cell(sheet, at, 1, "" if row["goal"] == goal else row["goal"], styles["text"])
        goal = row["goal"]
        write_cell(sheet, at, 2, row["name"], styles["text"])
        write_cell(sheet, at, 3, row["unit"], styles["text"])
        _number(sheet, at, 4, row["before"], styles, "belum diisi")
        _number(sheet, at, 5, row["target"], styles, "tidak ada")
        _number(sheet, at, 6, row["actual"], styles, "belum diisi")
        _number(sheet, at, 7, row["capaian"], styles, "–")
        _number(sheet, at, 8, row["end_target"], styles, "tidak ada")
        _number(sheet, at, 9, row["end_capaian"], styles, "–")
        write_cell(sheet, at, 10, remark(row), styles["text"])
        at += 1
    sheet.freeze_panes(HEAD + 2, 3)
    sheet.set_landscape()
    sheet.set_paper(9)  # A4
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(HEAD, HEAD + 1)
    mark = f"{MARK}  " if about.synthetic else ""
    area = about.area[:60].replace("&", "&&")
    sheet.set_footer(f"&L&8{area}, {year}&C&8{mark}&R&8dicetak {date(about.printed)}  hal. &P dari &N"[:255])


def remark(row: dict[Any, Any]) -> str:
    """Return what stands in the last column: direction, where the figure came from, another figure."""
    direction = "Makin rendah makin baik" if row["direction"] == "turun" else "Makin tinggi makin baik"
    parts = [direction]
    if row["actual_kind"]:
        parts.append(f"realisasi: {row['actual_kind']}")
    if not pd.isna(row["computed"]) and row["computed"] != row["actual"]:
        shown = f"{round_half_up(float(row['computed']), 2)}".replace(".", ",")
        few = f" ({row['partial']})" if row["partial"] else ""
        parts.append(f"hitungan sistem ini {shown} {row['unit']}{few}")
    elif row["partial"]:
        parts.append(f"sementara: {row['partial']}")
    if not pd.isna(row["end_target"]) and pd.isna(row["end_year"]):
        parts.append("tahun target akhir tidak disebut")
    return "; ".join(parts)


def _sources(sheet: Any, table: pd.DataFrame, about: About, styles: dict[str, Any]) -> None:
    for place, (text, width) in enumerate(
        (("Indikator", 36), (f"Realisasi {about.year - 1}", 50), (f"Realisasi {about.year}", 50),
         ("Target", 60), ("Target akhir", 60))
    ):  # fmt: skip
        sheet.set_column(place, place, width)
        sheet.write_string(0, place, text, styles["head"])
    columns = ("name", "before_source", "source", "target_source", "end_source")
    for at, row in enumerate(table.to_dict("records"), 1):
        for place, column in enumerate(columns):
            write_cell(sheet, at, place, row[column] or "tidak ada", styles["text"])
    sheet.freeze_panes(1, 1)
