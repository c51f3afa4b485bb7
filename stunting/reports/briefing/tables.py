"""A briefing's figures as tables: a tidy workbook, and CSV with a data dictionary."""

from __future__ import annotations

import io
import zipfile
from typing import Any, Final

import pandas as pd
import xlsxwriter

from stunting.indicators.format_id import period_name
from stunting.indicators.results import RULES
from stunting.reports.briefing.content import Briefing
from stunting.reports.safe import safe_csv, write_cell

#: Column → (title, unit, meaning). The order is that of the sheets.
COLUMNS: Final[dict[str, tuple[str, str, str]]] = {
    "level": ("Tingkat", "", "Tingkat wilayah"),
    "area": ("Kode", "", "Kode Kemendagri, atau nama puskesmas"),
    "name": ("Wilayah", "", "Nama wilayah, atau nama faktor pada lembar Penyebab"),
    "indicator": ("Indikator", "", "Indikator gizi"),
    "period": ("Periode", "", "Tahun, atau tahun-bulan (TTTT-BB)"),
    "value": (
        "Nilai",
        "bagian",
        "Pembilang dibagi penyebut, 0 sampai 1; kosong bila tidak ada atau disamarkan",
    ),
    "low": ("Batas bawah", "bagian", "Batas bawah selang 95 %"),
    "high": ("Batas atas", "bagian", "Batas atas selang 95 %"),
    "numerator": ("Pembilang", "balita", "Balita dengan keadaan itu"),
    "denominator": ("Penyebut", "balita", "Balita yang diukur dan dapat dinilai"),
    "suppressed": ("Disamarkan", "ya/tidak", "Disembunyikan karena jumlahnya kecil atau dapat disimpulkan"),
    "unit": ("Satuan", "", "Satuan target dan realisasi pada lembar IKU"),
    "target": ("Target", "satuan IKU", "Target tahun itu, seperti tercetak"),
    "actual": ("Realisasi", "satuan IKU", "Realisasi tahun itu: diisi dinas, angka terbit, atau hitungan"),
    "capaian": ("Capaian", "persen", "Realisasi terhadap target, dengan arah indikator"),
    "rule": ("Aturan", "", "Cara hitung"),
    "source": ("Sumber", "", "Asal data"),
}
_SHEETS: Final = {
    "parts": "Wilayah", "before": "Setahun sebelumnya", "series": "Tren", "targets": "Target",
    "published": "Angka terbit", "causes": "Penyebab", "iku": "IKU",
}  # fmt: skip
_SHARES: Final = ("value", "low", "high", "printed")


def frames(briefing: Briefing) -> dict[str, pd.DataFrame]:
    """Return sheet name → tidy table, each frame of the briefing once."""
    out: dict[str, pd.DataFrame] = {}
    for page in briefing.pages:
        for key, frame in page.frames.items():
            if len(frame) and _SHEETS[key] not in out:
                out[_SHEETS[key]] = _tidy(frame, briefing.names)
    return out


def _tidy(frame: pd.DataFrame, names: dict[str, str]) -> pd.DataFrame:
    if "capaian" in frame:  # the table of key indicators names its rows itself
        return frame[[c for c in COLUMNS if c in frame]].reset_index(drop=True)
    if "area" in frame and "title" not in frame:
        frame = frame.assign(name=[names.get(str(a), str(a)) for a in frame["area"]])
    elif "title" in frame:
        frame = frame.drop(columns="name", errors="ignore").rename(columns={"title": "name"})
    if "year" in frame and "period" not in frame:
        frame = frame.assign(period=frame["year"].astype("int64").astype("str"))
    kept = [c for c in COLUMNS if c in frame]
    return frame[kept].reset_index(drop=True)


def workbook(briefing: Briefing) -> bytes:
    """Return the figures as XLSX: a sheet for each frame, the definitions, and where they come from."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(
        out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    )
    about = briefing.provenance
    book.set_properties({"title": briefing.title, "author": "Pantau Stunting", "comments": about.mark})
    style = {
        "title": book.add_format({"bold": True, "font_size": 14}),
        "head": book.add_format({"bold": True, "bg_color": "#E8F1F1", "bottom": 1}),
        "share": book.add_format({"num_format": "0.00%"}),
        "count": book.add_format({"num_format": "#,##0"}),
        "wrap": book.add_format({"text_wrap": True, "valign": "top"}),
        "mark": book.add_format({"bold": True, "font_color": "#7A4A00"}),
    }
    _summary(book, briefing, style)
    for name, frame in frames(briefing).items():
        _sheet(book, name, frame, briefing, style)
    _definitions(book, style)
    book.close()
    return out.getvalue()


def _summary(book: Any, briefing: Briefing, style: dict[str, Any]) -> None:
    sheet, about = book.add_worksheet("Ringkasan"), briefing.provenance
    sheet.set_column(0, 0, 34)
    sheet.set_column(1, 1, 100, style["wrap"])
    lines = [("Angka", briefing.figure), ("Kalimat", f"{briefing.figure} {briefing.sentence}")]
    lines += [(title, f"{value}. {note}") for title, value, note in briefing.tiles]
    lines += [(f"Langkah {n}", f"{a.title} {a.why}") for n, a in enumerate(briefing.actions, 1)]
    lines += [("Wilayah", about.label), ("Periode", about.when), ("Aturan", RULES[about.rule])]
    lines += [("Asal dan tanggal", about.line())]
    sheet.write_string(0, 0, briefing.title, style["title"])
    if about.mark:
        sheet.write_string(1, 0, f"{about.mark}: anak dan angka dibuat, bukan data nyata", style["mark"])
    for row, (title, text) in enumerate(lines, 3):
        write_cell(sheet, row, 0, title, style["head"])
        write_cell(sheet, row, 1, text, style["wrap"])


def _sheet(book: Any, name: str, frame: pd.DataFrame, briefing: Briefing, style: dict[str, Any]) -> None:
    sheet = book.add_worksheet(name)
    top = 2
    sheet.write_string(0, 0, f"{name}: {briefing.title}", style["title"])
    if briefing.provenance.mark:
        sheet.write_string(1, 0, briefing.provenance.mark, style["mark"])
    for at, column in enumerate(frame.columns):
        sheet.write_string(top, at, COLUMNS[column][0], style["head"])
        look = style["share"] if column in _SHARES else style["count"]
        values = frame[column].tolist()
        for row, value in enumerate(values, top + 1):
            # a period stays text: a spreadsheet would make a number or a date of it
            write_cell(sheet, row, at, str(value) if column == "period" else _plain(value, column), look)
        widest = max([len(COLUMNS[column][0]), *(len(str(v)) for v in values[:200])])
        sheet.set_column(at, at, min(max(9, widest + 1), 40) if column not in _SHARES else 12)
    sheet.freeze_panes(top + 1, 0)
    sheet.autofilter(top, 0, top + len(frame), len(frame.columns) - 1)


def _plain(value: Any, column: str) -> Any:
    return RULES.get(value, value) if column == "rule" else value


def _definitions(book: Any, style: dict[str, Any]) -> None:
    sheet = book.add_worksheet("Definisi")
    for at, (title, width) in enumerate({"Kolom": 18, "Satuan": 12, "Arti": 90}.items()):
        sheet.write_string(0, at, title, style["head"])
        sheet.set_column(at, at, width)
    for row, (title, unit, meaning) in enumerate(COLUMNS.values(), 1):
        for at, text in enumerate((title, unit, meaning)):
            sheet.write_string(row, at, text)
    for row, (rule, words) in enumerate(RULES.items(), len(COLUMNS) + 3):
        sheet.write_string(row, 0, f"Aturan {rule}")
        sheet.write_string(row, 2, words)


def csv_archive(briefing: Briefing) -> bytes:
    """Return a ZIP of the tables as CSV (UTF-8 with BOM, ``;``), with ``kamus_data.csv`` and the sources."""
    out = io.BytesIO()
    about = briefing.provenance
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, frame in frames(briefing).items():
            columns = {c: COLUMNS[c][0].lower().replace(" ", "_") for c in frame.columns}
            flags = {c: frame[c].map({True: "ya", False: "tidak"}) for c in ("suppressed",) if c in frame}
            table = frame.assign(**flags).rename(columns=columns)
            _add(archive, name.lower().replace(" ", "_"), table)
        meaning = pd.DataFrame(
            [(t.lower().replace(" ", "_"), u, m) for t, u, m in COLUMNS.values()],
            columns=["kolom", "satuan", "arti"],
        )
        _add(archive, "kamus_data", meaning)
        text = "\n".join([briefing.title, about.line(), about.mark, period_name(about.period)])
        archive.writestr("sumber.txt", text.encode("utf-8"))
    return out.getvalue()


def _add(archive: zipfile.ZipFile, name: str, frame: pd.DataFrame) -> None:
    archive.writestr(f"{name}.csv", safe_csv(frame, sep=";", decimal=",").encode("utf-8-sig"))
