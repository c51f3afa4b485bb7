"""The ladder of targets as HTML and CSV."""

from __future__ import annotations

from html import escape

import pandas as pd

from stunting.indicators.format_id import number, percent, period_name, points, round_half_up
from stunting.indicators.ladder import COMPARED, EARLY, HIDDEN, NO_FIGURE, QUOTED, SURVEY
from stunting.indicators.ladder_words import rung
from stunting.reports.safe import safe_csv

_GROUPS = (
    (False, "Penimbangan rutin (e-PPGBM)"),
    (True, "Survei: hanya dibandingkan dengan survei, tidak dengan e-PPGBM"),
)


def when(row: pd.Series) -> str:
    """Return the year of a target, or that it is the end target."""
    return "target akhir" if pd.isna(row["target_year"]) else str(int(row["target_year"]))


def ladder(rungs: pd.DataFrame, owners: dict[str, str]) -> str:
    """Return the table of documents: target as printed, figure, gap, children, capaian."""
    if not len(rungs):
        return '<p class="catatan">Belum ada target untuk indikator ini.</p>'
    body = []
    for survey, title in _GROUPS:
        part = rungs[rungs["kind"].eq("survei") == survey]
        if len(part):
            body.append(f'<tr class="tg-kelompok"><th colspan="6" scope="rowgroup">{title}</th></tr>')
            body += [_rung(row, owners) for _, row in part.iterrows()]
    head = "".join(
        f'<th scope="col">{t}</th>' for t in ("Dokumen", "Target", "Angka", "Selisih", "Balita", "Capaian")
    )
    return (
        '<div class="tg-gulir gulir" tabindex="0" role="region" aria-label="Tangga target">'
        f'<table class="tabel tg-tangga" data-uji="tangga"><thead><tr>{head}</tr></thead>'
        f"<tbody>{''.join(body)}</tbody></table></div>"
    )


def _rung(row: pd.Series, owners: dict[str, str]) -> str:
    state, said = str(row["state"]), rung(row)
    small = when(row)
    if state == QUOTED:
        small += " · <em>kutipan</em>"
    if state == EARLY:
        small += " · belum jatuh tempo"
    if owner := owners.get(str(row["owner"])):
        small += f" · {escape(owner)}"
    cells = [f"{percent(row['target'], 2, trim=True)}"]
    cells.append(_figure(row))
    if state in COMPARED:
        gap = points(row["gap"], sign=True)
        met = "<small>tercapai</small>" if row["met"] else ""
        cells.append(f'<b class="{"turun" if row["met"] else "naik"}">{gap}</b>{met}')
        cells.append(_children(row))
        small_print = "<small>sementara</small>" if row["partial"] else ""
        cells.append("–" if pd.isna(row["capaian"]) else f"{number(row['capaian'], 1)} %{small_print}")
    else:
        cells += ["–", "–", "–"]
    labels = ("Target", "Angka", "Selisih", "Balita", "Capaian")
    tds = "".join(f'<td data-kolom="{n}">{c}</td>' for n, c in zip(labels, cells, strict=True))
    note = escape(f"{said} Sumber: {row['source'] if state == QUOTED else _source(row)}")
    return (
        f'<tr class="tg-{"kutip" if state == QUOTED else "biasa"}" title="{note}"><th scope="row">'
        f"<b>{escape(str(row['document']))}</b><small>{small}</small></th>{tds}</tr>"
    )


def _source(row: pd.Series) -> str:
    return ", ".join(str(x) for x in (row["document"], row["regulation"]) if x)


def _figure(row: pd.Series) -> str:
    if row["state"] == HIDDEN:
        return "<small>disamarkan</small>"
    if row["state"] == NO_FIGURE or pd.isna(row["value"]):
        return "<small>belum ada angka</small>"
    if row["state"] == QUOTED:
        return "–"
    name = f"{row['series']} {period_name(str(row['period']), short=True)}"
    text = percent(row["value"], 2) if row["state"] != SURVEY else percent(row["value"], 2, trim=True)
    return f"{text}<small>{escape(name.replace('e-PPGBM ', ''))}</small>"


def _children(row: pd.Series) -> str:
    if row["state"] == SURVEY:
        return "<small>tidak dihitung</small>"
    if pd.isna(row["children"]):
        return "<small>tanpa hitungan</small>"
    whole = int(round_half_up(abs(float(row["children"]))))
    if whole == 0:
        return "0"
    return f"{number(whole)}<small>{'lebih sedikit' if row['children'] > 0 else 'di bawah target'}</small>"


def ladder_csv(rungs: pd.DataFrame, area: str) -> bytes:
    """Return the ladder as it stands (UTF-8 with BOM, ``;``)."""
    out = pd.DataFrame(
        {
            "wilayah": area,
            "dokumen": rungs["document"],
            "nomor_peraturan": rungs["regulation"],
            "tahun": [when(r) for _, r in rungs.iterrows()],
            "jenis_data": rungs["kind"],
            "target_persen": [number(100 * v, 2, trim=True) for v in rungs["target"]],
            "angka_persen": [number(100 * v, 2) for v in rungs["value"]],
            "periode_angka": [period_name(p) if p else "" for p in rungs["period"]],
            "pembilang": [number(v) for v in rungs["numerator"]],
            "penyebut": [number(v) for v in rungs["denominator"]],
            "selisih_poin": [number(100 * v, 2) for v in rungs["gap"]],
            "balita_di_atas_target": [number(v) for v in rungs["children"]],
            "capaian_persen": [number(v, 1) for v in rungs["capaian"]],
            "kelengkapan_angka": rungs["partial"],
            "keterangan": [rung(r) for _, r in rungs.iterrows()],
            "sumber_angka": rungs["source"],
        }
    )
    return safe_csv(out, sep=";", decimal=",").encode("utf-8-sig")
