"""The officer's own file back as a workbook: its cells as text, coloured and commented by finding.

Two sheets: the rows as uploaded, and the list of rows to repair in e-PPGBM. It holds names: only for
whoever may upload that file.
"""

from __future__ import annotations

import io
from typing import Any, Final

import pandas as pd
import xlsxwriter

from stunting.ingest import Parsed, delimited, excel, header, html
from stunting.ingest.columns import normalise
from stunting.ingest.sniff import sniff
from stunting.reports.fix_list import SEVERITIES, WORST, fix_list, fix_sheet
from stunting.reports.safe import write_cell
from stunting.settings import Settings, settings

#: Comments make a workbook slow to open: beyond this many only the colour is written.
MOST_COMMENTS: Final = 5_000


def grid_of(content: bytes, limits: Settings | None = None) -> tuple[list[list[str]], int]:
    """Return the cells of a file as text, row by row, and the place of the last row of its header.

    Row *n* of a finding is ``grid[n - 1]``.

    Raises
    ------
    IngestError
        If the file cannot be read.
    """
    limits = limits or settings()
    kind, before = sniff(content), ""
    if kind == "html":
        grid, before, _ = html.read(content, limits)
    elif kind == "csv":
        grid, _ = delimited.read(content, limits)
    else:
        cells, _ = excel.read(content, kind, limits)
        grid = list(cells)
    return grid, header.locate(grid, before).first_row - 2


def officer_workbook(content: bytes, parsed: Parsed | None, findings: pd.DataFrame) -> bytes:
    """Return the file as an XLSX whose cells are texts and whose findings can be seen.

    Parameters
    ----------
    content : bytes
        The file as uploaded.
    parsed : Parsed or None
    findings : DataFrame
        Of the preview or the store.

    Raises
    ------
    IngestError
        If the file cannot be read again.
    """
    grid, at = grid_of(content)
    out = io.BytesIO()
    options = {
        "in_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
    }
    with xlsxwriter.Workbook(out, options) as book:
        styles = {s: book.add_format({"bg_color": colour, "border": 1, "border_color": "#D5DDDE"})
                  for s, (_, colour) in SEVERITIES.items()}  # fmt: skip
        head = book.add_format({"bold": True, "bg_color": "#E6EEEE", "bottom": 1})
        wrap = book.add_format({"text_wrap": True, "valign": "top"})
        _rows_sheet(book.add_worksheet("Berkas saya"), grid, at, findings, styles, head)
        fix_sheet(book.add_worksheet("Yang diperbaiki"), fix_list(parsed, findings), head, wrap)
        template = parsed is not None and parsed.kind == "tambahan"
        _legend_sheet(book.add_worksheet("Keterangan"), findings, styles, head, template=template)
    return out.getvalue()


def _marks(
    grid: list[list[str]], at: int, findings: pd.DataFrame
) -> dict[tuple[int, int], list[tuple[str, str]]]:
    """Return (row, column) of cells → (severity, message) of their findings, worst first."""
    titles: dict[str, int] = {}
    for line in reversed(grid[max(0, at - 1) : at + 1]):
        for place, text in enumerate(line):
            titles.setdefault(normalise(text), place)
    out: dict[tuple[int, int], list[tuple[str, str]]] = {}
    known = findings[findings["row"] > 0]
    for row, column, severity, message in zip(
        known["row"], known["column"].fillna(""), known["severity"], known["message"], strict=True
    ):
        names = [column] if normalise(column) in titles else column.split(", ")
        places = [titles[normalise(n)] for n in names if normalise(n) in titles] or [0]
        for place in places:
            out.setdefault((int(row) - 1, place), []).append((severity, message))
    for marks in out.values():
        marks.sort(key=lambda m: WORST.index(m[0]))
    return out


def _rows_sheet(
    sheet: Any, grid: list[list[str]], at: int, findings: pd.DataFrame, styles: dict[str, Any], head: Any
) -> None:
    marks = _marks(grid, at, findings)
    rejected = set(findings.loc[findings["severity"] == "rejected", "row"] - 1)
    comments = 0
    for n, line in enumerate(grid):
        base = head if n == at else styles["rejected"] if n in rejected else None
        width = (
            max(len(line), 1 + max((c for r, c in marks if r == n), default=-1))
            if n in rejected
            else len(line)
        )
        for place in range(width):
            found = marks.get((n, place))
            text = line[place] if place < len(line) else ""
            write_cell(sheet, n, place, text or "", styles[found[0][0]] if found else base)
            if found and comments < MOST_COMMENTS:
                comments += 1
                said = "\n".join(dict.fromkeys(m for _, m in found))[:2_000]
                sheet.write_comment(
                    n, place, said, {"x_scale": 2, "y_scale": 1.4, "author": "Pantau Stunting"}
                )
    sheet.freeze_panes(at + 1, 0)
    for place in range(len(grid[at]) if grid else 0):
        longest = max((len(line[place]) for line in grid[at : at + 200] if place < len(line)), default=8)
        sheet.set_column(place, place, min(max(longest + 1, 6), 34))


def _legend_sheet(
    sheet: Any, findings: pd.DataFrame, styles: dict[str, Any], head: Any, *, template: bool
) -> None:
    sheet.set_column(0, 0, 24)
    sheet.set_column(1, 1, 90)
    sheet.write_string(0, 0, "Warna", head)
    sheet.write_string(0, 1, "Arti", head)
    said = {
        "rejected": "Baris tidak disimpan.",
        "nulled": "Isi sel tidak dipakai; baris lainnya disimpan.",
        "warning": "Disimpan sebagaimana adanya; periksa.",
        "repaired": "Dibaca sesudah diperbaiki otomatis; tidak perlu tindakan.",
    }
    for n, (severity, (name, _)) in enumerate(SEVERITIES.items(), start=1):
        sheet.write_string(n, 0, name, styles[severity])
        sheet.write_string(n, 1, said[severity])
    whole = findings.loc[findings["row"] == 0, "message"].tolist()
    for n, text in enumerate(["Tentang seluruh berkas:", *whole] if whole else [], start=6):
        sheet.write_string(n, 1, str(text))
    way = "Perbaiki di templat Anda" if template else "Perbaiki di e-PPGBM, unduh ulang"
    sheet.write_string(8 + len(whole), 1, f"{way}, lalu unggah lagi. Buku kerja ini tidak untuk diunggah.")
