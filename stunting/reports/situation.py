"""The draft of next year's desa lokus as a workbook, in the order of the analysis of the situation.

Three sheets: the ranked desa, prevalence and cases per kecamatan with and without hot spots (as Bappenas'
guidance on the analysis of the situation asks), and how it was computed.
"""

from __future__ import annotations

import io
from typing import Any, Final

import pandas as pd
import xlsxwriter

from stunting.indicators.format_id import date, period_name
from stunting.indicators.ranking import strength
from stunting.indicators.results import RULES, check_result
from stunting.reports.safe import write_cell
from stunting.reports.situation_about import About, notes

__all__ = ["About", "notes", "workbook"]

_PERCENT, _POINTS, _COUNT = "0.00%", '+0.00" poin";-0.00" poin";0.00" poin"', "#,##0"
#: Header, width, number format of the ranking's columns.
RANKING: Final = (
    ("No", 5, None), ("Kecamatan", 18, None), ("Desa/kelurahan", 22, None), ("Kode", 15, None),
    ("Peringkat terendah (90 %)", 11, None), ("Peringkat tertinggi (90 %)", 11, None),
    ("Peluang masuk daftar", 10, "0%"), ("Kekuatan", 10, None), ("Kasus", 8, _COUNT),
    ("Anak diukur", 9, _COUNT), ("Prevalensi", 10, _PERCENT), ("Dihaluskan", 10, _PERCENT),
    ("Batas bawah 95 %", 10, _PERCENT), ("Batas atas 95 %", 10, _PERCENT),
    ("Perubahan setahun", 12, _POINTS), ("Tidak ditimbang", 10, _PERCENT), ("Hot spot", 9, None),
    ("Hot spot Gi*", 9, None), ("Lokus sebelumnya", 11, None), ("Usulan", 9, None),
    ("Catatan rembuk", 30, None),
)  # fmt: skip
SITUATION: Final = (
    ("Kecamatan", 22, None), ("Desa", 7, _COUNT), ("Kasus", 8, _COUNT), ("Anak diukur", 9, _COUNT),
    ("Prevalensi", 10, _PERCENT), ("Desa hot spot", 34, None), ("Kasus di hot spot", 9, _COUNT),
    ("Diukur di hot spot", 9, _COUNT), ("Prevalensi hot spot", 10, _PERCENT),
    ("Kasus tanpa hot spot", 9, _COUNT), ("Diukur tanpa hot spot", 9, _COUNT),
    ("Prevalensi tanpa hot spot", 11, _PERCENT),
)  # fmt: skip
_ROW_OF_HEAD: Final = 4


def workbook(ranked: pd.DataFrame, smoothed: pd.DataFrame, situation: pd.DataFrame, about: About) -> bytes:
    """Return the draft as XLSX.

    Parameters
    ----------
    ranked, smoothed, situation : DataFrame
        Of `stunting.indicators.ranking`: ``composite``, ``smooth``, ``situation``.

    Raises
    ------
    ValueError
        If a frame is not a result frame.
    """
    for frame in (ranked, smoothed, situation):
        check_result(frame)
    out = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(out, options) as book:
        year = int(about.period[:4]) + 1
        title = f"Rancangan desa lokus {year}, {about.place}"
        _sheet(book, "Rancangan", title, RANKING, _ranking(ranked, smoothed, about), about)
        title = f"Analisis situasi {about.indicator.lower()} per kecamatan, {about.place}"
        _sheet(book, "Kecamatan", title, SITUATION, _situation(situation, about), about)
        _notes(book, about)
    return out.getvalue()


def _ranking(ranked: pd.DataFrame, smoothed: pd.DataFrame, about: About) -> list[list[object]]:
    rates, lines = smoothed.set_index(smoothed["area"].astype("str")), []
    known = ranked[ranked["rank"].notna()]
    for r, word in zip(known.to_dict("records"), strength(known["probability_top"]), strict=True):
        area, rank = str(r["area"]), int(r["rank"])
        s = rates.loc[area]
        trend = r.get("c_trend")
        lines.append([
            rank, about.name(area[:8]) if "?" not in area[:8] else "", about.name(area),
            "" if "?" in area else area, r["rank_low"], r["rank_high"], r["probability_top"], word,
            r["numerator"], r["denominator"], s["raw"], s["value"], s["low"], s["high"],
            None if trend is None else 100 * trend, r.get("c_gap"), "ya" if area in about.hot else "",
            "ya" if area in about.gi else "", "ya" if area in about.listed else "",
            "diusulkan" if rank <= about.k else "", "",
        ])  # fmt: skip
    return lines


def _situation(situation: pd.DataFrame, about: About) -> list[list[object]]:
    lines = []
    for key, part in situation.groupby("area", sort=False):
        by, kec = part.set_index("part"), str(key)
        whole, hot, rest = (by.loc[p] for p in ("semua", "hot spot", "tanpa hot spot"))
        named = sorted(about.name(a) for a in about.hot if not kec or a.startswith(kec))
        lines.append([
            about.name(kec) if kec else "Semua desa", whole["desa"], whole["numerator"],
            whole["denominator"], whole["value"], ", ".join(named), hot["numerator"], hot["denominator"],
            hot["value"], rest["numerator"], rest["denominator"], rest["value"],
        ])  # fmt: skip
    return lines


def _sheet(
    book: Any, name: str, title: str, columns: tuple[tuple[str, int, str | None], ...],
    lines: list[list[object]], about: About,
) -> None:  # fmt: skip
    sheet = book.add_worksheet(name)
    head = book.add_format(
        {"bold": True, "bg_color": "#E6EEEE", "bottom": 1, "text_wrap": True, "valign": "top"}
    )
    sheet.write_string(0, 0, title, book.add_format({"bold": True, "font_size": 14}))
    when = f"{about.indicator}, {period_name(about.period)}, {RULES.get(about.rule, about.rule)}"
    sheet.write_string(1, 0, f"{when}. Sumber: {about.source}. Dicetak {date(about.printed)}.")
    warn = book.add_format({"bold": True, "font_color": "#7A4A00"})
    sheet.write_string(2, 0, f"{about.synthetic}: bukan data nyata." if about.synthetic else "", warn)
    for place, (header, width, fmt) in enumerate(columns):
        style = book.add_format({"num_format": fmt} if fmt else {})
        sheet.set_column(place, place, width)
        write_cell(sheet, _ROW_OF_HEAD, place, header, head)
        for n, line in enumerate(lines, start=_ROW_OF_HEAD + 1):
            write_cell(sheet, n, place, line[place], style)
    if not lines:
        sheet.write_string(_ROW_OF_HEAD + 1, 0, "Belum ada data.")
    sheet.freeze_panes(_ROW_OF_HEAD + 1, 3 if name == "Rancangan" else 1)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(_ROW_OF_HEAD)


def _notes(book: Any, about: About) -> None:
    sheet = book.add_worksheet("Keterangan")
    bold = book.add_format({"bold": True, "valign": "top"})
    wrap = book.add_format({"text_wrap": True, "valign": "top"})
    sheet.set_column(0, 0, 24)
    sheet.set_column(1, 1, 100)
    for n, (heading, text) in enumerate(notes(about)):
        write_cell(sheet, n, 0, heading, bold)
        write_cell(sheet, n, 1, text, wrap)
