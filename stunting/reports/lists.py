"""The follow-up lists as a workbook: one sheet a posyandu, one of everything."""

from __future__ import annotations

import io
import re
from functools import lru_cache
from typing import Any, Final

import pandas as pd
import xlsxwriter

from stunting.indicators.format_id import date
from stunting.reports.follow_up_frame import (
    IDENTITY,
    About,
    Posyandu,
    Row,
    actions,
    name_of,
    posyandu,
    tally,
)
from stunting.reports.printable import printable, printable_png
from stunting.reports.safe import write_cell

__all__ = ["About", "printable", "printable_png", "workbook"]

_HEAD: Final = 5  # rows above the table: title, place, count, source, blank
_ALL: Final = "Semua daftar"
#: Columns that a list may be without.
_OPTIONAL: Final = (*IDENTITY, "band", "risk")
#: Header, column of the frame, width, number format.
Column = tuple[str, str, int, str | None]
_COLUMNS: Final[tuple[Column, ...]] = (
    ("Prioritas", "priority", 8, None),
    ("Risiko", "band", 8, None),
    ("Skor", "risk", 7, "0.00"),
    ("Nama", "name", 24, None),
    ("Orang tua", "parent", 22, None),
    ("RT", "rt", 5, None),
    ("RW", "rw", 5, None),
    ("L/P", "sex", 5, None),
    ("Umur (bulan)", "age_months", 8, "0"),
    ("Alasan", "reason", 56, None),
    ("Tindakan", "action", 30, None),
    ("Tanggal ukur", "measured_on", 12, "d mmm yyyy"),
    ("BB (kg)", "weight_kg", 8, "0.0#"),
    ("PB/TB (cm)", "height_cm", 9, "0.0"),
    ("ZS BB/U", "waz", 8, "0.00"),
    ("ZS TB/U", "haz", 8, "0.00"),
    ("ZS BB/TB", "whz", 8, "0.00"),
    ("N/T", "gain", 5, None),
    ("N/T berkas", "file_gain", 7, None),
    ("Selesai", "done", 9, None),
    ("ID anak", "child_id", 14, None),
)
_AREA: Final[tuple[Column, ...]] = (
    ("Kecamatan", "kec", 16, None),
    ("Desa", "desa", 18, None),
    ("Puskesmas", "puskesmas", 16, None),
    ("Posyandu", "posyandu", 16, None),
    ("Daftar", "title", 26, None),
)


def workbook(found: pd.DataFrame, about: About) -> bytes:
    """Return the lists as XLSX.

    Parameters
    ----------
    found : DataFrame
        From ``follow_up.lists``; with ``name``, ``parent``, ``rt``, ``rw`` where the reader may see them.
    about : About

    Returns
    -------
    bytes
        One sheet a posyandu (one row a child, by priority, milestones after them), then a tidy sheet with
        one row a child and list. Texts are never formulas or links.
    """
    stream = io.BytesIO()
    book = xlsxwriter.Workbook(
        stream, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    )
    book.set_properties({"title": f"{about.title} {about.month}", "comments": about.source})
    styles = _styles(book)
    taken: set[str] = {_ALL.lower()}
    for place in posyandu(found):
        sheet = book.add_worksheet(_sheet_name(place.name, taken))
        _posyandu(sheet, place, about, styles)
    _everything(book.add_worksheet(_ALL), found, about, styles)
    book.close()
    return stream.getvalue()


def _styles(book: Any) -> dict[Any, Any]:
    base = {"font_name": "Calibri", "font_size": 10, "valign": "top"}
    out = {
        "title": book.add_format({**base, "bold": True, "font_size": 14}),
        "note": book.add_format({**base, "font_color": "#4A5F65"}),
        "mark": book.add_format({**base, "bold": True, "font_color": "#7A4A00"}),
        "head": book.add_format({**base, "bold": True, "bottom": 1, "text_wrap": True, "valign": "bottom"}),
        None: book.add_format({**base, "text_wrap": True, "bottom": 4, "bottom_color": "#D5DDDE"}),
    }
    for style in {fmt for *_, fmt in _COLUMNS if fmt}:
        out[style] = book.add_format(
            {**base, "num_format": style, "bottom": 4, "bottom_color": "#D5DDDE", "align": "right"}
        )
    return out


def _sheet_name(name: str, taken: set[str]) -> str:
    """Return a name that Excel accepts (31 characters, none of ``[]:*?/\\``) and that is not taken."""
    clean = re.sub(r"[\[\]:*?/\\\x00-\x1f]", " ", name).strip().strip("'") or "Posyandu"
    short, number = clean[:31], 1
    while short.lower() in taken or short.lower() == "history":  # Excel keeps that one for itself
        number += 1
        short = f"{clean[: 31 - len(str(number)) - 3]} ({number})"
    taken.add(short.lower())
    return short


def _head(sheet: Any, lines: list[str], about: About, styles: dict[Any, Any]) -> None:
    for row, line in enumerate(lines):
        sheet.write_string(row, 0, line, styles["title" if not row else "note"])
    source = f"Sumber: {about.source}; dicetak {date(about.printed)}"
    sheet.write_string(3, 0, source, styles["note"])
    if about.mark:
        sheet.write_string(4, 0, about.mark, styles["mark"])


def _print_setup(sheet: Any, rows: int, columns: int, about: About, place: str) -> None:
    sheet.freeze_panes(_HEAD + 1, 2)
    sheet.set_landscape()
    sheet.set_paper(9)  # A4
    sheet.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.6)
    sheet.repeat_rows(_HEAD)
    sheet.fit_to_pages(1, 0)
    sheet.autofilter(_HEAD, 0, _HEAD + rows, columns - 1)
    mark = f"{about.mark}  " if about.mark else ""
    # "&" begins a code in a footer; 255 characters are all Excel takes
    left = f"{place}, {about.month}"[:90].replace("&", "&&")
    source = about.source[:80].replace("&", "&&")
    sheet.set_footer(f"&L&8{left}&C&8{mark}{source}&R&8{date(about.printed)}  hal. &P dari &N"[:255])


def _posyandu(sheet: Any, place: Posyandu, about: About, styles: dict[Any, Any]) -> None:
    area = f"{about.label(place.desa)}, {about.label(place.kec)}; Puskesmas {place.puskesmas}"
    title = f"{about.title} Posyandu {place.name}, {about.month}"
    _head(sheet, [title, area, " ".join(t for t in (tally(place), about.note) if t)], about, styles)
    walk = [{**row, "action": actions(row["lists"], row["priority"])} for row in place.visits]
    rest = [
        {**row, "action": actions(row["lists"]), "reason": f"{name_of(row['lists'])}: {row['reason']}"}
        for row in place.milestones
    ]
    columns = _present(rows := [*walk, *rest])
    _table(sheet, rows, columns, styles)
    _print_setup(sheet, len(rows), len(columns), about, f"Posyandu {place.name}")


def _everything(sheet: Any, found: pd.DataFrame, about: About, styles: dict[Any, Any]) -> None:
    says = about.note or "Satu baris untuk tiap anak dan daftar"
    _head(sheet, [f"{about.title}, {about.month}", says], about, styles)
    tidy = found.astype("object").to_dict("records")
    labels = lru_cache(maxsize=None)(about.label)
    for row in tidy:
        code = str(row["list"])
        row |= {"title": name_of(code), "action": actions(code)}
        row |= {level: labels(row[level]) for level in ("kec", "desa") if isinstance(row[level], str)}
    columns = [*_AREA, *_present(tidy)]
    _table(sheet, tidy, columns, styles)
    _print_setup(sheet, len(tidy), len(columns), about, _ALL)


def _present(rows: list[Row]) -> list[Column]:
    """Return the columns of the table: identity and scores only where the caller gave them."""
    given = {name for row in rows[:1] for name in row}
    without = {"priority"} if "band" in given else set()
    return [c for c in _COLUMNS if c[1] not in without and (c[1] not in _OPTIONAL or c[1] in given)]


def _table(sheet: Any, rows: list[Row], columns: list[Column], styles: dict[Any, Any]) -> None:
    """Write header and rows below the head."""
    for place, (header, name, width, style) in enumerate(columns):
        sheet.set_column(place, place, width)
        sheet.write_string(_HEAD, place, header, styles["head"])
        for line, row in enumerate(rows, _HEAD + 1):
            value = row.get(name)
            missing = value is None or value != value
            write_cell(sheet, line, place, None if missing else value, styles[style])
