"""Tables of the page Target as HTML: the IKU table, the province, the history of a register."""

from __future__ import annotations

from html import escape
from typing import Any

import pandas as pd

from stunting.indicators.format_id import date, number, percent
from stunting.indicators.province import NOT_PRINTED
from stunting.reports.iku import remark


def _cell(value: Any, decimals: int, why: str) -> str:
    if value is None or pd.isna(value):
        return f"<small>{why}</small>"
    return number(float(value), decimals, trim=decimals == 2)


def _before(row: dict[Any, Any]) -> str:
    """Return last year's figure, and where it came from if not from where this year's did."""
    text = _cell(row["before"], 2, "belum diisi")
    other = row["before_kind"] and row["before_kind"] != row["actual_kind"]
    return f"{text}<small>{escape(row['before_kind'])}</small>" if other else text


def iku(table: pd.DataFrame, year: int) -> str:
    """Return the IKU table in the layout of the yearly report."""
    body, goal = [], ""
    for n, row in enumerate(table.to_dict("records"), 1):
        if row["goal"] != goal:
            goal = row["goal"]
            body.append(f'<tr class="tg-kelompok"><th colspan="9" scope="rowgroup">{escape(goal)}</th></tr>')
        lines = [
            _before(row), _cell(row["target"], 2, "tidak ada"),
            _cell(row["actual"], 2, "belum diisi"), _cell(row["capaian"], 1, "–"),
            _cell(row["end_target"], 2, "tidak ada"), _cell(row["end_capaian"], 1, "–"),
        ]  # fmt: skip
        labels = (
            f"{year - 1}", f"Target {year}", f"Realisasi {year}", "Capaian (%)", "Target akhir",
            "Capaian akhir (%)",
        )  # fmt: skip
        cells = "".join(
            f'<td data-kolom="{k}"{" class=kuat" if i == 3 else ""}>{v}</td>'
            for i, (k, v) in enumerate(zip(labels, lines, strict=True))
        )
        source = escape(
            f"Realisasi: {row['source'] or 'belum diisi'}. Target: {row['target_source'] or 'tidak ada'}."
        )
        body.append(
            f'<tr title="{source}" data-indikator="{escape(row["indicator"])}"><td>{n}</td>'
            f'<th scope="row">{escape(row["name"])}'
            f"<small>{escape(row['unit'])} · {escape(remark(row))}</small></th>"
            f"{cells}</tr>"
        )
    over = (
        '<tr><th rowspan="2" class="tg-kiri">No.</th><th rowspan="2" class="tg-kiri">Indikator kinerja</th>'
        f'<th rowspan="2">Realisasi<br>{year - 1}</th>'
        f'<th colspan="3" class="tg-tengah">{year}</th><th rowspan="2">Target<br>akhir</th>'
        '<th rowspan="2">Capaian<br>akhir (%)</th></tr>'
        "<tr><th>Target</th><th>Realisasi</th><th>Capaian (%)</th></tr>"
    )
    return (
        '<div class="tg-gulir gulir" tabindex="0" role="region" aria-label="Tabel indikator kinerja utama">'
        f'<table class="tabel tg-iku" data-uji="iku"><thead>{over}</thead>'
        f"<tbody>{''.join(body)}</tbody></table></div>"
    )


def province(table: pd.DataFrame, mean: pd.Series | None, kab: str) -> str:
    """Return every kabupaten of the province: bar and figure where printed, else that it is not."""
    top = float(table["value"].max()) if table["value"].notna().any() else 1.0
    mark = (
        ""
        if mean is None
        else f'<i class="tg-garis" style="left:{100 * float(mean["value"]) / top:.1f}%"></i>'
    )
    body = []
    for row in table.to_dict("records"):
        own = " class=tg-sendiri" if row["area"] == kab else ""
        name = f"<th scope=row>{escape(str(row['name']).removeprefix('Kabupaten '))}</th>"
        survey = (
            "<small>–</small>" if pd.isna(row["survey_value"])
            else f"{percent(row['survey_value'], 1)}"
            f"<small>{escape(row['survey'])} {row['survey_period']}</small>"
        )  # fmt: skip
        title = escape(str(row["source"]) or str(row["note"]))
        if pd.isna(row["value"]):
            note = str(row["note"]).removeprefix(NOT_PRINTED).lstrip("; ").partition(" (")[0]
            more = f"<small>{escape(note)}</small>" if note else ""
            cells = f'<td class="tg-batang"></td><td><em>{NOT_PRINTED}</em>{more}</td>'
        else:
            count = (
                f"{number(row['numerator'])} dari {number(row['denominator'])}"
                if row["denominator"] > 0 else ""
            )  # fmt: skip
            cells = (
                f'<td class="tg-batang"><i style="width:{100 * row["value"] / top:.1f}%"></i>{mark}</td>'
                f"<td>{percent(row['value'], 2)}{f'<small>{count}</small>' if count else ''}</td>"
            )
        body.append(f'<tr{own} title="{title}">{name}{cells}<td>{survey}</td></tr>')
    head = "<th>Kabupaten/kota</th><th></th><th>e-PPGBM</th><th>Survei terbaru</th>"
    return (
        '<div class="tg-gulir gulir" tabindex="0" role="region" aria-label="Kabupaten/kota seprovinsi">'
        f'<table class="tabel tg-provinsi" data-uji="provinsi"><thead><tr>{head}</tr></thead>'
        f"<tbody>{''.join(body)}</tbody></table></div>"
    )


def history(frame: pd.DataFrame) -> str:
    """Return who changed a register, when and why, newest first."""
    if not len(frame):
        return '<p class="catatan">Belum pernah diubah: yang berlaku adalah berkas fakta.</p>'
    body = "".join(
        f"<tr><td>{row['version']}</td><td>{_moment(row['saved_at'])}</td><td>{escape(str(row['by']))}</td>"
        f"<td>{escape(str(row['note']))}</td><td>{escape(str(row['state']))}</td></tr>"
        for row in frame.iloc[::-1].to_dict("records")
    )
    head = "<th>Versi</th><th>Waktu</th><th>Oleh</th><th>Perubahan</th><th>Keadaan</th>"
    return (
        '<div class="tg-gulir gulir"><table class="tabel tg-riwayat" data-uji="riwayat">'
        f"<thead><tr>{head}</tr></thead>"
        f"<tbody>{body}</tbody></table></div>"
    )


def _moment(value: object) -> str:
    at = pd.Timestamp(value).to_pydatetime().astimezone()  # type: ignore[arg-type]
    return f"{date(pd.Timestamp(at.date()))} {at:%H.%M}"
