"""Words of the upload page: the checklist of one file, what it replaces, what it changes."""

from __future__ import annotations

from typing import Final, NamedTuple

import pandas as pd

from stunting.indicators.format_id import listing, number, percent, period_name
from stunting.ingest import CODES
from stunting.ingest.templates import KIND
from stunting.store import STORE_CODES
from stunting.ui import upload_templates
from stunting.ui.upload import Draft

SEVERITIES: Final = {
    "rejected": "Ditolak",
    "nulled": "Dikosongkan",
    "warning": "Peringatan",
    "repaired": "Diperbaiki otomatis",
}
#: Findings that say again which areas nobody knows: those are counted and listed as areas.
AREA_CODES: Final = ("DESA_TAK_DIKENAL", "KECAMATAN_TAK_DIKENAL")
_IDLE: Final = "Tidak perlu tindakan"
_ALL: Final = {**CODES, **STORE_CODES}


class Item(NamedTuple):
    """One line of the checklist: how many, of what, and a word more."""

    number: int
    label: str
    note: str = ""


def title_of(code: str) -> str:
    """Return the short name of a finding code.

    >>> title_of("NIK_BUKAN_16")
    'NIK bukan 16 digit'
    """
    return _ALL[code].title if code in _ALL else code


def advice_of(code: str) -> str:
    """Return what to do about a finding code."""
    return _ALL[code].advice if code in _ALL else ""


def needs_somebody(code: str, severity: str) -> bool:
    """Whether a finding asks for something: repaired values and "no action needed" do not.

    >>> needs_somebody("NIK_DUMMY", "nulled"), needs_somebody("SATUAN_GRAM", "repaired")
    (True, False)
    """
    return severity != "repaired" and not advice_of(code).startswith(_IDLE)


def by_code(findings: pd.DataFrame) -> pd.DataFrame:
    """Return findings counted by code: ``code, severity, count, rows, todo``, worst and most first."""
    if not len(findings):
        return pd.DataFrame(columns=["code", "severity", "count", "rows", "todo"])
    out = (
        findings.groupby(["severity", "code"], sort=False)["row"]
        .agg(count="size", rows="nunique")
        .reset_index()
    )
    order = {name: n for n, name in enumerate(SEVERITIES)}
    out["todo"] = [needs_somebody(c, s) for c, s in zip(out["code"], out["severity"], strict=True)]
    out["order"] = out["severity"].map(order)
    return out.sort_values(["order", "count"], ascending=[True, False], ignore_index=True).drop(
        columns="order"
    )


def came_in(draft: Draft) -> list[Item]:
    """Return what is in the file."""
    report = draft.report
    assert report is not None
    months = listing([period_name(p) for p in report.periods[-3:]]) or "tidak terbaca"
    if len(report.periods) > 3:
        months = f"{len(report.periods)} bulan, terakhir {period_name(report.periods[-1])}"
    if report.kind == "recap":
        return [Item(report.rows_read, "baris rekap", months)]
    if report.kind == KIND and draft.parsed is not None:
        return [Item(*line) for line in upload_templates.came_in(report, draft.parsed, months)]
    return [
        Item(report.rows_read, "baris terbaca", months),
        Item(
            report.children,
            "anak",
            f"{number(report.children_new)} baru, {number(report.children_known)} sudah dikenal",
        ),
        Item(report.measured, "diukur", ""),
        Item(report.registered_not_measured, "terdaftar, belum diukur", ""),
    ]


def is_fine(draft: Draft) -> list[Item]:
    """Return what was dealt with by itself."""
    out = []
    if draft.areas_matched:
        out.append(Item(draft.areas_matched, "desa dikenali"))
    if draft.duplicates_in_file:
        out.append(Item(draft.duplicates_in_file, "baris ganda digabung", "baris terakhir dipakai"))
    if draft.duplicates_in_store:
        out.append(Item(draft.duplicates_in_store, "pengukuran diperbarui", "versi lama tetap tersimpan"))
    found = by_code(draft.findings)
    for line in found[~found["todo"].astype(bool)].to_dict("records"):
        out.append(
            Item(int(line["count"]), title_of(line["code"]).lower(), SEVERITIES[line["severity"]].lower())
        )
    return out


def todo(draft: Draft) -> pd.DataFrame:
    """Return what asks for somebody, by code (as `by_code`); unmatched areas are counted apart."""
    found = by_code(draft.findings)
    asks = found["todo"].astype(bool)
    if len(draft.unmatched):
        asks &= ~found["code"].isin(AREA_CODES)
    return found[asks].reset_index(drop=True)


def left(draft: Draft) -> int:
    """Return how many findings and unmatched areas ask for somebody."""
    return int(todo(draft)["count"].sum()) + len(draft.unmatched) + draft.elsewhere


def verdict(draft: Draft) -> str:
    """Return one sentence on a file."""
    if draft.refused:
        return draft.refused
    if draft.already:
        return "Berkas ini sudah tersimpan. Tidak ada yang disimpan dua kali."
    report = draft.report
    assert report is not None
    what = f"{number(report.rows_stored)} baris siap disimpan"
    if report.rows_rejected:
        what += f", {number(report.rows_rejected)} ditolak"
    count = left(draft)
    rest = f"{number(count)} hal perlu Anda periksa." if count else "Tidak ada yang perlu diperbaiki."
    return f"{what}. {rest}"


def without_month(draft: Draft) -> bool:
    """Whether a file tells no month, so that somebody has to."""
    if draft.report is None:
        return draft.code == "PERIODE_KURANG"
    return not draft.already and not draft.report.periods


def status(draft: Draft) -> tuple[str, str]:
    """Return the state of a file as ``(look, word)``."""
    if draft.refused:
        return "tolak", "tidak dapat dibaca" if draft.parsed is None else "ditolak"
    if draft.already:
        return "sudah", "sudah tersimpan"
    count = left(draft)
    return ("perlu", f"{number(count)} perlu diperiksa") if count else ("beres", "beres")


def replaces(draft: Draft) -> str:
    """Return in words what the file takes the place of."""
    report = draft.report
    if report is not None and report.kind == KIND:
        return upload_templates.KEEPS
    if report is None or not report.replaces:
        if draft.partial:
            return "Menambah; tidak ada bulan yang digantikan."
        return "Tidak menggantikan apa pun: bulan ini belum pernah masuk."
    parts = [
        f"Puskesmas {name} {period_name(month)} ({number(rows)} baris)"
        for name, month, rows in report.replaces[:4]
    ]
    more = len(report.replaces) - 4
    tail = f", dan {more} bulan lain" if more > 0 else ""
    return f"Menggantikan {', '.join(parts)}{tail}. Yang digantikan kembali bila unggahan ini dibatalkan."


def change(line: dict) -> tuple[str, str, str, str]:
    """Return a line of `upload_figures.effect` in words: where, before, after, difference.

    >>> change({"puskesmas": "Uren", "period": "2024-12", "n_before": 30, "d_before": 240,
    ...     "value_before": 0.125, "n_after": 31, "d_after": 240, "value_after": 31 / 240})
    ('Uren, Desember 2024', '12,5 % (30 dari 240)', '12,9 % (31 dari 240)', '+0,4 poin')
    >>> ds_change({"ds_before": float("nan"), "ds_after": 0.767})
    '76,7 %'
    """
    where = f"{line['puskesmas']}, {period_name(line['period'])}"

    def side(name: str) -> str:
        if not line[f"d_{name}"]:
            return "belum ada"
        of = f"({number(line[f'n_{name}'])} dari {number(line[f'd_{name}'])})"
        return f"{percent(line[f'value_{name}'], 1)} {of}"

    difference = ""
    if line["d_before"] and line["d_after"]:
        points = 100 * (line["value_after"] - line["value_before"])
        difference = f"{number(points, 1, sign=True)} poin"
    return where, side("before"), side("after"), difference


def findings_table(findings: pd.DataFrame) -> pd.DataFrame:
    """Return findings as the screen lists them."""
    return pd.DataFrame(
        {
            "Baris": findings["row"].astype("Int32").mask(findings["row"] == 0),
            "Temuan": [title_of(c) for c in findings["code"]],
            "Kolom": findings["column"].fillna("").astype("str"),
            "Isi": findings["value"].fillna("").astype("str"),
            "Tingkat": findings["severity"].map(SEVERITIES).astype("str"),
            "Apa yang dilakukan": findings["message"].astype("str"),
        }
    ).reset_index(drop=True)


def ds_change(line: dict) -> str:
    """Return D/S before and after in words, one of them where nothing changed or nothing was."""
    before, after = (percent(line[f"ds_{side}"], 1) for side in ("before", "after"))
    return after if before in ("–", after) else f"{before} → {after}"
