"""More tables of the page Determinan as HTML: one factor in every area, cases, published figures alone."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from html import escape
from typing import Any

import pandas as pd

from stunting.indicators.determinants import OTHERS, STUNTED
from stunting.indicators.format_id import number, percent
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
    for area in sorted(own, key=lambda a: (-_ratio(fine.get(a)), label(a))):
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


def _ratio(row: dict[str, Any] | None) -> float:
    """Return what orders the areas: as the plot beside, the highest first, those without one last."""
    return float(row["value"]) if row is not None and row["value"] == row["value"] else -1.0


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


def counts(rows: pd.DataFrame, label: Callable[[str], str], above: Mapping[str, str]) -> str:
    """Return numbers of cases as lists, most first, those of desa under the name of their kecamatan.

    Parameters
    ----------
    rows : DataFrame
        Of `area_indicators.hide_indicator`: ``area, level, value, suppressed``.
    above : mapping
        Kecamatan key → name.
    """
    ordered = rows.assign(_name=[label(str(a)) for a in rows["area"]])
    ordered = ordered.sort_values(["value", "_name"], ascending=[False, True], na_position="last")
    if str(rows["level"].iloc[0]) != "desa":
        return f'<div class="dt-kasus" data-uji="kasus">{_cases(ordered)}</div>'
    parts = []
    for kec, part in ordered.groupby(ordered["area"].str.slice(0, 8)):
        parts.append((above.get(str(kec), str(kec)), _cases(part)))
    body = "".join(f"<section><h3>{escape(name)}</h3>{lines}</section>" for name, lines in sorted(parts))
    return f'<div class="dt-kasus" data-uji="kasus">{body}</div>'


def _cases(part: pd.DataFrame) -> str:
    lines = "".join(
        f'<li data-wilayah="{escape(str(r["area"]))}"><span>{escape(str(r["_name"]))}</span>'
        f"<b>{'disamarkan' if r['suppressed'] else number(r['value'])}</b></li>"
        for r in records(part)
    )
    return f"<ul>{lines}</ul>"
