"""More tables of the page Determinan as HTML: one factor in every area, and published figures alone."""

from __future__ import annotations

from collections.abc import Callable
from html import escape

import pandas as pd

from stunting.indicators.determinants import OTHERS, STUNTED
from stunting.indicators.format_id import percent
from stunting.ui.determinan_html import SAME, fraction, rank_text, ratio, records, share, table_html


def areas_table(
    shares: pd.DataFrame, adjusted: pd.DataFrame, ranking: pd.DataFrame, factor: str,
    label: Callable[[str], str], level: str,
) -> str:  # fmt: skip
    """Return one factor in every area, and the factor with the largest fraction of each."""
    often = shares[shares["factor"] == factor]
    by = {w: {str(r["area"]): r for r in records(often[often["among"] == w])} for w in (STUNTED, OTHERS)}
    fine = {str(r["area"]): r for r in records(adjusted[adjusted["factor"] == factor])}
    own = {str(r["area"]): r for r in records(ranking[ranking["factor"] == factor])}
    first = {str(r["area"]): r for r in records(ranking[ranking["rank"] == 1])}
    body = []
    for area in sorted(own, key=label):
        row, top = own[area], first.get(area)
        best = f"{escape(str(top['name']))}<small>{percent(top['value'])}</small>" if top else "–"
        why = f'<small class="dt-alasan">{escape(str(row["reason"]))}</small>' if row["refusal"] else ""
        body.append(
            f'<tr data-wilayah="{escape(area)}"><th scope="row">{escape(label(area))}{why}</th>'
            f'<td data-kolom="Anak stunting">{share(by[STUNTED].get(area))}</td>'
            f'<td data-kolom="Anak lain">{share(by[OTHERS].get(area))}</td>'
            f'<td data-kolom="Disesuaikan">{ratio(fine.get(area))}</td>'
            f'<td data-kolom="PAF">{fraction(row)}</td><td data-kolom="PAF tertinggi">{best}</td></tr>'
        )
    titles = [
        level.capitalize(), "Terpapar, anak stunting", "Terpapar, anak lain", "Rasio disesuaikan", "PAF",
        "PAF tertinggi di sini",
    ]  # fmt: skip
    return table_html("wilayah", "dt-faktor", titles, body, f"Faktor tiap {level}")


def published_table(rows: pd.DataFrame) -> str:
    """Return the published frequencies alone: where no family was asked yet."""
    body = [
        f'<tr data-faktor="{escape(str(r["factor"]))}"><th scope="row">{escape(str(r["name"]))}</th>'
        f"<td>{percent(r['value'], 2)}</td><td>{rank_text(r['rank'])}</td>"
        f"<td>{'jelas' if r['direction'] == SAME else 'tidak jelas: yang punya atau yang tidak?'}</td></tr>"
        for r in records(rows)
    ]
    titles = ["Faktor", "Terbit, seperti tercetak", "Peringkat sering", "Yang dihitung"]
    return table_html("terbit", "dt-terbit", titles, body, "Angka terbit")
