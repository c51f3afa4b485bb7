"""A briefing's figures as tables: a tidy workbook, and CSV with a data dictionary."""

from __future__ import annotations

import io
import zipfile
from typing import Any, Final

import pandas as pd
import xlsxwriter

from stunting.indicators.results import RULES
from stunting.reports.briefing.content import Briefing
from stunting.reports.briefing.provenance import INTERNAL, Origin
from stunting.reports.briefing.table_columns import COLUMNS, SHEETS, about, look
from stunting.reports.safe import safe_csv, write_cell


def frames(briefing: Briefing) -> dict[str, pd.DataFrame]:
    """Return sheet name → tidy table, each frame of the briefing once."""
    out: dict[str, pd.DataFrame] = {}
    for page in briefing.pages:
        for key, frame in page.frames.items():
            if len(frame) and SHEETS[key] not in out:
                out[SHEETS[key]] = _tidy(frame, briefing.names)
    return out


#: Columns that a sheet does without where no row has them.
_OPTIONAL: Final = ("low", "high", "numerator", "denominator")


def _tidy(frame: pd.DataFrame, names: dict[str, str]) -> pd.DataFrame:
    if "capaian" in frame:  # the table of key indicators: each row in its own unit, so no shares
        scale = frame["unit"].eq("%").map({True: 100.0, False: 1.0})
        frame = frame.assign(low=frame["low"] * scale, high=frame["high"] * scale)
        return frame[[c for c in COLUMNS if c in frame and c != "value"]].reset_index(drop=True)
    if "area" in frame and "title" not in frame:
        frame = frame.assign(name=[names.get(str(a), str(a)) for a in frame["area"]])
    elif "title" in frame:
        frame = frame.drop(columns="name", errors="ignore").rename(columns={"title": "name"})
    if "year" in frame and "period" not in frame:
        frame = frame.assign(period=frame["year"].astype("int64").astype("str"))
    empty = [c for c in _OPTIONAL if c in frame and frame[c].isna().all()]
    kept = [c for c in COLUMNS if c in frame and c not in empty]
    return frame[kept].reset_index(drop=True)


def workbook(briefing: Briefing) -> bytes:
    """Return the figures as XLSX: a sheet for each frame, the definitions, and where they come from."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(
        out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    )
    properties = {"title": briefing.title, "author": "Pantau Stunting", "comments": briefing.provenance.badge}
    book.set_properties(properties)
    style = {
        "title": book.add_format({"bold": True, "font_size": 14}),
        "head": book.add_format({"bold": True, "bg_color": "#E8F1F1", "bottom": 1}),
        "share": book.add_format({"num_format": "0.00%"}),
        "count": book.add_format({"num_format": "#,##0"}),
        "plain": book.add_format({"num_format": "General"}),
        "one": book.add_format({"num_format": "0.0"}),
        "wrap": book.add_format({"text_wrap": True, "valign": "top"}),
        "mark": book.add_format({"bold": True, "font_color": "#7A4A00"}),
    }
    _summary(book, briefing, style)
    for name, frame in frames(briefing).items():
        _sheet(book, name, frame, briefing, style)
    _definitions(book, frames(briefing), style)
    book.close()
    return out.getvalue()


def _summary(book: Any, briefing: Briefing, style: dict[str, Any]) -> None:
    sheet, origin = book.add_worksheet("Ringkasan"), briefing.provenance
    sheet.set_column(0, 0, 34)
    sheet.set_column(1, 1, 100, style["wrap"])
    lines = [("Angka", briefing.figure), ("Kalimat", f"{briefing.figure} {briefing.sentence}")]
    lines += [(title, f"{value}. {note}") for title, value, note in briefing.tiles]
    lines += [(f"Langkah {n}", f"{a.title} {a.why}") for n, a in enumerate(briefing.actions, 1)]
    lines += [("Wilayah", origin.label), ("Periode", origin.when), ("Aturan", RULES[origin.rule])]
    lines += [("Asal dan tanggal", origin.line())]
    lines += [(f"Asal: {p.title}", briefing.foot(p)) for p in briefing.pages if p.origin != Origin()]
    lines += [(f"Catatan: {p.title}", p.note) for p in briefing.pages if p.note]
    lines += [("Tidak ditampilkan", briefing.left_out)] if briefing.left_out else []
    sheet.write_string(0, 0, briefing.title, style["title"])
    made_up = f"{origin.mark}: anak dan angka dibuat, bukan data nyata" if origin.mark else ""
    mark = ". ".join(part for part in (made_up, INTERNAL if origin.internal else "") if part)
    if mark:
        sheet.write_string(1, 0, mark, style["mark"])
    for row, (title, text) in enumerate(lines, 3):
        write_cell(sheet, row, 0, title, style["head"])
        write_cell(sheet, row, 1, text, style["wrap"])


def _sheet(book: Any, name: str, frame: pd.DataFrame, briefing: Briefing, style: dict[str, Any]) -> None:
    sheet = book.add_worksheet(name)
    top = 2
    sheet.write_string(0, 0, f"{name}: {briefing.title}", style["title"])
    if briefing.provenance.badge:
        sheet.write_string(1, 0, briefing.provenance.badge, style["mark"])
    for at, column in enumerate(frame.columns):
        title = about(name, column)[0]
        sheet.write_string(top, at, title, style["head"])
        shown = style[look(name, column)]
        values = frame[column].tolist()
        for row, value in enumerate(values, top + 1):
            # a period stays text: a spreadsheet would make a number or a date of it
            write_cell(sheet, row, at, str(value) if column == "period" else _plain(value, column), shown)
        widest = max([len(title), *(len(str(v)) for v in values[:200])])
        sheet.set_column(at, at, min(max(9, widest + 1), 40) if shown is not style["share"] else 12)
    sheet.freeze_panes(top + 1, 0)
    sheet.autofilter(top, 0, top + len(frame), len(frame.columns) - 1)


def _plain(value: Any, column: str) -> Any:
    return RULES.get(value, value) if column == "rule" else value


def definitions(tables: dict[str, pd.DataFrame]) -> pd.DataFrame:
    """Return ``lembar, kolom, satuan, arti`` of every column of every sheet."""
    rows = [(name, *about(name, column)) for name, frame in tables.items() for column in frame.columns]
    return pd.DataFrame(rows, columns=["lembar", "kolom", "satuan", "arti"])


def _definitions(book: Any, tables: dict[str, pd.DataFrame], style: dict[str, Any]) -> None:
    sheet = book.add_worksheet("Definisi")
    table = definitions(tables)
    for at, (title, width) in enumerate({"Lembar": 20, "Kolom": 18, "Satuan": 16, "Arti": 100}.items()):
        sheet.write_string(0, at, title, style["head"])
        sheet.set_column(at, at, width)
    for row, line in enumerate(table.itertuples(index=False), 1):
        for at, text in enumerate(line):
            sheet.write_string(row, at, str(text))
    for row, (rule, words) in enumerate(RULES.items(), len(table) + 3):
        sheet.write_string(row, 0, f"Aturan {rule}")
        sheet.write_string(row, 3, words)


def csv_archive(briefing: Briefing) -> bytes:
    """Return a ZIP of the tables as CSV (UTF-8 with BOM, ``;``), with ``kamus_data.csv`` and the sources."""
    out = io.BytesIO()
    origin, tables = briefing.provenance, frames(briefing)
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, frame in tables.items():
            columns = {c: _key(about(name, c)[0]) for c in frame.columns}
            flags = {c: frame[c].map({True: "ya", False: "tidak"}) for c in ("suppressed",) if c in frame}
            table = frame.assign(**flags).rename(columns=columns)
            if origin.internal:  # a table that is sent alone
                table = table.assign(peringatan=INTERNAL)
            _add(archive, _key(name), table)
        meaning = definitions(tables).assign(
            lembar=lambda t: [f"{_key(name)}.csv" for name in t["lembar"]],
            kolom=lambda t: [_key(column) for column in t["kolom"]],
        )  # fmt: skip
        if origin.internal:
            meaning.loc[len(meaning)] = ["semua", "peringatan", "", f"{INTERNAL}; jangan disebarkan"]
        _add(archive, "kamus_data", meaning.rename(columns={"lembar": "berkas"}))
        own = [f"{p.title}: {briefing.foot(p)}" for p in briefing.pages if p.origin != Origin()]
        notes = [f"{p.title}: {p.note}" for p in briefing.pages if p.note]
        lines = [briefing.title, origin.line(), *own, *notes, briefing.left_out, origin.badge, origin.when]
        archive.writestr("sumber.txt", "\n".join(line for line in lines if line).encode("utf-8"))
    return out.getvalue()


def _key(title: str) -> str:
    return title.lower().replace(" ", "_")


def _add(archive: zipfile.ZipFile, name: str, frame: pd.DataFrame) -> None:
    archive.writestr(f"{name}.csv", safe_csv(frame, sep=";", decimal=",").encode("utf-8-sig"))
