"""The officer's own file back as a workbook: its cells as text, coloured and commented by finding.

Two sheets: the rows as uploaded, and the list of rows to repair in e-PPGBM. It holds names: only for
whoever may upload that file.
"""

from __future__ import annotations

import io
from typing import Any, Final

import pandas as pd
import xlsxwriter

from stunting.ingest import CODES, Parsed, delimited, excel, header, html
from stunting.ingest.columns import normalise
from stunting.ingest.sniff import sniff
from stunting.reports.safe import write_cell
from stunting.settings import Settings, settings

SEVERITIES: Final = {
    "rejected": ("Ditolak", "#F4C7BC"),
    "nulled": ("Dikosongkan", "#FBE0B8"),
    "warning": ("Peringatan", "#FFF6CC"),
    "repaired": ("Diperbaiki otomatis", "#D9EBE9"),
}
_WORST: Final = list(SEVERITIES)
#: Comments make a workbook slow to open: beyond this many only the colour is written.
MOST_COMMENTS: Final = 5_000
FIX_COLUMNS: Final = (
    "baris", "nik", "nama", "tanggal_lahir", "desa", "posyandu", "kolom", "isi", "temuan",
    "apa_yang_dilakukan", "tingkat",
)  # fmt: skip


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
        grid, _ = excel.read(content, kind, limits)
    return grid, header.locate(grid, before).first_row - 2


def fix_list(parsed: Parsed | None, findings: pd.DataFrame) -> pd.DataFrame:
    """Return the findings that lost or doubt something, a line each, with the child they are about.

    Parameters
    ----------
    parsed : Parsed or None
        The file, for names; None leaves them blank.
    findings : DataFrame
        ``FINDING_DTYPES``. Repaired values need nobody and are left out.

    Returns
    -------
    DataFrame
        `FIX_COLUMNS`, worst first, then by row.
    """
    found = findings[findings["severity"] != "repaired"].copy()
    found["order"] = found["severity"].map(_WORST.index)
    found = found.sort_values(["order", "row"], kind="stable")
    people = pd.DataFrame(columns=["row", "nik", "name", "birth_date", "desa", "posyandu"])
    if parsed is not None and parsed.kind == "rows":
        people = parsed.rows[list(people.columns)].drop_duplicates("row")
    found = found.merge(people, on="row", how="left")
    born = pd.to_datetime(found["birth_date"])
    texts = {
        "nik": found["nik"],
        "nama": found["name"],
        "tanggal_lahir": born.dt.strftime("%d/%m/%Y"),
        "desa": found["desa"].map(_place, na_action="ignore"),
        "posyandu": found["posyandu"],
        "kolom": found["column"],
        "isi": found["value"],
        "temuan": [CODES[c].title if c in CODES else c for c in found["code"]],
        "apa_yang_dilakukan": found["message"],
        "tingkat": [SEVERITIES[s][0] for s in found["severity"]],
    }
    out = pd.DataFrame({"baris": found["row"].where(found["row"] > 0).astype("Int64")})
    for name, column in texts.items():
        out[name] = pd.Series(column, index=out.index).astype("object").where(lambda c: c.notna(), "")
    return out[list(FIX_COLUMNS)]


def _place(key: str) -> str:
    from stunting.regions import area_name

    return area_name(key)


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
        _fix_sheet(book.add_worksheet("Yang diperbaiki"), fix_list(parsed, findings), head, wrap)
        _legend_sheet(book.add_worksheet("Keterangan"), findings, styles, head)
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
        marks.sort(key=lambda m: _WORST.index(m[0]))
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


def _fix_sheet(sheet: Any, frame: pd.DataFrame, head: Any, wrap: Any) -> None:
    for place, (name, width) in enumerate(
        zip(FIX_COLUMNS, (7, 18, 26, 13, 18, 18, 20, 18, 28, 70, 14), strict=True)
    ):
        sheet.write_string(0, place, name.replace("_", " ").capitalize().replace("Nik", "NIK"), head)
        sheet.set_column(place, place, width, wrap)
    for n, line in enumerate(frame.itertuples(index=False), start=1):
        for place, value in enumerate(line):
            write_cell(sheet, n, place, value, wrap)
    sheet.freeze_panes(1, 0)
    if len(frame):
        sheet.autofilter(0, 0, len(frame), len(FIX_COLUMNS) - 1)


def _legend_sheet(sheet: Any, findings: pd.DataFrame, styles: dict[str, Any], head: Any) -> None:
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
    sheet.write_string(
        8 + len(whole),
        1,
        "Perbaiki di e-PPGBM, unduh ulang, lalu unggah lagi. Buku kerja ini tidak untuk diunggah.",
    )
