"""A puskesmas' monthly feedback letter: its figures, its data quality, three things to do, what is unknown.

For the puskesmas itself and the dinas: nothing in it is hidden, no child is named.
"""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path
from typing import Any, Final

import pandas as pd

from stunting import regions
from stunting.indicators.actions import actions
from stunting.indicators.change import UNCLEAR, change
from stunting.indicators.format_id import MISSING, date, listing, number, percent, period_name
from stunting.indicators.intervals import SMALL_DENOMINATOR
from stunting.indicators.results import RECAP_RULE
from stunting.indicators.words import INDICATOR_WORDS
from stunting.ingest.findings import CODES
from stunting.reports.briefing.content import Figures
from stunting.settings import settings

INDICATORS: Final = ("stunting", "wasting", "underweight")
_MONTH: Final = len("YYYY-MM")
_FINDINGS: Final = 5
#: Findings that the program mended by itself ask for nothing.
_IDLE: Final = "repaired"


def letter(
    figures: Figures, puskesmas: str, period: str, findings: pd.DataFrame, *, today: dt.date | None = None
) -> bytes:
    """Return the letter as PDF (A4).

    Parameters
    ----------
    figures : Figures
        Without disclosure control: the letter goes to the puskesmas whose children these are.
    puskesmas, period : str
        Name as in the data, and a month (``"2024-08"``).
    findings : DataFrame
        Of its uploads of that month: ``code, severity``.
    today : date, optional
        Printed on the letter.

    Raises
    ------
    ValueError
        If `period` is no month.
    """
    import typst  # 30 MB of compiled code: only when something is printed

    data = content(figures, puskesmas, period, findings, today=today)
    template = Path(__file__).with_name("letter.typ").read_bytes()
    fonts: Any = [str(settings().static_dir / "huruf")]
    sent = {"data": json.dumps(data, ensure_ascii=False)}
    options: dict[str, Any] = {"ignore_system_fonts": True, "sys_inputs": sent, "format": "pdf"}
    made: bytes = typst.compile(template, font_paths=fonts, **options)
    return bytes(made)


def content(
    figures: Figures, puskesmas: str, period: str, findings: pd.DataFrame, *, today: dt.date | None = None
) -> dict[str, Any]:
    """Return what the template prints; parameters as `letter`."""
    if len(period) != _MONTH:
        raise ValueError("the letter is about one month")
    desa = figures.rates("desa", period, "stunting", puskesmas)
    desa_before = figures.rates("desa", _earlier(period, 12), "stunting", puskesmas)
    ds_desa = figures.attendance("desa", period)
    ds_desa = ds_desa[ds_desa["area"].isin(set(desa["area"]))].reset_index(drop=True)
    ds = [_own(figures.attendance("puskesmas", p), puskesmas) for p in _periods(period)]
    goal = figures.attendance_goal(period[:4])
    found = actions(desa, before=desa_before, attendance=ds_desa, attendance_goal=goal)
    kab = regions.area_label(figures.kab)
    return {
        "judul": f"Umpan balik data gizi balita Puskesmas {puskesmas}, {period_name(period)}",
        "kepada": f"Kepala Puskesmas {puskesmas}", "kabupaten": kab, "bulan": period_name(period),
        "kepala": ["Indikator", *(period_name(p) for p in reversed(_periods(period))), "Balita", "Setahun"],
        "baris": [*(_line(figures, puskesmas, period, i) for i in INDICATORS), _ds_line(ds)],
        "ds": _ds_sentence(ds[0], goal), "mutu": quality(findings),
        "langkah": [{"judul": a.title, "alasan": a.why} for a in found],
        "belum": unknowns(figures, puskesmas, desa, ds[0], period),
        "sintetis": figures.mark, "tanggal": date(today or dt.date.today()),
        "kaki": f"Sumber: e-PPGBM{_pulled(figures)} · dicetak {date(today or dt.date.today())}",
    }  # fmt: skip


def _pulled(figures: Figures) -> str:
    return f", ditarik {date(figures.pulled_on)}" if figures.pulled_on else ""


def _periods(period: str) -> list[str]:
    """Return the month, the one before, and the same a year earlier."""
    return [period, _earlier(period, 1), _earlier(period, 12)]


def _earlier(period: str, months: int) -> str:
    """Return the month so many months earlier.

    >>> _earlier("2024-01", 1), _earlier("2024-08", 12)
    ('2023-12', '2023-08')
    """
    at = int(period[:4]) * 12 + int(period[5:7]) - 1 - months
    return f"{at // 12:04d}-{at % 12 + 1:02d}"


def _own(frame: pd.DataFrame, area: str) -> pd.DataFrame:
    return frame[frame["area"].eq(area) & frame["value"].notna()].reset_index(drop=True)


def _shown(frame: pd.DataFrame) -> str:
    if not len(frame):
        return MISSING
    row = frame.iloc[0]
    if row["denominator"] < SMALL_DENOMINATOR:
        return f"{number(row['numerator'])} dari {number(row['denominator'])}"
    return percent(row["value"], 1)


def _line(figures: Figures, puskesmas: str, period: str, indicator: str) -> list[str]:
    now, month, year = (
        _own(figures.rates("puskesmas", p, indicator, puskesmas), puskesmas) for p in _periods(period)
    )
    title = INDICATOR_WORDS[indicator].title
    counts = _counts(now)
    return [title, _shown(year), _shown(month), _shown(now), counts, verdict(year, now)]


def _ds_line(ds: list[pd.DataFrame]) -> list[str]:
    now, month, year = ds
    return ["D/S (ditimbang)", _shown(year), _shown(month), _shown(now), _counts(now), verdict(year, now)]


def _counts(now: pd.DataFrame) -> str:
    if not len(now):
        return MISSING
    return f"{number(now['numerator'].iloc[0])} dari {number(now['denominator'].iloc[0])}"


def verdict(before: pd.DataFrame, now: pd.DataFrame) -> str:
    """Return whether a figure fell or rose within the year, as far as that can be told."""
    if not len(before) or not len(now):
        return "tidak dapat dibandingkan"
    if RECAP_RULE in {*before["rule"], *now["rule"]}:
        return "belum dapat dinilai"
    if min(before["denominator"].iloc[0], now["denominator"].iloc[0]) < SMALL_DENOMINATOR:
        return "terlalu sedikit balita"
    found = change(before, now)["verdict"]
    return str(found.iloc[0]) if len(found) else UNCLEAR


def _ds_sentence(ds: pd.DataFrame, goal: float | None) -> str:
    if not len(ds):
        return "Partisipasi penimbangan (D/S) bulan ini belum ada."
    row = ds.iloc[0]
    counts = f"{number(row['numerator'])} dari {number(row['denominator'])} balita ditimbang"
    said = f"Partisipasi penimbangan (D/S) {percent(row['value'], 1)}: {counts}."
    if goal is None:
        return f"{said} Target D/S belum ditetapkan."
    short = goal * row["denominator"] - row["numerator"]
    if short <= 0:
        return f"{said} Target {percent(goal, 0)} tercapai."
    return f"{said} Target {percent(goal, 0)}: kurang sekitar {number(short)} balita."


def quality(findings: pd.DataFrame) -> list[dict[str, str]]:
    """Return the findings that ask for something, most frequent first: ``judul, jumlah, saran``."""
    asked = findings[findings["severity"].ne(_IDLE)]
    counts = asked["code"].astype("str").value_counts().head(_FINDINGS)
    return [
        {"judul": CODES[code].title if code in CODES else code, "jumlah": number(n),
         "saran": CODES[code].advice if code in CODES else ""}
        for code, n in ((str(code), n) for code, n in counts.items())
    ]  # fmt: skip


def unknowns(
    figures: Figures, puskesmas: str, desa: pd.DataFrame, ds: pd.DataFrame, period: str
) -> list[str]:
    """Return what the figures of the month cannot say."""
    out = []
    if len(ds):
        absent = ds["denominator"].iloc[0] - ds["numerator"].iloc[0]
        if absent > 0:
            out.append(f"Keadaan {number(absent)} balita yang terdaftar tetapi tidak ditimbang.")
    empty = [regions.area_name(a) for a in desa.loc[desa["value"].isna(), "area"]]
    if empty:
        out.append(f"Keadaan balita di desa tanpa pengukuran bulan ini: {listing(empty)}.")
    late = figures.late()
    if late is not None and late[0] > period and puskesmas in late[1]:
        out.append(f"Angka {period_name(late[0])}: berkasnya belum masuk.")
    small = int(desa["denominator"].between(1, SMALL_DENOMINATOR - 1).sum())
    if small:
        out.append(f"Persentase {number(small)} desa dengan kurang dari {SMALL_DENOMINATOR} balita diukur.")
    return out


def findings_of(store: Any, puskesmas: str, period: str) -> pd.DataFrame:
    """Return the findings of the live uploads that hold a puskesmas' month.

    Parameters
    ----------
    store : Store
    """
    uploads: pd.DataFrame = store.uploads()
    rows = uploads[uploads["state"].eq("live")].to_dict("records")
    ids = [r["upload_id"] for r in rows if puskesmas in r["puskesmas"] and list(r["periods"]) == [period]]
    found = [store.findings(u)[["code", "severity"]] for u in ids]
    return pd.concat(found, ignore_index=True) if found else pd.DataFrame({"code": [], "severity": []})
