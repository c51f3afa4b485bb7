"""Printed figures of the kecamatan beside the computed ones, as HTML."""

from __future__ import annotations

from html import escape

import pandas as pd

from stunting.charts.theme import rows
from stunting.indicators.format_id import percent, points, sources
from stunting.indicators.published_areas import STATEMENTS, printed_kecamatan, same_statement, statements
from stunting.ui import places
from stunting.ui.trend_html import figure, records
from stunting.ui.trend_view import TrendView


def printed_table(view: TrendView, computed: pd.DataFrame, changes: pd.DataFrame) -> str:
    """Return the printed figures of the kecamatan beside the computed ones; a conflict is shown as it is."""
    table = printed_kecamatan(view.choice.kab, view.choice.indicator)
    if not len(table):
        return ""
    first, last = str(table["period_a"].iloc[0]), str(table["period"].iloc[0])
    head = "".join(
        f'<th scope="col">{t}</th>'
        for t in ("Kecamatan", f"{first} terbit", f"{last} terbit", "Perubahan terbit", f"{last} dihitung",
                  "Perubahan dihitung")
    )  # fmt: skip
    body, now_of, step_of = [], records(computed), records(changes)
    for r in rows(table):
        now, step = now_of.get(r.area), step_of.get(r.area)
        both = f"<small>kedua angkanya: {points(r.subtracted, 2, sign=True)}</small>" if r.conflict else ""
        body.append(
            f'<tr data-wilayah="{r.area}"{" class=tr-beda" if r.conflict else ""}>'
            f'<th scope="row">{escape(name_of(view, r.area))}</th><td>{_printed(r.value_a)}</td>'
            f"<td>{_printed(r.value)}</td><td>{_step(r.printed, both)}</td>"
            f"<td>{figure(now)}</td><td>{_step(None if step is None else step['step'])}</td></tr>"
        )
    notes = " ".join(f"{escape(name_of(view, r.area))}: {escape(r.note)}." for r in rows(table) if r.conflict)
    return (
        '<div class="tr-luar gulir"><table class="tabel tr-terbit" data-uji="terbit">'
        f"<thead><tr>{head}</tr></thead><tbody>{''.join(body)}</tbody></table></div>"
        f'<p class="catatan">Angka terbit; sumber: {escape(sources(table["source"]))}. '
        f"– berarti tidak dicetak. {notes}</p>"
    )


def _printed(value: float) -> str:
    return percent(value, 2) if pd.notna(value) else "–"


def _step(value: float | None, more: str = "") -> str:
    return f"{points(value, 2, sign=True)}{more}" if pd.notna(value) else "–"


def name_of(view: TrendView, area: str) -> str:
    """Return the short name of any area of the kabupaten."""
    return places.names_of(view.choice.kab, [area])[area]


def statement_list(view: TrendView, computed: pd.DataFrame, changes: pd.DataFrame, whole: float) -> str:
    """Return what the printed report says, each beside what the computed figures of that year say."""
    table = statements(view.choice.kab)
    if not len(table) or view.choice.indicator != "stunting":
        return ""
    lines = []
    for r in rows(table):
        own = same_statement(r.kind, computed, changes, whole)
        when = f"{r.period_a} ke {r.period}" if r.period_a else str(r.period)
        said = ", ".join(name_of(view, a) for a in r.areas)
        if own is None:
            check = "belum ada angka hitungan"
        elif set(own) == set(r.areas):
            check = "hitungan dari unggahan: sama"
        else:
            check = "hitungan dari unggahan: " + (", ".join(name_of(view, a) for a in own) or "tidak ada")
        lines.append(
            f"<li><b>{STATEMENTS[r.kind]}, {when}:</b> {escape(said)}. <span>{escape(check)}</span></li>"
        )
    return f'<ul class="tr-kata" data-uji="pernyataan">{"".join(lines)}</ul>'
