"""The analysis of determinants to take away: tidy rows, a workbook with definitions, the caveat in both."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any, Final

import numpy as np
import pandas as pd
import xlsxwriter

from stunting.indicators.determinants import ADJUSTED, CROSS_SECTIONAL, CRUDE, MEASURES
from stunting.indicators.format_id import period_name
from stunting.indicators.results import RULES
from stunting.reports.determinants_about import COLUMNS as COLUMNS
from stunting.reports.determinants_about import About as About
from stunting.reports.determinants_about import explain
from stunting.reports.safe import safe_csv, write_cell

SHEETS: Final = ("Data", "Definisi", "Keterangan")


def tidy(
    shares: pd.DataFrame, ratios: list[pd.DataFrame], ranking: pd.DataFrame, about: About,
    name: Callable[[str], str],
) -> pd.DataFrame:  # fmt: skip
    """Return one row an area, factor and measure.

    Parameters
    ----------
    shares, ranking : DataFrame
        Of ``determinants.shares`` and ``determinants.ranking``.
    ratios : list of DataFrame
        Of ``determinants.crude`` and ``adjusted``.
    name : callable
        Area key → display name.

    Returns
    -------
    DataFrame
        Columns `COLUMNS`; shares and fractions in percent. Whatever the frames hide is missing here too.
    """
    often = shares.assign(
        ukuran="Terpapar di antara anak " + shares["among"].replace({"semua": "stunting dan lain"}),
        scale=100.0, unit="persen", note="",
    )  # fmt: skip
    parts = [often]
    for frame in ratios:
        measure = frame["measure"].map(MEASURES).fillna("")
        parts.append(frame.assign(
            ukuran=measure + " " + frame["model"].astype("str"), scale=1.0, unit="rasio",
            note=frame["reason"],
            fitted=frame["denominator"].where((frame["model"] == ADJUSTED) & (frame["refusal"] == "")),
        ))  # fmt: skip
        if len(frame) and frame["own_crude"].notna().any() and (frame["model"] == ADJUSTED).all():
            parts.append(frame[frame["own_crude"].notna()].assign(
                ukuran=measure + f" {CRUDE}, anak model", scale=1.0, unit="rasio", note="", low=np.nan,
                high=np.nan, value=frame["own_crude"], verdict="", method="dari tabel 2 x 2 anak model",
                fitted=frame["denominator"],
            ))  # fmt: skip
    parts.append(ranking.assign(
        ukuran="Bagian kasus yang terkait (PAF)", scale=100.0, unit="persen", note=ranking["reason"],
        unknown_share=np.nan, fitted=ranking["fitted"].where(ranking["refusal"] == ""),
    ))  # fmt: skip
    printed = ranking[ranking["published"].notna()]
    parts.append(printed.assign(
        ukuran="Angka terbit, seperti tercetak", scale=100.0, unit="persen", value=printed["published"],
        low=np.nan, high=np.nan, numerator=np.nan, denominator=np.nan, rank=printed["published_rank"],
        children=np.nan, fitted=np.nan, verdict="arah " + printed["published_direction"].astype("str"),
        note="", method="seperti tercetak", own="seperti tercetak",
        source=printed["published_source"], period=printed["published_period"],
    ))  # fmt: skip
    parts = [p for p in parts if len(p)]
    if not parts:
        return pd.DataFrame({c: pd.Series(dtype="object") for c in COLUMNS})
    every = pd.concat(parts, ignore_index=True)
    rule = RULES.get(about.rule, about.rule)
    every["own"] = every["own"].fillna(rule) if "own" in every else rule
    area = every["area"].astype("str")

    def of(column: str, digits: int | None = None, scale: Any = 1.0) -> Any:
        if column not in every:
            return ""
        return (pd.to_numeric(every[column]).astype("float64") * scale).round(digits or 0)

    def text(column: str) -> Any:
        return every[column].astype("object").where(every[column].notna(), "") if column in every else ""

    return pd.DataFrame({
        "kode": [a if "." in a and "?" not in a else "" for a in area], "wilayah": [name(a) for a in area],
        "tingkat": every["level"], "faktor": every["name"], "ukuran": every["ukuran"],
        "satuan": every["unit"], "nilai": of("value", 4, every["scale"]),
        "bawah": of("low", 4, every["scale"]), "atas": of("high", 4, every["scale"]),
        "pembilang": of("numerator"), "penyebut": of("denominator"),
        "persen_tidak_diketahui": of("unknown_share", 2, 100.0), "peringkat": of("rank"),
        "anak_model": of("fitted"), "anak_terkait": of("children"), "putusan": text("verdict"),
        "alasan": text("note"), "metode": text("method"), "aturan": every["own"],
        "periode": [period_name(p) for p in every["period"].astype("str")], "sumber": text("source"),
        "catatan": CROSS_SECTIONAL + (f"; {about.mark.lower()}" if about.mark else ""),
    })  # fmt: skip


def csv(rows: pd.DataFrame) -> bytes:
    """Return tidy rows for Indonesian Excel (UTF-8 with BOM, ``;``, decimal comma)."""
    return safe_csv(rows, sep=";", decimal=",").encode("utf-8-sig")


def workbook(rows: pd.DataFrame, table: pd.DataFrame, about: About) -> bytes:
    """Return tidy rows, definitions and explanations as XLSX.

    Parameters
    ----------
    rows : DataFrame
        Of `tidy`.
    table : DataFrame
        Of ``determinants.factors``.
    """
    out = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(out, options) as book:
        book.set_properties({"title": f"Determinan stunting {about.place} {about.period}"})
        head = book.add_format({"bold": True, "bg_color": "#E6EEEE", "bottom": 1, "text_wrap": True})
        wrap = book.add_format({"text_wrap": True, "valign": "top"})
        title = book.add_format({"bold": True, "font_size": 13})
        sheet = book.add_worksheet(SHEETS[0])
        sheet.write_string(0, 0, f"Determinan stunting, {about.place}, {about.period}", title)
        sheet.write_string(1, 0, f"{CROSS_SECTIONAL}. {about.mark}".strip())
        _table(sheet, rows, 3, head, None)
        sheet.freeze_panes(4, 4)
        sheet.set_column(0, 2, 14)
        sheet.set_column(3, 4, 32)
        sheet.set_column(5, len(rows.columns) - 1, 14)
        known = table[table["name"].isin(set(rows["faktor"]))]
        defined = known[["name", "definition", "intervention", "group", "source"]].set_axis(
            ["Faktor", "Terpapar bila", "Intervensi", "Kelompok", "Sumber"], axis=1
        )  # fmt: skip
        sheet = book.add_worksheet(SHEETS[1])
        _table(sheet, defined, 0, head, wrap)
        sheet.set_column(0, 0, 30)
        sheet.set_column(1, 1, 70)
        sheet.set_column(2, 4, 24)
        explain(book.add_worksheet(SHEETS[2]), about, head, wrap)
    return out.getvalue()


def _table(sheet: Any, frame: pd.DataFrame, top: int, head: Any, style: Any) -> None:
    for at, name in enumerate(frame.columns):
        sheet.write_string(top, at, str(name), head)
    for at, column in enumerate(frame.columns):
        for row, value in enumerate(frame[column].astype("object"), start=top + 1):
            write_cell(sheet, row, at, None if value == "" else value, style)
