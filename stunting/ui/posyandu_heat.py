"""The heat map of months as HTML: areas × months of one ratio; zones by colour, mark and word."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from html import escape
from typing import Any

import pandas as pd

from stunting.indicators.format_id import interval, number, percent, period_name, period_short
from stunting.indicators.intervals import SMALL_DENOMINATOR
from stunting.indicators.skdn import PART, zone_of, zones
from stunting.ui.posyandu_html import NO_TARGET, Names
from stunting.ui.texts import HIDDEN


def heat(frame: pd.DataFrame, areas: Sequence[str], months: Sequence[str], name: Names) -> str:
    """Return areas × months of one ratio, in the order of `areas`; zones by colour, mark and title.

    Parameters
    ----------
    frame : DataFrame
        Result frame with ``suppressed``.
    """
    head = "".join(
        f'<th scope="col"><abbr title="{period_name(m)}">{_short(m, i == 0)}</abbr></th>'
        for i, m in enumerate(months)
    )
    zone = zone_of(frame["value"], frame["target"])
    top = float(frame["value"].max()) if frame["value"].notna().any() else 1.0
    lines = zip(frame.to_dict("records"), zone, strict=True)
    at = {(r["area"], r["period"]): _cell(r, str(z), top, name) for r, z in lines}
    gap = '<td class="pos-kosong" title="belum ada data">–</td>'
    body = "".join(
        f'<tr><th scope="row">{escape(name(a))}</th>{"".join(at.get((a, m), gap) for m in months)}</tr>'
        for a in areas
    )
    return (
        '<div class="pos-gulir gulir" tabindex="0" role="region" aria-label="Peta bulan">'
        '<table class="pos-panas" data-uji="panas">'
        f'<thead><tr><th scope="col">Wilayah</th>{head}</tr></thead>'
        f"<tbody>{body}</tbody></table></div>"
    )


def _short(month: str, first: bool) -> str:
    name, year = period_short(month).split()
    return f"{name}<small>{year}</small>" if first or month.endswith("-01") else name


def _cell(row: dict[Hashable, Any], zone: str, top: float, name: Names) -> str:
    where = f"{name(str(row['area']))}, {period_name(str(row['period']))}"
    if row["suppressed"]:
        return f'<td class="pos-samar" title="{escape(where)}: {HIDDEN}">◦</td>'
    if pd.isna(row["value"]):
        why = "belum ada data" if not row["months"] else (row["note"] or "tidak dapat dinilai")
        if str(why).startswith(PART):
            why = f"{number(row['numerator'])} dari {number(row['denominator'])} {why}"
        mark = "–" if not row["months"] else "·"
        return f'<td class="pos-kosong" title="{escape(where)}: {escape(str(why))}">{mark}</td>'
    said = next((z for z in zones() if z.code == zone), None)
    counts = f"{number(row['numerator'])} dari {number(row['denominator'])}"
    few = row["denominator"] < SMALL_DENOMINATOR
    tip = f"{where}: {row['title']} {percent(row['value'])} ({counts}; {interval(row['low'], row['high'])})"
    tip += f", {said.name}" if said else ""
    tip += f"; kurang dari {SMALL_DENOMINATOR}: belum pasti" if few else ""
    tip += f"; {row['note']}" if row["note"] else ""
    text = number(100 * row["value"], 1)
    look = f"pos-{zone}" if zone else "pos-netral"
    shade = "" if zone else f' style="--kuat:{100 * row["value"] / (top or 1):.0f}%"'
    mark = f"<i>{said.mark}</i>" if said and said.mark else ""
    return f'<td class="{look}{" sedikit" * few}"{shade} title="{escape(tip)}">{text}{mark}</td>'


def legend(frame: pd.DataFrame) -> str:
    """Return what colours, marks and dashes of the heat map mean."""
    parts = []
    if frame["target"].notna().any():
        aim = percent(frame["target"].dropna().iloc[0], 1, trim=True)
        for z in zones():
            name = z.name.replace("target", f"target ({aim})") if z is zones()[0] else z.name
            parts.append(f'<span><i class="pos-{z.code}">{z.mark or "&nbsp;"}</i>{escape(name)}</span>')
    else:
        parts.append(
            f'<span><i class="pos-netral" style="--kuat:80%"></i>makin gelap makin tinggi; {NO_TARGET}</span>'
        )
    if (frame["denominator"] < SMALL_DENOMINATOR).any():
        parts.append(
            f'<span><i class="sedikit">12</i>penyebut kurang dari {SMALL_DENOMINATOR}: belum pasti</span>'
        )
    if frame["suppressed"].any():
        parts.append(f'<span><i class="pos-samar">◦</i>{HIDDEN}</span>')
    if (frame["months"] == 0).any():
        parts.append('<span><i class="pos-kosong">–</i>belum ada data</span>')
    if (frame["value"].isna() & (frame["months"] > 0) & ~frame["suppressed"]).any():
        parts.append('<span><i class="pos-kosong">·</i>tidak dapat dinilai</span>')
    return f'<div class="papan-kunci">{"".join(parts)}<span>Angka dalam persen</span></div>'
