"""The last month's exports as real files, in the containers that arrive at a dinas."""

from __future__ import annotations

import csv
import html
import io
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path

import numpy as np
import xlsxwriter
import xlwt

from stunting.demo.sheets import TITLE, Sheets

_NUMBERS = ("Berat", "Tinggi", "LiLA", "ZS BB/U", "ZS TB/U", "ZS BB/TB", "BB Lahir", "TB Lahir")
_MADE = datetime(2025, 1, 2)  # fixed, so that the same seed gives the same bytes
Rows = list[list[str]]


def write_exports(sheets: Sheets, folder: Path, *, back: int = 0) -> list[Path]:
    """Write one file for each puskesmas of the last month.

    Parameters
    ----------
    sheets : Sheets
    folder : Path
        Made if needed; files of an earlier run are replaced.
    back : int
        How many months before the last one.

    Returns
    -------
    list of Path
        In the order of the puskesmas; a puskesmas without children has no file.
    """
    folder.mkdir(parents=True, exist_ok=True)
    month = len(sheets.world.plan.months) - 1 - back
    period = str(sheets.world.plan.months[month])
    shifted = _shifted(sheets)
    out = []
    for p, habit in enumerate(sheets.world.places.puskesmas.to_dict("records")):
        table = sheets.table(month, p, habit["varian"])
        if not table.num_rows:
            continue
        kind = habit["format"]
        name = habit["puskesmas"].lower().replace(" ", "_")
        path = folder / f"SINTETIS_eppgbm_{period}_{name}.{_SUFFIX[kind]}"
        header = table.column_names
        rows = [list(row) for row in zip(*(c.to_pylist() for c in table.columns), strict=True)]
        title = f"{TITLE} - Puskesmas {habit['puskesmas']}, {period}"
        if p == shifted:  # the 37 columns of V4 over rows of 36 cells
            at = header.index("Total Pengukuran")
            rows = [row[:at] + row[at + 1 :] for row in rows]
        if kind in ("xlsx", "xls") and "NIK" in header:
            _numbers_for_niks(rows, header.index("NIK"), sheets.broken_nik(month, p))
        path.write_bytes(_WRITERS[kind](title, header, rows))
        out.append(path)
    return out


def _shifted(sheets: Sheets) -> int:
    """Return the puskesmas whose V4 rows lack a cell: the last with V4, −1 without one."""
    variants = sheets.world.places.puskesmas["varian"].tolist()
    return max((i for i, v in enumerate(variants) if v == "V4"), default=-1)


def _numbers_for_niks(rows: Rows, column: int, broken: np.ndarray) -> None:
    for row, is_broken in zip(rows, broken, strict=True):
        if is_broken and row[column]:
            row[column] = "=" + row[column]  # read by `_cell` as a number


def _cell(header: str, text: str) -> str | float:
    if text.startswith("="):
        return float(text[1:])
    if header.split(" (")[0] in _NUMBERS or header.startswith(("Berat Lahir", "Panjang Lahir")):
        try:
            return float(text)
        except ValueError:
            return text
    return text


def _html(title: str, header: list[str], rows: Rows) -> bytes:
    """The original download: an HTML table called ``.xls``."""
    head = "".join(f"<th>{html.escape(h)}</th>" for h in header)
    body = "\n".join(
        "<tr>" + "".join(f"<td>{html.escape(c) or '&nbsp;'}</td>" for c in row) + "</tr>" for row in rows
    )
    page = (
        '<html><head><meta charset="utf-8"></head><body><table border="1">\n'
        f'<tr><td colspan="{len(header)}">{html.escape(title)}</td></tr>\n<tr>{head}</tr>\n{body}\n'
        "</table></body></html>\n"
    )
    return page.encode()


def _delimited(separator: str) -> Callable[[str, list[str], Rows], bytes]:
    def write(title: str, header: list[str], rows: Rows) -> bytes:
        out = io.StringIO()
        writer = csv.writer(out, delimiter=separator, lineterminator="\r\n")
        writer.writerow([title] + [""] * (len(header) - 1))
        writer.writerow(header)
        writer.writerows(rows)
        return out.getvalue().encode("utf-8-sig")

    return write


def _xlsx(title: str, header: list[str], rows: Rows) -> bytes:
    out = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(out, options) as book:
        book.set_properties({"created": _MADE, "comments": TITLE})
        sheet = book.add_worksheet("Daftar")
        dated = book.add_format({"num_format": "dd/mm/yyyy"})
        sheet.write_string(0, 0, title)
        sheet.write_row(1, 0, header)
        for r, row in enumerate(rows, start=2):
            for c, (name, text) in enumerate(zip(header, row, strict=True)):
                cell = _cell(name, text)
                if isinstance(cell, float):
                    sheet.write_number(r, c, cell)
                elif name == "Tanggal Pengukuran" and _iso(cell):
                    sheet.write_datetime(r, c, datetime.fromisoformat(cell), dated)
                elif cell:
                    sheet.write_string(r, c, cell)
    return out.getvalue()


def _iso(text: str) -> bool:
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True


def _xls(title: str, header: list[str], rows: Rows) -> bytes:
    book = xlwt.Workbook(encoding="utf-8")
    sheet = book.add_sheet("Daftar")
    sheet.write(0, 0, title)
    for r, row in enumerate([header, *rows], start=1):
        for c, text in enumerate(row):
            cell = text if r == 1 else _cell(header[c], text)
            if cell != "":
                sheet.write(r, c, cell)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


_SUFFIX = {"html": "xls", "xls": "xls", "xlsx": "xlsx", "csv": "csv", "csv;": "csv"}
_WRITERS: dict[str, Callable[[str, list[str], Rows], bytes]] = {
    "html": _html,
    "xls": _xls,
    "xlsx": _xlsx,
    "csv": _delimited(","),
    "csv;": _delimited(";"),
}
