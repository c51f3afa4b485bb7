"""The tables of the page Desa lokus, as HTML: the ranking, and the situation per kecamatan."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from html import escape
from typing import Any, Final

import pandas as pd

from stunting.charts.theme import rows
from stunting.indicators.format_id import interval, number, percent, points
from stunting.indicators.words import HIDDEN_WHY
from stunting.ui import places
from stunting.ui.lokus_view import View

#: Column of families at risk: there where families were asked.
RISK: Final = "c_risk"
#: Order of the table → its words, column, whether the highest comes first.
ORDERS: Final = {
    "peringkat": ("Urut: peringkat", "rank", True),
    "anak": ("Urut: jumlah anak", "numerator", False),
    "prevalensi": ("Urut: prevalensi halus", "c_prevalence", False),
    "tren": ("Urut: kenaikan", "c_trend", False),
    "cakupan": ("Urut: tidak ditimbang", "c_gap", False),
    "risiko": ("Urut: keluarga berisiko", RISK, False),
}
#: Rows of the table beyond the places on the list.
MORE: Final = 10


def inside(view: View, frame: pd.DataFrame) -> pd.DataFrame:
    """Return the rows in the kecamatan that is chosen (all, where none is); places stay the kabupaten's."""
    kec = view.choice.kec
    return frame if kec is None else frame[frame["area"].astype("str").str.startswith(kec)]


def orders(view: View) -> list[str]:
    """Return the orders of the table; by families at risk only where they are known."""
    return [name for name, (_, column, _) in ORDERS.items() if column != RISK or RISK in view.ranked]


def table(view: View, order: str, *, every: bool) -> str:
    """Return the ranking as a table; beyond the places on the list only where `every` is asked for."""
    _, column, ascending = ORDERS[order]
    shown = inside(view, view.ranked)
    if column in shown:
        shown = shown.sort_values([column, "rank"], ascending=[ascending, True], na_position="last")
    ranked = shown[shown["rank"].notna()]
    shown = shown if every else ranked.head(view.k + MORE)
    if not len(shown):
        return '<p class="catatan">Belum ada desa yang dapat diperingkat.</p>'
    smooth = {str(r["area"]): r for r in view.smoothed.to_dict("records")}
    names = places.names(view.choice.kab)
    head = (
        "Peringkat", "Desa", "Kecamatan", f"Peluang {view.k} besar", "Kasus", "Dihaluskan", "Diukur",
        "Mentah", "Selang 90 %", "Kenaikan", "Tidak ditimbang",
        *(["Keluarga berisiko"] if RISK in view.ranked else []), "Tanda",
    )  # fmt: skip
    body = "".join(_row(view, r, smooth[str(r.area)], names) for r in rows(shown))
    titles = "".join(f"<th>{escape(t)}</th>" for t in head)
    return (
        '<div class="lokus-gulir gulir" data-uji="tabel"><table class="tabel lokus-tabel">'
        f"<thead><tr>{titles}</tr></thead><tbody>{body}</tbody></table></div>"
        '<p class="catatan">Dihaluskan, kenaikan, tidak ditimbang, dan keluarga berisiko: angka yang ditarik '
        "ke rata-rata desa. "
        "Selang dihaluskan 95 %. Hot spot: Moran lokal; Gi*: Getis-Ord.</p>"
    )


def _row(view: View, r: Any, smooth: Mapping[Hashable, Any], names: dict[str, str]) -> str:
    area = str(r.area)
    who = f"<td>{escape(names.get(area) or view.label(area))}</td>"
    who += f"<td>{escape(names.get(area[:8]) or view.label(area[:8]))}</td>"
    if pd.isna(r.rank):
        why = f"disamarkan: {HIDDEN_WHY}" if smooth["suppressed"] else "belum ada anak diukur"
        span = 9 + (RISK in view.ranked)
        return f'<tr class="tanpa"><td>–</td>{who}<td colspan="{span}">{why}</td></tr>'
    cells = [
        f'<i class="lokus-pita" style="width:{44 * r.probability_top:.0f}px"></i>'
        f"{percent(r.probability_top, 0)}",
        number(r.numerator),
        f"{percent(smooth['value'], 1)} <small>{interval(smooth['low'], smooth['high'])}</small>",
        number(r.denominator),
        percent(smooth["raw"], 1),
        f"{number(r.rank_low)}–{number(r.rank_high)}",
        points(getattr(r, "c_trend", None), 1, sign=True).removesuffix(" poin"),
        percent(getattr(r, "c_gap", None), 1),
    ]
    if RISK in view.ranked:
        cells.append("belum didata" if pd.isna(r.c_risk) else percent(r.c_risk, 1))
    marks = [f"lokus {view.compared}"] if area in view.listed else []
    marks += ["hot spot"] if area in view.hot_areas else []
    marks += ["Gi*"] if area in view.gi_areas else []
    last = ' class="batas"' if r.rank == view.k else ""
    return (
        f"<tr{last}><td>{number(r.rank)}</td>{who}{''.join(f'<td>{c}</td>' for c in cells)}"
        f"<td>{' · '.join(marks)}</td></tr>"
    )


def situation(view: View) -> str:
    """Return prevalence and cases of every kecamatan, all, hot spots, without hot spots."""
    frame = view.situation
    names = places.names(view.choice.kab)
    hot = {k: [a for a in view.hot_areas if a.startswith(k)] for k in frame["area"].astype("str") if k}
    body = ""
    for key, part in frame.groupby("area", sort=False):
        by = {str(r["part"]): r for r in part.to_dict("records")}
        kec = str(key)
        who = escape(names.get(kec) or view.label(kec)) if kec else "<b>Semua desa</b>"
        listed = ", ".join(sorted(view.label(a) for a in hot.get(kec, [])))
        cells = [_rate(by[p]) for p in ("semua", "hot spot", "tanpa hot spot")]
        body += f"<tr><td>{who}</td>{''.join(cells)}<td>{escape(listed)}</td></tr>"
    return (
        '<div class="lokus-gulir gulir pendek"><table class="tabel lokus-tabel lokus-situasi"><thead><tr>'
        "<th>Kecamatan</th><th>Semua</th><th>Kasus</th><th>Hot spot</th><th>Kasus</th><th>Tanpa hot spot</th>"
        f"<th>Kasus</th><th>Desa hot spot</th></tr></thead><tbody>{body}</tbody></table></div>"
    )


def _rate(row: Mapping[Hashable, Any]) -> str:
    if not row["desa"]:
        return "<td>–</td><td>–</td>"
    if not row["denominator"] > 0:
        return "<td>belum ada data</td><td>–</td>"
    of = f"{number(row['numerator'])} <small>dari {number(row['denominator'])}</small>"
    return f"<td>{percent(row['value'], 2)}</td><td>{of}</td>"
