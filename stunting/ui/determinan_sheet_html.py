"""The parameter sheet as HTML: one area in full, and every desa against every parameter."""

from __future__ import annotations

from collections.abc import Callable
from html import escape
from typing import Any, Final

import pandas as pd

from stunting.indicators.change import DOWN, NO_DATA, UP
from stunting.indicators.format_id import interval, number, percent, points
from stunting.indicators.two_periods import HIDDEN
from stunting.ui.determinan_html import Row, records, table_html

#: Verdict on a change → mark.
MARKS = {DOWN: "▼ ", UP: "▲ "}
#: Beside a share above the limit: never by colour alone.
RED = "!"
#: Fewer children than this: the share is drawn as uncertain, and its red does not bring an area to the top.
FEW: Final = 10


def _flag(row: Row) -> bool:
    return bool(row["red"]) if pd.notna(row["red"]) else False


def _share(row: Row) -> str:
    if row.get("suppressed"):
        return '<span class="dt-tanpa">disamarkan</span>'
    if not row["denominator"] > 0:
        return '<span class="dt-tanpa">belum didata</span>'
    mark = f'<b class="dt-merah">{RED} merah</b> ' if _flag(row) else ""
    return f"{mark}{percent(row['value'])} <small>{interval(row['low'], row['high'])}</small>"


def _change(row: Row) -> str:
    verdict = str(row["verdict"])
    if verdict in (NO_DATA, HIDDEN):
        return f'<span class="dt-tanpa">{"–" if verdict == NO_DATA else verdict}</span>'
    size: str = f" <small>{points(row['diff'], 1, sign=True)}</small>" if pd.notna(row["diff"]) else ""
    return f"{MARKS.get(verdict, '')}{verdict}{size}"


def own_table(own: pd.DataFrame, inside: pd.DataFrame, level: str, *, compared: bool, public: bool) -> str:
    """Return every parameter of one area, and in how many of the areas inside it is red.

    Parameters
    ----------
    own, inside : DataFrame
        Parameter sheets (with ``suppressed``) of the area, and of the areas of `level` inside.
    """
    body, parts = [], len(own) > 0 and str(own["level"].iloc[0]) != level
    for row in records(own.sort_values("value", ascending=False, na_position="last")):
        here = inside[(inside["factor"] == row["factor"]) & inside["red"].notna()]
        counts = "–"
        if row["denominator"] > 0 and not row.get("suppressed"):
            counts = f"{number(row['numerator'])} dari {number(row['denominator'])}"
        unknown = "" if public else f'<td data-kolom="Tidak diketahui">{_unknown(row)}</td>'
        moved = f'<td data-kolom="Perubahan">{_change(row)}</td>' if compared else ""
        red: str = f"{number(int(here['red'].sum()))} dari {number(len(here))}" if len(here) else "–"
        last = f'<td data-kolom="{level.capitalize()} merah">{red}</td>'
        body.append(
            f'<tr data-faktor="{escape(str(row["factor"]))}" class="{"merah" if _flag(row) else ""}">'
            f'<th scope="row">{escape(str(row["name"]))} <small>{escape(str(row["intervention"]))}</small>'
            "</th>"
            f'<td data-kolom="Bagian">{_share(row)}</td><td data-kolom="Anak">{counts}</td>{unknown}{moved}'
            f"{last if parts else ''}</tr>"
        )
    titles = ["Parameter", "Bagian anak sasaran", "Anak"]
    titles += ([] if public else ["Tidak diketahui, termasuk belum didata"]) + (
        ["Perubahan"] if compared else []
    )
    if parts:
        titles.append(f"{level.capitalize()} merah" + (", dari yang ditampilkan" if public else ""))
    return table_html("parameter", "dt-param", titles, body, "Parameter")


def _unknown(row: Row) -> str:
    return "–" if pd.isna(row["unknown_share"]) else percent(row["unknown_share"], 0)


def matrix(inside: pd.DataFrame, label: Callable[[str], str], level: str) -> str:
    """Return the share of each parameter in each area, in percent; most red first.

    Red counts where at least `FEW` children are known; areas without any such parameter come last.
    """
    wide = {str(a): {str(r["factor"]): r for r in records(g)} for a, g in inside.groupby("area")}
    order = inside.drop_duplicates("factor")
    names = dict(zip(order["factor"].astype("str"), order["name"].astype("str"), strict=True))
    sure = {area: [r for r in cells.values() if _known(r) >= FEW] for area, cells in wide.items()}
    reds = {area: sum(_flag(r) for r in cells) for area, cells in sure.items()}
    body = []
    for area in sorted(wide, key=lambda a: (not sure[a], -reds[a], label(a))):
        many = max(map(_known, wide[area].values()), default=0)
        cells = "".join(_cell(wide[area].get(key)) for key in names)
        body.append(
            f'<tr data-wilayah="{escape(area)}"><th scope="row">{escape(label(area))}</th>'
            f"<td>{number(many) if many else '–'}</td>"
            f"<td>{number(reds[area]) if sure[area] else '–'}</td>{cells}</tr>"
        )
    heads = [level.capitalize(), "anak", "merah", *(f"<span>{escape(n)}</span>" for n in names.values())]
    return table_html("matriks", "dt-matriks", heads, body, f"Parameter tiap {level}")


def _known(row: dict[str, Any]) -> int:
    """Return how many children a share that may be shown stands on."""
    return 0 if row.get("suppressed") or not row["denominator"] > 0 else int(row["denominator"])


def _cell(row: dict[str, Any] | None) -> str:
    if row is None:
        return '<td class="k">–</td>'
    if row.get("suppressed"):
        return '<td class="k" title="disamarkan">·</td>'
    if not row["denominator"] > 0:
        return '<td class="k" title="belum didata">–</td>'
    text = percent(row["value"], 0).removesuffix(" %").removesuffix("\xa0%")
    tip = f"{number(row['numerator'])} dari {number(row['denominator'])}"
    look = " ".join(["m"] * _flag(row) + ["s"] * (_known(row) < FEW))
    css = f'class="{look}" ' if look else ""
    return f'<td {css}title="{tip}">{text}{RED * _flag(row)}</td>'
