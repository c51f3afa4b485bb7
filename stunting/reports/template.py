"""Empty templates as workbooks, made from the same questions that validate them when they come back."""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final

import numpy as np
import pandas as pd
import xlsxwriter

from stunting import regions
from stunting.indicators.facts import facts
from stunting.indicators.format_id import number
from stunting.ingest.templates import Question, questions, templates
from stunting.reports.safe import write_cell

#: Rows below the header that have drop-downs and checks.
LINES: Final = 3_000
_TITLE: Final = 0
_HEADER: Final = 2
_FILL: Final = "Isi"
_GUIDE: Final = "Petunjuk"
_LISTS: Final = "Pilihan"
_KINDS: Final = {
    "nomor": "nomor urut", "nik": "16 digit", "nama": "teks", "tanggal": "tanggal, hari dahulu",
    "jk": "L atau P", "wilayah": "nama wilayah", "ya_tidak": "pilihan", "pilihan": "pilihan",
    "angka": "angka", "bilangan": "bilangan bulat", "teks": "teks",
}  # fmt: skip


def template_workbook(
    template: str,
    kab: str,
    *,
    people: pd.DataFrame | None = None,
    mark: str = "",
    made: datetime | None = None,
) -> bytes:
    """Return a template as XLSX: sheet to fill in with drop-downs and an example row, and instructions.

    Parameters
    ----------
    template : {"anak", "bumil", "wilayah"}
    kab : str
        Kabupaten whose areas are offered.
    people : DataFrame, optional
        Children to fill in beforehand, with columns named like the questions (``nik``, ``name``, …). It
        holds identities: only for whoever may see them.
    mark : str
        Stands before the title ("DATA SINTETIS …").
    made : datetime, optional
        When it was made, where the bytes have to be the same each time; default now.

    Raises
    ------
    KeyError
        If there is no such template.
    """
    asked = questions(template)
    out = io.BytesIO()
    book = xlsxwriter.Workbook(
        out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    )
    about: dict[str, Any] = {
        "title": f"Templat {templates()[template]}",
        "comments": mark or "Pantau Stunting",
    }
    book.set_properties(about | ({"created": made} if made else {}))
    style = _styles(book)
    sheet = book.add_worksheet(_FILL)
    guide, lists = book.add_worksheet(_GUIDE), book.add_worksheet(_LISTS)
    lists.hide()
    head = f"Templat {templates()[template]}"
    sheet.write_string(_TITLE, 0, f"{mark} - {head}" if mark else head, style["title"])
    sheet.write_string(
        _TITLE + 1, 0, "Satu baris satu catatan. Kolom bertanda * wajib. Jangan menghapus kolom; "
        "cara mengisi ada di lembar Petunjuk.", style["note"],
    )  # fmt: skip
    for at, question in enumerate(asked):
        head = style["must" if question.required else "header"]
        sheet.write_string(_HEADER, at, question.header + (" *" if question.required else ""), head)
        sheet.write_string(_HEADER + 1, at, _example(question, kab), style["example"])
        sheet.set_column(at, at, max(11, min(30, len(question.header) + 2)), style.get(question.kind))
        _check(sheet, lists, at, question, kab)
    sheet.freeze_panes(_HEADER + 1, 0)
    if people is not None:
        _fill_in(sheet, asked, people, style)
    _explain(guide, asked, style)
    book.close()
    return out.getvalue()


def _styles(book: xlsxwriter.Workbook) -> dict[str, Any]:
    head = {"bold": True, "text_wrap": True, "valign": "top", "border": 1, "border_color": "#B8C4C6"}
    return {
        "title": book.add_format({"bold": True, "font_size": 14}),
        "note": book.add_format({"font_color": "#4A5F65"}),
        "header": book.add_format({**head, "bg_color": "#E8F1F1"}),
        "must": book.add_format({**head, "bg_color": "#CFE3E3"}),
        "example": book.add_format({"italic": True, "font_color": "#6B7C80", "num_format": "@"}),
        "wrap": book.add_format({"text_wrap": True, "valign": "top"}),
        # as text: a spreadsheet would make a rounded number of sixteen digits
        "nik": book.add_format({"num_format": "@"}),
        "tanggal": book.add_format({"num_format": "dd/mm/yyyy"}),
    }


def _example(question: Question, kab: str) -> str:
    """Return what the example row has: of areas, the first puskesmas, its kecamatan and a desa of it."""
    if question.kind != "wilayah" or question.example:
        return question.example
    health = regions.puskesmas_of(kab)
    if not len(health):
        return next(iter(_choices(question, kab)), "")
    first = health.iloc[0]
    areas = regions.areas(kab)
    inside = areas[(areas["level"] == "desa") & areas["code"].str.startswith(f"{first['kec']}.")]
    own = {
        "puskesmas": first["puskesmas"],
        "kec": regions.area_name(first["kec"]),
        "desa": next(iter(sorted(inside["name"])), ""),
    }
    return str(own.get(question.key) or next(iter(_choices(question, kab)), ""))


def _choices(question: Question, kab: str) -> Sequence[str]:
    if question.key in ("kec", "desa"):
        areas = regions.areas(kab)
        level = {"kec": "kecamatan", "desa": "desa"}[question.key]
        return sorted(set(areas.loc[areas["level"] == level, "name"]))
    if question.key == "puskesmas":
        return regions.puskesmas_of(kab)["puskesmas"].tolist()
    if question.key == "indikator":
        return facts("indikator_wilayah")["nama"].tolist()
    return question.choices


def _check(sheet: Any, lists: Any, at: int, question: Question, kab: str) -> None:
    """Give the cells below a title their drop-down, or the limits of a number; a date has to be one."""
    first, last = _HEADER + 2, _HEADER + 1 + LINES
    said = {"input_title": question.title[:32], "input_message": question.help[:255]} if question.help else {}
    if choices := _choices(question, kab):
        for row, choice in enumerate([question.key, *choices]):
            lists.write_string(row, at, choice)
        column = xlsxwriter.utility.xl_col_to_name(at)
        source = f"={_LISTS}!${column}$2:${column}${len(choices) + 1}"
        free = question.key in ("indikator", "desa", "puskesmas")  # other spellings are matched, or found
        rule: dict[str, Any] = {
            "validate": "list",
            "source": source,
            "error_type": "warning" if free else "stop",
        }
        said |= {"error_title": "Di luar pilihan", "error_message": "Pilih dari daftar pada sel ini."}
    elif question.kind in ("angka", "bilangan") and not np.isnan(question.low):
        rule = {
            "validate": "decimal" if question.kind == "angka" else "integer", "criteria": "between",
            "minimum": question.low, "maximum": question.high,
        }  # fmt: skip
        said |= {"error_title": "Di luar rentang", "error_message": f"Isi {_span(question)}."}
    else:
        rule = {"validate": "any"}
    if said or rule["validate"] != "any":
        sheet.data_validation(first, at, last, at, rule | said)


def _span(question: Question) -> str:
    if np.isnan(question.low):
        return ""
    low, high = number(question.low, 0), number(question.high, 0)
    if question.key == "tahun":  # a year has no dot between its thousands
        low, high = f"{question.low:.0f}", f"{question.high:.0f}"
    span = f"{low} sampai {high}"
    return f"{span} {question.unit}".strip()


def _fill_in(sheet: Any, asked: Sequence[Question], people: pd.DataFrame, style: dict[str, Any]) -> None:
    for at, question in enumerate(asked):
        if question.key == "no" or question.key not in people:
            continue
        for row, value in enumerate(people[question.key]):
            write_cell(sheet, _HEADER + 2 + row, at, value, style.get(question.kind))


def _explain(guide: Any, asked: Sequence[Question], style: dict[str, Any]) -> None:
    steps = (
        "1. Isi lembar Isi, satu baris satu catatan. Biarkan baris contoh: baris itu tidak disimpan.",
        "2. Kosongkan sel yang tidak diketahui. Jangan mengisi perkiraan; “Tidak tahu” juga jawaban.",
        "3. Simpan sebagai .xlsx, lalu unggah di halaman Unggah. Temuan tiap sel muncul sebelum disimpan.",
        "4. Berkas ini memuat data pribadi bila terisi: jangan dikirim lewat aplikasi pesan.",
    )
    guide.write_string(0, 0, "Cara mengisi", style["title"])
    for row, step in enumerate(steps, 1):
        guide.write_string(row, 0, step)
    top = len(steps) + 2
    for at, (title, width) in enumerate(
        {
            "Kolom": 34,
            "Wajib": 8,
            "Isi": 22,
            "Pilihan atau rentang": 44,
            "Keterangan": 60,
            "Sumber": 44,
        }.items()
    ):
        guide.write_string(top, at, title, style["header"])
        guide.set_column(at, at, width)
    for row, question in enumerate(asked, top + 1):
        allowed = ", ".join(question.choices) or _span(question)
        cells = (
            question.header, "ya" if question.required else "", _KINDS[question.kind], allowed,
            question.help, question.source,
        )  # fmt: skip
        for at, text in enumerate(cells):
            guide.write_string(row, at, text, style["wrap"])
    guide.freeze_panes(top + 1, 1)
